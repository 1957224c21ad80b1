"""How does a connection break? By closing its transport under the request, with no byte of an answer."""

import asyncio
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_TRANSPORTS: dict[tuple[Any, Any], asyncio.Transport] = {}  # by the addresses of client and server


class DroppingProtocol(H11Protocol):
    """Keeps each connection's transport at hand while it is open."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _TRANSPORTS[self.client, self.server] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _TRANSPORTS.pop((self.client, self.server), None)
        super().connection_lost(exc)


async def drop(scope: Scope, receive: Receive, send: Send) -> None:
    """Break the connection of this request; under another server, answer in part and stop."""
    transport = _TRANSPORTS.get((scope.get("client"), scope.get("server")))
    if transport is None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        return
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
