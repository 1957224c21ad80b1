"""What stands before several processes that serve a webhook? A balancer of connections: whoever listens gets one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

CHUNK = 65536


@asynccontextmanager
async def balancing(ports: Sequence[int]) -> AsyncIterator[str]:
    """Give the address that hands connections on to `ports` in turn, passing over those where nobody listens."""
    turn = 0

    async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal turn
        turn += 1
        for number in range(len(ports)):
            try:
                behind = await asyncio.open_connection("127.0.0.1", ports[(turn + number) % len(ports)])
            except OSError:
                continue
            async with asyncio.TaskGroup() as ways:
                ways.create_task(_pour(reader, behind[1]))
                ways.create_task(_pour(behind[0], writer))
            return
        writer.close()

    server = await asyncio.start_server(hand_on, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything that comes from one side goes to the other, and so does its end."""
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with suppress(OSError):
        writer.close()
