"""How do people put each question? Reads `knowledge/intents/<language>/*.yaml` and the labelled questions.

Examples teach the matcher; the questions of `knowledge/questions/<language>.yaml` only tell it how sure it may be, so
they must not resemble the examples more than a stranger's words would.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from bot.knowledge.documents import Document, Location, read_document, validate
from bot.knowledge.facts import Content
from bot.knowledge.intents import IntentId
from bot.knowledge.load import nearest
from bot.knowledge.problems import Problem

OUT_OF_SCOPE = "out_of_scope"
"""The key under which examples stand that no intent covers."""

NONE = "none"
"""What a labelled question expects when no intent covers it."""

ExampleFile = Mapping[IntentId, tuple[str, ...]]
"""A file of examples: under each intent, the ways to put it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One phrasing of `intent` (or of nothing that is known: OUT_OF_SCOPE)."""

    language: str
    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class Phrasing:
    """An example and its place."""

    example: Example
    document: Document
    location: Location

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.document.file}:{self.document.place(self.location)[0]}"


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question; any of `expect` is right, and `expect` is ("none",) where no intent is."""

    language: str
    text: str
    expect: tuple[str, ...]
    slots: Mapping[str, Any]

    @property
    def in_scope(self) -> bool:
        return self.expect != (NONE,)


_PASSED_OVER = re.compile(r"[^\w$¥€£%\u0e00-\u0e7f]+|_+")
"""What does not make one example of two. (Thai vowels and tones do, which are no letters to Python.)"""


class QuestionEntry(Content):
    """One entry of a file of labelled questions. `expect` are the intents of which any is right."""

    q: str
    expect: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    slots: Mapping[str, Any] | None = None
    tags: Annotated[tuple[str, ...], Field(strict=False)] = ()


def example_files(folder: Path) -> list[Path]:
    """The files of examples under knowledge/, in a stable order."""
    return sorted((folder / "intents").glob("*/*.yaml"))


def question_files(folder: Path) -> list[Path]:
    """The files of labelled questions under knowledge/, in a stable order."""
    return sorted((folder / "questions").glob("*.yaml"))


def read_examples(folder: Path, intents: Collection[str]) -> tuple[tuple[Example, ...], list[Problem]]:
    """Every example under knowledge/ `folder`, and every mistake among them; `intents` are the known ids."""
    phrasings, problems = read_phrasings(folder, intents)
    return tuple(phrasing.example for phrasing in phrasings), problems


def read_phrasings(folder: Path, intents: Collection[str]) -> tuple[tuple[Phrasing, ...], list[Problem]]:
    """The same with the place of each.

    The same words under two intents of one language are a mistake: no matcher could satisfy both.
    """
    known = {*intents, OUT_OF_SCOPE}
    phrasings: list[Phrasing] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], Phrasing] = {}
    for file in example_files(folder):
        document = read_document(file, file.relative_to(folder.parent))
        for intent, location, text in _phrasings(document, known):
            phrasing = Phrasing(Example(file.parent.name, intent, text), document, location)
            earlier = seen.setdefault((phrasing.example.language, comparable(text)), phrasing)
            if earlier.example.intent != intent:
                what = f"'{text}' stands under '{earlier.example.intent}' too ({earlier.where})"
                document.complain(location, what, "keep one of the two")
            phrasings.append(phrasing)
        problems += document.problems
    return tuple(phrasings), sorted(problems)


def read_questions(file: Path, shown_as: Path, intents: Collection[str]) -> tuple[tuple[Question, ...], list[Problem]]:
    """The labelled questions of one file, whose name is their language's code, and every mistake among them."""
    document = read_document(file, shown_as)
    if document.data is not None and not isinstance(document.data, list):
        document.complain((), "the file is no list of questions", 'begin each with - q: "..."')
        return (), document.problems
    questions = []
    for index, item in enumerate(document.data or ()):
        question = _question(document, index, item, file.stem, {*intents, NONE})
        if question is not None:
            questions.append(question)
    return tuple(questions), sorted(document.problems)


def _phrasings(document: Document, known: Collection[str]) -> Iterable[tuple[str, Location, str]]:
    if not isinstance(document.data, dict):
        if document.data is not None:
            document.complain((), "the file is no mapping of intents to examples", "begin with an intent and a colon")
        return
    for intent, texts in document.data.items():
        if intent not in known:
            document.complain((intent,), f"no intent '{intent}'", nearest(str(intent), known), hinders=False)
            continue
        if not isinstance(texts, list):
            document.complain((intent,), f"'{intent}' has no list of examples", 'write - "..." lines below it')
            continue
        for index, text in enumerate(texts):
            if isinstance(text, str) and text.strip():
                yield intent, (intent, index), text
            else:
                document.complain((intent, index), f"'{text}' is no text", 'put it in quotes: "..."')


def comparable(text: str) -> str:
    """Letters and digits only: "Visa fee?" and "visa fee" are one example."""
    return _PASSED_OVER.sub("", text.casefold()) or text


def _question(document: Document, index: int, item: Any, language: str, known: Collection[str]) -> Question | None:
    entry = validate(document, (index,), QuestionEntry, item)
    if entry is None:
        return None
    unknown = [name for name in entry.expect if name not in known]
    for name in unknown:
        document.complain((index, "expect"), f"no intent '{name}'", nearest(name, known), name, hinders=False)
    return None if unknown else Question(language, entry.q, entry.expect, entry.slots or {})
