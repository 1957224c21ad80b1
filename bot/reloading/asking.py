"""How does `reload` reach the bots that run, and how do they answer?

Each has a socket of its own under var/, which only its user may open: connecting asks for a reload, and the outcome
comes back on the same connection. A socket that nobody listens at any more refuses, so no process is taken for another.
"""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bot.settings import Settings

OWNER_ONLY = 0o700


class Result(Enum):
    """What came of a reload."""

    RELOADED = "reloaded"
    UNCHANGED = "unchanged"
    """What is on disk was in force already."""
    REFUSED = "refused"
    """There are errors in it: what was in force before stays so."""
    ENDED = "ended"
    """The bot ended before it could tell."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`report` tells people what came of it, in one line or more."""

    result: Result
    report: str


class Requests:
    """Who wants a reload: those who wait for its outcome, and those who just want it."""

    def __init__(self) -> None:
        self._wanted = asyncio.Event()
        self._waiting: list[asyncio.StreamWriter] = []

    def want(self) -> None:
        self._wanted.set()

    async def next(self) -> list[asyncio.StreamWriter]:
        """Wait until a reload is wanted; gives those to `answer`. All who ask before it begins share one."""
        await self._wanted.wait()
        self._wanted.clear()
        waiting, self._waiting = self._waiting, []
        return waiting

    @asynccontextmanager
    async def serving(self, folder: Path) -> AsyncIterator[None]:
        """Listen at a socket in `folder` until the block ends. Raises OSError where none can be made."""
        with _bound(folder) as listener:
            server = await asyncio.start_unix_server(self._take, sock=listener)
            try:
                yield
            finally:
                server.close()
                for writer in self._waiting:
                    writer.close()

    def _take(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._waiting.append(writer)
        self._wanted.set()


@contextmanager
def _bound(folder: Path) -> Iterator[socket.socket]:
    """A socket with a file of its own in `folder`, which nobody used before, nor will after the block."""
    folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    path = folder / f"{os.getpid()}-{secrets.token_hex(4)}.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        try:
            yield listener
        finally:
            path.unlink(missing_ok=True)


def socket_folder(settings: Settings) -> Path:
    return settings.cache / "reload"


def answer(writer: asyncio.StreamWriter, outcome: Outcome) -> None:
    """Tell one who waits; whoever has gone away meanwhile misses it."""
    writer.write(json.dumps({"result": outcome.result.value, "report": outcome.report}).encode())
    writer.close()


def ask_running(folder: Path) -> Iterator[tuple[int, Outcome]]:
    """Have each bot whose socket is in `folder` reload, one after the other; gives its process id and the outcome.

    Raises PermissionError when the bot is another user's.
    """
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        pid = int(path.name.partition("-")[0])
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(str(path))
            except (ConnectionRefusedError, FileNotFoundError):
                path.unlink(missing_ok=True)
                continue
            with connection.makefile("rb") as stream:
                said = stream.read()
        yield pid, _read(said)


def _read(said: bytes) -> Outcome:
    if not said:
        return Outcome(Result.ENDED, "ended before the reload was done")
    told = json.loads(said)
    return Outcome(Result(told["result"]), told["report"])
