"""Which amounts of money does an utterance name, in figures or words of seven languages?

An amount is a sequence of tokens: figures or number words, multipliers ("ribu", "万", "k"), halves. The value grows on
a stack: a number is pushed, a multiplier takes all smaller entries on top, and what is left is added up. So "dua puluh
lima ribu" is 25,000, and "3 triệu 500 nghìn" 3,500,000. Decimal throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.matching.lexicon import Sense, Token

SMALLEST_PLAIN = 20
"""Smaller figures without a currency are steps, counts and digits far more often than money."""

LONGEST_PLAIN = 7
"""More figures than this in a row, without a currency and not round, are a phone or order number."""

LONGEST = 18
YEARS = range(2018, 2036)
_YEAR_WORDS = frozenset({"in", "since", "of", "pada", "sejak", "noong", "từ", "ตั้งแต่"})
_ONLY_GLUED = frozenset({"m", "w", "b", "ng"})
"""Shorthand that is another word when a space stands before it."""

MONEY = (Sense.CURRENCY, Sense.BESIDE_AMOUNT, Sense.CODE, Sense.SIGN, Sense.UNIT)
"""What may stand glued to an amount."""

_HALF = Decimal("0.5")
_HUNDRED, _THOUSAND, _TEN_THOUSAND, _MILLION = (Decimal(10) ** power for power in (2, 3, 4, 6))


@dataclass(frozen=True, slots=True)
class AmountMention:
    """Tokens `first` to `last` (exclusive). `value` is None for a range; `plain` are figures without any mark."""

    first: int
    last: int
    value: Decimal | None
    plain: bool = False
    words_only: bool = False
    refused: bool = False
    """What stands beside it says that it is no money: a unit, a percentage, a step."""
    weak: bool = False
    """A bare multiplier ("thousand"), which needs a currency beside it."""


@dataclass(slots=True)
class _Sum:
    """An amount under way."""

    stack: list[Decimal]
    multiplier: Decimal | None = None
    after_multiplier: bool = False
    figures: int = 0
    words: int = 0
    multipliers: int = 0
    approximate: bool = False
    weak: bool = False

    def push(self, value: Decimal) -> None:
        self.stack.append(value)
        self.after_multiplier = False

    def multiply(self, multiplier: Decimal) -> None:
        part = Decimal(0)
        while self.stack and self.stack[-1] < multiplier:
            part += self.stack.pop()
        self.weak = self.weak or not part
        self.stack.append((part or 1) * multiplier)
        self.multiplier, self.after_multiplier = multiplier, True
        self.multipliers += 1


_FIRST = (
    Sense.FIGURES,
    Sense.VALUE,
    Sense.MULTIPLIER,
    Sense.AFTER_FIGURES,
    Sense.HALF,
    Sense.AND_A_HALF,
    Sense.ARTICLE,
)
"""What an amount may begin with."""


def find_amounts(tokens: Sequence[Token]) -> list[AmountMention]:
    """Every number that could be money, in order; ranges joined into one mention without a value."""
    if not any(token.means(*_FIRST) for token in tokens):
        return []  # as in most utterances
    filipino = any(token.means(Sense.FILIPINO) for token in tokens)
    found: list[AmountMention] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].means(*_FIRST):
            at += 1
            continue
        mention = _read(tokens, at, filipino)
        if mention is None and tokens[at].means(Sense.FIGURES):  # "0812" still belongs to a phone number
            mention = AmountMention(at, at + 1, None, refused=True)
        if mention is None:
            at += 1
        else:
            found.append(mention)
            at = mention.last
    return _join_ranges(tokens, _without_phone_numbers(tokens, found))


def figures_value(raw: str, multiplier: Decimal | None = None) -> Decimal | None:
    """What figures with separators say, or None where they are no number ("1.2.3", "0812").

    A single separator before exactly three figures groups thousands, unless a multiplier of a million or more follows.
    """
    if len(raw) > LONGEST * 2:
        return None
    raw = raw.replace(" ", "").replace("'", "")
    marks = [char for char in raw if char in ".,"]
    if marks and len(set(marks)) > 1:
        decimal_mark = marks[-1]
        if marks.count(decimal_mark) > 1:
            return None
        whole, _, fraction = raw.partition(decimal_mark)
        grouped = whole.split("." if decimal_mark == "," else ",")
        return Decimal(f"{''.join(grouped)}.{fraction}") if _is_grouped(grouped) else None
    if len(marks) > 1:
        groups = raw.split(marks[0])
        return Decimal("".join(groups)) if _is_grouped(groups) else None
    if not marks:
        return Decimal(raw) if len(raw) <= LONGEST and (raw[0] != "0" or raw == "0") else None
    whole, _, fraction = raw.partition(marks[0])
    grouping = _is_grouped([whole, fraction]) and (multiplier is None or multiplier < _MILLION)
    return Decimal(whole + fraction) if grouping else Decimal(f"{whole}.{fraction}")


def _is_grouped(groups: list[str]) -> bool:
    """Groups of three; all but the last may be of two, as in India."""
    head, *middle, last = groups
    good_middle = all(len(group) in (2, 3) for group in middle)
    return 1 <= len(head) <= 3 and head[0] != "0" and good_middle and len(last) == 3  # noqa: PLR2004 - as it says


def _read(tokens: Sequence[Token], at: int, filipino: bool) -> AmountMention | None:
    """The amount that begins at token `at`."""
    total = _Sum([])
    last = at
    while last < len(tokens) and (last == at or _adjacent(tokens, last)):
        taken = _take(tokens, at, last, total, filipino)
        if not taken:
            break
        last += taken
    if not total.stack:
        return None
    if last - at == 1 and tokens[at].means(Sense.VALUE) and tokens[at].means(Sense.FILLER):
        return None  # "ba" is three, and in Filipino only asks
    value = None if total.approximate else _whole(sum(total.stack, Decimal(0)))
    plain = not total.multipliers and not total.words and tokens[at].text.isdigit()
    refused = _is_refused(tokens, at, last, total, value)
    return AmountMention(at, last, value, plain, not total.figures, refused, total.weak and last - at == 1)


def _whole(value: Decimal) -> Decimal:
    """Halves and tenths leave zeros behind the point ("2.5" thousand is 2500.0), which nobody wrote."""
    return value.to_integral_value() if value == value.to_integral_value() and value >= _HUNDRED else value


def _take(tokens: Sequence[Token], first: int, at: int, total: _Sum, filipino: bool) -> int:
    """Add token `at` to `total`; how many tokens were used, 0 where the amount has ended."""
    token = tokens[at]
    started = bool(total.stack)
    if token.means(Sense.FIGURES):
        return _take_figures(tokens, at, total)
    if token.means(Sense.MULTIPLIER, Sense.AFTER_FIGURES):
        multiplier = _multiplier(tokens, first, at, filipino)
        if multiplier is not None:
            total.multiply(multiplier)
            return 1
    if token.means(Sense.HALF, Sense.AND_A_HALF):
        return _take_half(tokens, at, total)
    if token.means(Sense.VALUE):
        return _take_value(tokens, at, total)
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.means(Sense.ARTICLE) and not started and following and following.means(Sense.MULTIPLIER):
        total.push(Decimal(1))
        total.words += 1
        return 1
    hyphen = token.text == "-" and total.words and not total.after_multiplier and _glued(tokens, at, at + 2)
    joins = hyphen or (token.means(Sense.JOINER) and total.after_multiplier)
    return 1 if joins and following and following.means(Sense.VALUE) and _adjacent(tokens, at + 1) else 0


def _take_figures(tokens: Sequence[Token], at: int, total: _Sum) -> int:
    token = tokens[at]
    if not total.stack:
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        multiplier = Decimal(following.senses.get(Sense.MULTIPLIER) or 1) if following else None
        if following and following.means(Sense.AFTER_FIGURES) and following.start == token.end:
            multiplier = Decimal(following.senses[Sense.AFTER_FIGURES])
        value = figures_value(token.senses[Sense.FIGURES], multiplier)
        if value is None:
            return 0
        total.push(value)
        total.figures += 1
        return 1
    if not total.after_multiplier or total.multiplier is None or not token.text.isdigit() or token.means(Sense.SITE):
        return 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    multiplied = following is not None and following.means(Sense.MULTIPLIER)
    if tokens[at - 1].end == token.start and not multiplied:  # "1tr5", "1万2", "2k500"
        if len(token.text) >= len(str(total.multiplier)):
            return 0
        total.push(Decimal(token.text) * total.multiplier / 10 ** len(token.text))
        return 1
    if following and following.means(Sense.COUNTED, Sense.PERCENT) and not following.means(Sense.MULTIPLIER):
        return 0
    value = Decimal(token.text)
    by_word = tokens[at - 1].means(Sense.MULTIPLIER) and _HUNDRED <= value < total.multiplier
    if not (by_word or multiplied):
        return 0
    total.push(value)
    return 1


def _take_value(tokens: Sequence[Token], at: int, total: _Sum) -> int:
    token = tokens[at]
    value = Decimal(token.senses[Sense.VALUE])
    if value >= _HUNDRED and (not total.stack or total.after_multiplier):  # "seribu", "gopek": a multiplier as well
        total.push(value)
        total.multiplier, total.after_multiplier = value, True
    elif not total.stack:
        total.push(value)
    elif total.after_multiplier:
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        ends = following is None or not following.means(Sense.MULTIPLIER, Sense.VALUE)
        short = ends and value < 10 and _is_shorthand(tokens, at, total)  # noqa: PLR2004 - one digit
        total.push(value * (total.multiplier or 1) / 10 if short else value)
    elif not total.figures and value < 10 and total.stack[-1] % 10 == 0 and 0 < total.stack[-1] < _HUNDRED:  # noqa: PLR2004 - "twenty five"
        total.push(value)
    elif not total.figures and _is_approximate(tokens, at, total.stack[-1], value):
        total.push(value)
        total.approximate = True
    else:
        return 0
    total.words += 1
    return 1


def _is_shorthand(tokens: Sequence[Token], at: int, total: _Sum) -> bool:
    """Whether a digit right after a multiplier counts tenths of it: 两千五 and สามพันห้า, "hai triệu ba"."""
    multiplier = total.multiplier or Decimal(0)
    text, before = tokens[at].text, tokens[at - 1]
    if "\u4e00" <= text[0] <= "\u9fff":
        return multiplier >= _HUNDRED and before.means(Sense.MULTIPLIER)
    if "\u0e00" <= text[0] <= "\u0e7f":
        return multiplier >= _THOUSAND and before.means(Sense.MULTIPLIER) and before.end == tokens[at].start
    return multiplier >= _HUNDRED and before.text in _VIETNAMESE_MULTIPLIERS and text in _VIETNAMESE_DIGITS


_VIETNAMESE_MULTIPLIERS = frozenset({"trăm", "nghìn", "ngàn", "triệu", "vạn", "tỷ", "tỉ"})
_VIETNAMESE_DIGITS = frozenset({"mốt", "hai", "ba", "bốn", "tư", "năm", "lăm", "sáu", "bảy", "tám", "chín"})


def _is_approximate(tokens: Sequence[Token], at: int, before: Decimal, value: Decimal) -> bool:
    """ "三五千", "hai ba triệu": two digits one after the other before a multiplier."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    digits = 1 <= before <= 9 and before < value <= 9  # noqa: PLR2004 - digits
    return digits and following is not None and following.means(Sense.MULTIPLIER)


def _take_half(tokens: Sequence[Token], at: int, total: _Sum) -> int:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) and _adjacent(tokens, at + 1) else None
    multiplied = following is not None and following.means(Sense.MULTIPLIER, Sense.AFTER_FIGURES)
    if not total.stack:
        if not (token.means(Sense.HALF) and multiplied):
            return 0
        total.push(_HALF)
    elif not token.means(Sense.AND_A_HALF):
        return 0
    elif total.after_multiplier and total.multiplier is not None:
        total.push(total.multiplier * _HALF)
        if multiplied:  # "1 juta setengah" ends here; "two thousand and a half million" is nobody's amount
            total.multiplier = None
    elif multiplied:
        total.push(_HALF)
    else:
        return 0
    total.words += 1
    return 1


def _multiplier(tokens: Sequence[Token], first: int, at: int, filipino: bool) -> Decimal | None:
    """What token `at` multiplies by, or None where it is another word here."""
    token, before = tokens[at], tokens[at - 1] if at > first else None
    if before is not None and token.means(Sense.AFTER_FIGURES):
        in_words = before.means(Sense.VALUE)
        glued = before.end == token.start and before.means(Sense.FIGURES)
        spaced = before.means(Sense.FIGURES) and token.text not in _ONLY_GLUED
        if token.text == "mil" and (in_words or (filipino and (glued or spaced))):
            return _THOUSAND
        if glued or spaced:
            return Decimal(token.senses[Sense.AFTER_FIGURES])
    if not token.means(Sense.MULTIPLIER):
        return None
    if before is None and not _may_begin(tokens, at):
        return None
    return Decimal(token.senses[Sense.MULTIPLIER])


def _may_begin(tokens: Sequence[Token], at: int) -> bool:
    """Whether a multiplier may begin an amount: พันห้า, 十万, "hundred bucks"; not 千万 ("by all means") or 万一."""
    token = tokens[at]
    if "\u4e00" <= token.text[0] <= "\u9fff":
        return token.text in "十拾"
    return True


def _is_refused(tokens: Sequence[Token], first: int, last: int, total: _Sum, value: Decimal | None) -> bool:
    """Whether the neighbours say that this is no money."""
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if after is not None and _adjacent(tokens, last):
        glued_word = after.start == tokens[last - 1].end and after.text[0].isalpha() and after.text.isascii()
        counted = after.means(Sense.COUNTED) and not after.means(Sense.METHOD, Sense.MULTIPLIER, Sense.WEAK_METHOD)
        if after.means(Sense.PERCENT) or counted or (glued_word and not after.senses):
            return True
        if after.text in ("-", "/", ":") and last + 1 < len(tokens) and _glued(tokens, last, last + 2):
            beyond = tokens[last + 1]
            if beyond.means(Sense.COUNTED) or (after.text in "/:" and beyond.means(Sense.FIGURES)):
                return True
    if before is not None and _adjacent(tokens, first):
        if before.means(Sense.PERCENT_BEFORE) or (before.means(Sense.NUMBERED) and not total.multipliers):
            return True
        letters = before.text.isascii() and before.text.isalpha() and not before.means(*MONEY, Sense.METHOD)
        clock = before.text in "/:" and first > 1 and tokens[first - 2].means(Sense.FIGURES)
        if before.end == tokens[first].start and (clock or letters):
            return True
        if value is not None and value in YEARS and before.text in _YEAR_WORDS:
            return True
    return False


def _without_phone_numbers(tokens: Sequence[Token], found: list[AmountMention]) -> list[AmountMention]:
    """Three or more numbers joined by hyphens or spaces are a phone number or a date, as is what follows a plus."""
    chains: list[list[AmountMention]] = []
    for mention in found:
        before = chains[-1][-1] if chains else None
        in_figures = before is not None and not (before.words_only or mention.words_only)
        joined = (
            before is not None
            and in_figures
            and (mention.first == before.last or (mention.first - before.last == 1 and tokens[before.last].text == "-"))
        )
        if joined:
            chains[-1].append(mention)
        else:
            chains.append([mention])
    return [mention for chain in chains if not _is_phone_number(tokens, chain) for mention in chain]


def _is_phone_number(tokens: Sequence[Token], chain: Sequence[AmountMention]) -> bool:
    first = chain[0].first
    return len(chain) >= 3 or (first > 0 and tokens[first - 1].text == "+")  # noqa: PLR2004 - two are a range


def _join_ranges(tokens: Sequence[Token], found: list[AmountMention]) -> list[AmountMention]:
    """ "5 to 8 thousand" and "1000-2000" become one mention without a value."""
    joined: list[AmountMention] = []
    for mention in found:
        before = joined[-1] if joined else None
        if before is not None and _is_range(tokens, before, mention):
            refused = before.refused or mention.refused
            plain = before.plain and mention.plain and (mention.value or 0) < SMALLEST_PLAIN
            joined[-1] = AmountMention(before.first, mention.last, None, plain=plain, refused=refused)
        else:
            joined.append(mention)
    return joined


def _is_range(tokens: Sequence[Token], low: AmountMention, high: AmountMention) -> bool:
    between = [token for token in tokens[low.last : high.first] if not token.means(*MONEY)]
    if len(between) != 1:
        return False
    if between[0].means(Sense.RANGE):
        return True
    before = [token for token in tokens[max(0, low.first - 2) : low.first] if token.means(Sense.BETWEEN)]
    return bool(before) and between[0].means(Sense.BETWEEN_JOINER)


def is_plausible(tokens: Sequence[Token], mention: AmountMention) -> bool:
    """Whether a mention without a currency beside it is money all the same."""
    if mention.refused or mention.weak:
        return False
    text = tokens[mention.first].text
    if mention.plain and mention.value is not None:
        long_number = len(text) > LONGEST_PLAIN and not text.endswith("000")
        return mention.value >= SMALLEST_PLAIN and not long_number and not tokens[mention.first].means(Sense.SITE)
    if mention.value is None:
        return not mention.plain
    return mention.value >= (_HUNDRED if mention.words_only else SMALLEST_PLAIN)


def _adjacent(tokens: Sequence[Token], at: int) -> bool:
    """Whether at most a space stands before token `at`."""
    return tokens[at].start - tokens[at - 1].end <= 1


def _glued(tokens: Sequence[Token], first: int, last: int) -> bool:
    return all(tokens[at].start == tokens[at - 1].end for at in range(first, last))
