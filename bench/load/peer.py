"""The fast fake Bot API, with its users inside. A process of its own: it says on standard output what it measures.

It knows just what the subjects call. Whether what a bot sends is right is the simulator's question (`bot/simulator`),
how much of it gets through is this one's.
"""

import asyncio
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass
from json import dumps
from json import loads as read_json
from typing import Any

from bench.load.crowd import Crowd, Window
from bench.load.deliveries import CONNECTIONS, Deliveries
from bench.load.http import Connection, fields
from bench.load.script import guide_scripts, text_scripts

BATCH = 100
CONNECT_SECONDS = 300.0
"""A first start may have to build the matcher's index."""
DRAIN_SECONDS = 20.0

_FIXED = {
    "getMe": b'{"id":7100000001,"is_bot":true,"first_name":"Load","username":"load_bot"}',
    "getMyCommands": b"[]",
    "getMyDescription": b'{"description":""}',
    "getMyShortDescription": b'{"short_description":""}',
}
_SENT = {
    "sendMessage": b"text",
    "editMessageText": b"text",
    "sendPhoto": b"caption",
    "sendDocument": b"caption",
    "sendContact": b"",
}
"""The methods that a user sees a message of, and the field with its words."""
_PHOTO = b'"photo":[{"file_id":"p","file_unique_id":"p","width":1,"height":1}],'
_CONTACT = b'"contact":{"phone_number":"+6560000000","first_name":"Team"}'
_DOCUMENT = b'"document":{"file_id":"d","file_unique_id":"d"},'


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, as the first line of standard input says it."""

    users: int
    seconds: float
    warm_up: float
    rate: float
    """Turns a second in the open loop; 0 leaves it out."""
    texts_only: bool
    webhooks: int = 0
    """How many processes are delivered to; 0: the bot polls."""
    closed_windows: int = 1
    longest: int | None = None
    """After so many turns, a chat ends and another one begins; None: at the end of its script."""


class Updates:
    """The queue behind getUpdates: the offset confirms, and what is not confirmed comes again."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        """Set by the first poll."""
        self._queue: deque[tuple[int, bytes]] = deque()
        self._waiting: Connection | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._woken = False

    def put(self, _chat: int, update_id: int, update: bytes) -> None:
        self._queue.append((update_id, update))
        if self._waiting is not None and not self._woken:
            self._woken = True  # what comes in the same instant goes out together
            asyncio.get_running_loop().call_soon(self._release)

    def poll(self, connection: Connection, offset: int, seconds: float) -> bytes | None:
        self.ready.set()
        while self._queue and self._queue[0][0] < offset:
            self._queue.popleft()
        if self._queue or seconds <= 0:
            return self._batch()
        self._waiting = connection
        self._timer = asyncio.get_running_loop().call_later(seconds, self._release)
        return None

    def _release(self) -> None:
        self._woken = False
        connection, self._waiting = self._waiting, None
        if self._timer is not None:
            self._timer.cancel()
        if connection is not None:
            connection.reply(self._batch())

    def _batch(self) -> bytes:
        first = [self._queue[place][1] for place in range(min(BATCH, len(self._queue)))]
        return b'{"ok":true,"result":[%b]}' % b",".join(first)


class Peer:
    """Answers the bot's calls."""

    def __init__(self, updates: Updates, deliveries: Deliveries, crowd: Crowd) -> None:
        self._updates = updates
        self._deliveries = deliveries
        self._crowd = crowd
        self._url = b""

    def answer(self, connection: Connection, method: str, body: bytes) -> bytes | None:
        if method == "getUpdates":
            given = fields(body)
            return self._updates.poll(connection, int(given.get(b"offset", 0)), float(given.get(b"timeout", 0)))
        return b'{"ok":true,"result":%b}' % self._result(method, body)

    def _result(self, method: str, body: bytes) -> bytes:
        if method in _SENT:
            return self._sent(method, fields(body))
        if method == "setWebhook":
            self._set_webhook(fields(body))
        if method == "getWebhookInfo":
            return b'{"url":"%b","has_custom_certificate":false,"pending_update_count":0}' % self._url
        return _FIXED.get(method, b"true")

    def _set_webhook(self, given: dict[bytes, bytes]) -> None:
        self._url = given[b"url"]
        connections = int(given.get(b"max_connections", CONNECTIONS))
        self._deliveries.set(self._url.decode(), given.get(b"secret_token", b"").decode(), connections)

    def _sent(self, method: str, given: dict[bytes, bytes]) -> bytes:
        words = given.get(_SENT[method], b"").decode()
        match method:
            case "sendPhoto":
                content = _PHOTO + b'"caption":' + dumps(words).encode()
            case "sendDocument":
                content = _DOCUMENT + b'"caption":' + dumps(words).encode()
            case "sendContact":
                content = _CONTACT
            case _:
                content = b'"text":' + dumps(words).encode()
        edited = int(given[b"message_id"]) if method == "editMessageText" else None
        return self._crowd.receive(int(given[b"chat_id"]), edited, content, given.get(b"reply_markup", b""))


async def main() -> None:
    plan = Plan(**read_json(sys.stdin.readline()))
    updates, deliveries = Updates(), Deliveries(plan.webhooks)
    way = deliveries if plan.webhooks else updates
    scripts = text_scripts() if plan.texts_only else guide_scripts()
    for script in scripts:
        script.turns = script.turns[: plan.longest]
    crowd = Crowd(scripts, way.put)
    peer = Peer(updates, deliveries, crowd)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(peer.answer), "127.0.0.1", 0)
    _report("listening", port=server.sockets[0].getsockname()[1])
    async with asyncio.timeout(CONNECT_SECONDS):
        await way.ready.wait()
    await crowd.learn()
    if crowd.mute:
        sys.exit("the bot answers nothing")
    janitor = asyncio.create_task(_give_up_lost(crowd))
    crowd.start_closed(plan.users)
    await asyncio.sleep(plan.warm_up)
    for _ in range(plan.closed_windows):
        await _measure("closed", crowd, asyncio.sleep(plan.seconds))
    await crowd.stop(DRAIN_SECONDS)
    if plan.rate:
        await _measure("open", crowd, crowd.run_open(plan.rate, plan.seconds))
    janitor.cancel()
    deliveries.close()
    server.close()


async def _measure(name: str, crowd: Crowd, course: Any) -> None:
    window = crowd.window = Window()
    begun = time.perf_counter()
    _report("begin", window=name)
    await course
    if name == "open":
        await crowd.stop(DRAIN_SECONDS)
        window.lost += crowd.waiting
    # The window's time ends here, whatever is answered afterwards.
    crowd.window = Window()
    _report("end", window=name, seconds=time.perf_counter() - begun, **asdict(window))


async def _give_up_lost(crowd: Crowd) -> None:
    while True:
        await asyncio.sleep(1)
        crowd.give_up_lost()


def _report(event: str, **facts: Any) -> None:
    print(dumps({"event": event, **facts}), flush=True)  # noqa: T201 - standard output is the channel


if __name__ == "__main__":
    asyncio.run(main())
