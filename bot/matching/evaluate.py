"""How well are labelled questions understood? The figures that are published, and by which thresholds are judged.

right      answered with an expected intent, of the questions in scope
offered    answered right, or an expected intent is among the first three choices
wrong      answered with an intent that is not expected: the harm to avoid
none_ok    of the questions out of scope, those not answered with an intent of kind answer, route or action
slots      of the slots labelled on rightly answered questions, those read exactly
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.knowledge.examples import NONE, Question
from bot.knowledge.intents import Kind
from bot.matching.understanding import Decision, Reading, Slots, Understanding

BINS = 10
CHOICES_SHOWN = 3
SAME_AMOUNT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """None where there is nothing to take a share of."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Confusion:
    """`got` was answered or offered first where `expected` was meant, so many times."""

    expected: str
    got: str
    times: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose best candidate had a confidence from `begins` on: how sure on average, and how often right."""

    begins: float
    questions: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not understood as it should be."""

    question: Question
    got: Understanding


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one set of questions; `first` is the share whose best candidate was right."""

    right: Share
    offered: Share
    wrong: Share
    none_ok: Share
    slots: Share
    first: Share
    confusions: tuple[Confusion, ...]
    bins: tuple[Bin, ...]
    calibration_error: float
    """The expected calibration error: by how much confidence and being right differ, on average over the questions."""

    misses: tuple[Miss, ...]


def evaluate(
    questions: Sequence[Question],
    understand: Callable[[str, str], Reading],
    kinds: Mapping[str, Kind],
    report: Callable[[int, int], None] | None = None,
) -> Figures:
    """The figures of `understand` on `questions`, each asked in a chat of its language; `kinds` by intent."""
    asked: list[tuple[Question, Understanding]] = []
    for count, question in enumerate(questions, start=1):
        asked.append((question, _answered(understand(question.text, question.language))))
        if report is not None:
            report(count, len(questions))
    inside = [pair for pair in asked if pair[0].in_scope]
    outside = [got for question, got in asked if not question.in_scope]
    right = [pair for pair in inside if pair[1].intent in pair[0].expect]
    labelled = [same_slot(got.slots, name, want) for asked_, got in right for name, want in asked_.slots.items()]
    bins = _bins(asked)
    misses = tuple(Miss(question, got) for question, got in asked if not _is_fine(question, got, kinds))
    return Figures(
        right=Share(len(right), len(inside)),
        offered=Share(sum(_offered(question, got) for question, got in inside), len(inside)),
        wrong=Share(sum(got.intent not in (None, *question.expect) for question, got in inside), len(inside)),
        none_ok=Share(sum(_left_alone(got, kinds) for got in outside), len(outside)),
        slots=Share(sum(labelled), len(labelled)),
        first=Share(sum(_first(got) in question.expect for question, got in inside), len(inside)),
        confusions=_confusions(asked, kinds),
        bins=bins,
        calibration_error=sum(b.questions * abs(b.confidence - b.right) for b in bins) / max(len(asked), 1),
        misses=misses,
    )


def same_slot(slots: Slots, name: str, want: object) -> bool:
    """Whether the slot `name` was read as labelled: amounts to half a cent, all else by letters and digits alone."""
    got = getattr(slots, name, None)
    if isinstance(want, int | float):
        return isinstance(got, Decimal) and abs(got - Decimal(str(want))) < SAME_AMOUNT
    return _plain(got) == _plain(want)


def _plain(value: object) -> str:
    return "".join(char for char in str(value).casefold() if char.isalnum())


def _answered(reading: Reading) -> Understanding:
    """The question whose answer comes first; the first one where none is answered."""
    return next((question for question in reading.questions if question.intent), reading.first)


def _first(got: Understanding) -> str | None:
    return got.candidates[0].intent if got.candidates else None


def _offered(question: Question, got: Understanding) -> bool:
    shown = {candidate.intent for candidate in got.candidates[:CHOICES_SHOWN]}
    match got.decision:
        case Decision.ANSWER:
            return got.intent in question.expect
        case Decision.CHOICES:
            return bool(shown & set(question.expect))
        case Decision.FALLBACK:
            return False


def _left_alone(got: Understanding, kinds: Mapping[str, Kind]) -> bool:
    """Small talk does no harm to a question that has no answer."""
    return got.intent is None or kinds.get(got.intent) is Kind.TALK


def _is_fine(question: Question, got: Understanding, kinds: Mapping[str, Kind]) -> bool:
    return got.intent in question.expect if question.in_scope else _left_alone(got, kinds)


def _confusions(asked: Iterable[tuple[Question, Understanding]], kinds: Mapping[str, Kind]) -> tuple[Confusion, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for question, got in asked:
        first = _first(got)
        if question.in_scope and first not in question.expect:
            counted[question.expect[0], first or NONE] += 1
        elif not question.in_scope and not _left_alone(got, kinds):
            counted[NONE, str(got.intent)] += 1
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Confusion(expected, got, times) for (expected, got), times in ordered)


def _bins(asked: Iterable[tuple[Question, Understanding]]) -> tuple[Bin, ...]:
    held: dict[int, list[tuple[float, bool]]] = {}
    for question, got in asked:
        at = min(int(got.confidence * BINS), BINS - 1)
        held.setdefault(at, []).append((got.confidence, _first(got) in question.expect))
    return tuple(
        Bin(
            at / BINS,
            len(pairs),
            sum(confidence for confidence, _ in pairs) / len(pairs),
            sum(right for _, right in pairs) / len(pairs),
        )
        for at, pairs in sorted(held.items())
    )
