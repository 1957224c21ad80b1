"""The figures are those that the score tool would give."""

from decimal import Decimal

import pytest

from bot.knowledge.examples import Question
from bot.knowledge.intents import Kind
from bot.matching.evaluate import Share, evaluate, same_slot
from bot.matching.understanding import Candidate, Decision, Reading, Slots, Understanding

KINDS = {"fees.card": Kind.ANSWER, "fees.calculate": Kind.ACTION, "talk.greeting": Kind.TALK}

REPLIES = {
    "right": (Decision.ANSWER, ["fees.card"], 0.95),
    "offered": (Decision.CHOICES, ["fees.calculate", "fees.card"], 0.45),
    "missed": (Decision.FALLBACK, ["fees.card"], 0.1),
    "wrong": (Decision.ANSWER, ["fees.calculate"], 0.9),
    "let in": (Decision.ANSWER, ["fees.card"], 0.85),
    "small talk": (Decision.ANSWER, ["talk.greeting"], 0.85),
    "left alone": (Decision.FALLBACK, [], 0.0),
}


def understand(text: str, language: str) -> Reading:
    decision, intents, confidence = REPLIES[text]
    candidates = tuple(Candidate(intent, confidence) for intent in intents)
    return Reading((Understanding(decision, candidates, Slots(amount=Decimal(5000)), language),))


def asked(text: str, expect: str, **slots: object) -> Question:
    return Question("en", text, (expect,), slots)


def test_the_figures() -> None:
    questions = [
        asked("right", "fees.card", amount=5000, currency="CNY"),
        asked("offered", "fees.card"),
        asked("missed", "fees.card"),
        asked("wrong", "fees.card"),
        asked("let in", "none"),
        asked("small talk", "none"),
        asked("left alone", "none"),
    ]
    figures = evaluate(questions, understand, KINDS)
    assert figures.right == Share(1, 4)
    assert figures.offered == Share(2, 4)
    assert figures.wrong == Share(1, 4)
    assert figures.none_ok == Share(2, 3)
    assert figures.slots == Share(1, 2)
    assert figures.first == Share(2, 4)
    assert [(c.expected, c.got, c.times) for c in figures.confusions] == [
        ("fees.card", "fees.calculate", 2),
        ("none", "fees.card", 1),
    ]
    assert [miss.question.text for miss in figures.misses] == ["offered", "missed", "wrong", "let in"]


def test_the_reliability_of_the_confidence() -> None:
    figures = evaluate([asked("right", "fees.card"), asked("wrong", "fees.card")], understand, KINDS)
    (one,) = figures.bins
    assert (one.begins, one.questions, one.right) == (0.9, 2, 0.5)
    assert one.confidence == pytest.approx(0.925)
    assert figures.calibration_error == pytest.approx(0.425)


def test_no_questions_have_no_share() -> None:
    figures = evaluate([], understand, KINDS)
    assert figures.right.percent is None


@pytest.mark.parametrize(
    ("slots", "name", "want", "same"),
    [
        pytest.param(Slots(amount=Decimal("5000.00")), "amount", 5000, True, id="an amount"),
        pytest.param(Slots(amount=Decimal("5000.01")), "amount", 5000, False, id="a cent more"),
        pytest.param(Slots(), "amount", 5000, False, id="none read"),
        pytest.param(Slots(method="google_pay"), "method", "Google Pay", True, id="letters and digits only"),
        pytest.param(Slots(currency="CNY"), "currency", "CNH", False, id="another currency"),
    ],
)
def test_slots(slots: Slots, name: str, want: object, same: bool) -> None:
    assert same_slot(slots, name, want) is same
