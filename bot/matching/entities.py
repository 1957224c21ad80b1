"""What does an utterance name: an amount, a currency, a way of paying, a language?

Words become tokens once (`lexicon`); each reader looks at them in the light of their neighbours; here one of each is
chosen, and what is left says whether the utterance holds anything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.knowledge.vocabulary import FillerWords, NumberWords, Vocabulary, words_of
from bot.matching.amounts import AmountMention, find_amounts, is_plausible
from bot.matching.currencies import CurrencyMention, CurrencyReader, attached_currency, choose_currency
from bot.matching.languages import choose_language, fill_languages, find_languages
from bot.matching.lexicon import Lexicon, Sense, Token
from bot.matching.methods import choose_method, fill_methods, find_methods
from bot.matching.text import clean, lower
from bot.matching.understanding import Slots


class SpanKind(Enum):
    """What stands at a place in the utterance."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    METHOD = "method"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of `Entities.text`."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Entities:
    """An utterance's entities.

    `text` is the utterance after `text.clean`. `spans` are in order and apart. `bare` is set where the utterance names
    something and holds nothing else but fillers ("and by card?").
    """

    text: str
    slots: Slots
    spans: tuple[Span, ...]
    bare: bool


class EntityReader:
    """Built once; reads any text, raises nothing."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicon = Lexicon()
        self._currencies = CurrencyReader(vocabulary)
        self._currencies.fill(self._lexicon)
        fill_methods(self._lexicon, vocabulary)
        fill_languages(self._lexicon, vocabulary)
        _fill_numbers(self._lexicon, vocabulary.numbers)
        _fill_fillers(self._lexicon, vocabulary.fillers)
        self._lexicon.tolerate_typos(Sense.CURRENCY, Sense.METHOD, Sense.LANGUAGE)
        self._lexicon.settle()

    def read(self, utterance: str) -> Entities:
        """The entities of `utterance`, of which only the first 4,096 characters are read."""
        text = clean(utterance)
        tokens = self._lexicon.split(lower(text))
        numbers = find_amounts(tokens)
        currencies = self._currencies.find(tokens, text, numbers)
        amounts = _amounts(tokens, numbers, currencies)
        amount = amounts[0] if amounts else None
        currency = choose_currency(currencies, amount)
        methods = find_methods(tokens, text)
        method = choose_method(methods)
        languages = find_languages(tokens)
        language = choose_language(tokens, languages)
        codes = currency.codes if currency else ()
        slots = Slots(
            amount=amount.value if amount else None,
            currency=codes[0] if len(codes) == 1 else None,
            currencies=codes if len(codes) > 1 else (),
            method=method.method if method else None,
            language=language.language if language else None,
            amount_is_range=amount is not None and amount.value is None,
        )
        places = [
            *((mention.first, mention.last, SpanKind.CURRENCY) for mention in currencies),
            *((mention.first, mention.last, SpanKind.AMOUNT) for mention in amounts),
            *((mention.at, mention.at + 1, SpanKind.METHOD) for mention in methods),
            *((mention.at, mention.at + 1, SpanKind.LANGUAGE) for mention in languages),
        ]
        spans, covered = _spans(tokens, places)
        rest = (token for at, token in enumerate(tokens) if at not in covered and token.is_word)
        complete = bool(tokens) and tokens[-1].end == len(text)
        bare = bool(slots) and complete and all(token.means(Sense.FILLER, Sense.BETWEEN) for token in rest)
        return Entities(text, slots, spans, bare)


def _amounts(
    tokens: Sequence[Token], numbers: Sequence[AmountMention], currencies: Sequence[CurrencyMention]
) -> list[AmountMention]:
    """Of the numbers those that are money, the one with a currency beside it first."""
    if not numbers:
        return []
    attached = [
        number
        for number in numbers
        if not number.refused
        and (beside := attached_currency(currencies, number)) is not None
        and (not tokens[number.first].means(Sense.SITE) or _is_price(tokens, number, beside))
    ]
    if attached:
        return attached
    plausible = [number for number in numbers if is_plausible(tokens, number)]
    if plausible:
        return plausible
    words = [token for token in tokens if token.is_word and not token.means(Sense.FILLER)]
    alone = [n for n in numbers if n.plain and n.value is not None and not n.refused and len(words) == 1]
    return [number for number in alone if not tokens[number.first].means(Sense.SITE)]


def _is_price(tokens: Sequence[Token], number: AmountMention, beside: CurrencyMention) -> bool:
    """Whether "1688" is an amount after all: with its currency glued to it, or in yuan."""
    if beside.first >= number.last:
        glued = tokens[beside.first].start == tokens[number.last - 1].end
    else:
        glued = tokens[beside.last - 1].end == tokens[number.first].start
    return glued or (beside.first >= number.last and beside.codes[0] == "CNY")


def _spans(
    tokens: Sequence[Token], places: Sequence[tuple[int, int, SpanKind]]
) -> tuple[tuple[Span, ...], frozenset[int]]:
    """Spans in the order of the text; of two over the same token the one placed earlier stays."""
    covered: set[int] = set()
    spans: list[Span] = []
    for first, last, kind in places:
        if covered.isdisjoint(range(first, last)):
            covered.update(range(first, last))
            spans.append(Span(tokens[first].start, tokens[last - 1].end, kind))
    return tuple(sorted(spans, key=lambda span: span.start)), frozenset(covered)


def _fill_numbers(lexicon: Lexicon, words: NumberWords) -> None:
    for language in words.values.values():
        for word, value in language.items():
            lexicon.add(word, Sense.VALUE, str(value))
    for language in words.multipliers.values():
        for word, value in language.items():
            lexicon.add(word, Sense.MULTIPLIER, str(value))
    for word, value in words.after_figures.items():
        lexicon.add(word, Sense.AFTER_FIGURES, str(value))
    lists = {
        Sense.FILIPINO: words.filipino_signs,
        Sense.HALF: words.half,
        Sense.AND_A_HALF: words.and_a_half,
        Sense.ARTICLE: words.article,
        Sense.JOINER: words.joiner,
        Sense.RANGE: words.range,
        Sense.BETWEEN: words.between,
        Sense.BETWEEN_JOINER: words.between_joiner,
        Sense.PERCENT: words.percent,
        Sense.PERCENT_BEFORE: words.percent_before,
        Sense.COUNTED: tuple(words_of(words.counted)),
        Sense.NUMBERED: tuple(words_of(words.numbered)),
        Sense.SITE: words.names,
    }
    for sense, each in lists.items():
        for word in each:
            lexicon.add(word, sense)


def _fill_fillers(lexicon: Lexicon, words: FillerWords) -> None:
    for word in words_of(words.root):
        lexicon.add(word, Sense.FILLER)
