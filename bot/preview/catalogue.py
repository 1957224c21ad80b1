"""What is there to read? Every place in the guide, every question, and every reply, each with what is said there.

A sample is a turn of the real assistant, so that it holds what a user would get: the replies, and their buttons.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.dialogue.response import Response


class Kind(Enum):
    """What an entry is about."""

    STEP = "step"
    SECTION = "section"
    TROUBLE = "trouble"
    QUESTION = "question"
    """A question that opens the guide."""
    INTENT = "intent"
    REPLY = "reply"
    """What the program says by itself."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One turn; `when` tells an editor what led to it."""

    when: str
    response: Response


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is the id in knowledge/, or a word for a reply; `title` English, and translated where it is content."""

    kind: Kind
    name: str
    title: str
    samples: tuple[Sample, ...]

    @property
    def anchor(self) -> str:
        return f"{self.kind.value}-{self.name}"


def said(name: str, title: str, *samples: tuple[str, Response]) -> Entry:
    """An entry for what the program says by itself; of each sample, when, and the turn."""
    return Entry(Kind.REPLY, name, title, tuple(Sample(when, response) for when, response in samples))


@dataclass(frozen=True, slots=True)
class Part:
    """Entries that stand together. `number` is a section's in the guide, and `section` its id."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    parts: tuple[Part, ...]


def entries_of(chapters: tuple[Chapter, ...]) -> Iterator[Entry]:
    for chapter in chapters:
        for part in chapter.parts:
            yield from part.entries
