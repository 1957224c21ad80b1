"""Payment cards: numbers that a brand could have issued, with Luhn's check digit, and the digits on the back.

Ranges of the brands: ISO/IEC 7812, as the card networks publish them; 9704 is Vietnam's Napas, 6013, 6019 and 6032 are
debit cards of Indonesian banks.
"""

import re
from collections.abc import Iterator

from stdnum import luhn

from bot.support.secrets import words
from bot.support.secrets.kinds import Found, Secret
from bot.support.secrets.labels import Label, Labelled, any_of

BRANDS = (
    *("4[0-9]{12}", "4[0-9]{15}", "4[0-9]{18}"),  # Visa
    *("5[1-5][0-9]{14}", "2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"),  # Mastercard
    "3[47][0-9]{13}",  # American Express
    "35(?:2[89]|[3-8][0-9])[0-9]{12}",  # JCB
    "3(?:0[0-5]|[68][0-9])[0-9]{11}",  # Diners
    *("62[0-9]{14,17}", "81[0-9]{14}"),  # UnionPay
    "6(?:011|5[0-9]{2}|4[4-9][0-9])[0-9]{12}",  # Discover
    *("5018[0-9]{12}", "5[0678][0-9]{14}"),  # Maestro
    *("60(?:13|19|32)[0-9]{12}", "9704[0-9]{12}(?:[0-9]{3})?"),  # debit cards of Indonesia and Vietnam
)
SHORTEST, LONGEST = 13, 19
REACH = 24
BESIDE = 2

_BRAND = re.compile("|".join(BRANDS))
_SEPARATED = re.compile(r"\d(?:[ .\-·]{0,2}\d)+")
_SHORT = re.compile(r"(?<![\d/+#-])(?<!\d[.,:])\d(?: ?\d){2,3}(?![\d.,/:-]*\d)")
_THREE, _BACK = any_of(words.THREE), any_of(words.BACK)
_FEW = r"[^\d.!?]{0,16}?"
_ON_THE_BACK = re.compile(
    rf"(?:(?:{_THREE}){_FEW}(?:{_BACK})|(?:{_BACK}){_FEW}(?:{_THREE})){_FEW}(\d{{3}})(?![\d.,/:-]*\d)"
)
"""The three digits on the back, as people who know no "CVV" call them."""
_SECURITY_CODE = re.compile(rf"(?:{any_of(words.SECURITY_CODE)})(?:\s?(?:{any_of(words.IS)}|[:=]))?\s?(\d{{3}})(?!\d)")
_BEHIND_EXPIRY = re.compile(
    r"(?<!\d)(?:0[1-9]|1[0-2]) ?/ ?(?:20)?[2-4]\d(?!\d)\D{1,12}(\d{3,4})(?!\d|\s*(?:rmb|yuan|usd))"
)


def find_cards(text: str, labels: tuple[Labelled, ...]) -> Iterator[Found]:
    """Card numbers and the digits on a card's back, in a plain text."""
    for run in _SEPARATED.finditer(text):
        yield from _in_run(text, run, labels)
    backs = [label for label in labels if label.label is Label.CVV]
    for number in _SHORT.finditer(text):
        if any(_is_beside(text, number, back) for back in backs):
            yield Found(number.start(), number.end(), Secret.CARD)
    for pattern in (_ON_THE_BACK, _SECURITY_CODE, _BEHIND_EXPIRY):
        for found in pattern.finditer(text):
            yield Found(found.start(1), found.end(1), Secret.CARD)


def _in_run(text: str, run: re.Match[str], labels: tuple[Labelled, ...]) -> Iterator[Found]:
    """The first card in a run of digit groups: it begins and ends where a group does."""
    groups = [(run.start() + found.start(), run.start() + found.end()) for found in re.finditer(r"\d+", run[0])]
    for first, (start, _) in enumerate(groups):
        digits = ""
        for group_start, end in groups[first:]:
            digits += text[group_start:end]
            if len(digits) > LONGEST:
                break
            if len(digits) >= SHORTEST and _is_card(digits, text, start, labels):
                yield Found(start, end, Secret.CARD)
                return


def _is_card(digits: str, text: str, start: int, labels: tuple[Labelled, ...]) -> bool:
    """Called a card's, a number may have a mistyped digit; called something else, it is that."""
    if not _BRAND.fullmatch(digits) or len(set(digits)) == 1 or text[start - 1 : start] == "+":
        return False
    label = next((label for label in reversed(labels) if label.end <= start), None)
    if label is not None and label.label is Label.CARD and start - label.end <= REACH:
        return True
    if label is not None and label.label is Label.THING and start - label.end <= BESIDE:
        return False
    return bool(luhn.is_valid(digits))


def _is_beside(text: str, number: re.Match[str], back: Labelled) -> bool:
    start, end = (back.end, number.start()) if back.end <= number.start() else (number.end(), back.start)
    return 0 <= end - start <= REACH and not re.search(r"[?。？!]|\d", text[start:end])
