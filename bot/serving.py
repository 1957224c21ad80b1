"""Serving HTTP inside a running program: uvicorn, ended by the block that it serves, leaving signals alone."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

SHUTDOWN_SECONDS = 5
"""So long requests under way may take to end."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.stopping.wait()

    async def run(self, sockets: list[socket.socket]) -> None:  # type: ignore[override]  # uvicorn's own blocks
        await self._serve(sockets)


@asynccontextmanager
async def serving(app: Any, host: str, port: int, *, protocol: Any = "auto") -> AsyncIterator[str]:
    """Serve an ASGI application until the block ends; gives the base URL. Port 0 is any free one.

    Raises OSError when the port is taken. `protocol` is uvicorn's HTTP protocol class.
    """
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,  # its own handlers would print past our filter
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # nobody asks who calls, and by which scheme
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    server = _Server(config)
    running = asyncio.create_task(server.run([listener]))
    await server.ready.wait()
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.stopping.set()
        await running
        listener.close()
