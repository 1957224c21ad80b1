"""How do examples become an index? Everything that is learnt is learnt here, once, whenever the content changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

import numpy as np

from bot.knowledge.examples import OUT_OF_SCOPE, Example, Question
from bot.matching.classifier import Classifier, train
from bot.matching.compact import make_compact
from bot.matching.confidence import SIGNALS, Confidence, Doubles, fit_confidence
from bot.matching.decide import Trial
from bot.matching.features import Counted, Floats, Vectors, count, grams, join, make_table
from bot.matching.index import Index, Progress
from bot.matching.language import tell_language
from bot.matching.nearest import make_postings
from bot.matching.network import MEMBERS, TOGETHER, Networks, join_members, train_members
from bot.matching.side_by_side import Report, Task, side_by_side
from bot.matching.subjects import learn_subjects
from bot.matching.utterance import UtteranceReader
from bot.matching.witnesses import Witnesses, comparable, pack

WORD_EPOCHS = 5
LANGUAGE_EPOCHS = 2
REPORT_EVERY = 500
ONE_IN = 20_000
"""A feature that stands in fewer than one in so many examples, or in a single one, is left out: with three of 50,000
as the least, the index takes a third less than with two, and no less is understood."""

LEAST_FOR_PROCESSES = 5000
"""Fewer examples are done before other processes have started."""

TALK = "talk."
"""How the ids of small talk begin."""

TRIAL_PARTS = 5
"""The questions are parted in so many, to try the confidence on those that it was not fitted on."""


def build_index(
    examples: Sequence[Example], questions: Sequence[Question], reader: UtteranceReader, progress: Progress
) -> Index:
    """Learn from `examples`, then fit the confidence on `questions`, which are none of them."""
    witnesses = make_witnesses(examples, reader, progress)
    return fit_index(witnesses, questions, reader, progress)


def make_witnesses(examples: Sequence[Example], reader: UtteranceReader, progress: Progress) -> Witnesses:
    """The classifier and the index of neighbours over `examples`."""
    intents = tuple(sorted({example.intent for example in examples} - {OUT_OF_SCOPE}))
    languages = tuple(sorted({example.language for example in examples}))
    counted, texts = _read([example.text for example in examples], reader, partial(progress, "reading the examples"))
    table = make_table(counted, max(2, ceil(len(examples) / ONE_IN)))
    vectors = table.vectors(counted)
    place = {intent: index for index, intent in enumerate((*intents, OUT_OF_SCOPE))}
    meant = [place[example.intent] for example in examples]
    spoken = [languages.index(example.language) for example in examples]
    shape = len(table.keys), len(place), len(languages)
    classifier, networks = _learn(vectors, meant, spoken, shape, partial(progress, "learning"))
    postings = make_postings(vectors, len(table.keys))
    classes = np.array(meant, np.int16)
    subjects = learn_subjects(reader.topics, table, vectors, classes, len(place))
    return Witnesses(intents, languages, table, classifier, networks, postings, subjects, classes, pack(texts))


def _read(texts: Sequence[str], reader: UtteranceReader, report: Report) -> tuple[Counted, list[str]]:
    """The evidence in each of `texts`, and each as it is compared letter by letter."""
    half = (len(texts) + 1) // 2
    tasks = [partial(_read_some, part, reader) for part in (texts[:half], texts[half:])]
    read = side_by_side(tasks, report, processes=len(texts) >= LEAST_FOR_PROCESSES)
    return join([counted for counted, _ in read]), [text for _, compared in read for text in compared]


def _read_some(texts: Sequence[str], reader: UtteranceReader, report: Report) -> tuple[Counted, list[str]]:
    found = []
    for done, text in enumerate(texts):
        if done % REPORT_EVERY == 0:
            report(done, len(texts))
        found.append(reader.read(text)[1])
    report(len(texts), len(texts))
    return count(map(grams, found)), list(map(comparable, found))


def _learn(
    vectors: Vectors, meant: Sequence[int], spoken: Sequence[int], shape: tuple[int, int, int], report: Report
) -> tuple[Classifier, Networks]:
    """The classifier and the networks for `shape`: so many features, classes, languages."""
    features, classes, languages = shape
    tasks: list[Task[tuple[Floats, ...]]] = [
        partial(train_members, vectors, meant, (features, classes), first) for first in range(0, MEMBERS, TOGETHER)
    ]
    tasks.append(partial(train, vectors, meant, (features, classes), WORD_EPOCHS))
    tasks.append(partial(train, vectors, spoken, (features, languages), LANGUAGE_EPOCHS))
    *members, by_intent, by_language = side_by_side(tasks, report, processes=len(vectors) >= LEAST_FOR_PROCESSES)
    weights = make_compact(np.hstack([by_intent[0], by_language[0]]))
    return Classifier(weights, np.concatenate([by_intent[1], by_language[1]])), join_members(members)


def fit_index(
    witnesses: Witnesses, questions: Sequence[Question], reader: UtteranceReader, progress: Progress
) -> Index:
    """The index with its confidence fitted on `questions`; without any, a confidence that is never sure."""
    heard = [
        _hear(witnesses, reader, question, progress, (at, len(questions))) for at, question in enumerate(questions)
    ]
    languages = len(witnesses.languages)
    if not heard:
        return Index(witnesses, _shy(languages), Trial(np.zeros(0), np.zeros(0), np.zeros(0)), np.zeros(languages))
    confidence = _fit(heard, languages)
    trial = np.zeros((len(heard), 3))
    for part in range(TRIAL_PARTS):
        # Each question is tried by a confidence that was fitted without it, as an unseen one would be.
        others = [one for at, one in enumerate(heard) if at % TRIAL_PARTS != part]
        fitted = _fit(others, languages) if others else confidence
        for at in range(part, len(heard), TRIAL_PARTS):
            one = heard[at]
            chances = fitted.of(one.signals, one.language)
            best = int(np.argmax(chances))
            trial[at] = chances[best], one.harmless[best], one.in_scope
    return Index(witnesses, confidence, Trial(trial[:, 0], trial[:, 1], trial[:, 2]), _usually_known(heard, languages))


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the witnesses said of a question: a row of `signals` a candidate, and whether the candidate is right.

    Small talk is never right for a question out of scope, but it is harmless.
    """

    signals: Doubles
    right: Doubles
    harmless: Doubles
    language: int
    in_scope: bool
    known: float


def _hear(
    witnesses: Witnesses, reader: UtteranceReader, question: Question, progress: Progress, at: tuple[int, int]
) -> _Heard:
    progress("fitting the confidence", at[0] + 1, at[1])
    _, tokens = reader.read(question.text)
    heard = witnesses.hear(tokens)
    spoken = tell_language(tokens, heard.tongues, witnesses.languages, question.language)
    right = np.array([float(witnesses.intents[intent] in question.expect) for intent in heard.candidates])
    talk = np.array([float(witnesses.intents[intent].startswith(TALK)) for intent in heard.candidates])
    harmless = right if question.in_scope else talk
    place = witnesses.place_of(spoken.language)
    return _Heard(heard.signals, right, harmless, place, question.in_scope, heard.known)


def _fit(heard: Sequence[_Heard], languages: int) -> Confidence:
    tongues = [one.language for one in heard for _ in one.right]
    signals, right = np.vstack([one.signals for one in heard]), np.concatenate([one.right for one in heard])
    return fit_confidence(signals, right, tongues, languages)


def _usually_known(heard: Sequence[_Heard], languages: int) -> Doubles:
    of_each = ([one.known for one in heard if one.in_scope and one.language == place] for place in range(languages))
    return np.array([float(np.median(known)) if known else 0.0 for known in of_each])


def _shy(languages: int) -> Confidence:
    weights = np.concatenate([np.zeros(len(SIGNALS)), np.full(languages, -2.0)])
    return Confidence(weights, np.zeros(len(SIGNALS)), np.ones(len(SIGNALS)))
