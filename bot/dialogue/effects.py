"""What is to be done beside replying, as data: the turn stores it, workers carry it out."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NoteUnanswered:
    """Keep a question that was not understood, for the editors; without who asked it.

    `nearest` are the intents that came closest; `rejected` when the user tapped "None of these" on them.
    """

    text: str
    language: str
    nearest: tuple[str, ...]
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class NoteStuck:
    """Count that somebody was stuck at `step`, and with what, if they said so."""

    step: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class RemoveMessage:
    """Delete the user's message from the chat: it held a secret."""


@dataclass(frozen=True, slots=True)
class EraseChat:
    """Delete everything that is kept of this chat."""


@dataclass(frozen=True, slots=True)
class ExportChat:
    """Send the user all that is kept of this chat, as a file."""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Hand a case over. `summary` is for the desk, in English; `text` is the whole case as the desk reads it.

    `words` are the user's own; `email` is where they want the answer, or empty; `follow_up_at` the instant at which
    they are asked whether it was solved. `by_mail` when we send it by e-mail, `to_desk` when it
    goes to the staff group.
    """

    topic: str
    step: str
    words: str
    summary: str
    text: str
    language: str
    zone: str
    email: str
    reply_by: date
    follow_up_at: datetime
    by_mail: bool = False
    to_desk: bool = False


@dataclass(frozen=True, slots=True)
class CloseTicket:
    """The user says that it was solved."""

    number: str


@dataclass(frozen=True, slots=True)
class RateTicket:
    """`stars` from 1 to 5."""

    number: str
    stars: int


@dataclass(frozen=True, slots=True)
class SetReminder:
    """Write to the user at `at`; an earlier reminder is replaced."""

    at: datetime


@dataclass(frozen=True, slots=True)
class DropReminders:
    """The user wants no reminder any more."""


@dataclass(frozen=True, slots=True)
class TakeTickets:
    """Somebody of the team has the chat's open tickets in hand."""


@dataclass(frozen=True, slots=True)
class CloseTickets:
    """The team has closed the chat's tickets."""


@dataclass(frozen=True, slots=True)
class RelayToDesk:
    """Pass the user's message on to the staff group; `edited` in place of what it was before."""

    edited: bool = False


@dataclass(frozen=True, slots=True)
class TellDesk:
    """A line for the staff, in the user's topic; in English."""

    text: str


@dataclass(frozen=True, slots=True)
class WatchSilence:
    """Look at `at` whether user and staff still talk."""

    at: datetime


Effect = (
    NoteUnanswered
    | NoteStuck
    | RemoveMessage
    | EraseChat
    | ExportChat
    | OpenTicket
    | CloseTicket
    | RateTicket
    | SetReminder
    | DropReminders
    | TakeTickets
    | CloseTickets
    | RelayToDesk
    | TellDesk
    | WatchSilence
)
