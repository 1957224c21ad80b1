"""How does an utterance become comparable words?

On top of `text.clean`: lower case, elongation undone, Traditional Chinese as Simplified, and every stretch between the
entities cut into tokens: words of spaced scripts, and whole runs of Chinese or Thai, which have no spaces to cut at.
"""

import re
from collections.abc import Iterable
from enum import IntEnum, auto
from functools import cache
from importlib import resources
from typing import NamedTuple

from bot.matching.text import lower, shorten, without_marks


class Script(IntEnum):
    """How a token is to be taken apart further. (Plain enums hash in Python, slowly.)"""

    SPACED = auto()
    """A word of Latin or another spaced script, a number, or a sign."""
    HAN = auto()
    """A run of Chinese characters."""
    THAI = auto()
    """A run of Thai letters."""
    ENTITY = auto()
    """A placeholder such as <amount>."""
    TOPIC = auto()
    """What else the utterance touches, such as <food>: it stands at no place in it."""


class Token(NamedTuple):
    """`text` is folded (without accents); `written` keeps the accents where there are any."""

    script: Script
    text: str
    written: str


_TOKEN = re.compile(
    r"(?P<thai>[\u0e00-\u0e7f]+)|(?P<han>[\u3400-\u9fff]+)|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_\u0e00-\u0e7f\u3400-\u9fff]+(?:'[^\W\d_]+)?)|(?P<sign>[%$¥€£฿₫₱?])"
)

_KEPT_NUMBERS = frozenset({"1688", "1", "2", "3", "4", "5", "6", "24", "12306"})
"""Numbers that mean themselves: the site, the digits of a code, a section of the guide."""

_LONGEST_WORD = {Script.SPACED: 48, Script.HAN: 2, Script.THAI: 6, Script.ENTITY: 0}
"""Letters that a single word may have; a run of Chinese or Thai is soon more than one."""


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, which is clean and holds no entity."""
    found: list[Token] = []
    for match in _TOKEN.finditer(shorten(lower(text)).translate(_simplified())):
        piece = match.group()
        match match.lastgroup:
            case "thai":
                found.append(Token(Script.THAI, piece, piece))
            case "han":
                found.append(Token(Script.HAN, piece, piece))
            case "number":
                found.append(_number(piece))
            case _:
                found.append(Token(Script.SPACED, without_marks(piece), piece))
    return found


def is_single_word(found: Iterable[Token]) -> bool:
    """Whether an utterance of these tokens is one word and nothing that was read out of it."""
    said = [token for token in found if token.script is not Script.TOPIC]
    return len(said) == 1 and len(said[0].text) <= _LONGEST_WORD[said[0].script]


def entity(name: str) -> Token:
    """The placeholder for something that was read out of the utterance."""
    return Token(Script.ENTITY, f"<{name}>", f"<{name}>")


def words(found: Iterable[Token]) -> list[str]:
    """The words among tokens that a dictionary could hold: letters of a spaced script."""
    return [token.text for token in found if token.script is Script.SPACED and token.text[0].isalpha()]


def _number(piece: str) -> Token:
    if piece in _KEPT_NUMBERS:
        return Token(Script.SPACED, piece, piece)
    return entity("digits" if len(piece) <= 2 else "number")  # noqa: PLR2004 - 1-2 figures count things or days


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters to Simplified ones, one by one, from OpenCC's table; where it has several, its first."""
    table = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines())
    return {ord(before): after.split()[0] for before, after in pairs if "\u3400" <= before <= "\u9fff"}
