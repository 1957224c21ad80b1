"""Are there enough examples in every language, and none that spoils the measure?"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.checking.content import Content
from bot.knowledge import Problem
from bot.knowledge.examples import NONE, OUT_OF_SCOPE, Phrasing, comparable

FEWEST = 40
FEWEST_OUT_OF_SCOPE = 150
"""An intent with fewer examples in a language is understood badly there; what is out of scope is wider."""


def missing_examples(content: Content) -> Iterator[Problem]:
    """Intents without any example in a language."""
    for language, intent, count in _counts(content):
        if count == 0:
            what = f"'{intent}' has no examples in {language}"
            yield Problem(_home(content, language, intent), 1, 1, what, f"write {_enough(intent)} that differ")


def few_examples(content: Content) -> Iterator[Problem]:
    """Intents with too few examples in a language, told at the first of them."""
    first: dict[tuple[str, str], Phrasing] = {}
    for phrasing in content.phrasings:
        first.setdefault((phrasing.example.language, phrasing.example.intent), phrasing)
    for language, intent, count in _counts(content):
        if 0 < count < _enough(intent):
            document = first[language, intent].document
            what = f"'{intent}' has {count} examples in {language}"
            yield document.problem((intent,), what, f"write {_enough(intent)} or more that differ")


def copied_questions(content: Content) -> Iterator[Problem]:
    """Examples that are labelled questions too: what was learnt by heart measures nothing."""
    questions = {(question.language, comparable(question.text)): question for question in content.questions}
    for phrasing in content.phrasings:
        question = questions.get((phrasing.example.language, comparable(phrasing.example.text)))
        if question is not None:
            expected = " or ".join(question.expect).replace(NONE, OUT_OF_SCOPE)
            what = (
                f"'{phrasing.example.text}' is a labelled question too (questions/{question.language}.yaml, {expected})"
            )
            yield phrasing.document.problem(phrasing.location, what, "word the example otherwise")


def repeated_examples(content: Content) -> Iterator[Problem]:
    """Examples that stand twice under their intent."""
    seen: dict[tuple[str, str, str], Phrasing] = {}
    for phrasing in content.phrasings:
        example = phrasing.example
        words = example.text.casefold().strip("?!. ") or example.text
        earlier = seen.setdefault((example.language, example.intent, words), phrasing)
        if earlier is not phrasing:
            what = f"'{example.text}' stands under '{example.intent}' already ({earlier.where})"
            yield phrasing.document.problem(phrasing.location, what, "take one out, or word it otherwise")


def _enough(intent: str) -> int:
    return FEWEST_OUT_OF_SCOPE if intent == OUT_OF_SCOPE else FEWEST


def _counts(content: Content) -> Iterator[tuple[str, str, int]]:
    counts = Counter((phrasing.example.language, phrasing.example.intent) for phrasing in content.phrasings)
    for language in filter(content.is_complete, content.languages):
        for intent in (*content.knowledge.intents, OUT_OF_SCOPE):
            yield language, intent, counts[language, intent]


def _home(content: Content, language: str, intent: str) -> Path:
    """Where examples of `intent` belong: the file named as the one that declares it."""
    declared = (document.file.name for document in content.family("intents") if (intent,) in document.spans)
    return Path("knowledge/intents") / language / next(declared, f"{OUT_OF_SCOPE}.yaml")
