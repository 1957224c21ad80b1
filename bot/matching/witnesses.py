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
from bot.matching.confidence import SIGNALS, Doubles
from bot.matching.features import Floats, Table, Vector, grams
from bot.matching.nearest import Postings
from bot.matching.network import Network
from bot.matching.normalise import Script, Token
from bot.matching.understanding import Slots

CANDIDATES = 5
NEIGHBOURS = 24
LIKENED = 10
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
    """The candidates, best first by the classifier, and a row of signals for each; `tongues` are language scores."""

    candidates: tuple[int, ...]
    signals: Doubles
    tongues: Floats


@dataclass(frozen=True, slots=True)
class Witnesses:
    """`intents` are the known ids in the order of the classifier's classes; the last class is out of scope, and after
    the classes come the languages' columns. `meant` is the class of each example."""

    intents: tuple[str, ...]
    languages: tuple[str, ...]
    table: Table
    classifier: Classifier
    network: Network
    postings: Postings
    meant: npt.NDArray[np.int16]
    texts: Texts

    def hear(self, found: Sequence[Token], slots: Slots) -> Testimony:
        """What the witnesses say of the tokens `found`, in which `slots` were read."""
        vector = self.table.vector(grams(found))
        scores = self.classifier.scores(vector)
        classes = len(self.intents) + 1
        by_words = np.maximum(log_softmax(scores[:classes]), FLOOR)
        by_network = np.maximum(log_softmax(self.network.scores(vector)), FLOOR)
        near = self._nearness(vector, comparable(found))
        order = np.argsort(-(by_words + by_network + NEAR_WEIGHT * near.similarity))
        candidates = tuple(int(intent) for intent in order[: CANDIDATES + 1] if intent != classes - 1)[:CANDIDATES]
        opinions = Opinions(by_network, by_words, near, vector.known, len(found))
        rows = [self._signals(intent, opinions, slots) for intent in candidates]
        return Testimony(candidates, np.array(rows), scores[classes:])

    def _signals(self, intent: int, opinions: "Opinions", slots: Slots) -> list[float]:
        outside, near = len(self.intents), opinions.near
        by_network, by_words = opinions.by_network, opinions.by_words
        signals = {
            "network": by_network[intent],
            "network_lead": by_network[intent] - _best_other(by_network, intent),
            "words": by_words[intent],
            "words_lead": by_words[intent] - _best_other(by_words, intent),
            "similarity": near.similarity[intent],
            "similarity_lead": near.similarity[intent] - _best_other(near.similarity, intent),
            "votes": near.votes[intent],
            "likeness": near.likeness[intent],
            "likeness_lead": near.likeness[intent] - _best_other(near.likeness, intent),
            "network_out_of_scope": by_network[outside],
            "words_out_of_scope": by_words[outside],
            "out_of_scope_similarity": near.similarity[outside],
            "known": opinions.known,
            "length": log1p(opinions.length),
            "agreement": float(near.similarity[intent] == near.similarity.max()),
            "entity_fits": entity_fit(self.intents[intent], slots),
        }
        return [float(signals[name]) for name in SIGNALS]

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
class Opinions:
    """What each witness says of every class, as log probabilities where it can."""

    by_network: Floats
    by_words: Floats
    near: "Nearness"
    known: float
    length: int


@dataclass(frozen=True, slots=True)
class Nearness:
    """For each class: its nearest example's similarity, its share among the nearest, its most alike example's."""

    similarity: Floats
    votes: Floats
    likeness: Floats


def comparable(found: Sequence[Token]) -> str:
    """The tokens as one text, for comparing letter by letter."""
    return " ".join(token.text for token in found if token.script is not Script.TOPIC)[:LONGEST_LIKENED]


def entity_fit(intent: str, slots: Slots) -> float:
    """1 where what was read out is what `intent` is about, -1 where it speaks against it, else 0."""
    match intent:
        case "fees.calculate":
            return 1.0 if slots.amount is not None or slots.amount_is_range else -1.0
        case "currencies.check":
            return 1.0 if slots.currency or slots.currencies else -1.0
        case "payment.other_methods":
            return _against(slots.method, slots.method not in (None, "card", "alipay", "world_pay"))
        case "fees.card" | "payment.card":
            return _against(slots.method, slots.method == "card")
        case "fees.alipay" | "payment.alipay":
            return _against(slots.method, slots.method == "alipay")
        case "fees.world_pay" | "payment.world_pay":
            return _against(slots.method, slots.method == "world_pay")
        case "language.change":
            return 1.0 if slots.language else 0.0
        case _:
            return 0.0


def _against(named: str | None, fits: bool) -> float:
    if fits:
        return 1.0
    return 0.0 if named is None else -1.0


def _best_other(values: Floats, intent: int) -> float:
    kept = values[intent]
    values[intent] = -np.inf
    best = float(values.max())
    values[intent] = kept
    return best
