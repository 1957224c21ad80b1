"""How is something added to a file that people keep by hand? Lines are put in; everything else stays where it is.

Each edit is read again: the file then holds what it held before and what was added, or EditError is raised.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.knowledge.documents import LOADER
from bot.teaching.lessons import NewIntent, RefusedError

_ITEM = re.compile(r"[ \t]*-[ \t]+")
_INDENTED = "  "


class EditError(RefusedError):
    """A file is written so that nothing can be put into it; the message says what an editor can do."""


def add_examples(text: str, intent: str, examples: Sequence[str]) -> str:
    """`text`, a file of examples, with `examples` at the end of those of `intent`."""
    held = _read(text)
    node = _find(text, intent)
    if node is None:
        added = "".join(f"{_INDENTED}- {_quoted(example)}\n" for example in examples)
        changed = _append(text, f"{intent}:\n{added}")
    elif isinstance(node, yaml.SequenceNode) and node.value:
        changed = _insert(text, node, examples)
    else:
        raise EditError(f"'{intent}' has no list of examples; write the first of them by hand")
    return _checked(changed, {**held, intent: [*held.get(intent, ()), *examples]})


def add_intent(text: str, new: NewIntent) -> str:
    """`text`, a file of intents, with `new` at its end."""
    entry = {"kind": "route", "question": new.question, "short": new.short, "answer": new.answer}
    lines = "".join(f"{_INDENTED}{key}: {value if key == 'kind' else _quoted(value)}\n" for key, value in entry.items())
    held = _read(text)
    if new.id in held:
        raise EditError(f"the intent '{new.id}' exists already")
    return _checked(_append(text, f"{new.id}:\n{lines}"), {**held, new.id: entry})


def _insert(text: str, node: yaml.SequenceNode, examples: Sequence[str]) -> str:
    last = node.value[-1]
    if node.flow_style:
        at = last.end_mark.index
        return text[:at] + "".join(f", {_quoted(example)}" for example in examples) + text[at:]
    start = last.start_mark.index
    item = _ITEM.match(text, text.rfind("\n", 0, start) + 1)
    if item is None:
        raise EditError(f"the examples around line {last.start_mark.line + 1} are no plain list of - lines")
    at = text.find("\n", last.end_mark.index - 1)  # behind a comment on the same line
    before, after = (text[: at + 1], text[at + 1 :]) if at >= 0 else (f"{text}{_end_of_line(text)}", "")
    return before + "".join(f"{item[0]}{_quoted(example)}{_end_of_line(text)}" for example in examples) + after


def _append(text: str, entry: str) -> str:
    end = "" if not text or text.endswith("\n") else _end_of_line(text)
    return f"{text}{end}{entry.replace(chr(10), _end_of_line(text))}"


def _end_of_line(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _quoted(text: str) -> str:
    """As a YAML string: JSON's are among them."""
    return json.dumps(text, ensure_ascii=False)


def _find(text: str, key: str) -> yaml.Node | None:
    root = yaml.compose(text, Loader=LOADER)
    pairs = root.value if isinstance(root, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _read(text: str) -> Mapping[str, Any]:
    try:
        held = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise EditError("the file is no valid YAML; `python -m bot check` tells where") from error
    if not isinstance(held, dict | None):
        raise EditError("the file is no mapping of intents; `python -m bot check` tells more")
    return held or {}


def _checked(text: str, wanted: Mapping[str, Any]) -> str:
    if _read(text) != wanted:
        raise EditError("the new lines would not be read as they are meant; write them by hand")
    return text
