"""How does one wait for something to happen, without sleeping? Waiters are futures; whoever changes something rings."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Signal:
    """Wakes everyone who waits, each time that something changes. Belongs to one event loop."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    async def until(self, look: Callable[[], T | None], timeout_seconds: float) -> T:
        """The first result of `look` that is not None; `TimeoutError` after `timeout_seconds` of real time."""
        async with asyncio.timeout(timeout_seconds):
            while (found := look()) is None:
                await self.wait()
        return found
