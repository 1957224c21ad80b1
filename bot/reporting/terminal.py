"""A report on the terminal."""

from rich import box
from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text

from bot.reporting.report import Headline, Report
from bot.reporting.tables import Table, show

MOST_ROWS = 15
"""Of longer tables CSV, JSON and the page hold the rest."""

IN_FULL = frozenset({"steps"})


def print_report(report: Report, console: Console) -> None:
    """Print every table that has rows."""
    period = report.period
    console.print(f"From {period.since} to {period.until}, days of {period.zone}", highlight=False)
    console.print(_headlines(report.headlines))
    for table in report.tables.values():
        if table.rows:
            _print(table, console)


def _headlines(headlines: tuple[Headline, ...]) -> Drawn:
    drawn = Drawn(box=box.SIMPLE_HEAD)
    drawn.add_column("")
    drawn.add_column("Now", justify="right")
    drawn.add_column("Period before", justify="right", style="dim")
    for line in headlines:
        drawn.add_row(line.title, show(line.value, line.unit), show(line.before, line.unit))
    return drawn


def _print(table: Table, console: Console) -> None:
    most = len(table.rows) if table.name in IN_FULL else MOST_ROWS
    left_out = len(table.rows) - most
    drawn = Drawn(box=box.SIMPLE_HEAD)
    for column in table.columns:
        is_number = column.unit.is_number
        drawn.add_column(column.title, justify="right" if is_number else "left", no_wrap=is_number)
    for row in table.shown[:most]:
        drawn.add_row(*map(Text, row))
    console.print(Text(f"\n{table.title}", style="bold"), drawn)
    for line in (f"{left_out:,} more rows are left out here." if left_out > 0 else "", table.note):
        if line:
            console.print(Text(line, style="dim"))
