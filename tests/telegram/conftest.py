"""The bot's service against the simulator, in one process, over the real wire."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.bootstrap import make_speaker
from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Simulator, serve
from bot.storage import migrate, open_database
from bot.telegram.service import Service

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"


@dataclass
class Running:
    simulator: Simulator
    service: Service
    engine: Engine


@asynccontextmanager
async def polling(
    simulator: Simulator, engine: Engine, settings: Settings, speaker: Speaker | None = None, **changes: object
) -> AsyncIterator[Service]:
    """A bot that polls the simulator, with `changes` of its settings; `speaker` where the content as it is will do."""
    async with serve(simulator) as url:
        own = {"telegram_bot_token": TOKEN, "telegram_api_url": url, "send_rate": 0, "send_rate_chat": 0}
        local = settings.model_copy(update={**own, **changes})
        spoken = speaker or make_speaker(local)
        service = Service(local, engine, lambda: spoken, simulator.clock.now)
        task = asyncio.create_task(service.poll())
        try:
            yield service
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh SQLite file."""
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
async def running(speaker: Speaker, settings: Settings, engine: Engine) -> AsyncIterator[Running]:
    """A bot that polls a simulator, on a fresh SQLite file."""
    simulator = Simulator()
    async with polling(simulator, engine, settings, speaker) as service:
        yield Running(simulator, service, engine)
