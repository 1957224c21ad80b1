"""The bot's service against the simulator, in one process, over the real wire."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, Engine, event

from bench.ports import reserved_port
from bot.bootstrap import make_speaker
from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Simulator, serve
from bot.simulator.signals import Signal
from bot.storage import migrate, open_database
from bot.telegram.service import Service
from bot.telegram.tasks import Work, running

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"
T = TypeVar("T")


@dataclass
class Running:
    simulator: Simulator
    service: Service
    engine: Engine


@asynccontextmanager
async def at_work(  # noqa: PLR0913 - each a choice of a test
    api_url: str,
    simulator: Simulator,
    engine: Engine,
    settings: Settings,
    way: Callable[[Service], Work],
    *,
    speaker: Speaker | None = None,
    works: bool = True,
    **changes: Any,
) -> AsyncIterator[Service]:
    """A process of the bot, as far as it can be one in ours, until the block ends; `way` is what it does."""
    own = {"telegram_bot_token": TOKEN, "telegram_api_url": api_url, "send_rate": 0, "send_rate_chat": 0}
    local = settings.model_copy(update={**own, **changes})
    spoken = speaker or make_speaker(local)
    service = Service(local, engine, lambda: spoken, simulator.clock.now, works=works)
    async with running(way(service)):
        yield service


@asynccontextmanager
async def at_simulator(
    simulator: Simulator, engine: Engine, settings: Settings, way: Callable[[Service], Work], **more: Any
) -> AsyncIterator[Service]:
    """A bot as `at_work`, and the simulator for as long."""
    async with serve(simulator) as url, at_work(url, simulator, engine, settings, way, **more) as service:
        yield service


@asynccontextmanager
async def polling(
    simulator: Simulator, engine: Engine, settings: Settings, speaker: Speaker | None = None, **changes: Any
) -> AsyncIterator[Service]:
    """A bot that polls the simulator, with `changes` of its settings; `speaker` where the content as it is will do."""
    async with at_simulator(simulator, engine, settings, Service.poll, speaker=speaker, **changes) as service:
        yield service


@asynccontextmanager
async def serving(
    simulator: Simulator, engine: Engine, settings: Settings, port: int, **more: Any
) -> AsyncIterator[Service]:
    """A bot to whose webhook on `port` the simulator delivers."""

    async def by_webhook(service: Service) -> None:
        await service.serve("127.0.0.1", port)

    more["webhook_url"] = f"http://127.0.0.1:{port}"
    async with at_simulator(simulator, engine, settings, by_webhook, **more) as service:
        await simulator.world.changed.until(lambda: simulator.updates.webhook_url or None, 20)
        yield service


async def comes(look: Callable[[], T]) -> T:
    """Wait until `look`, which asks the database, gives anything; what it gives."""
    async with asyncio.timeout(20):
        while not (found := await asyncio.to_thread(look)):
            pass
    return found


def at_commits_of_turns(engine: Engine, do: Callable[[], None]) -> None:
    """`do` is called, in the thread of the turn, when one or several are about to be committed; its error undoes them.

    Whoever looks after updates and outbox commits too, and is left alone.
    """

    def notice(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        connection.info["is_turn"] = connection.info.get("is_turn") or "INSERT INTO seen_update" in statement

    def commit(connection: Connection) -> None:
        if connection.info.pop("is_turn", False):
            do()

    event.listen(engine, "before_cursor_execute", notice)
    event.listen(engine, "commit", commit)


class Heard(logging.Handler):
    """What the bot has logged, and how one waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._changed = Signal()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.getMessage()}")
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._changed.ring)

    async def waits_for(self, words: str) -> str:
        """The first line with these words."""
        return await self._changed.until(lambda: next((line for line in self.lines if words in line), None), 20)


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    log, handler = logging.getLogger("bot"), Heard()
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield handler
    log.removeHandler(handler)
    log.setLevel(before)


@pytest.fixture
def port() -> Iterator[int]:
    """One that nobody else is given during the test."""
    with reserved_port() as number:
        yield number


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite file."""
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(name="running")
async def a_running_bot(speaker: Speaker, settings: Settings, engine: Engine) -> AsyncIterator[Running]:
    """A bot that polls a simulator, on a fresh SQLite file."""
    simulator = Simulator()
    async with polling(simulator, engine, settings, speaker) as service:
        yield Running(simulator, service, engine)
