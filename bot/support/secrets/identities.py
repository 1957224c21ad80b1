"""Identity numbers of the region, told by their own checks where they have any, else by the words beside them.

Singapore: NRIC and FIN, with a check letter that ICA does not publish but everybody uses. Malaysia: MyKad, a date and a
place. Indonesia: NIK, a place and a date. Thailand and China: a check digit. Vietnam (CCCD, CMND), the Philippines
(PhilSys, UMID, SSS, TIN) and passports: by their names.
"""

import re
from collections.abc import Callable, Iterator

from stdnum.cn import ric
from stdnum.id import nik
from stdnum.my import nric as mykad
from stdnum.th import pin as thai

from bot.support.secrets.kinds import Found, Secret
from bot.support.secrets.labels import Label, Labelled

REACH = 32
SHORTEST = 7
"""Digits of the shortest number that a word for identity cards names."""

_SINGAPORE = re.compile(r"(?<![a-z0-9])([stfgm]) ?(\d{7}) ?([a-z])(?![a-z0-9])")
_CHINA = re.compile(r"(?<![\da-z])\d{6} ?(?:19|20)\d{2} ?\d{4} ?(?:\d{2} ?\d|\d{3})[\dx](?![\da-z])")
_MALAYSIA = re.compile(r"(?<!\d)\d{6}-\d{2}-\d{4}(?!\d)")
_INDONESIA = re.compile(r"(?<![\d+])\d{16}(?!\d)")
_THAILAND = re.compile(r"(?<!\d)\d([- ])\d{4}\1\d{5}\1\d{2}\1\d(?!\d)")
_THIRTEEN = re.compile(r"(?<![\d+])\d{13}(?!\d)")
_THAI_LETTER = re.compile("[\u0e00-\u0e7f]")
_UMID = re.compile(r"(?<!\d)0\d{3}-\d{7}-\d(?!\d)")
_ONLY_VIETNAM = re.compile(r"\s*0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}\s*")
_NUMBER = re.compile(r"(?<![\d/:.,+])(?:(?<![^\W\d_])[a-z]{1,3}-?)?\d(?:[ .\-/]{0,2}\d){4,19}[a-z]?(?![a-z]|[/:]?\d)")
"""Something that could be the number of a card or a passport."""

_SELF_EVIDENT: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_CHINA, ric.is_valid),
    (_MALAYSIA, mykad.is_valid),
    (_INDONESIA, nik.is_valid),
    (_THAILAND, thai.is_valid),
)
_SG_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_SG_LETTERS = {
    "s": (0, "jzihgfedcba"),
    "t": (4, "jzihgfedcba"),
    "f": (0, "xwutrqpnmlk"),
    "g": (4, "xwutrqpnmlk"),
    "m": (3, "xwutrqpnjlk"),
}


def find_valid_identities(text: str, labels: tuple[Labelled, ...]) -> Iterator[Found]:
    """Identity numbers in a plain text that need no word beside them."""
    for found in _SINGAPORE.finditer(text):
        if _is_singaporean(*found.groups()):
            yield Found(found.start(), found.end(), Secret.IDENTITY)
    for pattern, is_valid in _SELF_EVIDENT:
        for found in pattern.finditer(text):
            if is_valid(found[0].replace(" ", "")) and not _is_thing(found.start(), labels):
                yield Found(found.start(), found.end(), Secret.IDENTITY)
    is_thai = _THAI_LETTER.search(text) is not None
    for found in _THIRTEEN.finditer(text):
        if thai.is_valid(found[0]) and (is_thai or found[0] == text.strip()) and not _is_thing(found.start(), labels):
            yield Found(found.start(), found.end(), Secret.IDENTITY)
    for found in _UMID.finditer(text):
        yield Found(found.start(), found.end(), Secret.IDENTITY)
    if _ONLY_VIETNAM.fullmatch(text):
        yield Found(0, len(text), Secret.IDENTITY)


def find_named_identities(text: str, labels: tuple[Labelled, ...]) -> Iterator[Found]:
    """Identity, passport and tax numbers in a plain text that are called so."""
    for found in _NUMBER.finditer(text):
        if _is_named(text, found, labels):
            yield Found(found.start(), found.end(), Secret.IDENTITY)


def _is_singaporean(prefix: str, digits: str, letter: str) -> bool:
    """The check letter of an NRIC or FIN."""
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, _SG_WEIGHTS, strict=True))
    offset, letters = _SG_LETTERS[prefix]
    return letters[(weighted + offset) % 11] == letter


def _is_thing(start: int, labels: tuple[Labelled, ...]) -> bool:
    label = next((label for label in reversed(labels) if label.end <= start), None)
    return label is not None and label.label in {Label.THING, Label.ERROR} and start - label.end <= 3  # noqa: PLR2004


def _is_named(text: str, number: re.Match[str], labels: tuple[Labelled, ...]) -> bool:
    """A word for identity cards stands beside the number, and none for other things between them."""
    if sum(char.isdigit() for char in number[0]) < SHORTEST - 1:
        return False
    left = next((label for label in reversed(labels) if label.end <= number.start() + 4), None)
    right = next((label for label in labels if label.start >= number.end()), None)
    if left is not None and left.label is Label.IDENTITY:
        return _is_near(text[left.end : number.start()], number[0])
    if right is not None and right.label is Label.IDENTITY and left is None:
        return _is_near(text[number.end() : right.start], number[0])
    return False


def _is_near(gap: str, number: str) -> bool:
    gap = gap.removeprefix(".")
    if len(gap) > REACH or re.search(r"[?!。？！\d]|[.;]\s", gap):
        return False
    return sum(char.isdigit() for char in number) >= SHORTEST or number[0].isalpha()
