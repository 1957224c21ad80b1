"""Which language is an utterance in? Told by its script or else by its words, with the chat's language as the prior."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from bot.matching.features import Floats
from bot.matching.normalise import Script, Token

PRIOR = 2.0
"""How much likelier the chat's language is than another before a word is read, as a natural logarithm."""

CLEAR = 0.9
"""The share of belief, prior aside, from which a language is clear."""

CLEAR_WORDS = 3
"""Fewer words than this may be loan words."""

_BY_SCRIPT = {Script.THAI: "th", Script.HAN: "zh"}
_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language, and whether the words leave no doubt of it."""

    language: str
    clear: bool


def tell_language(found: Sequence[Token], scores: Floats, languages: Sequence[str], chat: str) -> Spoken:
    """The language of the tokens `found`; `scores` are the classifier's over `languages`, in that order."""
    spaced = [token for token in found if token.script is Script.SPACED and token.text[0].isalpha()]
    for script, language in _BY_SCRIPT.items():
        letters = sum(len(token.text) for token in found if token.script is script)
        if letters and language in languages:
            # "Alipay 怎么注册" is Chinese; "what is 跨境宝" is not.
            return Spoken(language, clear=True) if letters >= len(spaced) else _told(spaced, scores, languages, chat)
    if "vi" in languages and any(letter in _VIETNAMESE for token in spaced for letter in token.written):
        return Spoken("vi", clear=True)
    return _told(spaced, scores, languages, chat)


def _told(spaced: Sequence[Token], scores: Floats, languages: Sequence[str], chat: str) -> Spoken:
    if not spaced:
        return Spoken(chat, clear=False)
    heard = dict(zip(languages, scores.tolist(), strict=True))  # so few that plain numbers are quicker than an array
    best = max(heard, key=lambda language: heard[language] + PRIOR * (language == chat))
    belief = 1 / sum(exp(score - heard[best]) for score in heard.values())
    return Spoken(best, clear=len(spaced) >= CLEAR_WORDS and belief >= CLEAR)
