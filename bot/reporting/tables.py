"""A table of a report, and how its cells are written. One form serves the terminal, the page, CSV and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR
NOTHING = "–"

Cell = str | int | float | date | None


class Unit(Enum):
    """What the cells of a column are."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    """From 0 to 1."""
    MINUTES = "minutes"
    STARS = "stars"
    DAY = "day"

    @property
    def is_number(self) -> bool:
        return self not in {Unit.TEXT, Unit.DAY}


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names the column in CSV and JSON."""

    key: str
    title: str
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Table:
    """`note` tells how the figures are to be read."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The rows as people read them."""
        return tuple(
            tuple(show(cell, column.unit) for cell, column in zip(row, self.columns, strict=True)) for row in self.rows
        )


def show(cell: Cell, unit: Unit) -> str:
    """A cell as people read it: 1,234 · 12.5 % · 3 h 20 min · 2.4 days."""
    match cell:
        case None:
            return NOTHING
        case str():
            return cell
        case date():
            return f"{cell.day} {cell:%b %Y}"
        case int() | float():
            return _number(cell, unit)


def share(part: int, whole: int) -> float | None:
    """None where there is nothing to be a part of."""
    return part / whole if whole else None


def median(counts: Mapping[int, int]) -> int | None:
    """The value in the middle, each standing there as often as `counts` says; the lower one of two."""
    left = (sum(counts.values()) + 1) // 2
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    return None


def _number(value: float, unit: Unit) -> str:
    match unit:
        case Unit.SHARE:
            return f"{100 * value:.1f} %"
        case Unit.MINUTES:
            return _duration(round(value))
        case Unit.STARS:
            return f"{value:.1f}"
        case _:
            return f"{value:,}"


def _duration(minutes: int) -> str:
    if minutes < 1:
        return "< 1 min"
    if minutes < MINUTES_AN_HOUR:
        return f"{minutes} min"
    if minutes < 2 * MINUTES_A_DAY:
        hours, rest = divmod(minutes, MINUTES_AN_HOUR)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{minutes / MINUTES_A_DAY:.1f} days"
