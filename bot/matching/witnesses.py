"""Who speaks for which intent? The classifier, the nearest examples and the likeness of letters, side by side.

Each candidate gets one row of signals (`confidence.SIGNALS`), of which `confidence` makes a single figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from bot.matching.classifier import Classifier, log_softmax
from bot.matching.confidence import LEADS, OF_CANDIDATE, OF_OUT_OF_SCOPE, SIGNALS, Doubles
from bot.matching.features import Floats, Table, Vector, grams
from bot.matching.nearest import Postings
from bot.matching.network import Networks
from bot.matching.normalise import Script, Token
from bot.matching.subjects import Subjects

CANDIDATES = 5
NEIGHBOURS = 24
LIKENED = 6
"""So many of the nearest examples are also compared letter by letter."""

LONGEST_LIKENED = 200
NEAR_WEIGHT = 4.0
"""What a nearest example's similarity counts against log probabilities when candidates are chosen."""

FLOOR = -12.0
"""A log probability below this tells nothing more."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Many short texts in one block of UTF-8, read one at a time: half the memory of so many strings."""

    block: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int32]

    def __getitem__(self, index: int) -> str:
        return self.block[self.starts[index] : self.starts[index + 1]].tobytes().decode()


def pack(texts: Sequence[str]) -> Texts:
    encoded = [text.encode() for text in texts]
    starts = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text) for text in encoded], out=starts[1:])
    return Texts(np.frombuffer(b"".join(encoded), np.uint8), starts)


@dataclass(frozen=True, slots=True)
class Testimony:
    """The candidates, best first by the classifier, and a row of signals for each; `tongues` are language scores.

    `known` is the share of the evidence, 0 to 1, that the examples hold, and `likeness` that of the letters with the
    most alike of the nearest examples.
    """

    candidates: tuple[int, ...]
    signals: Doubles
    tongues: Floats
    known: float
    likeness: float


@dataclass(frozen=True, slots=True)
class Witnesses:
    """`intents` are the known ids in the order of the classifier's classes; the last class is out of scope, and after
    the classes come the languages' columns. `meant` is the class of each example."""

    intents: tuple[str, ...]
    languages: tuple[str, ...]
    table: Table
    classifier: Classifier
    networks: Networks
    postings: Postings
    subjects: Subjects
    meant: npt.NDArray[np.int16]
    texts: Texts

    def place_of(self, language: str) -> int:
        """The place of `language` among the languages; the first one's where no example is in it."""
        return self.languages.index(language) if language in self.languages else 0

    def hear(self, found: Sequence[Token]) -> Testimony:
        """What the witnesses say of the tokens `found`."""
        vector = self.table.vector(grams(found))
        scores = self.classifier.scores(vector)
        classes = len(self.intents) + 1
        by_words = np.maximum(log_softmax(scores[:classes]), FLOOR)
        by_network = np.maximum(self.networks.log_chances(vector), FLOOR)
        near = self._nearness(vector, comparable(found))
        order = np.argsort(-(by_words + by_network + NEAR_WEIGHT * near.similarity))
        candidates = [intent for intent in order[: CANDIDATES + 1].tolist() if intent != classes - 1][:CANDIDATES]
        # A row for each of OF_CANDIDATE, a column for each class.
        said = np.array([by_network, by_words, near.similarity, near.likeness, near.votes, self.subjects.fit(vector)])
        picked = said[:, candidates]
        signals = np.empty((len(candidates), len(SIGNALS)))
        of_candidate, of_lead = len(OF_CANDIDATE), len(OF_CANDIDATE) + len(LEADS)
        signals[:, :of_candidate] = picked.T
        signals[:, of_candidate:of_lead] = _leads(said[: len(LEADS)], picked[: len(LEADS)]).T
        signals[:, of_lead:] = (*said[: len(OF_OUT_OF_SCOPE), -1].tolist(), vector.known, log1p(len(found)))
        return Testimony(tuple(candidates), signals, scores[classes:], vector.known, float(near.likeness.max()))

    def _nearness(self, vector: Vector, text: str) -> "Nearness":
        similarity = np.zeros(len(self.intents) + 1, np.float32)
        votes, likeness = similarity.copy(), similarity.copy()
        examples, values = self.postings.similar(vector, NEIGHBOURS)
        meant = self.meant[examples]
        np.maximum.at(similarity, meant, values)
        np.add.at(votes, meant, values)
        votes /= max(float(votes.sum()), 1.0)
        for example, intent in zip(examples[:LIKENED].tolist(), meant.tolist(), strict=False):
            share = fuzz.token_sort_ratio(text, self.texts[example]) / 100
            likeness[intent] = max(likeness[intent], share)
        return Nearness(similarity, votes, likeness)


@dataclass(frozen=True, slots=True)
class Nearness:
    """For each class: its nearest example's similarity, its share among the nearest, its most alike example's."""

    similarity: Floats
    votes: Floats
    likeness: Floats


def comparable(found: Sequence[Token]) -> str:
    """The tokens as one text, for comparing letter by letter."""
    return " ".join(token.text for token in found if token.script is not Script.TOPIC)[:LONGEST_LIKENED]


def _leads(said: Floats, picked: Floats) -> Floats:
    """How far each of `picked`, of the same row of `said`, is ahead of the best of the others there, or behind it."""
    best = np.partition(said, -2, axis=1)[:, -2:]
    second, first = best[:, :1], best[:, 1:]
    return np.asarray(picked - np.where(picked == first, second, first))
