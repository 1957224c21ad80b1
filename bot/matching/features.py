"""Which pieces of an utterance are evidence?

Words, pairs of neighbours, and stretches of letters inside words (Latin) or runs (Chinese, Thai). An amount, a
currency, a way of paying count by kind, so that "5k yuan" teaches what "8,000 ringgit" means. A feature is the CRC-32
of its text: nothing but numbers has to be kept, and the same text is the same feature in every run.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
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

LONGEST_RUN = {Script.HAN: 6, Script.THAI: 12}
"""Up to so many characters, a run without spaces is also one word."""

GROUP_WEIGHTS = {"w": 1.0, "v": 0.5, "c": 0.6, "b": 0.7}
"""What a word, a word with accents, a stretch of letters and a pair of neighbours weigh against each other."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector of length 1: `rows` into the model's table, ascending, and their values."""

    rows: npt.NDArray[np.int64]
    values: Floats
    known: float
    """The share of the utterance's words, 0 to 1, that the examples hold."""


def grams(found: Sequence[Token]) -> list[str]:
    """The evidence in `found`, repeated as often as it stands there; the first letter is the group."""
    evidence: list[str] = []
    chain = ["^"]
    for token in found:
        evidence.append(f"w{token.text}")
        match token.script:
            case Script.SPACED:
                if token.written != token.text:
                    evidence.append(f"v{token.written}")
                if token.text[0].isalpha():
                    _add_stretches(evidence, f"_{token.text}_", WORD_GRAMS)
            case Script.HAN:
                _add_stretches(evidence, token.text, HAN_GRAMS)
            case Script.THAI:
                _add_stretches(evidence, token.text, THAI_GRAMS)
            case Script.TOPIC:
                continue
            case Script.ENTITY:
                pass
            case _:
                assert_never(token.script)
        chain.append(token.text[:12])
        if len(evidence) > MAX_FEATURES:
            break
    chain.append("$")
    evidence += [f"b{left} {right}" for left, right in pairwise(chain)]
    return evidence[:MAX_FEATURES]


def _add_stretches(evidence: list[str], text: str, lengths: Sequence[int]) -> None:
    text = text[:MAX_FEATURES]
    for length in lengths:
        evidence += [f"c{text[start : start + length]}" for start in range(len(text) - length + 1)]


def hashed(evidence: Sequence[str]) -> dict[int, int]:
    """Each feature's key and how often it stands in `evidence`."""
    return Counter([crc32(gram.encode()) for gram in evidence])


@dataclass(frozen=True, slots=True)
class Table:
    """Which features are known, in the order of their keys, and what each weighs."""

    keys: Keys
    weights: Floats

    def vector(self, evidence: Sequence[str]) -> Vector:
        """The known part of `evidence`, weighed; empty where nothing is known."""
        counts = hashed(evidence)
        keys = np.fromiter(counts.keys(), np.uint32, len(counts))
        times = np.fromiter(counts.values(), np.float32, len(counts))
        rows = np.searchsorted(self.keys, keys)
        rows[rows == len(self.keys)] = 0
        hit = self.keys[rows] == keys if len(self.keys) else np.zeros(len(keys), bool)
        order = np.argsort(rows[hit])
        rows, times = rows[hit][order], times[hit][order]
        values = (1 + np.log(times)) * self.weights[rows]
        length = float(np.sqrt(values @ values))
        share = float(hit.mean()) if len(hit) else 0.0
        return Vector(rows, values / np.float32(length or 1.0), share)


def make_table(documents: Sequence[Sequence[str]], at_least: int = 2) -> Table:
    """The features that stand in `at_least` documents, weighed by rarity."""
    groups: dict[int, str] = {}
    often: Counter[int] = Counter()
    for evidence in documents:
        keyed = {crc32(gram.encode()): gram[0] for gram in evidence}
        often.update(keyed.keys())
        groups.update(keyed)
    keys = np.array(sorted(key for key, count in often.items() if count >= at_least), np.uint32)
    counts = np.array([often[int(key)] for key in keys], np.float32)
    group = np.array([GROUP_WEIGHTS[groups[int(key)]] for key in keys], np.float32)
    # The square root of the usual inverse document frequency: measured better than the whole of it, and than none.
    rarity = np.sqrt(np.log((1 + len(documents)) / (1 + counts)))
    return Table(keys, (rarity * group).astype(np.float32))
