"""Which questions are alike? For editors, who want to see what was not understood by subject and not by message.

Greedy: the question asked most often gathers those that are like it, then the next one that is left. Likeness is the
cosine of the matcher's features, weighed by how rare they are among these questions.
"""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.features import grams, group_weights
from bot.matching.normalise import Token, tokens
from bot.matching.text import clean

LIKENESS = 0.35
"""From this cosine on, two questions are about the same."""

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Unasked:
    """A question that was not understood. `nearest` are the intents that came closest; none where all were rejected."""

    text: str
    language: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that are alike, `count` of them.

    `languages` and `examples` are the most frequent first; the examples differ in more than case or signs. `nearest`
    is the intent that most of them came closest to, or None.
    """

    count: int
    languages: tuple[str, ...]
    examples: tuple[str, ...]
    nearest: str | None


def cluster(questions: Sequence[Unasked]) -> tuple[Cluster, ...]:
    """The questions in clusters, the largest first; each is in one."""
    groups = group_alike(questions)
    return tuple(_describe([[questions[at] for at in same] for same in group]) for group in groups)


def group_alike(questions: Sequence[Unasked]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """The same by number: the clusters; in each, those that differ in nothing that matters together."""
    alike: dict[tuple[str, ...], list[int]] = {}
    parsed: dict[tuple[str, ...], list[Token]] = {}
    for at, question in enumerate(questions):
        found = tokens(clean(question.text))
        key = tuple(token.text for token in found if token.text != "?")
        alike.setdefault(key, []).append(at)
        parsed.setdefault(key, found)
    keys = sorted(alike, key=lambda key: -len(alike[key]))
    groups = _gather([parsed[key] for key in keys])
    clusters = [tuple(tuple(alike[keys[member]]) for member in group) for group in groups]
    return tuple(sorted(clusters, key=lambda group: -sum(map(len, group))))


def _describe(alike: Sequence[Sequence[Unasked]]) -> Cluster:
    """`alike` are the questions of a cluster, those that differ in nothing that matters together."""
    members = [question for same in alike for question in same]
    languages = Counter(question.language for question in members)
    nearest = Counter(question.nearest[0] for question in members if question.nearest)
    return Cluster(
        len(members),
        tuple(language for language, _ in languages.most_common()),
        tuple(same[0].text for same in alike[:EXAMPLES]),
        nearest.most_common(1)[0][0] if nearest else None,
    )


def _gather(documents: Sequence[Sequence[Token]]) -> list[list[int]]:
    """The documents by number in groups; the first of each group has gathered the others, the likest first."""
    likenesses = _Likenesses([set(grams(document)) for document in documents])
    free = np.ones(len(documents), bool)
    groups = []
    for leader in range(len(documents)):
        if free[leader]:
            free[leader] = False
            likeness = likenesses.of(leader)
            near = np.flatnonzero(free & (likeness >= LIKENESS))
            near = near[np.argsort(-likeness[near], kind="stable")]
            free[near] = False
            groups.append([leader, *near.tolist()])
    return groups


class _Likenesses:
    """How much each document is like each other.

    Kept twice: the features of each document one after the other, and the documents of each feature.
    """

    def __init__(self, documents: Sequence[Set[int]]) -> None:
        numbers: dict[int, int] = {}
        sizes = [len(evidence) for evidence in documents]
        found = (numbers.setdefault(gram, len(numbers)) for evidence in documents for gram in evidence)
        features = np.fromiter(found, np.int64, sum(sizes))
        owners = np.repeat(np.arange(len(documents)), sizes)
        counts = np.bincount(features, minlength=len(numbers))
        weights = (group_weights(numbers) * np.sqrt(np.log(1 + len(documents) / counts)))[features]
        lengths = np.sqrt(np.bincount(owners, weights=weights**2, minlength=len(documents)))
        shared = counts[features] > 1  # what stands in one document only makes it longer, and like no other
        self._count = len(documents)
        self._features, self._values, owners = features[shared], (weights / lengths[owners])[shared], owners[shared]
        self._begins = np.searchsorted(owners, np.arange(len(documents) + 1))
        order = np.argsort(self._features, kind="stable")
        self._owners, self._weights = owners[order], self._values[order]
        self._starts = np.searchsorted(self._features[order], np.arange(len(counts) + 1)).tolist()

    def of(self, document: int) -> npt.NDArray[np.float64]:
        """The cosine of `document` with each."""
        own = slice(self._begins[document], self._begins[document + 1])
        features = self._features[own].tolist()
        if not features:
            return np.zeros(self._count)
        spans = [slice(self._starts[feature], self._starts[feature + 1]) for feature in features]
        values = np.repeat(self._values[own], [span.stop - span.start for span in spans])
        values *= np.concatenate([self._weights[span] for span in spans])
        owners = np.concatenate([self._owners[span] for span in spans])
        return np.bincount(owners, weights=values, minlength=self._count).astype(np.float64, copy=False)
