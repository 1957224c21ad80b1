"""An editor at the prompts decides cluster by cluster, sees once what changes, and applies all, some or none."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot import cli
from bot.knowledge import load_knowledge
from bot.settings import Settings
from bot.storage import migrate, open_database
from bot.teaching import School
from bot.teaching.open_questions import read_clusters
from tests.teaching.asking import ask
from tests.teaching.conftest import contents


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, in_empty_folder: Path, school: School) -> Engine:
    """The database that the command opens; it teaches the small project."""
    url = f"sqlite:///{in_empty_folder / 'bot.sqlite3'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(cli, "KNOWLEDGE", school.project / "knowledge")
    monkeypatch.setattr(Settings, "cache", property(lambda _: in_empty_folder))
    school.cache.rename(in_empty_folder / "matching")
    engine = open_database(url)
    migrate(engine)
    return engine


def teach(*typed: str) -> Result:
    """Each of `typed` is a line at a prompt."""
    return CliRunner().invoke(cli.app, ["teach"], input="".join(f"{line}\n" for line in typed))


def test_skipping_and_quitting_leave_everything_as_it_is(engine: Engine, project: Path) -> None:
    before = contents(project)
    for text in ("do you insure the cargo?", "who won the football", "jcb card surcharge"):
        ask(engine, text)
    result = teach("s", "x", "", "q")
    assert result.exit_code == 0
    assert contents(project) == before
    assert len(read_clusters(engine)) == 3


def test_a_dismissal_counts_at_once(engine: Engine) -> None:
    ask(engine, "who won the football")
    kept = ask(engine, "jcb card surcharge")
    assert teach("d", "q").exit_code == 0
    assert [found.ids for found in read_clusters(engine)] == [(kept,)]


def test_several_decisions_are_tried_once_and_applied_together(engine: Engine, project: Path) -> None:
    for text in ("do you insure the cargo?", "is there insurance for parcels", "who won the football"):
        ask(engine, text)
    ask(engine, "jcb card surcharge", nearest=("fees.overview", "fees.card"))
    new = ("n", "shipping.insurance", "Is my cargo insured?", "Insurance", "The guide says nothing of it.", *[""] * 6)
    result = teach(*new, "a", "cargo insured", "1", "o", "a", "2", "all")
    assert result.exit_code == 0, result.output
    assert result.output.count("learning them on trial") == 1
    texts = {name: (project / "knowledge/intents/en" / name).read_text("utf-8") for name in ("order.yaml", "fees.yaml")}
    assert '"do you insure the cargo?"' in texts["order.yaml"]
    assert '"is there insurance for parcels"' in texts["order.yaml"]
    assert '"jcb card surcharge"' in texts["fees.yaml"]
    assert "shipping.insurance" in load_knowledge(project / "knowledge").intents
    assert read_clusters(engine) == ()


def test_some_may_be_applied_and_the_others_stay_open(engine: Engine, project: Path) -> None:
    ask(engine, "who won the football")
    kept = ask(engine, "jcb card surcharge", nearest=("fees.card",))
    result = teach("o", "a", "1", "1", "all")
    assert result.exit_code == 0, result.output
    assert "who won the football" in (project / "knowledge/intents/en/out_of_scope.yaml").read_text("utf-8")
    assert "jcb" not in (project / "knowledge/intents/en/fees.yaml").read_text("utf-8")
    assert [found.ids for found in read_clusters(engine)] == [(kept,)]


def test_none_may_be_applied(engine: Engine, project: Path) -> None:
    before = contents(project)
    ask(engine, "who won the football")
    assert teach("o", "none").exit_code == 0
    assert contents(project) == before
    assert len(read_clusters(engine)) == 1


def test_the_command_takes_one_decision_by_options(engine: Engine, project: Path) -> None:
    number = ask(engine, "jcb card surcharge")
    options = ["teach", "--attach", str(number), "--intent", "fees.card", "--force"]
    result = CliRunner().invoke(cli.app, options)
    assert result.exit_code == 0, result.output
    assert "jcb card surcharge" in (project / "knowledge/intents/en/fees.yaml").read_text("utf-8")


@pytest.mark.usefixtures("engine")
def test_a_mistake_on_the_command_line_is_one_line() -> None:
    result = CliRunner().invoke(cli.app, ["teach", "--attach", "7", "--intent", "fees.card"])
    assert (result.exit_code, result.stderr) == (2, "no open cluster 7; `python -m bot teach --list` shows them\n")


@pytest.mark.usefixtures("engine")
def test_with_nothing_open_it_says_so() -> None:
    assert teach().output == "no question is open: all that was not understood has been looked at\n"
