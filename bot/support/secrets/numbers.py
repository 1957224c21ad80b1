"""Which numbers of a text could be a code, however spaced out, and which say themselves that they are none?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.support.secrets import words
from bot.support.secrets.labels import LATIN, any_of, phrases

SHORTEST_CODE, LONGEST_CODE = 4, 8
USUAL_CODE = 6
SHORTEST_PHONE = 7
YEAR_DIGITS = 4
YEARS = (*range(1950, 2100), *range(2500, 2600))
"""Also of the Buddhist calendar."""
SITE = "1688"
LOOK_BACK = 14
STRAY_DIGITS = 2
"""So many digits beside a number are a number of their own: "code 941665 2 times"."""

_CHAIN = re.compile(r"\d+(?:(?: ?- ?|[ .·_]| {2,3})\d+)*")
_CURRENCIES = "|".join(map(re.escape, phrases(words.CURRENCY_BEFORE)))
_PART_OF_MORE = re.compile(rf"(?:[#+@*]|\d[/:.,]|[{LATIN}]-?|(?:{_CURRENCIES}) ?)\Z")
_UNIT = re.compile(rf"\s?(?:{any_of(words.UNIT)}|[/:.]\d|,\d{{2,3}}(?!\d))")
_FROM = re.compile(rf"(?:{any_of(words.FROM)})\s?(?:{any_of(words.SENDER)})?\s?\Z")
"""Who sends a message is told by a short number."""
_OF_GOOGLE = re.compile(r"\bg-\Z")
"""Google's codes come as "G-123456"."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is no amount, date, phone number or part of a word; `digits` without what stood between them."""

    digits: str
    start: int
    end: int

    @property
    def is_round(self) -> bool:
        return self.digits.endswith("00")

    @property
    def is_year(self) -> bool:
        return len(self.digits) == YEAR_DIGITS and int(self.digits) in YEARS


def find_numbers(text: str, label_ends: frozenset[int] = frozenset()) -> Iterator[Number]:
    """The numbers of 4 to 8 digits in a plain text. A label may end at `label_ends`, right before its number."""
    for chain in _CHAIN.finditer(text):
        for start, end in _pieces(chain):
            number = Number(re.sub(r"\D", "", text[start:end]), start, end)
            if SHORTEST_CODE <= len(number.digits) <= LONGEST_CODE and number.digits != SITE:
                before = text[max(0, start - LOOK_BACK) : start]
                if not _is_part_of_more(before, number, label_ends) and not _has_unit(text, number):
                    yield number


def is_date(digits: str) -> bool:
    """20261123, 23112026."""
    if len(digits) != LONGEST_CODE:
        return False
    turns = ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2]))
    return any(_is_day(*map(int, turn)) for turn in turns)


def _is_day(year: int, month: int, day: int) -> bool:
    if year not in YEARS:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _is_part_of_more(before: str, number: Number, label_ends: frozenset[int]) -> bool:
    if number.start in label_ends or _OF_GOOGLE.search(before):
        return False
    if len(number.digits) != USUAL_CODE and _FROM.search(before):
        return True
    return bool(_PART_OF_MORE.search(before))


def _has_unit(text: str, number: Number) -> bool:
    if re.match(rf"[{LATIN}]", text[number.end : number.end + 1]):
        return True
    is_spelled_out = set(map(len, re.findall(r"\d+", text[number.start : number.end]))) == {1}
    return not is_spelled_out and bool(_UNIT.match(text, number.end))


def _pieces(chain: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the numbers of a chain of digit groups are: the whole, or groups that happen to stand side by side."""
    groups = [(chain.start() + found.start(), chain.start() + found.end()) for found in re.finditer(r"\d+", chain[0])]
    lengths = [end - start for start, end in groups]
    total = sum(lengths)
    are_equal = len(set(lengths)) == 1
    if len(groups) == 1 or total == USUAL_CODE or (are_equal and total <= LONGEST_CODE):
        yield chain.start(), chain.end()
    elif are_equal and lengths[0] == USUAL_CODE:
        yield from groups
    elif "-" not in chain[0] and "." not in chain[0]:
        length = max(lengths)
        if total - length <= STRAY_DIGITS or length >= USUAL_CODE:
            yield groups[lengths.index(length)]
