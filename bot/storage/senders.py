"""Which processes send, and how do they wake one another?

On PostgreSQL a sender keeps one connection of its own: it holds the advisory lock of its number, and hears when another
process leaves something to be sent. On SQLite there is one sender at a time: the next one waits until the lock of a
file beside the database is free, so that a restart never sends what the old process has in hand. What other processes
leave to be sent it notices by looking.
"""

import asyncio
import logging
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.storage.database import CONNECT_SECONDS, is_postgresql
from bot.storage.outbox import CHANNEL, WORKER_LOCKS, Outbox

if TYPE_CHECKING:
    from psycopg import AsyncConnection

BEAT_SECONDS = 5.0
"""How often a sender looks whether its connection still stands, and how many others there are."""

RETRY_SECONDS = 0.5
LOOK_SECONDS = 0.2
"""How often a sender on SQLite looks whether another process has left something to be sent."""

MAX_NUMBER = 2**31 - 1
SQLITE_NUMBER = 1

log = logging.getLogger(__name__)


class Sender:
    """This process as a sender: `number` is None until it may send, `count` how many senders there are."""

    def __init__(self, engine: Engine, stir: Callable[[], None]) -> None:
        """`stir` is called when there may be something to send."""
        self._engine = engine
        self._stir = stir
        self.number: int | None = None
        self.count = 1

    async def run(self) -> None:
        """Stand as a sender until cancelled."""
        if is_postgresql(self._engine):
            await self._stand_on_postgresql()
        else:
            await self._stand_on_sqlite()

    async def _stand_on_sqlite(self) -> None:
        path = self._engine.url.database
        lock = sqlite3.connect(f"{path}-sender" if path and path != ":memory:" else ":memory:", timeout=0)
        lock.isolation_level = None
        try:
            while not _is_locked(lock):  # noqa: ASYNC110 - a file's lock has no event to wait for
                await asyncio.sleep(RETRY_SECONDS)
            await asyncio.to_thread(Outbox(self._engine).release, None)
            self._begin(SQLITE_NUMBER)
            await self._look_for_commits(path or ":memory:")
        finally:
            lock.close()

    async def _look_for_commits(self, path: str) -> None:
        """SQLite tells nobody of a commit, but counts those of all connections; asking costs next to nothing."""
        with closing(sqlite3.connect(path)) as connection:
            seen = _commits(connection)
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                now = _commits(connection)
                if now != seen:
                    seen = now
                    self._stir()

    async def _stand_on_postgresql(self) -> None:
        import psycopg  # noqa: PLC0415 - who stays with SQLite starts without it

        number = 1 + secrets.randbelow(MAX_NUMBER)
        address = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(
                    address, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="guidebot sender"
                )
                async with connection:
                    await self._hold(connection, number)
            except (psycopg.Error, OSError) as error:
                log.warning("the database is away, trying again: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _hold(self, connection: "AsyncConnection[tuple[int]]", number: int) -> None:
        await connection.execute("SELECT pg_advisory_lock(%s, %s)", (WORKER_LOCKS, number))
        await connection.execute(f"LISTEN {CHANNEL}".encode())
        self._begin(number)
        while True:
            counted = await connection.execute(
                "SELECT count(DISTINCT objid)::int FROM pg_locks WHERE locktype = 'advisory' AND classid = %s",
                (WORKER_LOCKS,),
            )
            row = await counted.fetchone()
            self.count = max(row[0], 1) if row else 1
            async for _ in connection.notifies(timeout=BEAT_SECONDS):
                self._stir()
            # What a sender has left that died in silence is found here.
            self._stir()

    def _begin(self, number: int) -> None:
        self.number = number
        self._stir()


def _commits(connection: sqlite3.Connection) -> int:
    """A number that changes with each commit of another connection."""
    with suppress(sqlite3.OperationalError):
        found: int = connection.execute("PRAGMA data_version").fetchone()[0]
        return found
    return 0


def _is_locked(lock: sqlite3.Connection) -> bool:
    with suppress(sqlite3.OperationalError):
        lock.execute("BEGIN EXCLUSIVE")
        return True
    return False
