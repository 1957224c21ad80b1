"""Do the buttons of a row fit beside each other on a phone? Telegram cuts off what does not.

Measured on a phone of 390 points: a row alone takes 24 columns, which `bot check` sees to; the more buttons share it,
the fewer columns has each.
"""

from typing import Protocol, TypeVar

from rich.cells import cell_len

COLUMNS_SHARED = {2: 19, 3: 13}
"""Columns that each button has, by how many share the row; wide characters count as two."""

COLUMNS_IN_A_CROWD = 7


class Labelled(Protocol):
    @property
    def label(self) -> str: ...


Button = TypeVar("Button", bound=Labelled)


def fit_row(row: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    """`row` as it is where its words fit; else as few rows as need be, in the same order."""
    count = next((count for count in range(len(row), 1, -1) if _fit(row[:count])), 1)
    return (row,) if count >= len(row) else (row[:count], *fit_row(row[count:]))


def _fit(buttons: tuple[Button, ...]) -> bool:
    most = COLUMNS_SHARED.get(len(buttons), COLUMNS_IN_A_CROWD)
    return all(cell_len(button.label) <= most for button in buttons)
