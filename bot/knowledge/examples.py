"""How do people put each question? Reads `knowledge/intents/<language>/*.yaml` and the labelled questions.

Examples teach the matcher; the questions of `knowledge/questions/<language>.yaml` only tell it how sure it may be, so
they must not resemble the examples more than a stranger's words would.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.documents import Document, Location, read_document
from bot.knowledge.load import nearest
from bot.knowledge.problems import Problem

OUT_OF_SCOPE = "out_of_scope"
"""The key under which examples stand that no intent covers."""

NONE = "none"
"""What a labelled question expects when no intent covers it."""

_QUESTION_KEYS = frozenset({"q", "expect", "slots", "tags"})


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
            document.complain((intent,), f"no intent '{intent}'", nearest(intent, known))
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
    kept = "".join(char for char in text.casefold() if char.isalnum() or char in "$¥€£%")
    return kept or text


def _question(document: Document, index: int, item: Any, language: str, known: Collection[str]) -> Question | None:
    if not isinstance(item, dict) or not isinstance(item.get("q"), str) or not isinstance(item.get("expect"), list):
        document.complain((index,), "a question needs q and expect", 'write q: "..." and expect: [intent]')
        return None
    for key in item.keys() - _QUESTION_KEYS:
        document.complain((index, key), f"'{key}' is not a known key here", "remove it, or correct the spelling")
    for name in item["expect"]:
        if name not in known:
            document.complain((index, "expect"), f"no intent '{name}'", nearest(str(name), known))
            return None
    return Question(language, item["q"], tuple(item["expect"]), item.get("slots") or {})
