"""How do updates get to a webhook? As from Telegram: a chat's one by one, several chats' at once, the refused again.

What a bot puts into the answer is passed over: of the subjects, none sends messages in that way.
"""

import asyncio
from collections import deque
from urllib.parse import urlsplit

from bench.load.http import LENGTH

CONNECTIONS = 40
"""Telegram's own number where setWebhook names none."""
AGAIN_SECONDS = 0.2
"""So long after a refusal or a broken connection an update is delivered again."""


class Deliveries:
    """All webhooks: the URLs of several processes are served in turn, as a balancer would, but a chat keeps its own."""

    def __init__(self, expected: int = 1) -> None:
        """`ready` is set as soon as so many URLs are known."""
        self.ready = asyncio.Event()
        self._expected = expected
        self._hooks: dict[str, _Hook] = {}
        self._in_turn: tuple[_Hook, ...] = ()

    def set(self, url: str, secret: str, connections: int = CONNECTIONS) -> None:
        """What setWebhook asks; what it does once more for the same URL changes nothing."""
        if url not in self._hooks:
            self._hooks[url] = _Hook(url, secret, connections)
            self._in_turn = tuple(self._hooks.values())
        if len(self._hooks) >= self._expected:
            self.ready.set()

    def put(self, chat: int, _update_id: int, update: bytes) -> None:
        self._in_turn[chat % len(self._in_turn)].put(chat, update)

    def close(self) -> None:
        for hook in self._in_turn:
            hook.close()


class _Hook:
    """One URL, with its kept connections and what has still to be taken there."""

    def __init__(self, url: str, secret: str, connections: int) -> None:
        parts = urlsplit(url)
        self._address = parts.hostname or "127.0.0.1", parts.port or 80
        self.head = (
            f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._connections = connections
        self._lines: set[_Line] = set()
        self._idle: list[_Line] = []
        self._opening: set[asyncio.Task[None]] = set()
        self._waiting: dict[int, deque[bytes]] = {}
        """Each chat's updates; the first is due or under way."""
        self._due: deque[int] = deque()
        """The chats whose first update waits for a connection."""

    def put(self, chat: int, update: bytes) -> None:
        if waiting := self._waiting.get(chat):
            waiting.append(update)
        else:
            self._waiting[chat] = deque([update])
            self._deliver(chat)

    def close(self) -> None:
        self._connections = 0
        for opening in self._opening:
            opening.cancel()
        for line in self._lines:
            line.close()

    def free(self, line: "_Line") -> None:
        """A connection is there to be used."""
        self._lines.add(line)
        self._idle.append(line)
        self._go_on()

    def gone(self, line: "_Line") -> None:
        """A connection is closed; another is opened when it is needed."""
        self._lines.discard(line)
        if line in self._idle:
            self._idle.remove(line)
        self._go_on()

    def taken(self, chat: int) -> None:
        waiting = self._waiting[chat]
        waiting.popleft()
        if waiting:
            self._deliver(chat)
        else:
            del self._waiting[chat]

    def refused(self, chat: int) -> None:
        asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._deliver, chat)

    def _deliver(self, chat: int) -> None:
        self._due.append(chat)
        self._go_on()

    def _go_on(self) -> None:
        while self._due and self._idle:
            chat = self._due.popleft()
            self._idle.pop().post(chat, self._waiting[chat][0])
        if len(self._due) > len(self._opening) and len(self._lines) + len(self._opening) < self._connections:
            opening = asyncio.ensure_future(self._connect())
            self._opening.add(opening)
            opening.add_done_callback(self._opening.discard)

    async def _connect(self) -> None:
        while True:
            try:
                await asyncio.get_running_loop().create_connection(lambda: _Line(self), *self._address)
            except OSError:
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return


class _Line(asyncio.Protocol):
    """One kept connection: a delivery at a time."""

    def __init__(self, hook: _Hook) -> None:
        self._hook = hook
        self._chat: int | None = None
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._hook.free(self)

    def connection_lost(self, exc: Exception | None) -> None:
        chat, self._chat = self._chat, None
        self._hook.gone(self)
        if chat is not None:
            self._hook.refused(chat)

    def close(self) -> None:
        assert self._transport is not None
        self._transport.close()

    def post(self, chat: int, update: bytes) -> None:
        assert self._transport is not None
        self._chat = chat
        self._transport.write(b"%b%d\r\n\r\n%b" % (self._hook.head, len(update), update))

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(received, 0, end + 2)
        if len(received) < end + 4 + (int(length[1]) if length else 0):
            return
        chat, self._chat = self._chat, None
        self._received = b""
        if chat is None:
            return  # a server's word on a connection that it is closing
        if received.startswith(b"200", len(b"HTTP/1.1 ")):
            self._hook.taken(chat)
        else:
            self._hook.refused(chat)
        self._hook.free(self)
