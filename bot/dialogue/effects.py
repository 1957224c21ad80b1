"""What is to be done beside replying, as data: the turn stores it, workers carry it out."""

from dataclasses import dataclass


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


Effect = NoteUnanswered | NoteStuck | RemoveMessage | EraseChat | ExportChat
