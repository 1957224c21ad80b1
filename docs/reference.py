"""The pages of the reference, made from the code whenever the site is built.

A hook of MkDocs: `on_files` adds the pages, which stand in no folder.
"""

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from prometheus_client.parser import text_string_to_metric_families
from typer.main import get_command

from bot import settings
from bot.checking.schemas import KINDS, FileKind, make_schema
from bot.cli import app
from bot.metrics import Metrics
from bot.settings import KNOWLEDGE, Settings

CELL = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;"})


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name, page in pages().items():
        files.append(File.generated(config, f"reference/{name}.md", content=page))
    return files


def pages() -> dict[str, str]:
    """Every page of the reference, by its name."""
    return {"settings": settings_page(), "commands": commands_page(), "files": files_page(), "metrics": metrics_page()}


def settings_page() -> str:
    """Name, default and meaning of each setting."""
    meanings = dict(_meanings())
    lines = [
        "# Settings",
        "",
        "Settings are environment variables, or lines of a file `.env` in the folder where the bot is started. The",
        "environment wins. A wrong value stops the start, with one line that says which it is.",
        "",
    ]
    for name, field in Settings.model_fields.items():
        default = "none" if field.default is None else f"`{field.default}`"
        lines += [f"## `{name.upper()}` {{ #{name.upper()} }}", "", meanings[name], "", f"Default: {default}", ""]
    return "\n".join(lines)


def commands_page() -> str:
    """Each command with its arguments and options."""
    lines = ["# Commands", "", "Each is `python -m bot` and a name. `--help` after it shows the same as this page.", ""]
    for name, command in sorted(vars(get_command(app))["commands"].items()):
        lines += [f"## `{name}` {{ #{name} }}", "", _words(command.help), ""]
        rows = [row for parameter in command.params for row in _parameter(parameter)]
        if rows:
            lines += ["| | default | does |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def files_page() -> str:
    """Each kind of file in knowledge/: where such files stand, and the keys that may stand in them."""
    lines = [
        "# Files of knowledge/",
        "",
        "What may stand in each kind of file. Editors' own tools check the same while you type, by the JSON Schemas",
        "that this page links to. A key in bold must be there.",
        "",
    ]
    for kind in KINDS:
        lines += _kind(kind)
    return "\n".join(lines)


def metrics_page() -> str:
    """What /metrics shows."""
    lines = [
        "# Figures",
        "",
        "What `/metrics` shows, in Prometheus' form.",
        "",
        "| name | kind | is |",
        "|---|---|---|",
    ]
    for metric in text_string_to_metric_families(Metrics().page((0, None), datetime(2026, 1, 1, tzinfo=UTC)).decode()):
        name = f"{metric.name}_total" if metric.type == "counter" else metric.name
        lines.append(f"| `{name}` | {metric.type} | {metric.documentation} |")
    return "\n".join(line for line in lines if "_created`" not in line)


def _meanings() -> Iterator[tuple[str, str]]:
    """The text below each setting in the source."""
    tree = ast.parse(inspect.getsource(settings))
    [body] = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings"]
    for field, below in pairwise(body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, _words(text)
            case _:
                pass


def _parameter(parameter: click.Parameter) -> Iterator[str]:
    if parameter.name == "help":
        return
    is_option = parameter.param_type_name == "option"
    names = " ".join(f"`{name}`" for name in parameter.opts) if is_option else f"`{(parameter.name or '').upper()}`"
    default = "" if parameter.default in (None, False, "") else f"`{parameter.default}`"
    yield f"| {names} | {default} | {str(getattr(parameter, 'help', '') or '').translate(CELL)} |"


def _kind(kind: FileKind) -> Iterator[str]:
    schema = make_schema(kind)
    count = len(list(KNOWLEDGE.glob(kind.pattern)))
    title = kind.name.replace("-", " ").capitalize()
    yield f"## {title} {{ #{kind.name} }}"
    yield ""
    yield f"`knowledge/{kind.pattern}` ({count} {'file' if count == 1 else 'files'}) · "
    yield f"[JSON Schema](../schemas/{kind.name}.json)"
    yield ""
    parts = {"": schema, **schema.get("$defs", {})}
    for name, part in parts.items():
        yield from _part(name, part)


def _part(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    if name:
        yield f"**{_spaced(name)}** {_words(part.get('description'))}".rstrip()
        yield ""
    elif part.get("description"):
        yield _words(part["description"])
        yield ""
    if part.get("properties"):
        yield "| key | holds |"
        yield "|---|---|"
        for key, value in part["properties"].items():
            shown = f"**`{key}`**" if key in part.get("required", ()) else f"`{key}`"
            yield f"| {shown} | {_holds(value).translate(CELL)} |"
        yield ""
    elif not name or "enum" in part or "pattern" in part:
        yield f"Holds {_holds(part)}."
        yield ""


def _holds(value: Mapping[str, Any]) -> str:  # noqa: C901 - a table
    """What a value may be, in a few words."""
    match value:
        case {"$ref": str(name)}:
            return _spaced(name.rpartition("/")[2])
        case {"anyOf": [*options]} | {"oneOf": [*options]}:
            return " or ".join(_holds(option) for option in options if option.get("type") != "null")
        case {"const": only}:
            return json.dumps(only, ensure_ascii=False)
        case {"enum": [*words]}:
            return "one of " + ", ".join(f"`{word}`" for word in words)
        case {"type": "array", "prefixItems": [*items]}:
            return "a list of " + " and ".join(map(_holds, items))
        case {"type": "array", "items": Mapping() as item}:
            return f"a list: {_holds(item)}"
        case {"type": "object", "patternProperties": Mapping() as entries}:
            return f"a mapping to {_holds(next(iter(entries.values())))}"
        case {"type": "object", "additionalProperties": Mapping() as entry}:
            return f"a mapping to {_holds(entry)}"
        case {"type": "string", "pattern": str(pattern)}:
            return f"a text of the form `{pattern}`"
        case {"type": "string"}:
            return "a text"
        case {"type": str(kind)}:
            return {"integer": "a whole number", "boolean": "`true` or `false`"}.get(kind, f"a {kind}")
        case _:
            return "anything"


def _spaced(name: str) -> str:
    """ "OpeningQuestion" is "opening question"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _words(text: str | None) -> str:
    return " ".join((text or "").split())
