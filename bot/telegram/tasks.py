"""Work that goes on in the background for as long as a block lasts."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

STOP_SECONDS = 8.0
"""So long a piece of work may take to end in order; a stop takes 10 s in all."""

Work = Coroutine[Any, Any, None]
Task = asyncio.Task[None]


@asynccontextmanager
async def running(work: Work) -> AsyncIterator[Task]:
    """Run `work` beside the block; at its end it is cancelled, and its own ending waited for."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await task


async def first_to_end(*tasks: Task) -> None:
    """Wait until one of them ends, which none should by itself; an exception of it is raised."""
    ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in ended:
        task.result()
