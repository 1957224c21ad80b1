"""A project that is small enough to learn in seconds: the real content, with two examples an intent and language."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Engine

from bot.knowledge.documents import LOADER
from bot.knowledge.examples import example_files, question_files
from bot.settings import ROOT
from bot.storage import migrate, open_database
from bot.teaching import School

TODAY = date(2026, 11, 29)
EXAMPLES = 2
QUESTIONS = 30
COPIED = ("locales", "bot/rendering/templates", "knowledge")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of the project; its index is learnt once, for all tests."""
    root = tmp_path_factory.mktemp("small")
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name)
    for file in example_files(root / "knowledge"):
        held = _load(file)
        few = {intent: texts[:EXAMPLES] for intent, texts in held.items()}
        file.write_text(f"# A few ways to ask.\n{yaml.safe_dump(few, allow_unicode=True, sort_keys=False)}", "utf-8")
    for file in question_files(root / "knowledge"):
        held = _load(file)
        file.write_text(yaml.safe_dump(held[:QUESTIONS], allow_unicode=True), encoding="utf-8")
    return root


def _load(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - a safe loader, and ten times faster


@pytest.fixture
def project(small: Path, tmp_path: Path) -> Path:
    """A copy to write into."""
    shutil.copytree(small, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(scope="session")
def small_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def school(project: Path, small_cache: Path, tmp_path: Path) -> School:
    """Over the copy; the small project's index is there once one test has learnt it."""
    if not any(small_cache.iterdir()):
        School(project, small_cache, 0.03, TODAY, lambda: _silent).learn(project, small_cache)
    shutil.copytree(small_cache, tmp_path / "cache")
    return School(project, tmp_path / "cache", 0.03, TODAY, lambda: _silent)


def _silent(what: str, done: int, total: int) -> None:
    pass


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A database on SQLite; what depends on the engine is tested in test_open_questions.py."""
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    return engine


def contents(project: Path) -> dict[str, bytes]:
    """Every file of it."""
    return {str(file.relative_to(project)): file.read_bytes() for file in project.rglob("*") if file.is_file()}
