"""`python -m bot report`, as an operator types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import cli
from bot.storage import migrate, open_database
from tests.reporting.small import AFTERWARDS, fill


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, in_empty_folder: Path) -> Path:
    """With the small set in the database that the settings name, on the day after it."""
    url = f"sqlite:///{in_empty_folder / 'bot.sqlite3'}"
    engine = open_database(url)
    migrate(engine)
    fill(engine)
    engine.dispose()
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(cli, "system_clock", lambda: AFTERWARDS)
    return in_empty_folder


def report(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["report", *arguments])


@pytest.mark.usefixtures("folder")
def test_without_more_it_prints_thirty_days() -> None:
    result = report()
    assert result.exit_code == 0
    assert result.stdout.startswith("From 2026-10-27 to 2026-11-25, days of Asia/Singapore")
    assert "The guide by section" in result.stdout


@pytest.mark.usefixtures("folder")
def test_the_days_may_be_named() -> None:
    told = json.loads(report("--since", "2026-11-23", "--until", "2026-11-23", "--json").stdout)
    assert (told["since"], told["until"]) == ("2026-11-23", "2026-11-23")
    assert told["headlines"]["new_chats"]["value"] == 2


def test_page_files_and_json_come_together(folder: Path) -> None:
    result = report("--days", "7", "--html", "page.html", "--csv", "tables", "--json")
    assert json.loads(result.stdout)["since"] == "2026-11-19"
    assert "written: page.html" in result.stderr
    assert (folder / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (folder / "tables" / "steps.csv").is_file()


@pytest.mark.usefixtures("folder")
def test_days_that_make_no_period_are_one_line() -> None:
    result = report("--since", "2026-11-24", "--until", "2026-11-23")
    assert result.exit_code == 2
    assert result.stderr == "a report cannot begin on 2026-11-24 and end on 2026-11-23\n"


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_written_is_one_line() -> None:
    result = report("--html", "missing/page.html")
    assert result.exit_code == 1
    assert result.stderr == "the report cannot be written: missing/page.html: No such file or directory\n"
