"""What becomes of a report: a page that needs nothing from elsewhere, files, the terminal."""

import csv
import json
import re
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine

from bot.knowledge import Knowledge
from bot.reporting import Report, choose_period, make_report
from bot.reporting.files import as_json, write_csv
from bot.reporting.page import render_page
from bot.reporting.terminal import print_report
from bot.storage import migrate, open_database, transaction
from bot.storage.tables import Unanswered
from tests.reporting.small import AFTERWARDS, FIRST, SECOND, ZONE, at, fill

FETCHING = {"src", "srcset", "href", "data", "poster", "action", "xlink:href"}
NASTY = "=cmd|' /C calc'!A0 <script>alert(1)</script> ask me at mei@example.com, +65 8123 4567"


@pytest.fixture(scope="module")
def report(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Report:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('output') / 'bot.sqlite3'}")
    migrate(engine)
    fill(engine)
    _miss(engine, NASTY)
    return make_report(engine, knowledge, choose_period(FIRST, SECOND, 0, ZONE), AFTERWARDS)


def _miss(engine: Engine, text: str) -> None:
    with transaction(engine) as session:
        session.add(Unanswered(text=text, language="en", nearest=[], at=at(23, "12:00")))


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the tags that are open."""

    void = frozenset({"meta", "br", "hr", "img", "link", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_refers_to_nothing_outside_of_it(report: Report) -> None:
    page = render_page(report)
    tags = Tags(page).found
    assert {tag for tag, _ in tags} & {"script", "link", "iframe", "img", "object", "embed", "base"} == set()
    assert [attributes for _, attributes in tags if FETCHING & attributes.keys()] == []
    assert re.findall(r"https?:|url\(|@import|@font-face", page) == []


def test_the_page_closes_what_it_opens(report: Report) -> None:
    assert Tags(render_page(report)).open == []


def test_the_page_shows_the_figures(report: Report) -> None:
    page = render_page(report)
    assert "<h3>New chats</h3><b>3</b><small>before: 0</small>" in page
    assert "1. Register an Alipay personal account" in page
    assert "Monday, 23 November: 2 answered, 1 offered, 1 not understood" in page


def test_what_a_customer_wrote_is_neither_run_nor_told_whole(report: Report) -> None:
    page = render_page(report)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ask me at (address), (number)" in page
    assert "mei@example.com" not in page + as_json(report)
    assert "8123" not in page + as_json(report)


def test_each_table_is_a_csv_file(report: Report, tmp_path: Path) -> None:
    files = write_csv(report, tmp_path / "new" / "folder")
    assert [file.stem for file in files] == ["headlines", *report.tables]
    with (tmp_path / "new" / "folder" / "waiting.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["state", "tickets", "overdue", "oldest_minutes"],
            ["Nobody has answered", "1", "1", "2155"],
            ["In hand", "0", "0", ""],
        ]


def test_what_a_customer_wrote_is_no_formula_of_a_spreadsheet(report: Report, tmp_path: Path) -> None:
    write_csv(report, tmp_path)
    with (tmp_path / "not_understood.csv").open(encoding="utf-8-sig", newline="") as stream:
        examples = [row["examples"] for row in csv.DictReader(stream)]
    assert [example[:5] for example in examples if "cmd" in example] == ["'=cmd"]


def test_json_holds_every_table(report: Report) -> None:
    told = json.loads(as_json(report))
    assert (told["since"], told["until"], told["zone"]) == ("2026-11-23", "2026-11-24", "Asia/Singapore")
    assert told["headlines"]["new_chats"] == {"value": 3, "before": 0}
    assert told["tables"].keys() == report.tables.keys()
    assert told["tables"]["reminders"] == [{"what": "Asked for", "times": 1}, {"what": "Sent", "times": 1}]
    assert told["tables"]["questions_over_time"][0]["from"] == "2026-11-23"


def test_the_terminal_shows_every_table_that_has_rows(report: Report) -> None:
    console = Console(file=StringIO(), width=140)
    print_report(report, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert [table.title for table in report.tables.values() if table.rows and table.title not in shown] == []
    assert re.search(r"First answer, median +9 h 30 min +–", shown)


def test_a_long_period_is_drawn_by_week_or_month(knowledge: Knowledge, tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    fill(engine)
    year = render_page(make_report(engine, knowledge, choose_period(None, SECOND, 365, ZONE), AFTERWARDS))
    assert "23 November – 29 November: 3 new chats" in year
    years = render_page(make_report(engine, knowledge, choose_period(date(2025, 1, 1), SECOND, 0, ZONE), AFTERWARDS))
    assert "November 2026: 3 new chats" in years
