"""The bot's service against the simulator, in one process, over the real wire."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

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


@pytest.fixture
async def running(speaker: Speaker, settings: Settings, tmp_path: Path) -> AsyncIterator[Running]:
    """A bot that polls a simulator, on a fresh SQLite file."""
    simulator = Simulator()
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    async with serve(simulator) as url:
        changes = {"telegram_bot_token": TOKEN, "telegram_api_url": url, "send_rate": 0, "send_rate_chat": 0}
        service = Service(settings.model_copy(update=changes), engine, lambda: speaker, simulator.clock.now)
        polling = asyncio.create_task(service.poll())
        try:
            yield Running(simulator, service, engine)
        finally:
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling
            engine.dispose()
