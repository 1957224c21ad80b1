"""Which texts of knowledge/ are to be translated? Babel calls this for each file ([tool.babel] in pyproject.toml)."""

from collections.abc import Collection, Iterator, Mapping
from typing import IO

import yaml

from bot.knowledge.documents import LOADER

TRANSLATED_KEYS = frozenset(
    {"title", "short", "do", "why", "says", "help", "asks", "unsure", "question", "answer", "means"}
)
"""The keys whose values people read; all others are ids, facts and settings."""

Extracted = tuple[int, str, str, list[str]]
"""Line, function name (none here, but Babel wants one), message, comments for the translator."""


def extract_knowledge(
    fileobj: IO[bytes], keywords: Mapping[str, object], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[Extracted]:
    """Every text of one YAML file, with a comment that says where in it the text stands."""
    node = yaml.compose(fileobj.read().decode("utf-8"), Loader=LOADER)
    if node is not None:
        yield from _texts(node, ())


def _texts(node: yaml.Node, path: tuple[str, ...]) -> Iterator[Extracted]:
    match node:
        case yaml.MappingNode():
            for key, value in node.value:
                yield from _entry(node, str(key.value), value, path)
        case yaml.SequenceNode():
            for item in node.value:
                yield from _texts(item, (*path, _id_of(item)))
        case _:
            pass


def _entry(parent: yaml.MappingNode, key: str, value: yaml.Node, path: tuple[str, ...]) -> Iterator[Extracted]:
    if key in TRANSLATED_KEYS and isinstance(value, yaml.ScalarNode):
        where = ".".join(part for part in path if part) or _id_of(parent)
        comment = f"{where}: {key}"
        if key in {"short", "says"}:
            comment += " (a button: at most 24 columns, wide characters count as two)"
        # Babel knows a message only as the argument of a function.
        yield value.start_mark.line + 1, "_", str(value.value), [comment]
    else:
        yield from _texts(value, (*path, key))


def _id_of(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "id":
                return str(value.value)
    return ""
