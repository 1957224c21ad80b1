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

from bot.knowledge.problems import Problem

_REMEDIES = {
    "missing": "add it",
    "extra_forbidden": "remove it, or correct the spelling",
    "string_type": 'put it in quotes: "..."',
}

Location = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """One YAML file: its plain data, where each value stands, and what is wrong with it."""

    file: Path
    data: Any = None
    positions: dict[Location, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, location: Location, what: str, remedy: str) -> None:
        """Record a problem at `location`, or at its nearest parent that stands in the file."""
        while location and location not in self.positions:
            location = location[:-1]
        line, column = self.positions.get(location, (1, 1))
        self.problems.append(Problem(self.file, line, column, what, remedy))

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Every string value with its location, in file order."""
        yield from _texts((), self.data)


def read_document(file: Path, shown_as: Path) -> Document:
    """Read `file`; a file that is no YAML at all gives a document without data and with its problem."""
    document = Document(shown_as)
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError:
        document.complain((), "the file is not UTF-8 text", "save it as UTF-8")
        return document
    except OSError as error:
        document.complain((), f"the file cannot be read ({error.strerror})", "check that it exists and may be read")
        return document
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"not valid YAML: {error.problem or error.context}"
        remedy = "check quotes, colons and indentation on this line and the one above"
        document.problems.append(Problem(shown_as, line, column, what, remedy))
        return document
    if node is None:
        document.complain((), "the file is empty", "fill it, or delete it")
        return document
    document.data = _construct(document, (), node)
    return document


def validate(document: Document, location: Location, model: type[Model], data: Any) -> Model | None:
    """Turn `data`, which stands at `location`, into a `model`, or record each reason why it is none."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            where, what, remedy = _explain(detail)
            document.complain((*location, *where), what, remedy)
        return None


def _explain(detail: ErrorDetails) -> tuple[Location, str, str]:
    where = detail["loc"]
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
    document.positions[location] = (node.start_mark.line + 1, node.start_mark.column + 1)
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
            document.positions[(*here, "again")] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            document.complain((*here, "again"), f"'{key}' stands twice", "merge the two, or remove one")
            continue
        mapping[key] = _construct(document, here, value_node)
        # An entry is found by its key; the value may begin a line later.
        document.positions[here] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
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
