"""Which words in a text say what the numbers beside them are?

One pattern of all words, built as a tree of their letters: an alternation of a thousand words would be tried one by one
at every place of the text.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Any

from bot.support.secrets import words
from bot.support.secrets.plain import plain

LATIN = "a-zà-öø-ÿāăđĩńũōơưạ-ỹ"
SUFFIXES = ("nya", "ny", "ku", "mu", "s")
"""What Malay and Indonesian hang on a word (his, my, your), and the English plural."""

SHORTEST_WITHOUT_MARKS = 5
"""Shorter Vietnamese words without their marks are words of other languages: "tu" is Malay for "that"."""

_GAP = r"[\s.\-]{0,2}"


class Label(Enum):
    """What a number, or a word, is called."""

    CODE = auto()
    RECEIVED = auto()
    ENTERED = auto()
    PIN = auto()
    PASSWORD = auto()
    WEAK_PASSWORD = auto()
    CVV = auto()
    CARD = auto()
    IDENTITY = auto()
    PHONE = auto()
    THING = auto()
    """An order, a product, a place: anything whose number is no secret."""
    AMOUNT = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label in a text, at `text[start:end]`."""

    label: Label
    start: int
    end: int


def find_labels(text: str) -> tuple[Labelled, ...]:
    """The labels of a plain text, in order, none overlapping; the longest wins."""
    pattern, meanings = _lexicon()
    return tuple(
        Labelled(_meaning(found.group(), meanings), found.start(), found.end()) for found in pattern.finditer(text)
    )


def phrases(listed: str) -> tuple[str, ...]:
    """The phrases of a list in `words`, plain, and without marks where they may be left out."""
    every = [plain(part.strip()) for part in listed.replace("\n", " ").split(",") if part.strip()]
    bare = [without_marks(phrase) for phrase in every if len(phrase) >= SHORTEST_WITHOUT_MARKS]
    return tuple(dict.fromkeys([*every, *bare]))


def without_marks(text: str) -> str:
    """Vietnamese as people type it in a hurry. Thai keeps its marks: there they are letters."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(char for char in apart if not 0x0300 <= ord(char) <= 0x036F)  # noqa: PLR2004 - the block of marks


def alternatives(listed: Iterable[str]) -> str:
    """A pattern that finds the longest of the phrases; Latin words only as whole words."""
    every = set(listed)
    latin = {phrase for phrase in every if phrase.isascii() or re.fullmatch(rf"[{LATIN}\W\d]+", phrase)}
    suffix = f"(?:(?<=[a-z]{{3}})(?:{'|'.join(SUFFIXES)}))?"
    patterns = []
    if every - latin:
        patterns.append(_tree(every - latin))
    if latin:
        patterns.append(rf"(?<![{LATIN}])(?:{_tree(latin)}){suffix}(?![{LATIN}])")
    return f"(?:{'|'.join(patterns)})(?!(?<=\\d)\\d)"


def any_of(listed: str) -> str:
    """A pattern for the phrases of a list in `words`."""
    return alternatives(phrases(listed))


def _tree(listed: Iterable[str]) -> str:
    root: dict[str, Any] = {}
    for phrase in listed:
        node = root
        for char in phrase:
            node = node.setdefault(_GAP if char == " " else re.escape(char), {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    ends = "" in node
    branches = [piece + _branch(below) for piece, below in node.items() if piece]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if ends else joined


def _key(phrase: str) -> str:
    return re.sub(r"[\s.\-]", "", phrase)


def _meaning(found: str, meanings: dict[str, Label]) -> Label:
    key = _key(found)
    while key not in meanings:
        key = next(key.removesuffix(suffix) for suffix in SUFFIXES if key.endswith(suffix))
    return meanings[key]


def _harmless_codes() -> str:
    """Error codes, postal codes, order codes: every word for them beside every word for a code."""
    parts = [words.CODES_OF_THINGS]
    for word in phrases(words.THINGS_BEFORE_CODE):
        parts += [f"{word} {head}" for head in ("code", "codes", "no", "number", "pin")]
        parts.append(f"code {word}")
    for word in phrases(words.THINGS_BEHIND_CODE):
        parts += [f"{head} {word}" for head in ("kod", "kode", "mã", "ma", "รหัส", "โค้ด", "โค๊ด")]
    return ",".join(parts)


# The later list wins where a phrase stands in two.
_LISTS = (
    (Label.AMOUNT, words.AMOUNT),
    (Label.PHONE, words.PHONE),
    (Label.ENTERED, words.ENTERED),
    (Label.RECEIVED, words.RECEIVED),
    (Label.THING, words.THING),
    (Label.WEAK_PASSWORD, words.WEAK_PASSWORD),
    (Label.THING, _harmless_codes()),
    (Label.ERROR, words.ERROR),
    (Label.CODE, words.CODE),
    (Label.CARD, words.CARD),
    (Label.IDENTITY, words.IDENTITY),
    (Label.PASSWORD, words.PASSWORD),
    (Label.PIN, words.PIN),
    (Label.CVV, words.CVV),
)


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, Label]]:
    """The pattern of every word, and what each means; made with the first message, so that the start is quick."""
    listed = [(phrase, label) for label, words_of_it in _LISTS for phrase in phrases(words_of_it)]
    return re.compile(alternatives(phrase for phrase, _ in listed)), {_key(phrase): label for phrase, label in listed}
