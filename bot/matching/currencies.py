"""Which currencies does an utterance name?

By code, sign, name, nickname, or as a country's money. Names come from CLDR (through Babel) in our seven languages and
in Traditional Chinese, and from `knowledge/vocabulary/currencies.yaml`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel import Locale
from babel.core import get_global

from bot.knowledge.vocabulary import LANGUAGES, Vocabulary, words_of
from bot.matching.amounts import AmountMention
from bot.matching.lexicon import Lexicon, Sense, Token

YUAN = ("CNY", "CNH")
"""What 1688 is paid in: of two currencies in one question, the other one is asked about."""

EURO_PLACE = "EU"
CLDR_LOCALES = (*LANGUAGES, "zh_Hant")
MIN_ALONE = 3
"""A nickname shorter than this is no currency even as the whole message."""

_AMOUNT_ONLY = frozenset({"kr"})


@dataclass(frozen=True, slots=True)
class CurrencyMention:
    """Tokens `first` to `last` (exclusive). More than one code where a sign leaves it open, the likeliest first."""

    first: int
    last: int
    codes: tuple[str, ...]


class CurrencyReader:
    """Reads currencies out of tokens; `fill` adds its words to the lexicon."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.currencies
        self._words = words
        self._signs = {sign: entry.means for sign, entry in words.signs.items()}
        self._asks = {sign for sign, entry in words.signs.items() if entry.ask == "yes"}
        self._families = {unit: entry.family for unit, entry in words.units.items()}
        self._ordinary = frozenset(words.ordinary_codes)
        self._money_of = dict(_money_of_territories())

    def fill(self, lexicon: Lexicon) -> None:
        """Editors' words first, since the first value given for a word stays."""
        words = self._words
        for code, names in words.names.items():
            for word in words_of(names):
                lexicon.add_name(word, Sense.CURRENCY, code)
        for code, names in words.beside_amount.items():
            for word in words_of(names):
                lexicon.add(word, Sense.BESIDE_AMOUNT, code)
        for unit, entry in words.units.items():
            for word in words_of(entry.says):
                lexicon.add(word, Sense.UNIT, unit)
        for sign in words.signs:
            lexicon.add(sign, Sense.SIGN, sign)
        for place, names in words.places.items():
            for word in words_of(names):
                lexicon.add(word, Sense.PLACE, place)
        for word in words_of(words.money):
            lexicon.add(word, Sense.MONEY)
        for word in words_of(words.of_words):
            lexicon.add(word, Sense.OF)
        for word in words.before_name:
            lexicon.add(word, Sense.BEFORE_NAME)
        for code in {*self._money_of.values(), "CNH"}:
            lexicon.add(code, Sense.CODE, code)
        lexicon.add("rmb", Sense.CURRENCY, "CNY")
        _fill_from_cldr(lexicon, frozenset(self._money_of.values()))

    def find(self, tokens: Sequence[Token], text: str, amounts: Sequence[AmountMention]) -> list[CurrencyMention]:
        """Every currency named, in order; `text` is the utterance as typed, for its capitals."""
        starts = {mention.first: mention for mention in amounts}
        ends = {mention.last for mention in amounts}
        taken = {at for mention in amounts for at in range(mention.first, mention.last)}
        alone = not any(token.is_word and not token.means(Sense.FILLER, Sense.BESIDE_AMOUNT) for token in tokens)
        shouting = text.isupper()
        found: list[CurrencyMention] = []
        at = 0
        while at < len(tokens):
            if at in taken:
                at += 1
                continue
            beside = at in ends or at + 1 in starts
            mention = self._place_and_money(tokens, at) or self._unit(tokens, at)
            mention = mention or self._single(tokens, at, text, beside=beside, alone=alone, shouting=shouting)
            if mention is None:
                at += 1
            else:
                found.append(mention)
                at = mention.last
        return found

    def _single(
        self, tokens: Sequence[Token], at: int, text: str, *, beside: bool, alone: bool, shouting: bool
    ) -> CurrencyMention | None:
        token = tokens[at]
        if Sense.CURRENCY in token.senses:
            return CurrencyMention(at, at + 1, (token.senses[Sense.CURRENCY],))
        if Sense.CODE in token.senses:
            code = token.senses[Sense.CODE]
            capitals = text[token.start : token.end].isupper() and not shouting
            if beside or capitals or code not in self._ordinary:
                return CurrencyMention(at, at + 1, (code,))
        if Sense.BESIDE_AMOUNT in token.senses:
            named = at > 0 and tokens[at - 1].means(Sense.BEFORE_NAME)
            long_enough = len(token.text) >= MIN_ALONE or not token.text.isascii()
            if beside or ((named or alone) and long_enough):
                return CurrencyMention(at, at + 1, (token.senses[Sense.BESIDE_AMOUNT],))
        if Sense.SIGN in token.senses and (beside or token.text not in _AMOUNT_ONLY):
            return CurrencyMention(at, at + 1, self._sign(tokens, token.senses[Sense.SIGN]))
        return None

    def _sign(self, tokens: Sequence[Token], sign: str) -> tuple[str, ...]:
        """What a shared sign means: of the country or currency named elsewhere, the likeliest, or all."""
        means = self._signs[sign]
        for token in tokens:
            place = self.money_of(token.senses.get(Sense.PLACE, ""))
            named = token.senses.get(Sense.CURRENCY, place)
            if named in means:
                return (named,)
        return means if sign in self._asks else means[:1]

    def _unit(self, tokens: Sequence[Token], at: int) -> CurrencyMention | None:
        """ "Singapore dollar", "dolar Singapura", or "dollars" alone."""
        for first, second in ((at, at + 1), (at + 1, at)):
            pair = self._pair(tokens, first, second, Sense.PLACE)
            if pair is not None:
                last, place = pair
                unit_at = second if second > first else first - 1
                code = self.money_of(place)
                unit = tokens[unit_at if unit_at == at else last - 1].senses.get(Sense.UNIT)
                if unit is not None and code in self._families[unit]:
                    return CurrencyMention(at, last, (code,))
        unit = tokens[at].senses.get(Sense.UNIT)
        return CurrencyMention(at, at + 1, self._families[unit][:1]) if unit is not None else None

    def _pair(self, tokens: Sequence[Token], first: int, second: int, sense: Sense) -> tuple[int, str] | None:
        """The end of two neighbours and the value of `sense` in one of them; an "of" may stand between."""
        at = min(first, second)
        last = at + 1
        if last < len(tokens) and tokens[last].means(Sense.OF) and last + 1 < len(tokens):
            if not tokens[last].means(sense, Sense.MONEY, Sense.UNIT):
                last += 1
        if last >= len(tokens):
            return None
        holder = tokens[at] if first == at else tokens[last]
        return (last + 1, holder.senses[sense]) if sense in holder.senses else None

    def _place_and_money(self, tokens: Sequence[Token], at: int) -> CurrencyMention | None:
        """ "Vietnamese money", "uang Jepang", "the currency of Japan"."""
        last = at + 1
        if last + 1 < len(tokens) and tokens[last].means(Sense.OF) and not tokens[last].means(Sense.PLACE, Sense.MONEY):
            last += 1
        if last >= len(tokens):
            return None
        for place, money in ((at, last), (last, at)):
            code = self.money_of(tokens[place].senses.get(Sense.PLACE, ""))
            if code is not None and tokens[money].means(Sense.MONEY):
                return CurrencyMention(at, last + 1, (code,))
        return None

    def money_of(self, place: str) -> str | None:
        """The currency of an ISO 3166 territory."""
        return self._money_of.get(place)


def choose_currency(
    mentions: Sequence[CurrencyMention], amount: AmountMention | None
) -> tuple[CurrencyMention | None, bool]:
    """The currency that the utterance is about, and whether it is the amount's."""
    attached = attached_currency(mentions, amount) if amount is not None else None
    if attached is not None:
        return attached, True
    settled = [mention for mention in mentions if len(mention.codes) == 1]
    foreign = [mention for mention in settled if mention.codes[0] not in YUAN]
    for group in (foreign, settled, mentions):
        if group:
            return group[0], False
    return None, False


def attached_currency(mentions: Sequence[CurrencyMention], amount: AmountMention) -> CurrencyMention | None:
    """The currency right after or before `amount`; of several in a row ("5000块马币") the last, most exact one."""
    after: CurrencyMention | None = None
    end = amount.last
    for mention in mentions:
        if mention.first == end:
            after, end = mention, mention.last
    before = next((mention for mention in mentions if mention.last == amount.first), None)
    if before is not None and (after is None or len(before.codes) == 1):
        return before
    return after


def _money_of_territories() -> Iterator[tuple[str, str]]:
    """Each territory with its tender of today (CLDR)."""
    for territory, currencies in get_global("territory_currencies").items():
        current = [code for code, _, end, tender in currencies if end is None and tender]
        if current:
            yield territory, current[0]
    yield EURO_PLACE, "EUR"


def _fill_from_cldr(lexicon: Lexicon, current: frozenset[str]) -> None:
    for name in CLDR_LOCALES:
        locale = Locale.parse(name)
        for code, word in locale.currencies.items():
            if code in current or code == "CNH":
                lexicon.add_name(word, Sense.CURRENCY, code)
        for code, plurals in locale._data["currency_names_plural"].items():  # noqa: SLF001 - Babel has no other way to all
            for word in plurals.values() if code in current else ():
                lexicon.add_name(word, Sense.CURRENCY, code)
        for place, word in locale.territories.items():
            if len(place) == 2 and place.isalpha():  # noqa: PLR2004 - countries, not regions
                lexicon.add(word, Sense.PLACE, place)
