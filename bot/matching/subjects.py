"""Does the intent suit the subject? "I forgot my password" is ours; with another shop's name in it, it is not.

For every topic of `knowledge/vocabulary/topics.yaml`, how much rarer it is among an intent's examples than among those
out of scope. Some intents live with some topics (banks with ways of paying), others with none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.matching.features import Floats, Table, Vector, Vectors

PRIOR = 0.5
"""Added to each count: a topic that an intent's examples never touch is rare there, not impossible."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """`rows` are the topics' features, ascending; `odds` has a row a topic and a column a class."""

    rows: npt.NDArray[np.int64]
    odds: Floats

    def fit(self, vector: Vector) -> Floats:
        """For each class, the log of how much likelier its topics are with it than out of scope; 0 without topics."""
        places = np.searchsorted(vector.rows, self.rows)
        touched = np.append(vector.rows, -1)[places] == self.rows
        return np.asarray(self.odds[touched].sum(axis=0), np.float32)


def learn_subjects(
    topics: Iterable[str], table: Table, vectors: Vectors, meant: npt.NDArray[np.int16], classes: int
) -> Subjects:
    """The odds of `topics` for examples with these `vectors` and classes `meant`, of which the last is out of scope."""
    keys = np.array([crc32(f"w<{topic}>".encode()) for topic in topics], np.uint32)
    rows = np.flatnonzero(np.isin(table.keys, keys))
    meanings = np.repeat(meant, np.diff(vectors.starts))
    of_class = np.bincount(meant, minlength=classes)
    odds = np.zeros((len(rows), classes), np.float32)
    for at, row in enumerate(rows):
        with_topic = np.bincount(meanings[vectors.rows == row], minlength=classes)
        share = np.log((with_topic + PRIOR) / (of_class + 2 * PRIOR))
        odds[at] = share - share[-1]
    return Subjects(rows, odds)
