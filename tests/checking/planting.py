"""Puts mistakes into files, and knows where they then stand."""

from pathlib import Path

MARK = "¦"
"""In planted words: here the report must point. It is not written into the file."""


def plant(root: Path, name: str, old: str, new: str) -> str:
    """Put `new` in the place of `old` in the file `name`; file, line and column of the mark, if `new` has one."""
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} holds no {old!r}"
    marked = text.replace(old, new, 1)
    file.write_text(marked.replace(MARK, ""), encoding="utf-8")
    return place(name, marked, MARK) if MARK in new else ""


def place(name: str, text: str, word: str) -> str:
    """File, line and column of `word` in `text`, the whole of the file `name`."""
    before = text[: text.index(word)]
    return f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
