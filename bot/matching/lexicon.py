"""Which known words does an utterance consist of?

One pass from left to right takes the longest known word at each place; what is unknown stays as a token without senses.
Words of spaced scripts match whole words only; Thai and Chinese ones match anywhere, but never half a syllable.
"""

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum, auto
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.matching.text import clean, is_unspaced, lower, without_marks

MAX_TOKENS = 600
"""Tokens taken from one utterance; what stands behind so many words is not looked at."""

MIN_MISSPELT = 6
"""Shorter names are known in their own spelling only: one letter makes another word of them."""

MAX_WORD = 48
"""No alias is longer, in characters; this bounds the cost of a look-up."""

LONGEST_HEAD = 3
MIN_WITHOUT_MARKS = 6
"""A single word shorter than this is not known without its accents: "thẻ" would be "the"."""

_FIGURES = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,']\d+)*")
_THAI_DEPENDENT = frozenset("ะัาำิีึืฺุู็่้๊๋์ํๅ")


class Sense(IntEnum):
    """What a word may stand for; the readers decide by what stands beside it. (Plain enums hash in Python, slowly.)"""

    FIGURES = auto()
    VALUE = auto()
    MULTIPLIER = auto()
    AFTER_FIGURES = auto()
    HALF = auto()
    AND_A_HALF = auto()
    ARTICLE = auto()
    JOINER = auto()
    RANGE = auto()
    BETWEEN = auto()
    BETWEEN_JOINER = auto()
    PERCENT = auto()
    PERCENT_BEFORE = auto()
    COUNTED = auto()
    NUMBERED = auto()
    SITE = auto()
    FILIPINO = auto()
    CURRENCY = auto()
    BESIDE_AMOUNT = auto()
    CODE = auto()
    UNIT = auto()
    SIGN = auto()
    PLACE = auto()
    MONEY = auto()
    OF = auto()
    BEFORE_NAME = auto()
    METHOD = auto()
    WEAK_METHOD = auto()
    PAID_FROM = auto()
    PAYING = auto()
    PAYING_AFTER = auto()
    OTHER_CARD = auto()
    WITHOUT = auto()
    LANGUAGE = auto()
    WEAK_LANGUAGE = auto()
    SPEAKING = auto()
    MALAY = auto()
    REFUSING = auto()
    FILLER = auto()
    LOOK_ALIKE = auto()


Senses = Mapping[Sense, str]
NOTHING: Senses = {}


class Token(NamedTuple):
    """A known word or an unknown one; `text` is in lower case."""

    start: int
    end: int
    text: str
    senses: Senses

    def means(self, *senses: Sense) -> bool:
        return bool(self.senses) and not self.senses.keys().isdisjoint(senses)

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[-1].isalnum()


class Lexicon:
    """Words with their senses. Filled once, then only read."""

    def __init__(self) -> None:
        self._senses: dict[str, dict[Sense, str]] = {}
        self._lengths: dict[str, list[int]] = {}
        """How long the words are that begin with some letters: LONGEST_HEAD of them, or all of a shorter word."""
        self._misspelt: dict[str, str] = {}
        """What is left of a name without one of its letters, and such names, with spaces between them."""

    def add(self, word: str, sense: Sense, value: str = "") -> None:
        """Know `word`; the first value given for a sense stays. Latin words are also known without their accents."""
        word = lower(clean(word))
        self._put(word, sense, value)
        bare = without_marks(word)
        if bare != word and (" " in bare or len(bare) >= MIN_WITHOUT_MARKS):
            self._put(bare, sense, value)

    def add_name(self, word: str, sense: Sense, value: str) -> None:
        """Know a name with spaces also written together, and with a hyphen."""
        self.add(word, sense, value)
        if " " in word and len(word) >= MIN_WITHOUT_MARKS and not any(map(is_unspaced, word)):
            self.add(word.replace(" ", ""), sense, value)
            self.add(word.replace(" ", "-"), sense, value)

    def tolerate_typos(self, *senses: Sense) -> None:
        """Know the names of `senses` with one letter wrong as well, except the first; call when all words are in."""
        for word, meanings in self._senses.items():
            if (
                word.isascii()
                and word.isalpha()
                and len(word) >= MIN_MISSPELT
                and not meanings.keys().isdisjoint(senses)
            ):
                for key in _without_a_letter(word):
                    self._misspelt[key] = f"{self._misspelt[key]} {word}" if key in self._misspelt else word

    def settle(self) -> None:
        """Keep senses that many words share once; call when all words are in."""
        shared: dict[tuple[tuple[Sense, str], ...], dict[Sense, str]] = {}
        for word, senses in self._senses.items():
            self._senses[word] = shared.setdefault(tuple(senses.items()), senses)

    def senses(self, word: str) -> Senses:
        return self._senses.get(word, NOTHING)

    def split(self, text: str) -> list[Token]:
        """The tokens of `text` (in lower case), in order, without the spaces between them; MAX_TOKENS at most."""
        tokens: list[Token] = []
        at = 0
        while at < len(text) and len(tokens) < MAX_TOKENS:
            if text[at] == " ":
                at += 1
                continue
            known = self._longest(text, at)
            figures = _FIGURES.match(text, at) if "0" <= text[at] <= "9" else None
            if known and (figures is None or figures.end() <= known):
                senses = self._senses[text[at:known]]
                if figures is not None and figures.end() == known:
                    senses = {**senses, Sense.FIGURES: figures[0]}
                tokens.append(Token(at, known, text[at:known], senses))
                at = known
            elif figures is not None:
                tokens.append(Token(at, figures.end(), figures[0], {Sense.FIGURES: figures[0]}))
                at = self._glued(text, figures.end(), tokens)
            else:
                end = _word_end(text, at)
                tokens.append(Token(at, end, text[at:end], self._nearly(text[at:end])))
                at = end
        return tokens

    def _nearly(self, word: str) -> Senses:
        """The senses of the name that `word` misspells, if any."""
        if not MIN_MISSPELT <= len(word) <= MAX_WORD or not word.isascii():
            return NOTHING
        for key in _without_a_letter(word):
            for name in self._misspelt.get(key, "").split():
                if name[0] == word[0] and OSA.distance(name, word, score_cutoff=1) <= 1:
                    return self._senses[name]
        return NOTHING

    def _put(self, word: str, sense: Sense, value: str) -> None:
        if not word or len(word) > MAX_WORD:
            return
        self._senses.setdefault(word, {}).setdefault(sense, value)
        lengths = self._lengths.setdefault(word[:LONGEST_HEAD], [])
        if len(word) not in lengths:
            lengths.append(len(word))
            lengths.sort(reverse=True)

    def _longest(self, text: str, at: int) -> int:
        """Where the longest known word at `at` ends; 0 if there is none."""
        for head in range(LONGEST_HEAD, 0, -1):
            for length in self._lengths.get(text[at : at + head], ()):
                end = at + length
                if text[at:end] in self._senses and end <= len(text) and _may_end(text, end):
                    return end
        return 0

    def _glued(self, text: str, at: int, tokens: list[Token]) -> int:
        """Take letters that stand right after figures apart: "kyuan" is "k" and "yuan"."""
        if at >= len(text) or not text[at].isalpha() or is_unspaced(text[at]) or self._longest(text, at):
            return at
        end = _word_end(text, at)
        for cut in range(min(end, at + MAX_WORD) - 1, at, -1):
            head, tail = text[at:cut], text[cut:end]
            money = (Sense.CURRENCY, Sense.CODE, Sense.BESIDE_AMOUNT, Sense.UNIT)
            if Sense.AFTER_FIGURES in self.senses(head) and any(sense in self.senses(tail) for sense in money):
                tokens.append(Token(at, cut, head, self._senses[head]))
                tokens.append(Token(cut, end, tail, self._senses[tail]))
                return end
        tokens.append(Token(at, end, text[at:end], NOTHING))
        return end


def _without_a_letter(word: str) -> Iterator[str]:
    """`word` and what is left of it without one letter: two words with one typo between them have one in common."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _may_end(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    last, following = text[end - 1], text[end]
    if following in _THAI_DEPENDENT:
        return False
    if last.isdigit():
        more = following in ".,'" and end + 1 < len(text) and text[end + 1].isdigit()
        return not following.isdigit() and not more
    return not (last.isalpha() and following.isalpha() and not is_unspaced(last) and not is_unspaced(following))


def _word_end(text: str, at: int) -> int:
    """The end of the run of letters at `at` where words are spaced, otherwise of one character."""
    end = at + 1
    if not text[at].isalpha() or is_unspaced(text[at]):
        return end
    while end < len(text) and text[end].isalpha() and not is_unspaced(text[end]):
        end += 1
    return end
