"""One-time codes and PINs: numbers that the words beside them call so.

A number belongs to the nearest word that names it, before all to the left. So "code not coming for order 4820194" holds
an order, and "error code 500312" an error.
"""

import re
from collections.abc import Iterator

from bot.support.secrets import words
from bot.support.secrets.kinds import Found, Secret
from bot.support.secrets.labels import Label, Labelled, any_of
from bot.support.secrets.numbers import SHORTEST_PHONE, USUAL_CODE, Number, find_numbers, is_date
from bot.support.secrets.tokens import count_words

REACH = 44
"""Characters between a word for codes and a number of six digits that it names."""
SHORT_REACH = 20
"""The same for numbers of another length: amounts and years look like them."""
REACH_OF_THINGS = 30
REACH_OF_RECEIVED = 24
REACH_OF_ENTERED = 10
REACH_BEHIND_VERBS = 12
"""So far behind "I typed 482913", an order or an amount that is spoken of is what the number is of."""
REACH_OF_AMOUNTS = 7
"""For what could as well be an amount, a year or a date."""
REACH_OF_WHOLE = 12
"""Between "code" and "transfer" in "the code of the transfer 327064"."""
REACH_OF_NONE = 40
BESIDE = 3
FEWEST_WORDS = 2

_NAMES = {Label.CODE: Secret.CODE, Label.PIN: Secret.PIN}
_HINTS = {**_NAMES, Label.RECEIVED: Secret.CODE, Label.ENTERED: Secret.CODE}
_VERBS = frozenset({Label.RECEIVED, Label.ENTERED})
_COUNTED = frozenset({Label.THING, Label.AMOUNT, Label.PHONE, Label.IDENTITY, Label.CARD})
_THINGS = frozenset({Label.THING, Label.AMOUNT, Label.ERROR})

_STOP = re.compile(r"[!?。！？]|(?<!\.)[.;；](?:\s|$)|\n\s*\n")
_IS = re.compile(rf"(?:{any_of(words.IS)}|:)\s*$")
_ENDS = re.compile(rf"\s*(?:$|[^\w\s]|{any_of(words.TAILS)}|(?:i|we|it)\b)")
"""A number at the end of a clause counts nothing: "274905 pens" does."""
_SAID_OF = re.compile(rf"\s*(?:<-+|←|-+|=)?\s*(?:{any_of(words.IS_THIS)})")
_NONE_CAME = re.compile(rf"(?:{any_of(words.NONE)})\s*(?:the|pong|po|yung|ng|รับ)?\s*$")
_NEVER_CAME = re.compile(
    rf"[^\d,;.!?\n]{{0,16}}?(?:{any_of(words.NOT)})\s*(?:ได้|เคย|yet|been|pa|pa rin)?\s*(?:{any_of(words.COMES)})"
)
_ONLY_CODE = re.compile(
    r"(?:otp|(?:verification|login|security|auth\w*|confirmation|2fa|access) code)(?:\s+(?:is|was|for \w+))?\s*[:=]?\s*"
)
_MIXED = re.compile(r"(?=(?:[a-z0-9-]{0,9}\d){2})(?=[\d-]{0,9}[a-z])[a-z0-9]{1,5}-?[a-z0-9]{3,6}\b")


def find_codes(text: str, labels: tuple[Labelled, ...], *, expects_code: bool) -> Iterator[Found]:
    """Codes and PINs in a plain text. `expects_code`: a number of six digits that nothing names is one."""
    named = [label for label in labels if label.label not in _NAMES or not _never_came(text, label)]
    ends = frozenset(label.end for label in labels if label.label in _HINTS)
    for number in find_numbers(text, ends):
        label = _naming(text, number, named)
        if label is not None and label.label in _HINTS:
            yield Found(number.start, number.end, _HINTS[label.label])
        elif label is None and _is_meant(text, number, labels, expects_code=expects_code):
            yield Found(number.start, number.end, Secret.CODE)
    for only in _ONLY_CODE.finditer(text):
        found = _MIXED.match(text, only.end())
        if found is not None:
            yield Found(found.start(), found.end(), Secret.CODE)


def _never_came(text: str, label: Labelled) -> bool:
    """The word names a code that they did not get."""
    before = text[max(0, label.start - REACH_OF_NONE) : label.start]
    return bool(_NONE_CAME.search(before) or _NEVER_CAME.match(text, label.end))


def _is_meant(text: str, number: Number, labels: tuple[Labelled, ...], *, expects_code: bool) -> bool:
    """Nothing names the number; where a code is expected, and in a sentence that counts nothing else, it is one."""
    others = f"{text[: number.start]} {text[number.end :]}"
    if expects_code:
        return len(number.digits) == USUAL_CODE or not re.search(r"\w", others)
    counts_nothing = not any(label.label in _COUNTED for label in labels)
    if not counts_nothing or not _is_like_a_code(number) or "." in text[number.start : number.end]:
        return False
    is_an_end = _IS.search(text[: number.start]) or _ENDS.match(text[number.end :])
    return bool(is_an_end) and count_words(others) >= FEWEST_WORDS


def _naming(text: str, number: Number, labels: list[Labelled]) -> Labelled | None:
    """The word that says what the number is."""
    led = [label for label in labels if label.end <= number.start and _may_lead(text, label, number, labels)]
    left = led[-1] if led and _reaches(text[led[-1].end : number.start], led[-1], number) else None
    if left is not None and left.label in _HINTS:
        return _pin_before(left, labels) or left
    if left is not None and (code := _code_of(text, number, left, labels)):
        return code
    right = _behind(number, labels)
    if right is not None and right.label in _NAMES and _reaches(text[number.end : right.start], right, number):
        return right if left is None or _is_said_of(text[number.end : right.start]) else left
    return left or _entered_behind(text, number, labels)


def _entered_behind(text: str, number: Number, labels: list[Labelled]) -> Labelled | None:
    """In "482913 is typed in and nothing happens", the number is what was asked for."""
    if not _is_like_a_code(number) or _is_of_things(text, number, labels):
        return None
    behind = (label for label in labels if 0 <= label.start - number.end <= REACH_OF_ENTERED)
    return next((label for label in behind if label.label is Label.ENTERED), None)


def _behind(number: Number, labels: list[Labelled]) -> Labelled | None:
    """The next word that could name the number; beyond one that is not quite beside it, the next for codes."""
    behind = [label for label in labels if label.start >= number.end and _could_name(label, number)]
    if not behind or behind[0].start - number.end <= BESIDE or not _is_like_a_code(number):
        return behind[0] if behind else None
    return next((label for label in behind if label.label in _NAMES), behind[0])


def _could_name(label: Labelled, number: Number) -> bool:
    match label.label:
        case Label.PHONE:
            return len(number.digits) >= SHORTEST_PHONE
        case Label.PASSWORD | Label.WEAK_PASSWORD | Label.CARD | Label.RECEIVED | Label.ENTERED:
            return False
        case _:
            return True


def _may_lead(text: str, label: Labelled, number: Number, labels: list[Labelled]) -> bool:
    """A verb counts close to six digits that nothing else names: not in "I received 402917 yuan for the order"."""
    if label.label not in _VERBS:
        return _could_name(label, number)
    reach = REACH_OF_RECEIVED if label.label is Label.RECEIVED else REACH_OF_ENTERED
    return number.start - label.end <= reach and _is_like_a_code(number) and not _is_of_things(text, number, labels)


def _is_like_a_code(number: Number) -> bool:
    return len(number.digits) == USUAL_CODE and not number.is_round


def _is_of_things(text: str, number: Number, labels: list[Labelled]) -> bool:
    """An order, an amount or the like is spoken of right behind the number."""
    behind = next((label for label in labels if label.start >= number.end and label.label in _THINGS), None)
    if behind is None or behind.start - number.end > REACH_BEHIND_VERBS:
        return False
    return not _STOP.search(text[number.end : behind.start])


def _reaches(gap: str, label: Labelled, number: Number) -> bool:
    if _STOP.search(gap.removeprefix(".")):
        return False
    if label.label in _VERBS:
        return True
    if label.label not in _NAMES:
        return len(gap) <= REACH_OF_THINGS
    if number.is_round or number.is_year or is_date(number.digits) or "." in gap:
        return len(gap) <= REACH_OF_AMOUNTS
    return len(gap) <= (REACH if len(number.digits) == USUAL_CODE else SHORT_REACH)


def _pin_before(code: Labelled, labels: list[Labelled]) -> Labelled | None:
    """In "payment PIN, 6 digits: 228468", the number is a PIN."""
    return next((other for other in labels if other.label is Label.PIN and 0 <= code.start - other.end < BESIDE), None)


def _code_of(text: str, number: Number, thing: Labelled, labels: list[Labelled]) -> Labelled | None:
    """In "the code of the transfer 327064", the number is the code's and not the transfer's."""
    if not _is_like_a_code(number) or thing.label is Label.ERROR:
        return None
    code = next((label for label in reversed(labels) if label.end <= thing.start and label.label in _NAMES), None)
    if code is None or thing.start - code.end > REACH_OF_WHOLE or _STOP.search(text[code.end : thing.start]):
        return None
    return code


def _is_said_of(gap: str) -> bool:
    """A number stands right before its name, or is said to be it: "482913 is my code"."""
    return len(gap.strip()) <= 1 or bool(_SAID_OF.match(gap))
