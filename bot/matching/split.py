"""Does a message hold more than one question?

Cut with caution: at question marks, at line breaks, and at an "and" or a comma between two halves that both ask. What
only states something stays with the question after it, so that greetings and stories remain whole; whether each part
can be answered is the classifier's to say.
"""

import re

from bot.knowledge.vocabulary import QuestionWords, words_of
from bot.matching.text import MAX_LENGTH, clean, count_unspaced, is_unspaced, lower

MAX_PARTS = 4
MIN_WORDS = 2
MIN_UNSPACED = 4
"""A part with fewer words, or letters of Thai or Chinese, is no question of its own ("can?", "对吗?")."""

LONGEST_HALF = 70
"""A longer half, in characters, is part of a story; it is not cut at its commas."""

SHORT_REFERRING = 6
"""So many words at most, one of them "it": the second half speaks of the first."""

_ENDS = re.compile(r"(?<=[?？])[\s?？!]*|[\r\n]+")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")


class QuestionSplitter:
    """Built once from the vocabulary; takes any text, raises nothing."""

    def __init__(self, words: QuestionWords) -> None:
        asks = [lower(clean(word)) for word in words_of(words.asks)]
        joins = [lower(clean(word)) for word in words_of(words.joins)]
        self._asks = _either([word for word in asks if not is_unspaced(word[0])], whole=True)
        self._begins = _either([lower(clean(word)) for word in words_of(words.begins)], whole=True)
        self._asks_unspaced = _either([word for word in asks if is_unspaced(word[0])], whole=False)
        self._refers = _either([word for word in words.refers if not is_unspaced(word[0])], whole=True)
        spaced = "|".join(re.escape(word) for word in _longest_first(joins) if not is_unspaced(word[0]))
        unspaced = "|".join(re.escape(word) for word in _longest_first(joins) if is_unspaced(word[0]))
        self._joint = re.compile(rf"[,;，；、] ?(?:(?:{spaced})\b|{unspaced})? ?|\s(?:{spaced})\s|\s?(?:{unspaced})\s?")

    def split(self, text: str) -> tuple[str, ...]:
        """The questions of `text` in order, cleaned; all of it as one where there is any doubt. Never empty."""
        whole = clean(text)
        parts = [part for part in _ENDS.split(text[:MAX_LENGTH]) if part]
        if len(parts) == 1 and not self._joint.search(lower(whole)):
            return (whole,)  # as most are
        sentences = [sentence for part in parts if (sentence := clean(part))]
        questions = [half for question in self._questions(sentences) for half in self._halves(question)]
        return tuple(questions) if 1 < len(questions) <= MAX_PARTS else (whole,)

    def _questions(self, sentences: list[str]) -> list[str]:
        """Sentences that ask, each with the statements before it; statements at the end go to the last."""
        questions: list[str] = []
        pending: list[str] = []
        for sentence in sentences:
            if self._is_question(sentence) and not (questions and self._refers_back(lower(sentence))):
                questions.append(" ".join([*pending, sentence]))
                pending = []
            elif questions and (not _is_long(sentence) or self._refers_back(lower(sentence))):
                questions[-1] = f"{questions[-1]} {sentence}"
            else:
                pending.append(sentence)
        if pending and questions:
            questions[-1] = " ".join([questions[-1], *pending])
        return questions or pending

    def _is_question(self, sentence: str) -> bool:
        asks = sentence.endswith("?") or self._is_asking(sentence) or self._begins.match(lower(sentence))
        return _is_long(sentence) and bool(asks)

    def _is_asking(self, part: str) -> bool:
        low = lower(part)
        return bool(self._asks.search(low) or self._asks_unspaced.search(low))

    def _halves(self, question: str) -> list[str]:
        """`question` cut in two at the first joint between halves that each ask."""
        if len(question) > 2 * LONGEST_HALF:
            return [question]
        for joint in self._joint.finditer(lower(question)):
            left, right = question[: joint.start()].strip(), question[joint.end() :].strip()
            if self._stand_alone(left, right):
                return [left, right]
        return [question]

    def _stand_alone(self, left: str, right: str) -> bool:
        if max(len(left), len(right)) > LONGEST_HALF or not (_is_long(left) and _is_long(right)):
            return False
        low, greeting_off = lower(right), lower(left).rpartition(",")[2].strip()
        if not (self._is_asking(left) or self._begins.match(greeting_off)):
            return False
        if is_unspaced(right[0]):
            return bool(self._asks_unspaced.search(low)) and bool(self._asks_unspaced.search(lower(left)))
        return bool(self._asks.match(low) or self._begins.match(low)) and not self._refers_back(low)

    def _refers_back(self, low: str) -> bool:
        return len(_LATIN_WORD.findall(low)) <= SHORT_REFERRING and self._refers.search(low) is not None


def _is_long(part: str) -> bool:
    unspaced = count_unspaced(part)
    return unspaced >= MIN_UNSPACED or len(_LATIN_WORD.findall(part)) - (unspaced > 0) >= MIN_WORDS


def _longest_first(words: list[str]) -> list[str]:
    return sorted(set(words), key=len, reverse=True)


def _either(words: list[str], *, whole: bool) -> re.Pattern[str]:
    choice = "|".join(map(re.escape, _longest_first(words)))
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)" if whole else f"(?:{choice})")
