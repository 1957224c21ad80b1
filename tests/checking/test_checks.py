"""Every kind of mistake, planted in a copy of the content, is told with its file, line, column and a mend."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checking.conftest import Check
from tests.checking.planting import place, plant

MISTAKES = yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("planted", MISTAKES, ids=lambda planted: planted["mistake"])
def test_a_planted_mistake_is_told_where_it_stands(project: Path, check: Check, planted: dict[str, Any]) -> None:
    where = plant(project, planted["file"], planted["old"], planted["new"])
    if "at" in planted:
        name = planted.get("in", planted["file"])
        where = place(name, (project / name).read_text(encoding="utf-8"), planted["at"])
    problems = [(found.problem, found.check) for found in check()]
    told = [(f"{p.file}:{p.line}:{p.column}", f"{p.what}; {p.remedy}", name) for p, name in problems]
    assert (where, planted["told"], planted["check"]) in told
    assert {name for _, _, name in told} <= {planted["check"], *planted.get("also", ())}


UNREADABLE = [
    ("knowledge/facts.yaml", "world_pay_fee:\n", "world_pay_fee\n", "a colon that"),
    ("knowledge/facts.yaml", "  percent:", "\tpercent:", "a tab"),
    ("knowledge/facts.yaml", 'percent: "0.8"', 'percent: "0.8', "not valid YAML"),
    ("knowledge/intents/fees.yaml", "  short:", "   short:", "not valid YAML"),
    ("knowledge/intents/en/some.yaml", "\n  - ", "\n   - ", "not valid YAML"),
    ("locales/ms/LC_MESSAGES/bot.po", 'msgid "Talk to a person"', 'msgid "Talk to a person', "never closed"),
]


@pytest.mark.parametrize("planted", UNREADABLE, ids=lambda planted: f"{planted[0]}: {planted[3]}")
def test_of_a_file_that_cannot_be_read_only_that_is_told(
    project: Path, check: Check, planted: tuple[str, str, str, str]
) -> None:
    name, old, new, told = planted
    plant(project, name, old, new)
    [found] = check()
    assert found.problem.file == Path(name)
    assert told in found.problem.what


def test_a_fact_with_a_mistake_is_not_also_told_as_missing(project: Path, check: Check) -> None:
    plant(project, "knowledge/facts.yaml", 'percent: "0.8"', 'percent: "0.8%"')
    assert [found.problem.what for found in check()] == ["'percent': '0.8%' is no number"]


@pytest.mark.parametrize(("comment", "told"), [("", 1), ("  # stays here", 0), ("  # is this right?", 1)])
def test_an_example_that_an_editor_leaves_where_it_stands_is_told_no_more(
    project: Path, check: Check, comment: str, told: int
) -> None:
    plant(project, "knowledge/intents/en/some.yaml", '  - "visa fee?"', f'  - "are you open on sunday"{comment}')
    assert len(check()) == told
