"""Nobody loses anything by an upgrade: databases of every earlier revision, with data in them, come to the newest."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, text
from sqlmodel import SQLModel

from bot.conversation import Conversation, Incoming, Speaker
from bot.dialogue.events import Tap
from bot.dialogue.states import AtMenu, AtStep
from bot.storage import Outbox, Turns, migrate, open_database
from bot.storage.database import MIGRATIONS

Rows = dict[str, list[dict[str, Any]]]

ROWS: Rows = yaml.safe_load((Path(__file__).parent / "rows.yaml").read_text(encoding="utf-8"))
REVISIONS = sorted(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("0*.py"))
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    sqlite = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    engine = open_database(sqlite if request.param == "sqlite" else request.getfixturevalue("postgresql"))
    if request.param == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield engine
    engine.dispose()


def bring_to(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def fill(engine: Engine) -> Rows:
    """Write the rows for the tables and columns that there are; gives what was written."""
    tables = MetaData()
    tables.reflect(engine)
    written = {
        name: [{column: row[column] for column in row if column in tables.tables[name].columns} for row in rows]
        for name, rows in ROWS.items()
        if name in tables.tables
    }
    with engine.begin() as connection:
        for name, rows in written.items():
            for row in rows:
                connection.execute(tables.tables[name].insert(), row)
    return written


def lost(engine: Engine, written: Rows) -> list[tuple[str, dict[str, Any]]]:
    """Which of the written rows the database does not hold, each with its table."""
    tables = MetaData()
    tables.reflect(engine)
    missing = []
    with engine.connect() as connection:
        for name, rows in written.items():
            kept = [aware(dict(row)) for row in connection.execute(tables.tables[name].select()).mappings()]
            for row in rows:
                if not any(all(each[column] == value for column, value in row.items()) for each in kept):
                    missing.append((name, row))
    return missing


def aware(row: Mapping[str, Any]) -> dict[str, Any]:
    """`row` with its instants in UTC: SQLite has no zones."""
    return {
        name: value.replace(tzinfo=value.tzinfo or UTC) if isinstance(value, datetime) else value
        for name, value in row.items()
    }


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_upgrade_keeps_what_there_was(empty: Engine, revision: str) -> None:
    bring_to(empty, revision)
    written = fill(empty)
    assert written
    migrate(empty)
    assert lost(empty, written) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_chats_go_on_after_an_upgrade(empty: Engine, revision: str, speaker: Speaker) -> None:
    bring_to(empty, revision)
    fill(empty)
    migrate(empty)
    conversation = Conversation(Turns(empty, None), lambda: speaker)
    in_guide = conversation.tap_label(Incoming(7, Tap(None), "en"), "Next", MONDAY)
    handing_over = conversation.tap_label(Incoming(8, Tap(None), "th"), "เมนูหลัก", MONDAY)
    assert in_guide is not None
    assert handing_over is not None
    assert in_guide.response.state.where == AtStep("pay.password")
    assert handing_over.response.state.where == AtMenu()
    assert handing_over.response.state.language == "th"
    depth, oldest = Outbox(empty).depth()
    assert (depth > 1, oldest) == (True, datetime(2026, 11, 20, 3, tzinfo=UTC))


def test_what_was_sent_is_kept_no_longer(empty: Engine) -> None:
    bring_to(empty, "0003")
    fill(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE outbox SET done_at = created_at WHERE error IS NULL"))
    migrate(empty)
    with empty.connect() as connection:
        assert connection.execute(text("SELECT chat_id, error FROM outbox")).all() == [
            (8, "Forbidden: bot was blocked by the user")
        ]


def test_there_are_rows_for_every_table() -> None:
    assert set(ROWS) == set(SQLModel.metadata.tables)
    columns = {name: set(table.columns.keys()) - {"id"} for name, table in SQLModel.metadata.tables.items()}
    assert {name: columns[name] - row.keys() for name, [row, *_] in ROWS.items() if columns[name] - row.keys()} == {}
