"""Columns over time, drawn as SVG that stands inside a page: colours and type come from the page's styles."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

AXIS_WIDTH = 44
LABEL_HEIGHT = 22
TOP = 8
LABEL_SPACE = 62
"""Between two labels of the axis, in units of the drawing."""

WIDEST_COLUMN = 34
FILLED = 0.72
"""The share of its place that a column takes."""


@dataclass(frozen=True, slots=True)
class Column:
    """`parts` stand on one another, the first one lowest; `told` is read out, and shown when pointed at."""

    label: str
    parts: tuple[int, ...]
    told: str

    @property
    def height(self) -> int:
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Size:
    """Of a drawing, in units that are pixels where it is not scaled."""

    width: int
    height: int


WIDE = Size(1040, 260)
NARROW = Size(350, 220)


def draw_columns(title: str, kinds: Sequence[str], columns: Sequence[Column], size: Size) -> Markup:
    """`kinds` are the classes of the parts, by which the page colours them."""
    ceiling = round_up(max((column.height for column in columns), default=0))
    pieces = [*_grid(ceiling, size), *_columns(kinds, columns, ceiling, size)]
    view = f'viewBox="0 0 {size.width} {size.height}" role="img" aria-label="{escape(title)}"'
    return Markup(f"<svg {view}>{''.join(pieces)}</svg>")  # noqa: S704 - whatever is not ours is escaped


def round_up(highest: int) -> int:
    """The top of an axis that is at least `highest`, and whose half is a round number."""
    if highest <= 2:  # noqa: PLR2004 - nothing is rounder
        return 2
    magnitude = int(10 ** math.floor(math.log10(highest)))
    tenths = (10, 12, 16, 20, 30, 40, 50, 60, 80, 100) if magnitude > 1 else (20, 40, 60, 80, 100)
    return next(step * magnitude // 10 for step in tenths if step * magnitude >= 10 * highest)


def _grid(ceiling: int, size: Size) -> Iterator[str]:
    """The lines at nothing, half and all, with their numbers."""
    for value in (0, ceiling // 2, ceiling):
        y = _height(value, ceiling, size)
        yield f'<line class="grid" x1="{AXIS_WIDTH}" x2="{size.width}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="axis" x="{AXIS_WIDTH - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>'


def _columns(kinds: Sequence[str], columns: Sequence[Column], ceiling: int, size: Size) -> Iterator[str]:
    place = (size.width - AXIS_WIDTH) / max(len(columns), 1)
    width = min(place * FILLED, WIDEST_COLUMN)
    every = max(1, math.ceil(LABEL_SPACE / place))
    for number, column in enumerate(columns):
        middle = AXIS_WIDTH + place * (number + 0.5)
        below, parts = 0, []
        for kind, part in zip(kinds, column.parts, strict=True):
            y, end = _height(below + part, ceiling, size), _height(below, ceiling, size)
            below += part
            if part:
                box = f'x="{middle - width / 2:.1f}" y="{y:.1f}" width="{width:.1f}" height="{end - y:.1f}"'
                parts.append(f'<rect class="{escape(kind)}" {box}/>')
        yield f"<g><title>{escape(column.told)}</title>{''.join(parts)}</g>"
        if number % every == 0 and middle + LABEL_SPACE / 3 <= size.width:
            x = f'x="{middle:.1f}" y="{size.height - 4}" text-anchor="middle"'
            yield f'<text class="axis" {x}>{escape(column.label)}</text>'


def _height(value: int, ceiling: int, size: Size) -> float:
    """The y at which a value ends."""
    ground = size.height - LABEL_HEIGHT
    return ground - (ground - TOP) * value / ceiling
