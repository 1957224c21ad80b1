"""Where a report goes: the terminal, a page, CSV files or JSON."""

import sys
from pathlib import Path

from rich.console import Console

from bot.reporting.files import as_json as to_json
from bot.reporting.files import write_csv
from bot.reporting.page import render_page
from bot.reporting.report import Report
from bot.reporting.terminal import print_report


def write_report(report: Report, html: Path | None, csv: Path | None, *, as_json: bool) -> None:
    """Write what is asked for, and on the terminal where it went; with nothing asked for, the report itself.

    Raises OSError when a file cannot be written.
    """
    console = Console(stderr=as_json)
    if html is not None:
        html.write_text(render_page(report), encoding="utf-8")
        console.print(f"written: {html}", highlight=False, markup=False)
    if csv is not None:
        files = write_csv(report, csv)
        console.print(f"written: {len(files)} files in {csv}", highlight=False, markup=False)
    if as_json:
        sys.stdout.write(f"{to_json(report)}\n")
    elif html is None and csv is None:
        print_report(report, console)
