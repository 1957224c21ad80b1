"""What may stand in a text that people read: words, `{fact}` placeholders, and a few of Telegram's HTML tags."""

import re
import string
from collections.abc import Iterator
from typing import NamedTuple

TAGS = ("b", "i", "u", "s", "code", "blockquote")
"""The tags that editors and translators may use; links are buttons, so `a` is not among them."""

_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)([^>]*)>")


def placeholders(text: str) -> Iterator[str]:
    """The names in braces, in order. Raises ValueError for broken braces."""
    for _, name, _, _ in string.Formatter().parse(text):
        if name is not None:
            yield name


def tags(text: str) -> list[str]:
    """The tags as they stand, "b" for an opening and "/b" for a closing one."""
    return [slash + name.lower() for slash, name, _ in _TAG.findall(text)]


class Mistake(NamedTuple):
    """What is wrong with a text, how to mend it, and the part of the text that it is about."""

    what: str
    remedy: str
    word: str


def check_text(text: str) -> Mistake | None:
    """The first mistake in a text. `{}` and tags are all that has a meaning in it."""
    try:
        names = list(placeholders(text))
    except ValueError as error:
        return Mistake(f"broken braces ({error})", "write a fact as {its_id}, and a brace for itself as {{ or }}", "{")
    if not all(name.isidentifier() for name in names):
        return Mistake("an empty or odd name in braces", "write a fact as {its_id}", "{")
    open_tags: list[str] = []
    for written, slash, name in (match.group(0, 1, 2) for match in _TAG.finditer(text)):
        tag = name.lower()
        if tag not in TAGS:
            remedy = f"use one of: {', '.join(TAGS)}; write < as &lt;"
            return Mistake(f"<{slash}{tag}> is not a tag that can be shown", remedy, written)
        if not slash:
            open_tags.append(tag)
        elif not open_tags or open_tags.pop() != tag:
            return Mistake(f"</{tag}> closes what is not open", "close tags in the reverse order of opening", written)
    if open_tags:
        return Mistake(f"<{open_tags[-1]}> is never closed", f"add </{open_tags[-1]}>", f"<{open_tags[-1]}>")
    return None
