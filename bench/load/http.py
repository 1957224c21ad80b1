"""HTTP/1.1 for a peer that must cost less than what it measures: requests with a known length, one at a time.

Why not aiohttp? Its server takes longer over a request than the subjects' own work that is to be seen beside it.
"""

import asyncio
import binascii
import json
import re
from collections.abc import Callable

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)

Answer = Callable[["Connection", str, bytes], bytes | None]
"""(connection, the last part of the path, the body) -> the answer's JSON, or None where it is given later."""


class Connection(asyncio.Protocol):
    """One client's connection; it asks the next thing only when it has its answer."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    @property
    def open(self) -> bool:
        return self._transport is not None

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data if self._received else data
        end = received.find(b"\r\n\r\n")
        if end < 0:
            return
        length = LENGTH.search(received, 0, end)
        begin, size = end + 4, int(length[1]) if length else 0
        if len(received) < begin + size:
            return
        self._received = received[begin + size :]
        path = received[: received.index(b"\r\n")].split(b" ")[1]
        name = path.rpartition(b"/")[2].partition(b"?")[0].decode()
        given = self._answer(self, name, received[begin : begin + size])
        if given is not None:
            self.reply(given)

    def reply(self, body: bytes) -> None:
        if self._transport is not None:
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
            )


def fields(body: bytes) -> dict[bytes, bytes]:
    """The fields of a form or of JSON, as they were typed in; of a multipart form those without a file."""
    if body.startswith(b"{"):
        return {name.encode(): _plain(value) for name, value in json.loads(body).items()}
    if body.startswith(b"--"):
        return dict(_PART.findall(body))
    return {name: _unquoted(value) for name, _, value in (pair.partition(b"=") for pair in body.split(b"&"))}


def _plain(value: object) -> bytes:
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()


_PART = re.compile(rb'name="(\w+)"(?:\r\n[^\r\n]+)*\r\n\r\n([^\r]*)\r\n--')


def _unquoted(value: bytes) -> bytes:
    # Percent-encoding is quoted-printable with another mark, and that is decoded in C: Thai has three marks a letter.
    return binascii.a2b_qp(value.replace(b"+", b" ").replace(b"%", b"="))
