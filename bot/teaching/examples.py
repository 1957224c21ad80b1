"""Which wordings can become examples of an intent? Those that are none yet, and that measure nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge import ContentError
from bot.knowledge.examples import (
    OUT_OF_SCOPE,
    Example,
    Question,
    comparable,
    example_files,
    question_files,
    read_examples,
    read_questions,
)
from bot.knowledge.intents import Intent
from bot.teaching.lessons import Wording

PUBLISHED = "tests/questions"
"""Where the questions stand by which the figures in the README are measured, if they are installed."""

MOST_EXAMPLES = 5
"""So many wordings of a cluster are proposed: a few that differ teach more than many that do not."""

_Key = tuple[str, str]


@dataclass(frozen=True)
class Taken:
    """What is known already: the intent of each example, by language and letters, and the labelled questions."""

    languages: frozenset[str]
    examples: Mapping[_Key, str]
    labelled: frozenset[_Key]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The wordings that can become examples, and why the others cannot."""

    usable: tuple[Example, ...]
    reasons: tuple[str, ...]


def read_taken(project: Path, intents: Mapping[str, Intent]) -> Taken:
    """Read the examples and labelled questions of the project; raises ContentError."""
    folder = project / "knowledge"
    examples, problems = read_examples(folder, intents)
    questions: list[Question] = []
    for file in (*question_files(folder), *sorted((project / PUBLISHED).glob("*.yaml"))):
        read, mistakes = read_questions(file, file.relative_to(project), intents)
        questions += read
        problems += mistakes
    if problems:
        raise ContentError(problems)
    return Taken(
        frozenset(file.parent.name for file in example_files(folder)),
        {(each.language, comparable(each.text)): each.intent for each in examples},
        frozenset((each.language, comparable(each.text)) for each in questions),
        tuple(questions),
    )


def choose_examples(wordings: Iterable[Wording], intent: str, taken: Taken) -> Choice:
    """What of `wordings` can become examples of `intent`, each once."""
    usable: dict[_Key, Example] = {}
    reasons = []
    for wording in wordings:
        key = wording.language, comparable(wording.text)
        reason = _reason_against(wording, key, intent, taken)
        if reason:
            reasons.append(f"“{wording.text}” {reason}")
        else:
            usable.setdefault(key, Example(wording.language, intent, wording.text))
    return Choice(tuple(usable.values()), tuple(reasons))


def propose(examples: Sequence[Example]) -> tuple[Example, ...]:
    """The first few of `examples`, one of each language before a second of any."""
    seen: dict[str, int] = {}
    rounds = []
    for place, example in enumerate(examples):
        seen[example.language] = seen.get(example.language, 0) + 1
        rounds.append((seen[example.language], place, example))
    chosen = sorted(rounds, key=lambda each: each[:2])[:MOST_EXAMPLES]
    return tuple(example for _, _, example in chosen)


def _reason_against(wording: Wording, key: _Key, intent: str, taken: Taken) -> str:
    if not wording.usable:
        return "is not whole: something private was left out of it, or its end"
    if wording.language not in taken.languages:
        return f"is in a language without examples ({wording.language})"
    owner = taken.examples.get(key)
    if owner is not None:
        where = "out of scope" if owner == OUT_OF_SCOPE else f"an example of {owner}"
        return f"is {where} already" if owner != intent else "is an example of it already"
    if key in taken.labelled:
        return "is a labelled question: learnt by heart, it would measure nothing"
    return ""
