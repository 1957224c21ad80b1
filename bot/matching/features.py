"""Which pieces of an utterance are evidence?

Words, pairs of neighbours, and stretches of letters inside words (Latin) or runs (Chinese, Thai). An amount, a
currency, a way of paying count by kind, so that "5k yuan" teaches what "8,000 ringgit" means. A feature is the CRC-32
of its text: nothing but numbers has to be kept, and the same text is the same feature in every run.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import assert_never
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.matching.normalise import Script, Token

Keys = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]

WORD_GRAMS = (3, 4, 5)
HAN_GRAMS = (1, 2, 3)
THAI_GRAMS = (2, 3, 4, 5, 6)
MAX_FEATURES = 3000
"""Evidence beyond this is left out: no real question has as much, and a flood must stay cheap."""

KEY_BITS = 32
LARGEST_KEY = 2**KEY_BITS - 1
TOKENS_KEPT = 2048
LONGEST_KNOWN = 24
"""The evidence in longer tokens is not kept for the next time that they are met."""

GROUP_WEIGHTS = {"w": 1.0, "v": 0.5, "c": 0.6, "b": 0.7}
"""What a word, a word with accents, a stretch of letters and a pair of neighbours weigh against each other."""

_WEIGHT_OF_GROUP = np.zeros(256, np.float32)
for _letter, _weight in GROUP_WEIGHTS.items():
    _WEIGHT_OF_GROUP[ord(_letter)] = _weight


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector of length 1: `rows` into the model's table, ascending, and their values."""

    rows: npt.NDArray[np.int64]
    values: Floats
    known: float
    """The share of the utterance's evidence, 0 to 1, that the examples hold."""


def grams(found: Sequence[Token]) -> list[int]:
    """The evidence in `found`, repeated as often as it stands there: each its key below the code of its group."""
    evidence: list[int] = []
    chain = ["^"]
    for token in found:
        evidence += _of_token(token) if len(token.text) <= LONGEST_KNOWN else _of_token.__wrapped__(token)
        if token.script is not Script.TOPIC:
            chain.append(token.text[:12])
        if len(evidence) > MAX_FEATURES:
            break
    chain.append("$")
    evidence += [_gram(f"b{left} {right}") for left, right in pairwise(chain)]
    return evidence[:MAX_FEATURES]


@lru_cache(TOKENS_KEPT)
def _of_token(token: Token) -> tuple[int, ...]:
    """The evidence in a token alone. (Most words of a question have been in others before.)"""
    evidence = [f"w{token.text}"]
    match token.script:
        case Script.SPACED:
            if token.written != token.text:
                evidence.append(f"v{token.written}")
            if token.text[0].isalpha():
                evidence += _stretches(f"_{token.text}_", WORD_GRAMS)
        case Script.HAN:
            evidence += _stretches(token.text, HAN_GRAMS)
        case Script.THAI:
            evidence += _stretches(token.text, THAI_GRAMS)
        case Script.TOPIC | Script.ENTITY:
            pass
        case _:
            assert_never(token.script)
    return tuple(map(_gram, evidence))


def _stretches(text: str, lengths: Sequence[int]) -> Iterator[str]:
    text = text[:MAX_FEATURES]
    return (f"c{text[start : start + length]}" for length in lengths for start in range(len(text) - length + 1))


def _gram(feature: str) -> int:
    """`feature`, which begins with its group's letter, as one number."""
    coded = feature.encode()
    return coded[0] << KEY_BITS | crc32(coded)


def hashed(evidence: Sequence[int]) -> tuple[Keys, Floats]:
    """Each feature's key, ascending, and how often it stands in `evidence`."""
    keys = np.array(evidence, np.int64).astype(np.uint32)
    keys.sort()
    # As np.unique does it, in half the time.
    is_edge = np.ones(len(keys) + 1, bool)
    np.not_equal(keys[1:], keys[:-1], out=is_edge[1:-1])
    edges = is_edge.nonzero()[0]
    return keys[edges[:-1]], (edges[1:] - edges[:-1]).astype(np.float32)


def group_weights(evidence: Iterable[int]) -> Floats:
    """What the group of each feature weighs."""
    return np.asarray(_WEIGHT_OF_GROUP[[gram >> KEY_BITS for gram in evidence]])


@dataclass(frozen=True, slots=True)
class Counted:
    """The evidence in many utterances: that of utterance u stands from `starts[u]` to `starts[u + 1]`, keys ascending.

    `times` is how often it stands there, `groups` the code of its group's letter.
    """

    starts: npt.NDArray[np.int64]
    keys: Keys
    times: Floats
    groups: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.starts) - 1


def count(utterances: Iterable[Sequence[int]]) -> Counted:
    """The evidence of `utterances`, each as `grams` found it."""
    keys, times, groups, lengths = array("I"), array("f"), array("B"), [0]
    for evidence in utterances:
        often = sorted((gram & LARGEST_KEY, gram >> KEY_BITS, times) for gram, times in Counter(evidence).items())
        lengths.append(len(often))
        for key, group, number in often:
            keys.append(key)
            groups.append(group)
            times.append(number)
    return Counted(
        np.cumsum(lengths), np.array(keys, np.uint32), np.array(times, np.float32), np.array(groups, np.uint8)
    )


def join(parts: Sequence[Counted]) -> Counted:
    """All utterances of `parts`, in order."""
    lengths = np.concatenate([np.zeros(1, np.int64), *(np.diff(part.starts) for part in parts)])
    return Counted(
        np.cumsum(lengths),
        np.concatenate([part.keys for part in parts]),
        np.concatenate([part.times for part in parts]),
        np.concatenate([part.groups for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Vectors:
    """Many sparse vectors of length 1: vector v stands from `starts[v]` to `starts[v + 1]` of `rows` and `values`."""

    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> tuple[npt.NDArray[np.int64], Floats]:
        begin, end = self.starts[index], self.starts[index + 1]
        return self.rows[begin:end], self.values[begin:end]


@dataclass(frozen=True, slots=True)
class Table:
    """Which features are known, in the order of their keys, and what each weighs."""

    keys: Keys
    weights: Floats

    def vector(self, evidence: Sequence[int]) -> Vector:
        """The known part of `evidence`, weighed; empty where nothing is known."""
        keys, times = hashed(evidence)
        rows = self.keys.searchsorted(keys)
        hit = self.keys.take(rows, mode="clip") == keys if len(self.keys) else np.zeros(len(keys), bool)
        rows, times = rows[hit], times[hit]
        values = (1 + np.log(times)) * self.weights[rows]
        length = float(np.sqrt(values @ values))
        share = len(rows) / len(hit) if len(hit) else 0.0
        return Vector(rows, values / np.float32(length or 1.0), share)

    def vectors(self, counted: Counted) -> Vectors:
        """The known part of each utterance's evidence, weighed as `vector` does."""
        utterances = np.repeat(np.arange(len(counted)), np.diff(counted.starts))
        rows = np.searchsorted(self.keys, counted.keys)
        rows[rows == len(self.keys)] = 0
        hit = self.keys[rows] == counted.keys if len(self.keys) else np.zeros(len(rows), bool)
        rows, utterances = rows[hit], utterances[hit]
        values = (1 + np.log(counted.times[hit])) * self.weights[rows]
        lengths = np.sqrt(np.bincount(utterances, values * values, len(counted)))
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(utterances, minlength=len(counted)))])
        return Vectors(starts, rows, (values / np.maximum(lengths, 1e-12)[utterances]).astype(np.float32))


def make_table(counted: Counted, at_least: int = 1) -> Table:
    """The features that stand in `at_least` utterances, weighed by rarity."""
    keys, first, counts = np.unique(counted.keys, return_index=True, return_counts=True)
    often = counts >= at_least
    group = _WEIGHT_OF_GROUP[counted.groups[first[often]]]
    # The square root of the usual inverse document frequency: measured better than the whole of it, and than none.
    rarity = np.sqrt(np.log((1 + len(counted)) / (1 + counts[often])))
    return Table(keys[often], (rarity * group).astype(np.float32))
