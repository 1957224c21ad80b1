"""How does knowledge/ become objects? Every file is read and checked; all mistakes are reported at once."""

import difflib
import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.knowledge.documents import Document, read_document, validate
from bot.knowledge.facts import FACT_KINDS, NEEDED_FACTS, Fact, Facts, LabelFact, UrlFact
from bot.knowledge.guide import Guide, OpeningQuestion, Section, Trouble
from bot.knowledge.intents import Intent
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.problems import ContentError, Problem
from bot.knowledge.texts import check_text, placeholders

_Model = TypeVar("_Model", bound=BaseModel)


def load_knowledge(folder: Path) -> Knowledge:
    """Read facts, guide and intents under `folder`; raise ContentError with every mistake in them."""
    knowledge, problems = read_knowledge(folder)
    if problems:
        raise ContentError(problems)
    return knowledge


def read_knowledge(folder: Path) -> tuple[Knowledge, list[Problem]]:
    """The same without raising, for a report: whatever could be read, and every mistake."""
    files = knowledge_files(folder)
    facts_document = _read(folder, folder / "facts.yaml")
    guide_documents = {file: _read(folder, file) for file in sorted((folder / "guide").glob("*.yaml"))}
    intent_documents = [_read(folder, file) for file in sorted((folder / "intents").glob("*.yaml"))]
    documents = [facts_document, *guide_documents.values(), *intent_documents]

    facts = _facts(facts_document)
    guide = _guide(guide_documents)
    intents = _intents(intent_documents)
    if all(document.data is not None for document in documents):  # or what an unreadable file holds would seem missing
        for document in guide_documents.values():
            _check_guide_references(document, guide, intents, facts)
        for document in intent_documents:
            _check_intent_references(document, guide, intents)
    if facts_document.data is not None:
        for document in (*guide_documents.values(), *intent_documents):
            _check_texts(document, facts_document.data)  # one with a mistake of its own is there all the same
    if not guide.sections:
        facts_document.problems.append(Problem(_shown(folder, folder / "guide"), 1, 1, "no section", "add its files"))
    problems = sorted(problem for document in documents for problem in document.problems)
    return Knowledge(facts, guide, intents, content_hash(files)), problems


def knowledge_files(folder: Path) -> list[Path]:
    """The files that answers are made of; the examples, which only the index is made of, are not among them."""
    return [
        folder / "facts.yaml",
        *sorted((folder / "guide").glob("*.yaml")),
        *sorted((folder / "intents").glob("*.yaml")),
    ]


def content_hash(files: Iterable[Path]) -> str:
    """One hash over names and bytes of `files`; a missing file counts as empty."""
    digest = hashlib.sha256()
    for file in files:
        data = file.read_bytes() if file.is_file() else b""
        digest.update(f"{file.name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def nearest(name: str, known: Collection[str]) -> str:
    """A remedy that proposes the known name most like `name`."""
    found = difflib.get_close_matches(name, known, n=1)
    return f"did you mean '{found[0]}'?" if found else "use one that exists"


def _shown(folder: Path, file: Path) -> Path:
    return file.relative_to(folder.parent)


def _read(folder: Path, file: Path) -> Document:
    document = read_document(file, _shown(folder, file))
    if document.data is not None and not isinstance(document.data, dict):
        document.complain((), "the file is no mapping of names to entries", "begin each entry with its id and a colon")
        document.data = None
    return document


def _facts(document: Document) -> Facts:
    facts: dict[str, Fact] = {}
    for name, entry in _entries(document):
        kinds = [kind for kind in FACT_KINDS if kind in entry]
        if len(kinds) != 1:
            document.complain((name,), f"fact '{name}' has no kind", f"give it one of: {', '.join(FACT_KINDS)}")
            continue
        fact = validate(document, (name,), FACT_KINDS[kinds[0]], entry)
        if fact is not None:
            facts[name] = fact
    _check_needed_facts(document, facts)
    return facts


def _check_needed_facts(document: Document, facts: Facts) -> None:
    for name, kind in NEEDED_FACTS.items():
        if name not in (document.data or {name}):
            document.complain((), f"no fact '{name}', which the program needs", nearest(name, facts))
        elif name in facts and not isinstance(facts[name], kind):
            key = next(key for key, each in FACT_KINDS.items() if each is kind)
            document.complain((name,), f"'{name}' must have '{key}': the program needs it", f"write it as {key}: ...")


def _guide(documents: Mapping[Path, Document]) -> Guide:
    questions: tuple[OpeningQuestion, ...] = ()
    troubles: dict[str, Trouble] = {}
    sections: list[Section] = []
    for file, document in documents.items():
        match file.stem:
            case "questions":
                questions = tuple(_models(document, OpeningQuestion))
            case "troubles":
                troubles = dict(_named_models(document, Trouble))
            case _:
                section = validate(document, (), Section, document.data) if document.data else None
                if section is not None:
                    sections.append(section)
    guide = Guide(questions, tuple(sections), troubles)
    _check_unique_ids(documents.values())
    return guide


def _intents(documents: Iterable[Document]) -> Mapping[str, Intent]:
    intents: dict[str, Intent] = {}
    for document in documents:
        for intent in _models(document, Intent):
            if intent.id in intents:
                document.complain((intent.id,), f"intent '{intent.id}' stands in two files", "keep one of them")
            intents[intent.id] = intent
    return intents


def _entries(document: Document) -> Iterable[tuple[str, dict[str, Any]]]:
    for name, entry in (document.data or {}).items():
        if isinstance(entry, dict):
            yield name, entry
        else:
            document.complain((name,), f"'{name}' has no entries", "write its keys below it, indented")


def _named_models(document: Document, model: type[_Model]) -> Iterable[tuple[str, _Model]]:
    for name, entry in _entries(document):
        made = validate(document, (name,), model, entry)
        if made is not None:
            yield name, made


def _models(document: Document, model: type[_Model]) -> Iterable[_Model]:
    """Entries whose key is their id."""
    for name, entry in _entries(document):
        made = validate(document, (name,), model, {"id": name, **entry})
        if made is not None:
            yield made


def _check_unique_ids(documents: Iterable[Document]) -> None:
    seen: set[str] = set()
    for document in documents:
        for location, name in document.texts():
            match location:
                case ("id",) | ("steps", _, "id"):
                    if name in seen:
                        document.complain(location, f"'{name}' stands twice", "give each its own id", name)
                    seen.add(name)
                case _:
                    pass


def _check_guide_references(document: Document, guide: Guide, intents: Mapping[str, Intent], facts: Facts) -> None:
    places = [*guide.steps, *guide.section]
    for location, value in document.texts():
        key = next((part for part in reversed(location) if isinstance(part, str)), "")
        if key == "yes_skips":
            _must_exist(document, location, "step or section", value, places)
        elif key in ("implies", "only_with"):
            _must_exist(document, location, "opening question", value, guide.question)
        elif key == "troubles":
            _must_exist(document, location, "trouble", value, guide.troubles)
        elif key == "intent":
            _must_exist(document, location, "intent", value, intents)
        elif key == "to":
            _must_exist(document, location, "url fact", value, _of_kind(facts, UrlFact))
        elif key == "labels":
            _must_exist(document, location, "label fact", value, _of_kind(facts, LabelFact))


def _check_intent_references(document: Document, guide: Guide, intents: Mapping[str, Intent]) -> None:
    sections = [section.number for section in guide.sections]
    for location, value in document.texts():
        match location:
            case (_, "guide"):
                _must_exist(document, location, "step or section", value, [*guide.steps, *guide.section])
            case (_, "related", _):
                _must_exist(document, location, "intent", value, intents)
            case (_, "source"):
                _must_exist(document, location, "section number", value, [*sections, "SEA Customer Service"])
            case _:
                pass


def _of_kind(facts: Facts, kind: type[Fact]) -> list[str]:
    return [name for name, fact in facts.items() if isinstance(fact, kind)]


def _must_exist(
    document: Document, location: tuple[str | int, ...], what: str, name: str, known: Collection[str]
) -> None:
    if name not in known:
        document.complain(location, f"no {what} '{name}'", nearest(name, known), name)


def _check_texts(document: Document, facts: Collection[str]) -> None:
    for location, text in document.texts():
        mistake = check_text(text)
        if mistake is not None:
            document.complain(location, *mistake)
            continue
        for name in placeholders(text):
            if name not in facts:
                document.complain(location, f"no fact '{name}' in facts.yaml", nearest(name, facts), f"{{{name}}}")
