"""What an utterance was understood to be: the words between the matcher and the dialogue."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum


class Decision(Enum):
    """What the user sees."""

    ANSWER = "answer"
    CHOICES = "choices"
    FALLBACK = "fallback"


class Signal(Enum):
    """A short message whose meaning depends on what was asked or shown before."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    BACK = "back"
    NEXT = "next"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    NONE = "none"
    """None of what was offered."""
    CANCEL = "cancel"
    START_OVER = "start_over"
    RESUME = "resume"
    STUCK = "stuck"
    WHY = "why"
    TICKET = "ticket"
    """Where does my case stand?"""


@dataclass(frozen=True, slots=True)
class Slots:
    """What was read out of an utterance; None where it holds nothing of the kind.

    `currency` is an ISO 4217 code, or CNH where the user wrote so. `currencies` are the readings of a sign that
    several currencies share ("$"), the likeliest first, when the words don't settle it; then `currency` is None.
    `amount_is_range` marks "5 to 8 thousand" and the like, of which no fee can be told; then `amount` is None.
    `method` is world_pay, card, alipay, or the plain name of something else (grabpay, "western union").
    """

    amount: Decimal | None = None
    currency: str | None = None
    currencies: tuple[str, ...] = ()
    method: str | None = None
    language: str | None = None
    amount_is_range: bool = False

    def __bool__(self) -> bool:
        return self != Slots()


@dataclass(frozen=True, slots=True)
class Candidate:
    """`confidence` is the calibrated chance, 0 to 1, that `intent` is what was meant."""

    intent: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """One question as the matcher sees it.

    `candidates` are best first: the intent itself when `decision` is ANSWER, up to three when it is CHOICES, the
    nearest ones (perhaps none) when it is FALLBACK. `language` is the one that the words are in, `language_is_clear`
    whether they leave no doubt. `bare` is set when the utterance holds slots and filler words only ("and by card?",
    "8000"), so that the conversation before it tells what was meant.
    """

    decision: Decision
    candidates: tuple[Candidate, ...]
    slots: Slots
    language: str
    language_is_clear: bool = False
    bare: bool = False
    signal: Signal | None = None
    text: str = ""

    @property
    def intent(self) -> str | None:
        """The intent to answer, when one is sure enough."""
        return self.candidates[0].intent if self.decision is Decision.ANSWER else None

    @property
    def confidence(self) -> float:
        return self.candidates[0].confidence if self.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole message: one understanding a question, in the order asked; never empty."""

    questions: tuple[Understanding, ...] = field(default_factory=tuple)

    @property
    def first(self) -> Understanding:
        return self.questions[0]
