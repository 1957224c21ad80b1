"""Is a short message an answer to whatever was asked ("yes", "the second one", "ย้อนกลับ") rather than a question?

Only a whole message counts: "back" is a signal, "can I get my money back" is not. The words stand in
`knowledge/vocabulary/signals.yaml`.
"""

import re
from collections.abc import Iterable

from bot.knowledge.vocabulary import SignalWords, words_of
from bot.matching.text import fold, is_unspaced, without_marks
from bot.matching.understanding import Signal

MAX_LENGTH = 48
"""A longer message says more than a signal."""

MAX_PARTICLES = 4

_PUNCTUATION = re.compile(r"[^\w\s#+'\u0e00-\u0e7f]+|_+|(?<!\w)'|'(?!\w)")
_WORD = re.compile(r"[\w\u0e00-\u0e7f]")
_MONEY = re.compile("[$€£¥₩฿₫₱₹₭៛%]")
_SPACES = re.compile(r"\s+")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d\\s]")
_REPEATED = re.compile(r"(.)\1+")


class SignalReader:
    """Built once from the vocabulary; reads any text, raises nothing. `spoken`: all languages, the likelier first."""

    def __init__(self, words: SignalWords, spoken: Iterable[str]) -> None:
        self._spoken = tuple(spoken)
        self._signals: dict[str, dict[str, Signal]] = {}
        for name, by_language in words.signals.items():
            for language, phrases in by_language.items():
                for phrase in phrases:
                    self._add(phrase, language, Signal(name))
        particles = sorted({_key(word) for word in words_of(words.particles)}, key=len, reverse=True)
        self._spaced = frozenset(word for word in particles if not is_unspaced(word[0]))
        self._unspaced = tuple(word for word in particles if is_unspaced(word[0]))

    def read(self, utterance: str, language: str = "en") -> Signal | None:
        """The signal that the whole of `utterance` is, if any; `language`, the chat's, settles what two share ("k")."""
        if len(utterance) > 4 * MAX_LENGTH:
            return None
        key = _key(utterance)
        if not key or len(key) > MAX_LENGTH or _MONEY.search(utterance):
            return None
        for _ in range(MAX_PARTICLES):
            if key in self._signals:
                return self._choose(self._signals[key], language)
            shorter = self._without_particle(key)
            if shorter == key:
                return None
            key = shorter
        return self._choose(self._signals[key], language) if key in self._signals else None

    def _add(self, phrase: str, language: str, signal: Signal) -> None:
        key = _key(phrase)
        self._signals.setdefault(key, {}).setdefault(language, signal)
        bare = without_marks(key)
        if bare != key and " " in bare:
            self._signals.setdefault(bare, {}).setdefault(language, signal)

    def _choose(self, readings: dict[str, Signal], language: str) -> Signal:
        if language in readings:
            return readings[language]
        return next(readings[each] for each in self._spoken if each in readings)

    def _without_particle(self, key: str) -> str:
        """`key` without one particle at its end or, failing that, at its start."""
        head, _, last = key.rpartition(" ")
        if head and last in self._spaced:
            return head
        for particle in self._unspaced:
            if key.endswith(particle) and key != particle:
                return key.removesuffix(particle).rstrip()
        first, _, tail = key.partition(" ")
        if tail and first in self._spaced:
            return tail
        for particle in self._unspaced:
            if key.startswith(particle) and key != particle:
                return key.removeprefix(particle).lstrip()
        return key


def _key(text: str) -> str:
    """Folded words without punctuation; of a message of pictures only, each once."""
    folded = fold(text)
    words = _SPACES.sub(" ", _PUNCTUATION.sub(" ", folded)).strip()
    return words if _WORD.search(words) else _REPEATED.sub(r"\1", _SKIN.sub("", folded))
