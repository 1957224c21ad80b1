"""What in a text could be a password, and what only looks like one: amounts, names, addresses, versions?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.support.secrets import words
from bot.support.secrets.labels import LATIN, any_of, phrases

SHORTEST = 4
LETTER = f"[{LATIN}]"

_TOKEN = re.compile(r"[!-~]{4,64}")
_EDGES = "\"'`()[]{}<>.,!?;:*="
_AMOUNT = re.compile(rf"[sp]?\$?[\d.,]+(?:{any_of(words.UNIT)})|[\d.,]{{1,5}}[a-z]{{0,2}}|[\d\W]+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|x|am|pm|hrs?|minutes?|days?|times?)")
_ADDRESS = re.compile(r"[^@]+@[^@]+\.[a-z]{2,}|[\w.-]+\.(?:com|cn|net|org|sg|my|id|th|vn|ph)(?:\W.*)?|1688[a-z.]*")
_SERIAL = re.compile(r"[a-z]-\d{4,9}|(?:iphone|ios|android|windows|win|step|v|e|error|err)[\d.]+")
_NAMES = frozenset(phrases(words.NAMES_WITH_DIGITS))


@dataclass(frozen=True, slots=True)
class Token:
    """A run of characters that can be typed in a password field."""

    text: str
    start: int
    end: int


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a plain text, without the marks around them."""
    for found in _TOKEN.finditer(text, start, end):
        kept = found[0].strip(_EDGES)
        if kept:
            begin = found.start() + found[0].index(kept)
            yield Token(kept, begin, begin + len(kept))


def count_words(gap: str) -> int:
    """Words between two places. Thai and Chinese write none apart: four characters are counted as one."""
    return len(re.findall(rf"[{LATIN}\d]+", gap)) + len(re.findall(r"[^\x00-\u024f\u1e00-\u1eff\s]", gap)) // 4


def looks_secret(token: str) -> bool:
    """Letters with digits or signs among them, and no amount, address, version or well-known name."""
    if len(token) < SHORTEST or token in _NAMES:
        return False
    if any(pattern.fullmatch(token) for pattern in (_AMOUNT, _ORDINAL, _ADDRESS, _SERIAL)):
        return False
    return bool(re.search("[a-z]", token) and re.search(r"[\d@#$%^&*_+~!]", token))
