"""How do examples become an index? Everything that is learnt is learnt here, once, whenever the content changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.knowledge.examples import OUT_OF_SCOPE, Example, Question
from bot.matching.classifier import Classifier, train
from bot.matching.confidence import SIGNALS, Confidence, Doubles, fit_confidence
from bot.matching.decide import Trial
from bot.matching.features import grams, make_table
from bot.matching.language import tell_language
from bot.matching.nearest import make_postings
from bot.matching.network import EPOCHS, train_network
from bot.matching.utterance import UtteranceReader
from bot.matching.witnesses import Witnesses, comparable, pack

Progress = Callable[[str, int, int], None]
"""(what is being done, how much of it is done, how much there is)."""

WORD_EPOCHS = 6
LANGUAGE_EPOCHS = 2
REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class Index:
    """All that understanding a question needs besides the vocabulary."""

    witnesses: Witnesses
    confidence: Confidence
    trial: Trial


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
    found = []
    for count, example in enumerate(examples):
        if count % REPORT_EVERY == 0:
            progress("reading the examples", count, len(examples))
        found.append(reader.read(example.text)[1])
    progress("reading the examples", len(examples), len(examples))
    documents = [grams(tokens) for tokens in found]
    table = make_table(documents)
    vectors = [table.vector(document) for document in documents]
    place = {intent: index for index, intent in enumerate((*intents, OUT_OF_SCOPE))}
    meant = [place[example.intent] for example in examples]
    spoken = [languages.index(example.language) for example in examples]
    shape = (len(table.keys), len(place))
    by_intent = train(vectors, meant, shape, WORD_EPOCHS, _part(progress, 0))
    by_language = train(vectors, spoken, (shape[0], len(languages)), LANGUAGE_EPOCHS, _part(progress, WORD_EPOCHS))
    network = train_network(vectors, meant, shape, _part(progress, WORD_EPOCHS + LANGUAGE_EPOCHS))
    classifier = Classifier(
        np.hstack([by_intent.weights, by_language.weights]), np.concatenate([by_intent.bias, by_language.bias])
    )
    texts = pack([comparable(tokens) for tokens in found])
    return Witnesses(
        intents,
        languages,
        table,
        classifier,
        network,
        make_postings(vectors, shape[0]),
        np.array(meant, np.int16),
        texts,
    )


def _part(progress: Progress, before: int) -> Callable[[int, int], None]:
    """The report of one learner, which begins when `before` rounds of learning are done."""
    return lambda done, _: progress("learning", before + done, WORD_EPOCHS + LANGUAGE_EPOCHS + EPOCHS)


def fit_index(
    witnesses: Witnesses, questions: Sequence[Question], reader: UtteranceReader, progress: Progress
) -> Index:
    """The index with its confidence fitted on `questions`; without any, a confidence that is never sure."""
    rows: list[Doubles] = []
    right: list[bool] = []
    tongue: list[int] = []
    first: list[tuple[int, int, int, Question]] = []
    for count, question in enumerate(questions):
        if count % REPORT_EVERY == 0:
            progress("fitting the confidence", count, len(questions))
        read, tokens = reader.read(question.text)
        heard = witnesses.hear(tokens, read.slots)
        spoken = tell_language(tokens, heard.tongues, witnesses.languages, question.language)
        language = _index(witnesses.languages, spoken.language)
        first.append((len(rows), len(rows) + len(heard.candidates), language, question))
        for candidate, signals in zip(heard.candidates, heard.signals, strict=True):
            rows.append(signals)
            right.append(witnesses.intents[candidate] in question.expect)
            tongue.append(language)
    progress("fitting the confidence", len(questions), len(questions))
    if not rows:
        return Index(witnesses, _shy(len(witnesses.languages)), Trial(np.zeros(0), np.zeros(0), np.zeros(0)))
    table, answers = np.array(rows), np.array(right, np.float64)
    confidence = fit_confidence(table, answers, tongue, len(witnesses.languages))
    trial = []
    for begin, end, language, question in first:
        chances = confidence.of(table[begin:end], language)
        best = int(np.argmax(chances))
        trial.append((chances[best], answers[begin + best], float(question.in_scope)))
    columns = np.array(trial)
    return Index(witnesses, confidence, Trial(columns[:, 0], columns[:, 1], columns[:, 2]))


def _index(languages: Sequence[str], language: str) -> int:
    return languages.index(language) if language in languages else 0


def _shy(languages: int) -> Confidence:
    weights = np.concatenate([np.zeros(len(SIGNALS)), np.full(languages, -2.0)])
    return Confidence(weights, np.zeros(len(SIGNALS)), np.ones(len(SIGNALS)))
