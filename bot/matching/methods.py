"""Which way of paying does an utterance name? The names stand in `knowledge/vocabulary/methods.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.vocabulary import Vocabulary, words_of
from bot.matching.lexicon import Lexicon, Sense, Token

SHORT = 3
"""With fewer other words than this a message is too short to use a name in its other meaning."""

DENIED_WITHIN = 2
"""So many words after "I have no ..." are still what one has not got."""


@dataclass(frozen=True, slots=True)
class MethodMention:
    """Token `at` names `method`, an id of methods.yaml.

    `is_weak` where the word has another meaning too, `is_denied` where the user has not got it.
    """

    at: int
    method: str
    is_weak: bool
    is_denied: bool


def fill_methods(lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    words = vocabulary.methods
    for word in words_of(words.other_cards):
        lexicon.add(word, Sense.OTHER_CARD)
    for method, names in words.methods.items():
        for word in words_of(names.says):
            lexicon.add_name(word, Sense.METHOD, method)
        for word in words_of(names.after_pay):
            lexicon.add(word, Sense.WEAK_METHOD, method)
        for word in words_of(names.paid_from):
            lexicon.add(word, Sense.PAID_FROM, method)
    for word in words_of(words.without):
        lexicon.add(word, Sense.WITHOUT)
    for word in words_of(words.paying):
        lexicon.add(word, Sense.PAYING)
    for word in words_of(words.paying_after):
        lexicon.add(word, Sense.PAYING_AFTER)


def find_methods(tokens: Sequence[Token], text: str) -> list[MethodMention]:
    """The ways of paying that `tokens` name, in order; a name with another meaning counts where paying is spoken of.

    `text` is the utterance as typed, for its capitals.
    """
    if not any(token.means(Sense.METHOD, Sense.WEAK_METHOD, Sense.PAID_FROM) for token in tokens):
        return []
    others = (Sense.FILLER, Sense.WEAK_METHOD, Sense.FIGURES, Sense.MULTIPLIER, Sense.AFTER_FIGURES, Sense.CURRENCY)
    words = [token for token in tokens if token.is_word]
    alone = sum(not token.means(*others) for token in words) < SHORT
    found: list[MethodMention] = []
    for at, token in enumerate(tokens):
        if token.means(Sense.OTHER_CARD):
            continue
        if Sense.METHOD in token.senses:
            found.append(_mention(tokens, at, Sense.METHOD))
        elif Sense.WEAK_METHOD in token.senses and (alone or _is_proper(token, text) or _is_paid_with(tokens, at)):
            found.append(_mention(tokens, at, Sense.WEAK_METHOD))
        elif Sense.PAID_FROM in token.senses and _is_paid_with(tokens, at):
            found.append(_mention(tokens, at, Sense.PAID_FROM))
    return found


def choose_method(mentions: Sequence[MethodMention]) -> MethodMention | None:
    """The first; what the user has not got, or a word with another meaning, only where there is nothing better."""
    return min(mentions, key=lambda mention: (mention.is_denied, mention.is_weak), default=None)


def _mention(tokens: Sequence[Token], at: int, sense: Sense) -> MethodMention:
    before = tokens[max(at - DENIED_WITHIN, 0) : at]
    return MethodMention(
        at,
        tokens[at].senses[sense],
        is_weak=sense is not Sense.METHOD,
        is_denied=any(token.means(Sense.WITHOUT) for token in before),
    )


def _is_proper(token: Token, text: str) -> bool:
    """Whether it is written as a name: a capital inside a sentence that isn't all capitals."""
    word = text[token.start : token.end]
    return token.start > 0 and word[0].isupper() and not text.isupper()


def _is_paid_with(tokens: Sequence[Token], at: int) -> bool:
    before = tokens[at - 1] if at else None
    if before is not None and before.means(Sense.PAYING):
        return True
    if at + 1 < len(tokens) and tokens[at + 1].means(Sense.PAYING_AFTER):
        return True
    if before is not None and before.means(Sense.FILLER) and at > 1:
        return tokens[at - 2].means(Sense.PAYING, Sense.METHOD)
    if at + 2 < len(tokens) and tokens[at + 1].means(Sense.FILLER, Sense.RANGE):
        return tokens[at + 2].means(Sense.METHOD)
    return False
