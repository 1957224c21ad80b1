"""How is a YAML file read without losing where each value stands?

PyYAML's own constructor keeps the last of two equal keys and turns a bare `no` into false without a word. Here repeated
keys are mistakes, and every value keeps its line, so that whatever a later check finds can be shown to the editor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.problems import Problem, place_of

_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "remove it, or correct the spelling",
    "string_type": 'put it in quotes: "..."',
}

_YAML_SAYS = {
    "mapping values are not allowed in this context": "a colon that cannot stand here, or the line above lacks its own",
    "could not find expected ':'": "a colon is missing",
    "did not find expected key": "indented otherwise than the lines around it, or a quote too many",
    "did not find expected '-' indicator": "indented otherwise than the lines around it",
    "found unexpected end of stream": "a quote is opened and never closed",
}
"""The parser's commonest complaints, in an editor's words."""

_KEY = "[key]"
"""So Pydantic marks that the key itself is wrong."""

_KEY_MISTAKES = frozenset({"missing", "extra_forbidden"})
"""These stand at a key; all others at its value."""

Location = tuple[str | int, ...]
Span = tuple[int, int, int]
"""Offsets into a file's text: where an entry starts (at its key, if it has one), where its value does, its end."""

Model = TypeVar("Model", bound=BaseModel)

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one, where PyYAML was built with it."""


@dataclass(slots=True)
class Document:
    """One YAML file: its plain data, where each value stands, and what is wrong with it."""

    file: Path
    text: str = ""
    data: Any = None
    spans: dict[Location, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, location: Location, word: str | None = None) -> tuple[int, int]:
        """Line and column of the entry at `location`, or of its nearest parent that stands in the file.

        With `word`, those of the word in the entry's value; of the value itself where the word is empty.
        """
        while location and location not in self.spans:
            location = location[:-1]
        start, value, end = self.spans.get(location, (0, 0, 0))
        found = self.text.find(word, value, end) if word is not None else -1
        at = found if found >= 0 else start
        return place_of(self.text, at)

    def remark(self, location: Location) -> str:
        """What a comment says behind the value at `location`, on its last line; empty where there is none."""
        _, _, end = self.spans[location]
        behind = self.text[end:].partition("\n")[0].strip()
        return behind.removeprefix("#").strip() if behind.startswith("#") else ""

    def problem(
        self, location: Location, what: str, remedy: str, word: str | None = None, *, hinders: bool = True
    ) -> Problem:
        """A mistake at `place(location, word)`."""
        return Problem(self.file, *self.place(location, word), what, remedy, hinders)

    def complain(
        self, location: Location, what: str, remedy: str, word: str | None = None, *, hinders: bool = True
    ) -> None:
        """Record that mistake."""
        self.problems.append(self.problem(location, what, remedy, word, hinders=hinders))

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Every string value with its location, in file order."""
        yield from _texts((), self.data)


def read_document(file: Path, shown_as: Path) -> Document:
    """Read `file`; a file that is no YAML at all gives a document without data and with its problem."""
    document = Document(shown_as)
    try:
        document.text = file.read_text(encoding="utf-8-sig")
        node = yaml.compose(document.text, Loader=LOADER)
    except UnicodeDecodeError:
        document.complain((), "the file is not UTF-8 text", "save it as UTF-8")
        return document
    except OSError as error:
        document.complain((), f"the file cannot be read ({error.strerror})", "check that it exists and may be read")
        return document
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = str(error.problem or error.context)
        what = f"not valid YAML: {_YAML_SAYS.get(said, said)}"
        remedy = "check quotes, colons and indentation on this line and the one above"
        if mark and document.text[mark.index : mark.index + 1] == "\t":
            what, remedy = "a tab, which YAML does not take", "put spaces in its place"
        document.problems.append(Problem(shown_as, line, column, what, remedy))
        return document
    except yaml.reader.ReaderError as error:
        at = max(document.text.find(chr(error.character)), 0)
        document.spans[()] = (at, at, at)
        document.complain((), f"a character that no text may hold (U+{error.character:04X})", "delete it")
        return document
    if node is None:
        document.complain((), "the file is empty", "fill it, or delete it", hinders=False)
        return document
    try:
        document.data = _construct(document, (), node)
    except RecursionError:
        document.complain((), "entries within entries without end", "take out the anchors (&) and aliases (*)")
    return document


def validate(document: Document, location: Location, model: type[Model], data: Any) -> Model | None:
    """Turn `data`, which stands at `location`, into a `model`, or record each reason why it is none."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            where, what, remedy = _explain(detail)
            at_key = detail["type"] in _KEY_MISTAKES or _KEY in detail["loc"]
            document.complain((*location, *where), what, remedy, None if at_key else "")
        return None


def _explain(detail: ErrorDetails) -> tuple[Location, str, str]:
    where = tuple(part for part in detail["loc"] if part != _KEY)
    name = ".".join(str(part) for part in where) or "this entry"
    kind = detail["type"]
    remedy = _REMEDIES.get(kind, "correct it")
    if kind == "missing":
        return where[:-1], f"'{where[-1]}' is missing", remedy
    if kind == "extra_forbidden":
        return where, f"'{where[-1]}' is not a known key here", remedy
    if kind == "value_error":
        what, _, mend = detail["msg"].removeprefix("Value error, ").partition("; ")
        return where, f"'{name}': {what}", mend or remedy
    return where, f"'{name}': {detail['msg'][:1].lower()}{detail['msg'][1:]}", remedy


def _construct(document: Document, location: Location, node: yaml.Node) -> Any:
    start = node.start_mark.index
    document.spans[location] = (start, start, node.end_mark.index)
    match node:
        case yaml.MappingNode():
            return _construct_mapping(document, location, node)
        case yaml.SequenceNode():
            return [_construct(document, (*location, index), item) for index, item in enumerate(node.value)]
        case _:
            return _construct_scalar(document, location, node)


def _construct_mapping(document: Document, location: Location, node: yaml.MappingNode) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        here = (*location, key)
        if key in mapping:
            start = key_node.start_mark.index
            document.spans[(*here, "again")] = (start, start, value_node.end_mark.index)
            document.complain((*here, "again"), f"'{key}' stands twice", "merge the two, or remove one")
            continue
        mapping[key] = _construct(document, here, value_node)
        # An entry is found by its key; the value may begin a line later.
        _, value, end = document.spans[here]
        document.spans[here] = (key_node.start_mark.index, value, end)
    return mapping


def _construct_scalar(document: Document, location: Location, node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    try:
        return yaml.safe_load(str(node.value)) if node.value else None
    except (yaml.YAMLError, ValueError):
        document.complain(location, f"cannot read '{node.value}'", 'put it in quotes: "..."')
        return None


def _texts(location: Location, data: Any) -> Iterator[tuple[Location, str]]:
    match data:
        case dict():
            for key, value in data.items():
                yield from _texts((*location, key), value)
        case list():
            for index, value in enumerate(data):
                yield from _texts((*location, index), value)
        case str():
            yield location, data
        case _:
            pass
