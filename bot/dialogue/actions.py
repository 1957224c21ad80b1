"""What a button does, and how that travels in Telegram's callback data.

An action names the step, intent or answer that it is about, so that a button means the same whenever it is tapped.
Which actions are on offer is part of the chat's state: a tap on anything else is a tap on an old message.
"""

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

MAX_CALLBACK_BYTES = 64
"""Telegram's limit for callback_data."""


@dataclass(frozen=True, slots=True)
class ShowMenu:
    code: ClassVar[str] = "menu"


# -- the guide ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class StartGuide:
    code: ClassVar[str] = "start"


@dataclass(frozen=True, slots=True)
class AnswerOpening:
    """`answer` is yes, no or unsure; unsure shows how to find out."""

    code: ClassVar[str] = "have"
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class SkipOpening:
    """Leave one opening question unanswered."""

    code: ClassVar[str] = "haveskip"
    question: str


@dataclass(frozen=True, slots=True)
class ChangeAnswers:
    code: ClassVar[str] = "rehave"


@dataclass(frozen=True, slots=True)
class ShowRoute:
    """Lay out the route, or return to where the user is in it."""

    code: ClassVar[str] = "route"


@dataclass(frozen=True, slots=True)
class Next:
    """`step` is the step being left: done."""

    code: ClassVar[str] = "next"
    step: str


@dataclass(frozen=True, slots=True)
class Back:
    code: ClassVar[str] = "back"
    step: str


@dataclass(frozen=True, slots=True)
class Why:
    code: ClassVar[str] = "why"
    step: str


@dataclass(frozen=True, slots=True)
class Stuck:
    code: ClassVar[str] = "stuck"
    step: str


@dataclass(frozen=True, slots=True)
class ShowTrouble:
    code: ClassVar[str] = "trouble"
    step: str
    trouble: str


@dataclass(frozen=True, slots=True)
class OtherTrouble:
    """None of the listed troubles: the nearest questions, then a person."""

    code: ClassVar[str] = "other"
    step: str


@dataclass(frozen=True, slots=True)
class ShowSections:
    code: ClassVar[str] = "all"


@dataclass(frozen=True, slots=True)
class OpenSection:
    """List a section's steps."""

    code: ClassVar[str] = "sec"
    section: str


@dataclass(frozen=True, slots=True)
class SkipSection:
    code: ClassVar[str] = "skipsec"
    section: str


@dataclass(frozen=True, slots=True)
class MarkSection:
    """Mark a whole section done, or not done again."""

    code: ClassVar[str] = "mark"
    section: str


@dataclass(frozen=True, slots=True)
class GoStep:
    code: ClassVar[str] = "go"
    step: str


@dataclass(frozen=True, slots=True)
class GoBack:
    """From an answer to the step at hand: in a message of its own, so that the answer stays in sight."""

    code: ClassVar[str] = "goback"
    step: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Back to where the guide was left."""

    code: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class StartOver:
    code: ClassVar[str] = "over"


@dataclass(frozen=True, slots=True)
class ConfirmStartOver:
    code: ClassVar[str] = "overyes"


@dataclass(frozen=True, slots=True)
class NextOrder:
    """The shorter round for whoever has paid once: from topping up."""

    code: ClassVar[str] = "again"


# -- questions --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ask:
    """Answer an intent as if it had been asked; on a "did you mean" list it also settles what was meant."""

    code: ClassVar[str] = "ask"
    intent: str


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    code: ClassVar[str] = "noneof"


@dataclass(frozen=True, slots=True)
class PickCurrency:
    """What `$` or `¥` stood for."""

    code: ClassVar[str] = "cur"
    currency: str


# -- people -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TalkToPerson:
    """Open the hand-off; `topic` is the intent that it is about, if one is known."""

    code: ClassVar[str] = "human"
    topic: str = ""


@dataclass(frozen=True, slots=True)
class ShowNumber:
    code: ClassVar[str] = "phone"


@dataclass(frozen=True, slots=True)
class WriteToTeam:
    """Write the case down: ask what is missing, then show the draft."""

    code: ClassVar[str] = "write"


@dataclass(frozen=True, slots=True)
class SkipDetail:
    """Leave the detail that was asked for open; `stage` is the question."""

    code: ClassVar[str] = "skipdetail"
    stage: str


@dataclass(frozen=True, slots=True)
class AddDetail:
    """Add a detail to the draft: since when, or an e-mail address."""

    code: ClassVar[str] = "detail"
    stage: str


@dataclass(frozen=True, slots=True)
class SendCase:
    code: ClassVar[str] = "send"


@dataclass(frozen=True, slots=True)
class ChangeText:
    code: ClassVar[str] = "casetext"


@dataclass(frozen=True, slots=True)
class ListLines:
    """Which line of the draft is to go?"""

    code: ClassVar[str] = "strike"


@dataclass(frozen=True, slots=True)
class StrikeLine:
    code: ClassVar[str] = "strikeline"
    line: str


@dataclass(frozen=True, slots=True)
class ShowDraft:
    code: ClassVar[str] = "draft"


@dataclass(frozen=True, slots=True)
class CancelCase:
    code: ClassVar[str] = "casecancel"


@dataclass(frozen=True, slots=True)
class ShowTicket:
    code: ClassVar[str] = "ticket"


@dataclass(frozen=True, slots=True)
class SaySolved:
    """`answer` is yes or no."""

    code: ClassVar[str] = "solved"
    number: str
    answer: str


@dataclass(frozen=True, slots=True)
class Rate:
    """`stars` from 1 to 5."""

    code: ClassVar[str] = "rate"
    number: str
    stars: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind at `at`, an instant as 20261123T0100 in UTC; `zone` is the one that the button shows it in."""

    code: ClassVar[str] = "remind"
    at: str
    zone: str


@dataclass(frozen=True, slots=True)
class DropReminder:
    code: ClassVar[str] = "unremind"


@dataclass(frozen=True, slots=True)
class SetZone:
    """Settle on a time zone, an IANA name."""

    code: ClassVar[str] = "setzone"
    zone: str


@dataclass(frozen=True, slots=True)
class AskZone:
    code: ClassVar[str] = "zone"


# -- language and privacy ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ShowLanguages:
    code: ClassVar[str] = "langs"


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    code: ClassVar[str] = "lang"
    language: str


@dataclass(frozen=True, slots=True)
class ShowPrivacy:
    code: ClassVar[str] = "privacy"


@dataclass(frozen=True, slots=True)
class ExportData:
    code: ClassVar[str] = "export"


@dataclass(frozen=True, slots=True)
class DeleteData:
    code: ClassVar[str] = "delete"


@dataclass(frozen=True, slots=True)
class ConfirmDelete:
    code: ClassVar[str] = "deleteyes"


Action = (
    ShowMenu
    | StartGuide
    | AnswerOpening
    | SkipOpening
    | ChangeAnswers
    | ShowRoute
    | Next
    | Back
    | Why
    | Stuck
    | ShowTrouble
    | OtherTrouble
    | ShowSections
    | OpenSection
    | SkipSection
    | MarkSection
    | GoStep
    | GoBack
    | Resume
    | StartOver
    | ConfirmStartOver
    | NextOrder
    | Ask
    | NoneOfThese
    | PickCurrency
    | TalkToPerson
    | ShowNumber
    | WriteToTeam
    | SkipDetail
    | AddDetail
    | SendCase
    | ChangeText
    | ListLines
    | StrikeLine
    | ShowDraft
    | CancelCase
    | ShowTicket
    | SaySolved
    | Rate
    | Remind
    | DropReminder
    | SetZone
    | AskZone
    | ShowLanguages
    | ChooseLanguage
    | ShowPrivacy
    | ExportData
    | DeleteData
    | ConfirmDelete
)

ENCODED_KEPT = 2048
"""Of the callback data, which is the same for all users."""

_ACTIONS: dict[str, type[Action]] = {action.code: action for action in Action.__args__}


@lru_cache(ENCODED_KEPT)
def encode(action: Action) -> str:
    """Callback data for `action`; ids hold no colon. Raises ValueError where Telegram would refuse its length."""
    data = ":".join([action.code, *(getattr(action, field.name) for field in dataclasses.fields(action))])
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise ValueError(f"callback data longer than {MAX_CALLBACK_BYTES} bytes: {data}")
    return data


def decode(data: str) -> Action | None:
    """The action in `data`, or None when it was not made by `encode` of this version."""
    code, *values = data.split(":")
    kind = _ACTIONS.get(code)
    if kind is None or len(values) != len(dataclasses.fields(kind)) or len(data.encode()) > MAX_CALLBACK_BYTES:
        return None
    return kind(*values)
