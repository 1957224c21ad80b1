"""What tests share: the content as it is, and an assistant over it."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap import make_speaker
from bot.conversation import Speaker
from bot.knowledge import Knowledge, load_knowledge
from bot.settings import KNOWLEDGE, Settings

# python-telegram-bot hands out timedeltas instead of seconds, which will be its only way.
os.environ["PTB_TIMEDELTA"] = "1"

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""Monday, 23 November 2026, 10:00 in Singapore: the desk is open."""


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


@pytest.fixture
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory is empty: no .env, no database."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
