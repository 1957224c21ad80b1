"""What does a turn leave behind for the reports? What was asked, which reply and step; never a word of the user's."""

from datetime import datetime
from enum import Enum
from typing import Any, assert_never

from sqlalchemy import select
from sqlmodel import Session, col

from bot.dialogue.events import Attachment, Command, Event, Tap, Text
from bot.dialogue.response import Outcome, Response
from bot.dialogue.states import AtDone, AtMenu, AtQuestion, AtRoute, AtStep, Place
from bot.matching.understanding import Decision
from bot.storage.tables import TurnLog

START = "start"
"""The step before all: the chat's first turn."""

OPENING = "opening"
"""The opening questions, and the route laid out."""

DONE = "done"
"""The end of the guide."""


class TurnKind(Enum):
    """What the user did."""

    TEXT = "text"
    """Words: typed, after /ask, or with a picture."""
    TAP = "tap"
    COMMAND = "command"
    OTHER = "other"


def log_row(chat_id: int, event: Event, response: Response, now: datetime) -> dict[str, Any]:
    """The row of `TurnLog` for one turn of a user."""
    outcome = response.outcome
    step = _step(response.state.place)
    return {
        "chat_id": chat_id,
        "at": now,
        "kind": _kind(event).value,
        "language": outcome.language,
        "decision": _decision(outcome),
        "intent": outcome.intents[0] if outcome.intents else "",
        "also": " ".join(outcome.intents[1:]),
        "shown": type(response.replies[-1].content).__name__ if response.replies else "",
        "step": step,
        "section": section_of(step),
    }


def turns_of(session: Session, chat_id: int) -> list[dict[str, Any]]:
    """The chat's rows, for the user to see."""
    rows = session.execute(select(TurnLog).where(col(TurnLog.chat_id) == chat_id).order_by(col(TurnLog.id))).scalars()
    return [row.model_dump(mode="json", exclude={"id", "chat_id"}) for row in rows]


def section_of(step: str) -> str:
    """The section that a step belongs to: the guide's ids begin with it. None of them before the guide."""
    return "" if step in {"", START, OPENING} else step.partition(".")[0]


def _kind(event: Event) -> TurnKind:
    match event:
        case Text():
            return TurnKind.TEXT
        case Command(name="ask", argument=words) | Attachment(caption=words) if words.strip():
            return TurnKind.TEXT
        case Command():
            return TurnKind.COMMAND
        case Tap():
            return TurnKind.TAP
        case _:
            return TurnKind.OTHER


def _decision(outcome: Outcome) -> str:
    """Empty when nothing was asked: what is said to a tap or a signal counts as an answer otherwise."""
    asked = outcome.intents or outcome.decision is not Decision.ANSWER
    return outcome.decision.value if asked else ""


def _step(place: Place) -> str:
    match place:
        case AtMenu():
            return ""
        case AtQuestion() | AtRoute():
            return OPENING
        case AtStep(step=step):
            return step
        case AtDone():
            return DONE
        case _:
            assert_never(place)
