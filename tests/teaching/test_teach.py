"""A decision is tried on a copy; it is written only when nothing breaks and no other intent suffers."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import Engine

from bot.knowledge import load_knowledge
from bot.knowledge.intents import Kind
from bot.teaching import DecisionError, Order, RefusedError, School, list_clusters, teach
from bot.teaching.effect import Change, Effect, Score
from bot.teaching.open_questions import read_clusters
from bot.teaching.trial import Trial
from tests.teaching.asking import ask
from tests.teaching.conftest import contents

FEES = "knowledge/intents/en/fees.yaml"
NEW: dict[str, Any] = {
    "intent": "shipping.insurance",
    "question": "Is my cargo insured?",
    "short": "Insurance",
    "answer": "It is not said.",
}


def run(engine: Engine, order: Order, school: School, *, force: bool = False) -> str:
    """What it prints."""
    console = Console(file=io.StringIO(), width=120)
    teach(engine, order, school, console, force=force)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_cluster_becomes_examples_and_is_settled(engine: Engine, school: School, project: Path) -> None:
    before = contents(project)
    number = ask(engine, "jcb card extra charge how much")
    said = run(engine, Order(attach=number, intent="fees.card"), school, force=True)
    changed = {name for name, data in contents(project).items() if before.get(name) != data}
    assert changed == {FEES}
    lines = (project / FEES).read_text(encoding="utf-8").splitlines()
    added = lines.index('- "jcb card extra charge how much"')
    assert lines[:added] + lines[added + 1 :] == before[FEES].decode().splitlines()
    assert f"written: {FEES}" in said
    assert read_clusters(engine) == ()


def test_the_figures_are_shown_by_language_and_intent(engine: Engine, school: School) -> None:
    said = run(engine, Order(attach=ask(engine, "jcb card surcharge"), intent="fees.card"), school, force=True)
    assert "Labelled questions by language" in said
    assert "By intent and language" in said
    assert "fees.card" in said


def test_the_index_of_the_trial_serves_the_new_content(engine: Engine, school: School, project: Path) -> None:
    known = set(school.cache.iterdir())
    run(engine, Order(attach=ask(engine, "jcb card surcharge"), intent="fees.card"), school, force=True)
    [new] = set(school.cache.iterdir()) - known
    learnt: list[str] = []
    again = School(project, school.cache, 0.03, school.today, lambda: lambda what, _, __: learnt.append(what))
    again.learn(project, school.cache)
    assert new.is_file()
    assert learnt == []


def test_what_is_out_of_scope_is_an_example_of_that(engine: Engine, school: School, project: Path) -> None:
    run(engine, Order(out_of_scope=ask(engine, "ใครชนะบอลคืนนี้", "th")), school, force=True)
    assert '"ใครชนะบอลคืนนี้"' in (project / "knowledge/intents/th/out_of_scope.yaml").read_text(encoding="utf-8")
    assert read_clusters(engine) == ()


def test_what_is_dismissed_changes_no_file(engine: Engine, school: School, project: Path) -> None:
    before = contents(project)
    run(engine, Order(dismiss=ask(engine, "asdf")), school)
    assert (contents(project), read_clusters(engine)) == (before, ())


def test_a_new_intent_stands_with_its_family_and_hands_over(engine: Engine, school: School, project: Path) -> None:
    order = Order(new_intent=ask(engine, "do you insure the cargo?"), **NEW, more=("th=มีประกันสินค้าไหม",))
    said = run(engine, order, school, force=True)
    intent = load_knowledge(project / "knowledge").intents["shipping.insurance"]
    assert (intent.kind, intent.question, intent.answer) == (Kind.ROUTE, "Is my cargo insured?", "It is not said.")
    assert "shipping.insurance:" in (project / "knowledge/intents/order.yaml").read_text(encoding="utf-8")
    assert "มีประกันสินค้าไหม" in (project / "knowledge/intents/th/order.yaml").read_text(encoding="utf-8")
    assert "Left to do" in said
    assert "'shipping.insurance' has no examples in vi" in said


def test_broken_content_is_not_written(engine: Engine, school: School, project: Path) -> None:
    number = ask(engine, "jcb card surcharge")
    with (project / "knowledge/intents/en/talk.yaml").open("a", encoding="utf-8") as file:
        file.write('talk.nonsense:\n  - "hm"\n')
    before = contents(project)
    fresh = School(project, school.cache, 0.03, school.today, school.progress)
    with pytest.raises(Exception, match=r"talk\.nonsense"):
        run(engine, Order(attach=number, intent="fees.card"), fresh)
    assert contents(project) == before


def test_a_button_that_is_too_wide_is_refused(engine: Engine, school: School, project: Path) -> None:
    before = contents(project)
    number = ask(engine, "do you insure the cargo?")
    with pytest.raises(DecisionError, match="columns wide; a button takes 24"):
        run(engine, Order(new_intent=number, **{**NEW, "short": "Insurance of all that you sent"}), school)
    assert contents(project) == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(
    engine: Engine, school: School, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask(engine, "jcb card surcharge")

    def somebody_else_writes(_trial: Trial) -> bool:
        (project / FEES).write_text("# mine\n", encoding="utf-8")
        return True

    monkeypatch.setattr(Trial, "is_harmless", property(somebody_else_writes))
    with pytest.raises(RefusedError, match="changed by somebody else"):
        run(engine, Order(attach=number, intent="fees.card"), school)
    assert (project / FEES).read_text(encoding="utf-8") == "# mine\n"
    assert len(read_clusters(engine)) == 1


def test_what_makes_others_worse_is_refused_unless_somebody_insists(
    engine: Engine, school: School, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Effect, "worse", property(lambda _: ("fees.overview",)))
    before = contents(project)
    order = Order(attach=ask(engine, "jcb card surcharge"), intent="fees.card")
    with pytest.raises(RefusedError, match="--force insists"):
        run(engine, order, school)
    assert contents(project) == before
    assert "fees.overview would be understood worse" in run(engine, order, school, force=True)
    assert contents(project) != before


def score(right: int, wrong: int, asked: int = 36) -> Score:
    return Score(asked, right, wrong, frozenset())


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        pytest.param(score(30, 1), score(27, 4), (), id="three-questions-are-luck"),
        pytest.param(score(30, 1), score(26, 1), ("fees.card",), id="four-lost"),
        pytest.param(score(30, 1), score(32, 5), ("fees.card",), id="four-more-wrong"),
        pytest.param(score(600, 9, 630), score(594, 15, 630), (), id="one-in-a-hundred-is-luck"),
        pytest.param(score(600, 9, 630), score(593, 9, 630), ("fees.card",), id="more-than-one-in-a-hundred"),
    ],
)
def test_an_intent_is_worse_beyond_what_any_training_moves(before: Score, after: Score, worse: tuple[str, ...]) -> None:
    places = {("fees.card", "en"): Change(before, after)}
    assert Effect(places, frozenset({"fees.overview"})).worse == worse
    assert Effect(places, frozenset({"fees.card"})).worse == ()


@pytest.mark.parametrize(
    ("order", "said"),
    [
        pytest.param(Order(attach=99, intent="fees.card"), "no open cluster 99", id="no-cluster"),
        pytest.param(Order(attach=1), "give the intent", id="no-intent"),
        pytest.param(Order(attach=1, intent="fee.card"), "did you mean 'fees.card'", id="unknown-intent"),
        pytest.param(Order(attach=1, dismiss=1), "give one of", id="two-decisions"),
        pytest.param(Order(new_intent=1, **{**NEW, "intent": "fees.card"}), "exists already", id="no-new-intent"),
        pytest.param(Order(new_intent=1, **{**NEW, "intent": "Insurance"}), "is no id", id="no-id"),
        pytest.param(Order(new_intent=1, **{**NEW, "answer": ""}), "must not be empty", id="no-answer"),
        pytest.param(Order(new_intent=1, **{**NEW, "answer": "<b>x"}), "never closed", id="broken-tags"),
        pytest.param(Order(new_intent=1, **NEW, more=("มี",)), "write it as th=", id="no-language"),
        pytest.param(Order(new_intent=1, **NEW, more=("xx=hm",)), "language without examples", id="unspoken"),
    ],
)
def test_an_order_that_makes_no_sense_is_one_line(engine: Engine, school: School, order: Order, said: str) -> None:
    assert ask(engine, "do you insure the cargo?") == 1
    with pytest.raises(DecisionError, match=said):
        run(engine, order, school)


def test_what_is_an_example_already_or_a_question_that_measures_cannot_be_one(engine: Engine, school: School) -> None:
    learnt = next(text for (language, _), text in sample(school).items() if language == "en")
    with pytest.raises(DecisionError, match="already"):
        run(engine, Order(attach=ask(engine, learnt), intent="fees.card"), school)
    labelled = next(each for each in school.taken.questions if each.language == "en").text
    with pytest.raises(DecisionError, match="labelled question"):
        run(engine, Order(attach=ask(engine, labelled), intent="fees.card"), school)


def sample(school: School) -> dict[tuple[str, str], str]:
    """Examples as they are compared: by language and intent."""
    return {(language, intent): text for (language, text), intent in school.taken.examples.items()}


def test_the_list_is_for_programs_too(engine: Engine, school: School) -> None:
    ask(engine, "jcb card surcharge", nearest=("fees.card", "gone.intent"))
    console = Console(file=io.StringIO(), width=40)
    list_clusters(engine, school, console, as_json=True)
    assert isinstance(console.file, io.StringIO)
    assert json.loads(console.file.getvalue()) == [
        {
            "cluster": 1,
            "count": 1,
            "languages": ["en"],
            "wordings": [{"text": "jcb card surcharge", "language": "en", "count": 1, "usable": True}],
            "nearest": [
                {"intent": "fees.card", "question": "What is the fee for paying by card?"},
                {"intent": "gone.intent", "question": None},
            ],
        }
    ]
