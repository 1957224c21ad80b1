"""What was measured, and how it is shown."""

import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.console import Console
from rich.table import Table

PAPER_COLUMNS = 170
"""The table's width where it goes to no terminal."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One subject in one window. Times are milliseconds, sizes MB, shares of one core."""

    subject: str
    base: str
    window: str
    turns: int
    turns_a_second: float
    taps: float
    """The share of turns that were taps."""
    messages: int
    p50: float
    p99: float
    cpu_a_turn: float
    resident: float
    """Of all its processes, without the database server."""
    database_cpu_a_turn: float
    """Of the database server, where there is one."""
    peer_cpu_a_turn: float
    others: float
    """Cores that were busy with neither the subject nor its peer: more than a little, and the figures are doubtful."""
    lost: int
    strays: int


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def growth(turns: Sequence[int], resident: Sequence[float]) -> float:
    """By how many MB memory grows in 100,000 turns: the slope through what stood after each window's turns."""
    return 100_000 * statistics.linear_regression(list(accumulate(turns)), resident).slope


def show(figures: Sequence[Figures], users: int, rate: float) -> None:
    console = Console(width=None if sys.stdout.isatty() else PAPER_COLUMNS)
    closed = [each for each in figures if each.window == "closed"]
    bases = {each.subject: each for each in closed}
    table = Table(
        *("subject", "turns/s", "× echo", "p50 ms", "p99 ms", "CPU ms/turn", "× echo", "RSS MB", "DB ms/turn"),
        *("peer ms/turn", "others' cores", "lost", "stray"),
        title=f"{users} users, each says the next thing when the last one is answered",
        caption=f"{os.cpu_count()} cores for the subject, its peer and all else on this machine",
    )
    for each in closed:
        base = bases.get(each.base)
        more = f"{each.turns_a_second / base.turns_a_second:.2f}" if base else ""
        dearer = f"{each.cpu_a_turn / base.cpu_a_turn:.2f}" if base else ""
        table.add_row(
            *(each.subject, f"{each.turns_a_second:.0f}", more, f"{each.p50:.0f}", f"{each.p99:.0f}"),
            *(f"{each.cpu_a_turn:.2f}", dearer, f"{each.resident:.0f}", f"{each.database_cpu_a_turn:.2f}"),
            *(f"{each.peer_cpu_a_turn:.2f}", f"{each.others:.2f}", str(each.lost), str(each.strays)),
        )
    console.print(table)
    paced = [each for each in figures if each.window == "open"]
    if paced:
        table = Table("subject", "turns", "p50 ms", "p99 ms", "CPU ms/turn", "others' cores", "lost", "stray")
        table.title = f"{rate:.0f} turns a second, whether answered or not"
        for each in paced:
            table.add_row(
                *(each.subject, str(each.turns), f"{each.p50:.1f}", f"{each.p99:.1f}", f"{each.cpu_a_turn:.2f}"),
                *(f"{each.others:.2f}", str(each.lost), str(each.strays)),
            )
        console.print(table)


def show_soak(figures: Sequence[Figures]) -> None:
    """Memory after each window; caches fill at first, so the slope of the later half stands beside that of all."""
    console = Console(width=None if sys.stdout.isatty() else PAPER_COLUMNS)
    table = Table("turns so far", "turns/s", "RSS MB", "lost")
    turns, resident = [each.turns for each in figures], [each.resident for each in figures]
    for so_far, each in zip(accumulate(turns), figures, strict=True):
        table.add_row(str(so_far), f"{each.turns_a_second:.0f}", f"{each.resident:.1f}", str(each.lost))
    half = len(figures) // 2
    later = growth(turns[half:], resident[half:])
    console.print(f"{figures[0].subject}, with new chats all the time", table)
    console.print(f"MB in 100,000 turns: {growth(turns, resident):+.2f}, in the later half {later:+.2f}")
