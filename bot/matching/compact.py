"""How are large tables of weights kept small? As whole numbers from -127 to 127, with one scale a row.

A quarter of the memory of single precision, and half of half precision; what is lost is far below what training leaves
undecided.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.features import Floats, Vector

LARGEST = 127


@dataclass(frozen=True, slots=True)
class Compact:
    """A table: `numbers` times its row's `scale`."""

    numbers: npt.NDArray[np.int8]
    scale: Floats

    def times(self, vector: Vector) -> Floats:
        """`vector` times the table: one value a column."""
        values = vector.values * self.scale[vector.rows]
        return np.asarray(values @ self.numbers.take(vector.rows, axis=0).astype(np.float32), np.float32)


def make_compact(table: Floats) -> Compact:
    """The nearest compact table to `table`."""
    scale = np.abs(table).max(axis=1, initial=1e-12) / np.float32(LARGEST)
    return Compact(np.rint(table / scale[:, None]).astype(np.int8), scale)
