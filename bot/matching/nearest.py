"""Which examples are most like the utterance? The second witness beside the classifier.

Cosine of weighed features over an inverted index: only examples that share a feature are looked at, and features that
stand almost everywhere have no entries there, since they cost most and tell least.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.features import Floats, Vector, Vectors

MAX_POSTINGS = 120
"""A feature that stands in more examples than this is left out."""

LEAST_SHARE = 0.3
"""An example with less than this share of the nearest one's similarity is no neighbour."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each row, where its feature stands: entries `starts[row]` to `starts[row + 1]` of `examples` and `values`."""

    starts: npt.NDArray[np.int32]
    examples: npt.NDArray[np.uint16 | np.uint32]
    values: npt.NDArray[np.float16]

    def similar(self, vector: Vector, top: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """The `top` examples most like `vector`, best first, and their similarities, 0 to 1; none shares nothing."""
        begins = self.starts[vector.rows]
        counts = self.starts[vector.rows + 1] - begins
        if not counts.any():
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        # The entries of all features in one go: each feature's place among those taken, moved to where it stands.
        entries = np.arange(counts.sum()) + np.repeat(begins - (np.cumsum(counts) - counts), counts)
        shares = self.values.take(entries) * np.repeat(vector.values, counts)
        # Summed by example where they stand side by side: to count over all examples takes longer than the sorting.
        touched = self.examples.take(entries)
        order = touched.argsort(kind="stable")
        touched = touched.take(order)
        starts = np.concatenate(([0], np.flatnonzero(touched[1:] != touched[:-1]) + 1))
        totals = np.add.reduceat(shares.take(order), starts)
        best = np.flatnonzero(totals > totals.max() * LEAST_SHARE)
        best = best[np.argsort(-totals[best], kind="stable")][:top]
        return touched[starts[best]].astype(np.int64), totals[best]


def make_postings(vectors: Vectors, features: int) -> Postings:
    """The inverted index of `vectors` over so many `features`."""
    examples = np.repeat(np.arange(len(vectors)), np.diff(vectors.starts))
    counts = np.bincount(vectors.rows, minlength=features)
    rare = counts <= MAX_POSTINGS
    order = np.argsort(vectors.rows, kind="stable")
    order = order[rare[vectors.rows[order]]]
    starts = np.zeros(features + 1, np.int32)
    np.cumsum(np.where(rare, counts, 0), out=starts[1:])
    number = np.uint16 if len(vectors) <= np.iinfo(np.uint16).max else np.uint32
    return Postings(starts, examples[order].astype(number), vectors.values[order].astype(np.float16))
