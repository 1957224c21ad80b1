"""Which language does an utterance ask for? Names from CLDR in the spoken ones, and from languages.yaml."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from babel import Locale

from bot.knowledge.vocabulary import Vocabulary, words_of
from bot.matching.lexicon import Lexicon, Sense, Token

_PREFIXES = {"th": "ภาษา", "ms": "bahasa ", "id": "bahasa ", "fil": "wikang "}
"""With these before it, CLDR's name of a people is the name of its language."""

_SELF_EVIDENT = {"zh": ("语", "文"), "vi": ("Tiếng",)}
"""CLDR's names that end or begin so are languages and nothing else."""

_MACRO = {"msa": "ms", "zlm": "ms", "cmn": "zh", "tl": "fil", "in": "id", "zh_Hans": "zh", "zh_Hant": "zh"}

_GENERIC = "bahasa"

REFUSED_WITHIN = 6
"""So many tokens before a language, "why" and "stop" are said of it."""


@dataclass(frozen=True, slots=True)
class LanguageMention:
    """Token `at` names `language`, an ISO 639 code; `is_refused` where it is wondered at, or wanted no more."""

    at: int
    language: str
    is_refused: bool


def fill_languages(lexicon: Lexicon, vocabulary: Vocabulary) -> None:
    words = vocabulary.languages
    for code, names in words.names.items():
        for word in words_of(names):
            lexicon.add(word, Sense.LANGUAGE, code)
    for code, names in words.beside_speaking.items():
        for word in words_of(names):
            lexicon.add(word, Sense.WEAK_LANGUAGE, code)
    for word in words_of(words.speaking):
        lexicon.add(word, Sense.SPEAKING)
    for word in words_of(words.refusing):
        lexicon.add(word, Sense.REFUSING)
    for word in words.malay_signs:
        lexicon.add(word, Sense.MALAY)
    for word, code, clear in _cldr_names(words.spoken):
        if clear or word.lower() not in words.everyday:
            lexicon.add(word, Sense.LANGUAGE if clear else Sense.WEAK_LANGUAGE, code)


def find_languages(tokens: Sequence[Token]) -> list[LanguageMention]:
    """The languages that `tokens` name as languages: "in Thai" does, "Thai baht" does not."""
    if not any(token.means(Sense.LANGUAGE, Sense.WEAK_LANGUAGE) for token in tokens):
        return []
    alone = not any(
        token.is_word and not token.means(Sense.FILLER, Sense.LANGUAGE, Sense.WEAK_LANGUAGE, Sense.SPEAKING)
        for token in tokens
    )
    malay = any(token.means(Sense.MALAY) for token in tokens)
    found: list[LanguageMention] = []
    for at, token in enumerate(tokens):
        if not token.means(Sense.LANGUAGE, Sense.WEAK_LANGUAGE) or _is_money_beside(tokens, at):
            continue
        if Sense.LANGUAGE in token.senses:
            language = "ms" if token.text == _GENERIC and malay else token.senses[Sense.LANGUAGE]
        elif alone or _is_spoken(tokens, at):
            language = token.senses[Sense.WEAK_LANGUAGE]
        else:
            continue
        found.append(LanguageMention(at, language, _is_refused(tokens, at)))
    return found


def choose_language(tokens: Sequence[Token], mentions: Sequence[LanguageMention]) -> LanguageMention | None:
    """The last one asked for by "to" or "in" and the like, else the first: "from English to Thai" asks for Thai.

    None of those that are refused: "why are you talking in Chinese?" asks for anything else.
    """
    mentions = [mention for mention in mentions if not mention.is_refused]
    spoken = [mention for mention in mentions if _is_spoken(tokens, mention.at)]
    if spoken:
        return spoken[-1]
    return mentions[0] if mentions else None


def _is_money_beside(tokens: Sequence[Token], at: int) -> bool:
    money = (Sense.UNIT, Sense.CURRENCY, Sense.MONEY, Sense.CODE)
    return any(tokens[beside].means(*money) for beside in (at - 1, at + 1) if 0 <= beside < len(tokens))


def _is_refused(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of refusing stands shortly before, in the same clause."""
    for before in reversed(tokens[max(at - REFUSED_WITHIN, 0) : at]):
        if not before.is_word or before.means(Sense.LANGUAGE, Sense.WEAK_LANGUAGE):
            return False
        if before.means(Sense.REFUSING):
            return True
    return False


def _is_spoken(tokens: Sequence[Token], at: int) -> bool:
    return any(tokens[beside].means(Sense.SPEAKING) for beside in (at - 1, at + 1) if 0 <= beside < len(tokens))


def _cldr_names(spoken: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
    """(name, code, whether it can only be a language); names shorter than four letters are left to languages.yaml."""
    for name in spoken:
        locale = Locale.parse(name)
        for tag, word in locale.languages.items():
            code = _MACRO.get(tag, tag)
            if "_" in code:
                continue
            clear = any(word.startswith(mark) or word.endswith(mark) for mark in _SELF_EVIDENT.get(name, ()))
            if clear:
                yield word, code, True
            elif word.isascii() and len(word) >= 4:  # noqa: PLR2004 - "Ga", "Vai" and their like are ordinary words
                yield word, code, False
            if name in _PREFIXES:
                yield f"{_PREFIXES[name]}{word}", code, True
