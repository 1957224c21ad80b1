"""Does an example or an alias hold letters that look right and are others?

A Cyrillic "а" in "аlipay" looks like any other, and no user types it: the word teaches nothing. The same goes for what
nobody sees, and for a script that the language does not use.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from bot.checking.content import Content
from bot.knowledge import Problem
from bot.knowledge.documents import Document, Location
from bot.knowledge.examples import OUT_OF_SCOPE, Phrasing

ANY_SCRIPT = frozenset({"language.change", OUT_OF_SCOPE})
"""Under these, people write in scripts of other languages, and mean it."""

EVERYWHERE = frozenset({"LATIN", "CJK"})
"""Scripts in which the names of products stand in every language."""

OWN_SCRIPTS = {"th": frozenset({"THAI"})}
_UNSPACED = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KHMER", "MYANMAR"})
"""Scripts that stand right beside another one without a space, and resemble none of ours."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINER = "\u200d"
"""Joins pictures (👩 and 🌾) to one, and Burmese and Indic letters."""

_RADICALS = re.compile("[\u2e80-\u2fdf]")
_TWO_FOR_ONE = {"\u0e40\u0e40": "\u0e41", "\u0e4d\u0e32": "\u0e33"}
"""Two Thai letters that look like the one that is meant."""


def look_alikes(content: Content) -> Iterator[Problem]:
    """Words of mixed scripts and characters that nobody sees, in examples and in the vocabulary."""
    for document, location, text in _texts(content):
        if text.isascii():
            continue
        for word, why in _odd_pieces(text):
            yield document.problem(location, f"'{text}': {why}", "type it anew", word)


def foreign_scripts(content: Content) -> Iterator[Problem]:
    """Examples with a letter of a script in which nobody writes the language."""
    for phrasing in content.phrasings:
        example = phrasing.example
        if example.text.isascii() or example.intent in ANY_SCRIPT:
            continue
        own = EVERYWHERE | OWN_SCRIPTS.get(example.language, frozenset())
        odd = next((char for char in example.text if char.isalpha() and _script(char) not in own), None)
        if odd is not None:
            yield _problem(phrasing, odd, f"{unicodedata.name(odd, odd)} is no letter of this language")


def double_letters(content: Content) -> Iterator[Problem]:
    """Two Thai letters that look like one."""
    for phrasing in content.phrasings:
        for pair, one in _TWO_FOR_ONE.items():
            if pair in phrasing.example.text:
                yield _problem(phrasing, pair, f"{len(pair)} letters look like the one letter {one}")


def _problem(phrasing: Phrasing, word: str, why: str) -> Problem:
    remedy = "correct it, unless people type it so"
    return phrasing.document.problem(phrasing.location, f"'{phrasing.example.text}': {why}", remedy, word)


def _texts(content: Content) -> Iterator[tuple[Document, Location, str]]:
    for phrasing in content.phrasings:
        yield phrasing.document, phrasing.location, phrasing.example.text
    for document in content.family("vocabulary"):
        for location, text in document.texts():
            yield document, location, text


def _odd_pieces(text: str) -> Iterator[tuple[str, str]]:
    for char in text:
        if unicodedata.category(char) in _UNSEEN and char != _JOINER:
            yield char, f"it holds a character that nobody sees (U+{ord(char):04X})"
    for radical in _RADICALS.findall(text):
        yield radical, f"{radical} is a part of characters ({unicodedata.name(radical)}), not the character itself"
    for word in _WORD.findall(text):
        scripts = [_script(char) for char in word]
        kinds = {script for script in scripts if script not in _UNSPACED}
        if len(kinds) > 1 and kinds != {"LATIN", "THAI"}:
            odd = word[scripts.index(min(kinds, key=scripts.count))]
            yield odd, f"'{word}' mixes scripts: {odd} is {unicodedata.name(odd)}"


@cache
def _script(char: str) -> str:
    """The script of a letter: the first word of its name in Unicode."""
    return unicodedata.name(char, "UNNAMED").partition(" ")[0]
