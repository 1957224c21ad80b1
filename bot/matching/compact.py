"""How are large tables of weights kept small? In four bits each: a whole number from -7 to 7, with one scale a row.

An eighth of the memory of single precision. What is lost is below what training leaves undecided: of 2,200 questions as
many are answered rightly as with eight bits.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.features import Floats, Vector

LARGEST = 7
ZERO = 8
"""What stands for 0 in the four bits, which know no sign."""

CLIPS = (1.0, 0.8, 0.6)
"""A row's scale may leave out its largest weights, where that brings the many small ones nearer."""

ROWS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Compact:
    """A table of so many `columns`. Each byte of `numbers` holds two: that of column c in the lower half of byte c, and
    that of column c + half of the columns in its upper half; a number less ZERO, times its row's `scale`, is a weight.
    """

    numbers: npt.NDArray[np.uint8]
    scale: Floats
    columns: int

    def times(self, vector: Vector) -> Floats:
        """`vector` times the table: one value a column."""
        values = vector.values * self.scale[vector.rows]
        taken = self.numbers.take(vector.rows, axis=0)
        lower = values @ (taken & 15).astype(np.float32)
        # A byte is its lower half and sixteen times its upper one, and so is what comes of it.
        upper = (values @ taken.astype(np.float32) - lower) * np.float32(1 / 16)
        return np.asarray(np.concatenate((lower, upper))[: self.columns] - ZERO * values.sum(), np.float32)


def make_compact(table: Floats) -> Compact:
    """The nearest compact table to `table`."""
    rows, columns = table.shape
    half = (columns + 1) // 2
    numbers, scale = np.empty((rows, half), np.uint8), np.empty(rows, np.float32)
    for start in range(0, rows, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        wide = np.pad(table[part], ((0, 0), (0, 2 * half - columns)))
        whole, scale[part] = _rounded(wide)
        numbers[part] = whole[:, :half] | whole[:, half:] << 4
    return Compact(numbers, scale, columns)


def _rounded(table: Floats) -> tuple[npt.NDArray[np.uint8], Floats]:
    """Each weight's four bits, and each row's scale: of those that CLIPS allow, the one that loses least."""
    scales = np.abs(table).max(axis=1, initial=1e-12) / LARGEST * np.array(CLIPS, np.float32)[:, None]
    tried = np.clip(np.rint(table / scales[:, :, None]), -LARGEST, LARGEST)
    lost = ((tried * scales[:, :, None] - table) ** 2).sum(axis=2)
    best, each = lost.argmin(axis=0), np.arange(len(table))
    return (tried[best, each] + ZERO).astype(np.uint8), scales[best, each].astype(np.float32)
