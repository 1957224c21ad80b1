"""Which currencies does an utterance name?

By code, sign, name, nickname, or as a country's money. Names come from CLDR (through Babel) in every spoken language
and in Traditional Chinese, and from `knowledge/vocabulary/currencies.yaml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from babel.core import get_global

from bot.knowledge.vocabulary import Vocabulary, WordsByLanguage, words_of
from bot.matching.amounts import AmountMention
from bot.matching.lexicon import Lexicon, Sense, Token

YUAN = ("CNY", "CNH")
"""What 1688 is paid in: of two currencies in one question, the other one is asked about."""

EURO_PLACE = "EU"
TRADITIONAL = "zh_Hant"
MIN_ALONE = 3
"""A nickname shorter than this is no currency even as the whole message."""

MIN_LETTER = 100
"""Fewer "p" or "d" are no pesos or dong."""

_NAMING = (Sense.CURRENCY, Sense.CODE, Sense.BESIDE_AMOUNT, Sense.SIGN, Sense.PLACE, Sense.MONEY, Sense.UNIT)
"""What is a currency, or part of its name."""

_AMOUNT_ONLY = frozenset({"kr"})


@dataclass(frozen=True, slots=True)
class CurrencyMention:
    """Tokens `first` to `last` (exclusive). More than one code where a sign leaves it open, the likeliest first."""

    first: int
    last: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Around:
    """Where a word stands: beside an amount, in capitals among small letters, alone; and what else is named."""

    amount: AmountMention | None
    after_amount: bool
    capitals: bool
    alone: bool
    places: frozenset[str | None]
    names: frozenset[str | None]

    @property
    def beside(self) -> bool:
        return self.amount is not None


class CurrencyReader:
    """Reads currencies out of tokens; `fill` adds its words to the lexicon."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.currencies
        self._words = words
        self._locales = (*vocabulary.languages.spoken, TRADITIONAL)
        self._signs = {sign: entry.means for sign, entry in words.signs.items()}
        self._asks = {sign for sign, entry in words.signs.items() if entry.ask == "yes"}
        self._families = {unit: entry.family for unit, entry in words.units.items()}
        self._ordinary = frozenset(words.ordinary_codes)
        self._particles = {particle: frozenset(beside) for particle, beside in words.particles.items()}
        self._money_of = dict(_money_of_territories())

    def fill(self, lexicon: Lexicon) -> None:
        """Editors' words first, since the first value given for a word stays."""
        words = self._words
        for word, code in _each(words.names):
            lexicon.add_name(word, Sense.CURRENCY, code)
        for word, code in _each(words.beside_amount):
            lexicon.add(word, Sense.BESIDE_AMOUNT, code)
        for word, unit in _each({unit: entry.says for unit, entry in words.units.items()}):
            lexicon.add(word, Sense.UNIT, unit)
        for sign in words.signs:
            lexicon.add(sign, Sense.SIGN, sign)
        for word, place in _each(words.places):
            lexicon.add(word, Sense.PLACE, place)
        lists = {Sense.MONEY: words_of(words.money), Sense.OF: words_of(words.of_words)}
        others = {Sense.BEFORE_NAME: iter(words.before_name), Sense.LOOK_ALIKE: iter(words.look_alikes)}
        for sense, each in {**lists, **others}.items():
            for word in each:
                lexicon.add(word, sense)
        current = frozenset(self._money_of.values())
        for code in (*sorted(current), "CNH"):
            lexicon.add(code, Sense.CODE, code)
        _fill_from_cldr(lexicon, current, self._locales)

    def find(self, tokens: Sequence[Token], text: str, amounts: Sequence[AmountMention]) -> list[CurrencyMention]:
        """Every currency named, in order; `text` is the utterance as typed, for its capitals."""
        if not any(token.means(*_NAMING) for token in tokens):
            return []
        sure = [mention for mention in amounts if _is_surely_number(tokens, mention)]
        starts = {mention.first: mention for mention in sure}
        ends = {mention.last: mention for mention in sure}
        taken = {at for mention in amounts for at in range(mention.first, mention.last)}
        alone = not any(token.is_word and not token.means(Sense.FILLER, Sense.BESIDE_AMOUNT) for token in tokens)
        places = frozenset(self.money_of(token.senses.get(Sense.PLACE, "")) for token in tokens)
        names = frozenset(token.senses.get(Sense.CURRENCY) for token in tokens)
        shouting = text.isupper() and sum(token.text.isascii() and token.text.isalpha() for token in tokens) > 1
        found: list[CurrencyMention] = []
        at = 0
        while at < len(tokens):
            if at in taken or not tokens[at].senses:
                at += 1
                continue
            capitals = not shouting and text[tokens[at].start : tokens[at].end].isupper()
            amount = ends.get(at) or starts.get(at + 1)
            around = _Around(amount, at in ends, capitals, alone, places, names)
            mention = self._pair(tokens, at) or self._single(tokens, at, around)
            if mention is None:
                at += 1
            else:
                found.append(mention)
                at = mention.last
        return found

    def _single(self, tokens: Sequence[Token], at: int, around: _Around) -> CurrencyMention | None:
        """The currency that token `at` is by itself."""
        token = tokens[at]
        if Sense.CURRENCY in token.senses:
            return CurrencyMention(at, at + 1, (token.senses[Sense.CURRENCY],))
        if Sense.CODE in token.senses:
            code = token.senses[Sense.CODE]
            if around.after_amount or around.capitals or code not in self._ordinary:
                return CurrencyMention(at, at + 1, (code,))
        if Sense.BESIDE_AMOUNT in token.senses and self._is_money_here(tokens, at, around):
            return CurrencyMention(at, at + 1, (token.senses[Sense.BESIDE_AMOUNT],))
        if Sense.SIGN in token.senses and (around.beside or token.text not in _AMOUNT_ONLY):
            return CurrencyMention(at, at + 1, self._sign(token.senses[Sense.SIGN], around))
        return None

    def _is_money_here(self, tokens: Sequence[Token], at: int, around: _Around) -> bool:
        """Whether a word that is also another one is money: beside an amount, a country, "in" or "can"."""
        text = tokens[at].text
        its_language = self._particles.get(text)
        if its_language and any(not its_language.isdisjoint(token.text.split()) for token in tokens):
            return False
        if around.amount is not None:
            return (
                len(text) > 1 or not text.isascii() or around.amount.value is None or around.amount.value >= MIN_LETTER
            )
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        named = before is not None and before.means(Sense.BEFORE_NAME, Sense.MONEY, Sense.PLACE)
        asked = after is not None and (after.means(Sense.PLACE) or (at == 0 and after.means(Sense.PAYING_AFTER)))
        long_enough = len(text) >= MIN_ALONE or not text.isascii()
        return (named or asked or around.alone) and long_enough

    def _sign(self, sign: str, around: _Around) -> tuple[str, ...]:
        """What a shared sign means: the money of a country that is named, else the likeliest, or all where one asks.

        A currency named elsewhere settles "¥", but not "$", which stands beside other currencies ("$500 to MYR").
        """
        means = self._signs[sign]
        asks = sign in self._asks
        hints = around.places if asks else around.places | around.names
        named = tuple(code for code in means if code in hints)
        return named[:1] or (means if asks else means[:1])

    def _pair(self, tokens: Sequence[Token], at: int) -> CurrencyMention | None:
        if not tokens[at].means(Sense.PLACE, Sense.MONEY, Sense.UNIT):
            return None
        return self._place_and_money(tokens, at) or self._unit(tokens, at)

    def _unit(self, tokens: Sequence[Token], at: int) -> CurrencyMention | None:
        """ "Singapore dollar", "dolar Singapura", or "dollars" alone."""
        partner = _partner(tokens, at)
        for place, holder in ((at, partner), (partner, at)) if partner else ():
            code = self.money_of(tokens[place].senses.get(Sense.PLACE, ""))
            unit = tokens[holder].senses.get(Sense.UNIT)
            if code is not None and unit is not None and code in self._families[unit]:
                return CurrencyMention(at, partner + 1, (code,))
        unit = tokens[at].senses.get(Sense.UNIT)
        return CurrencyMention(at, at + 1, self._families[unit][:1]) if unit is not None else None

    def _place_and_money(self, tokens: Sequence[Token], at: int) -> CurrencyMention | None:
        """ "Vietnamese money", "uang Jepang", "the currency of Japan"."""
        partner = _partner(tokens, at)
        for place, money in ((at, partner), (partner, at)) if partner else ():
            code = self.money_of(tokens[place].senses.get(Sense.PLACE, ""))
            if code is not None and tokens[money].means(Sense.MONEY):
                return CurrencyMention(at, partner + 1, (code,))
        return None

    def money_of(self, place: str) -> str | None:
        """The currency of an ISO 3166 territory."""
        return self._money_of.get(place)


def choose_currency(mentions: Sequence[CurrencyMention], amount: AmountMention | None) -> CurrencyMention | None:
    """The currency that the utterance is about: the amount's, else the first that is not the yuan."""
    attached = attached_currency(mentions, amount) if amount is not None else None
    if attached is not None:
        return attached
    settled = [mention for mention in mentions if len(mention.codes) == 1]
    foreign = [mention for mention in settled if mention.codes[0] not in YUAN]
    for group in (foreign, settled, mentions):
        if group:
            return group[0]
    return None


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


def _is_surely_number(tokens: Sequence[Token], mention: AmountMention) -> bool:
    """Not "one" or "ba", which are other words as well, and not the site's name."""
    small_word = mention.words_only and mention.value is not None and mention.value < 10  # noqa: PLR2004 - digits
    first = tokens[mention.first]
    before = mention.first > 0 and tokens[mention.first - 1].end == first.start
    after = mention.last < len(tokens) and tokens[mention.last].start == first.end
    return not small_word and (before or after or not first.means(Sense.SITE))


def _partner(tokens: Sequence[Token], at: int) -> int:
    """The token that may form a pair with token `at`: the next, or the one behind an "of"; 0 if there is none."""
    after = at + 1
    if after + 1 < len(tokens) and tokens[after].means(Sense.OF):
        after += not tokens[after].means(Sense.PLACE, Sense.MONEY, Sense.UNIT)
    return after if after < len(tokens) else 0


def _each(words: Mapping[str, WordsByLanguage]) -> Iterator[tuple[str, str]]:
    """Every word with the key that it stands under."""
    for key, by_language in words.items():
        for word in words_of(by_language):
            yield word, key


def _money_of_territories() -> Iterator[tuple[str, str]]:
    """Each territory with its tender of today (CLDR)."""
    for territory, currencies in get_global("territory_currencies").items():
        current = [code for code, _, end, tender in currencies if end is None and tender]
        if current:
            yield territory, current[0]
    yield EURO_PLACE, "EUR"


def _fill_from_cldr(lexicon: Lexicon, current: frozenset[str], locales: Sequence[str]) -> None:
    for name in locales:
        locale = Locale.parse(name)
        for code, word in locale.currencies.items():
            if code in current or code == "CNH":
                lexicon.add_name(word, Sense.CURRENCY, code)
        for code, plurals in locale._data["currency_names_plural"].items():  # Babel has no other way to all of them
            for word in plurals.values() if code in current else ():
                lexicon.add_name(word, Sense.CURRENCY, code)
        for place, word in locale.territories.items():
            if len(place) == 2 and place.isalpha():  # noqa: PLR2004 - countries, not regions
                lexicon.add(word, Sense.PLACE, place)
