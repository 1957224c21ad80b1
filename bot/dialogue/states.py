"""Where does a chat stand? All that the assistant remembers of it, and how that is written down.

`write_state` and `read_state` are the only places that know the stored form. A stored state may name steps or intents
that editors have since removed: reading keeps the names, and the guide finds the nearest step (`route.nearest_step`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

from pydantic import TypeAdapter

from bot.dialogue.allowance import Allowance

STATE_VERSION = 1


# -- where the chat stands --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AtMenu:
    at: Literal["menu"] = "menu"


@dataclass(frozen=True, slots=True)
class AtQuestion:
    """An opening question of the guide was asked; `unsure` after the hint on how to find out."""

    question: str
    unsure: bool = False
    at: Literal["question"] = "question"


@dataclass(frozen=True, slots=True)
class AtRoute:
    at: Literal["route"] = "route"


@dataclass(frozen=True, slots=True)
class AtStep:
    step: str
    at: Literal["step"] = "step"


@dataclass(frozen=True, slots=True)
class AtDone:
    at: Literal["done"] = "done"


Place = AtMenu | AtQuestion | AtRoute | AtStep | AtDone
"""A place that the conversation can return to."""


class Asked(Enum):
    """What the assistant has asked and waits for."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    CHOICE = "choice"
    START_OVER = "start_over"
    DELETE = "delete"
    LANGUAGE = "language"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question is open; `back` is where the conversation goes on once it is settled."""

    what: Asked
    back: Place
    at: Literal["asking"] = "asking"


class HandOffStage(Enum):
    """How far a hand-off has come."""

    OFFERED = "offered"
    """The ways to reach a person are shown."""
    WHAT = "what"
    """Asked: what happened?"""
    SINCE = "since"
    EMAIL = "email"
    DRAFT = "draft"
    """The case is shown, and leaves on a tap."""
    TEXT = "text"
    """Asked: the words anew."""
    STRIKE = "strike"
    """Asked: which line is to go?"""
    SENT = "sent"


class Line(Enum):
    """A line of a case that the user may strike."""

    WORDS = "words"
    SINCE = "since"
    EMAIL = "email"
    STEP = "step"
    HAVE = "have"
    ASKED = "asked"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Case:
    """What the team needs to know, in the user's own words where they are words.

    `topic` is the intent that it is about, `step` the guide's, `asked` what was asked before, `have` the opening
    questions that were answered with yes. `telling` while the user is asked for what is missing, one thing after the
    other.
    """

    topic: str = ""
    step: str = ""
    asked: tuple[str, ...] = ()
    words: str = ""
    since: str = ""
    email: str = ""
    have: tuple[str, ...] = ()
    struck: frozenset[Line] = frozenset()
    telling: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the case says, in the order of the draft."""
        full = {
            Line.WORDS: self.words,
            Line.SINCE: self.since,
            Line.STEP: self.step,
            Line.HAVE: self.have,
            Line.ASKED: self.asked,
            Line.ZONE: True,
            Line.EMAIL: self.email,
        }
        return tuple(line for line, value in full.items() if value and line not in self.struck)


class TicketStatus(Enum):
    """How far the team is."""

    OPEN = "open"
    TAKEN = "taken"
    """Somebody of the team has it in hand."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the user may ask of a case that was handed over. `reply_by` is on the desk's calendar."""

    number: str
    opened_at: datetime
    reply_by: date
    status: TicketStatus = TicketStatus.OPEN


@dataclass(frozen=True, slots=True)
class HandingOff:
    stage: HandOffStage
    case: Case
    back: Place
    at: Literal["handoff"] = "handoff"


Where = Place | Asking | HandingOff


# -- what is remembered -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Progress:
    """How far the user is in the guide. `answers` are those to the opening questions: yes, no, unsure or skipped.

    `step` is the step last shown, kept while the conversation is elsewhere, and `ahead` the steps that followed it
    then. `cards` are the label facts that were sent as pictures. `done` and `skipped` are sections; `again` marks a
    further order, whose route is only what every order needs.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    step: str | None = None
    ahead: tuple[str, ...] = ()
    done: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    again: bool = False
    cards: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Topic:
    """The last question answered, so that "and by card?" has something to refer to."""

    intent: str = ""
    amount: Decimal | None = None
    currency: str | None = None
    currencies: tuple[str, ...] = ()
    method: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatState:
    """A chat, whole.

    `language` is what the user settled on, `telegram_language` what their app speaks, `spoken` the language of the
    last reply. `zone` is an IANA name once settled. `offered` is the callback data of every button now on offer.
    `transcript` holds the last few questions and the intents answered, for a hand-off. `seen` is the instant of the
    last turn. `draft` is a case that was begun and not sent, `email` the address last given for an answer, `tickets`
    the latest cases handed over, and `reminder` the instant of the message that was asked for.
    `erased` are the instants of cases whose data was deleted since: for a day, the limit still counts them.
    Until `live_until` the user talks with the staff, and the assistant is silent. `allowance` is how many turns they
    may take at once.
    """

    where: Where = field(default_factory=AtMenu)
    progress: Progress = field(default_factory=Progress)
    topic: Topic = field(default_factory=Topic)
    telegram_language: str = ""
    language: str | None = None
    spoken: str | None = None
    language_offered: bool = False
    zone: str | None = None
    fallbacks: int = 0
    offered: tuple[str, ...] = ()
    transcript: tuple[tuple[str, str], ...] = ()
    seen: datetime | None = None
    draft: Case | None = None
    email: str = ""
    tickets: tuple[Ticket, ...] = ()
    erased: tuple[datetime, ...] = ()
    reminder: datetime | None = None
    live_until: datetime | None = None
    allowance: Allowance | None = None

    def at(self, where: Where) -> "ChatState":
        return replace(self, where=where)

    @property
    def place(self) -> Place:
        """The place that the conversation is at, or will return to."""
        match self.where:
            case Asking(back=back) | HandingOff(back=back):
                return back
            case place:
                return place


_ADAPTER = TypeAdapter(ChatState)


def write_state(state: ChatState) -> dict[str, Any]:
    """The stored form: plain JSON data with a version."""
    return {"version": STATE_VERSION, **_ADAPTER.dump_python(state, mode="json")}


def read_state(data: Mapping[str, Any]) -> ChatState:
    """The state that `write_state` wrote. Raises ValueError when it was written by a later version, or is damaged."""
    if data.get("version") != STATE_VERSION:
        raise ValueError(f"a chat's state has version {data.get('version')}; this program reads {STATE_VERSION}")
    return _ADAPTER.validate_python({key: value for key, value in data.items() if key != "version"})


def describe(where: Where) -> str:
    """The state's name on the `ask` channel and in reports: `guide:pay.method`, `ask:amount`."""
    match where:
        case AtMenu():
            return "menu"
        case AtQuestion(question=question):
            return f"guide:question:{question}"
        case AtRoute():
            return "guide:route"
        case AtStep(step=step):
            return f"guide:{step}"
        case AtDone():
            return "guide:done"
        case Asking(what=what):
            return f"ask:{what.value}"
        case HandingOff(stage=stage):
            return f"handoff:{stage.value}"
