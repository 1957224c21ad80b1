"""Does a text hold letters that look right and are others?

A Cyrillic "а" in "аlipay" looks like any other, and no user types it: the word teaches nothing. The same goes for what
nobody sees, and for a script that the language does not use.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.core import get_global

from bot.checking.catalogues import quote, strings
from bot.checking.content import Content
from bot.knowledge import Problem
from bot.knowledge.documents import Document, Location
from bot.knowledge.examples import OUT_OF_SCOPE

ANY_SCRIPT = frozenset({"language.change", OUT_OF_SCOPE})
"""Under these, people write in scripts of other languages, and mean it."""

EVERYWHERE = frozenset({"LATIN", "CJK"})
"""Scripts in which the names of products stand in every language."""

RESEMBLING = (frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE"}), frozenset({"THAI", "LAO"}))
"""Scripts with letters in common, to the eye: no word holds two of them."""

TYPE_ANEW = "type it anew on the language's own keyboard"

_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_SEEN = frozenset("\n\u200d")
"""The end of a line; and what joins two pictures (👩 and 🌾) to one, and Burmese and Indic letters."""

_RADICALS = re.compile("[\u2e80-\u2fdf]")
_TWO_FOR_ONE = {"\u0e40\u0e40": "\u0e41", "\u0e4d\u0e32": "\u0e33"}
"""Two Thai letters that look like the one that is meant. People type them; we don't."""


def look_alikes(content: Content) -> Iterator[Problem]:
    """Words of mixed scripts and characters that nobody sees: in examples, in the vocabulary, in what we say."""
    for document, location, text in _words_of_users(content):
        for piece, why in _odd_pieces(text):
            yield document.problem(location, f"'{text}': {why}", TYPE_ANEW, piece)
    for source in content.texts:
        for text in source.forms:
            for piece, why in _odd_pieces(text):
                yield source.problem(f"{quote(text)}: {why}", TYPE_ANEW, piece)
    for catalogue in content.catalogues:
        for entry in catalogue.entries().values():
            for text in strings(entry):
                for piece, why in (*_odd_pieces(text), *_double_letters(text)):
                    yield catalogue.problem(entry, f"{quote(text)}: {why}", TYPE_ANEW, piece)


def foreign_scripts(content: Content) -> Iterator[Problem]:
    """Examples with a letter of a script in which nobody writes the language."""
    for phrasing in content.phrasings:
        example = phrasing.example
        if example.text.isascii() or example.intent in ANY_SCRIPT:
            continue
        own = EVERYWHERE | {_script_of(example.language)}
        odd = next((char for char in example.text if char.isalpha() and _script(char) not in own), None)
        if odd is not None:
            what = f"'{example.text}': {unicodedata.name(odd, odd)} is no letter of this language"
            yield phrasing.document.problem(phrasing.location, what, "correct it, or take the example out", odd)


@cache
def _script_of(language: str) -> str:
    """The script in which a language is written, as Unicode calls its letters."""
    _, script, _ = get_global("likely_subtags")[language].split("_")
    return str(Locale("en").scripts[script]).upper()


def _words_of_users(content: Content) -> Iterator[tuple[Document, Location, str]]:
    for phrasing in content.phrasings:
        yield phrasing.document, phrasing.location, phrasing.example.text
    for document in content.family("vocabulary"):
        for location, text in document.texts():
            yield document, location, text


def _odd_pieces(text: str) -> Iterator[tuple[str, str]]:
    """Each piece of `text` that is not what it looks like, and why."""
    if text.isascii():
        return
    for char in text:
        if unicodedata.category(char) in _UNSEEN and char not in _SEEN:
            yield char, f"it holds a character that nobody sees (U+{ord(char):04X})"
    for radical in _RADICALS.findall(text):
        yield radical, f"{radical} is a part of characters ({unicodedata.name(radical)}), not the character itself"
    for word in _WORD.findall(text):
        scripts = [_script(char) for char in word]
        for alike in RESEMBLING:
            if len(kinds := alike.intersection(scripts)) > 1:
                odd = word[scripts.index(min(kinds, key=scripts.count))]
                yield odd, f"'{word}' mixes scripts: {odd} is {unicodedata.name(odd)}"


def _double_letters(text: str) -> Iterator[tuple[str, str]]:
    for pair, one in _TWO_FOR_ONE.items():
        if pair in text:
            yield pair, f"two letters look like the one letter {one}"


@cache
def _script(char: str) -> str:
    """The script of a letter: the first word of its name in Unicode."""
    return unicodedata.name(char, "UNNAMED").partition(" ")[0]
