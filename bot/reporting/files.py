"""A report for other programs: a CSV file a table, or all as JSON."""

import csv
import json
from datetime import date
from pathlib import Path

from bot.reporting.report import Report
from bot.reporting.tables import Cell, Column

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write each table into `folder`, which is made; gives the files. UTF-8 with the mark by which Excel knows it.

    Raises OSError when a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    headlines = tuple((line.key, line.value, line.before) for line in report.headlines)
    contents: dict[str, tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]] = {
        "headlines": (("figure", "value", "before"), headlines),
        **{name: (_keys(table.columns), table.rows) for name, table in report.tables.items()},
    }
    files = []
    for name, (keys, rows) in contents.items():
        file = folder / f"{name}.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(keys)
            writer.writerows([_plain(cell) for cell in row] for row in rows)
        files.append(file)
    return tuple(files)


def as_json(report: Report) -> str:
    """One object: the period, the headlines, and each table as a list of objects."""
    period = report.period
    return json.dumps(
        {
            "since": period.since,
            "until": period.until,
            "zone": str(period.zone),
            "made_at": report.made_at,
            "headlines": {line.key: {"value": line.value, "before": line.before} for line in report.headlines},
            "tables": {
                name: [dict(zip(_keys(table.columns), row, strict=True)) for row in table.rows]
                for name, table in report.tables.items()
            },
        },
        ensure_ascii=False,
        indent=2,
        default=date.isoformat,
    )


def _keys(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.key for column in columns)


def _plain(cell: Cell) -> Cell:
    """What a customer wrote must not be taken for a formula by a spreadsheet."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell
