"""The load tool as Telegram's webhook sender: order, parallel chats, and again what was refused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.load.deliveries import Deliveries
from bench.ports import reserved_port
from bot.serving import serving

SECRET = "a-secret-of-some-length"


class Hook:
    """A webhook that keeps what it gets; `held` stops it from answering, `refusals` is how often it says no first."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.bodies: list[bytes] = []
        self.secrets: set[str | None] = set()
        self.held = asyncio.Event()
        self.held.set()
        self.most_at_once = 0
        self._at_once = 0
        self._came = asyncio.Condition()

    async def receive(self, request: Request) -> Response:
        body = await request.body()
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        async with self._came:
            self.bodies.append(body)
            self._came.notify_all()
        await self.held.wait()
        self._at_once -= 1
        self.refusals -= 1
        return Response(status_code=503 if self.refusals >= 0 else 200)

    async def until(self, enough: Callable[[], bool]) -> None:
        async with self._came, asyncio.timeout(10):
            await self._came.wait_for(enough)


@asynccontextmanager
async def listening(hook: Hook, port: int = 0) -> AsyncIterator[str]:
    app = Starlette(routes=[Route("/telegram", hook.receive, methods=["POST"])])
    async with serving(app, "127.0.0.1", port) as base:
        yield f"{base}/telegram"


async def test_a_chats_updates_come_one_by_one_and_in_order() -> None:
    hook = Hook()
    hook.held.clear()
    async with listening(hook) as url:
        with closing(Deliveries()) as deliveries:
            deliveries.set(url, SECRET)
            for update in (b"7:1", b"7:2", b"7:3"):
                deliveries.put(7, 0, update)
            deliveries.put(8, 0, b"8:1")  # it is not held up by chat 7
            await hook.until(lambda: len(hook.bodies) == 2)
            assert sorted(hook.bodies) == [b"7:1", b"8:1"]
            hook.held.set()
            await hook.until(lambda: len(hook.bodies) == 4)
    assert [body for body in hook.bodies if body.startswith(b"7")] == [b"7:1", b"7:2", b"7:3"]
    assert hook.secrets == {SECRET}


async def test_what_is_refused_comes_again_before_what_follows_it() -> None:
    hook = Hook(refusals=2)
    async with listening(hook) as url:
        with closing(Deliveries()) as deliveries:
            deliveries.set(url, SECRET)
            deliveries.put(7, 0, b"first")
            deliveries.put(7, 0, b"second")
            await hook.until(lambda: len(hook.bodies) == 4)
    assert hook.bodies == [b"first", b"first", b"first", b"second"]


async def test_no_more_connections_than_the_bot_allows() -> None:
    hook = Hook()
    hook.held.clear()
    async with listening(hook) as url:
        with closing(Deliveries()) as deliveries:
            deliveries.set(url, SECRET, connections=2)
            for chat in range(5):
                deliveries.put(chat, 0, b"%d" % chat)
            await hook.until(lambda: len(hook.bodies) == 2)
            hook.held.set()
            await hook.until(lambda: len(hook.bodies) == 5)
    assert hook.most_at_once == 2


async def test_a_server_that_comes_later_gets_what_waited_for_it() -> None:
    hook = Hook()
    with reserved_port() as port, closing(Deliveries()) as deliveries:
        deliveries.set(f"http://127.0.0.1:{port}/telegram", SECRET)
        deliveries.put(7, 0, b"early")
        async with listening(hook, port):
            await hook.until(lambda: hook.bodies == [b"early"])


async def test_chats_take_turns_at_several_processes_and_keep_theirs() -> None:
    first, second = Hook(), Hook()
    async with listening(first) as one, listening(second) as other:
        with closing(Deliveries(expected=2)) as deliveries:
            deliveries.set(one, SECRET)
            deliveries.set(one, SECRET)
            assert not deliveries.ready.is_set()
            deliveries.set(other, SECRET)
            assert deliveries.ready.is_set()
            for chat in (4, 5, 6, 7, 4):
                deliveries.put(chat, 0, b"%d" % chat)
            await first.until(lambda: len(first.bodies) == 3)
            await second.until(lambda: len(second.bodies) == 2)
    assert sorted(first.bodies) == [b"4", b"4", b"6"]
    assert sorted(second.bodies) == [b"5", b"7"]
