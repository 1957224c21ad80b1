"""A report's figures are what a hand counts on the small set, whichever the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from bot.knowledge import Knowledge
from bot.reporting import Report, choose_period, make_report
from bot.reporting.brief import brief
from bot.reporting.tables import Cell
from bot.storage import forget_old
from tests.reporting.small import AFTERWARDS, FIRST, SECOND, ZONE, at


@pytest.fixture
def report(engine: Engine, knowledge: Knowledge) -> Report:
    """Of the two days, a day later."""
    return make_report(engine, knowledge, choose_period(FIRST, SECOND, 0, ZONE), AFTERWARDS)


def rows(report: Report, table: str) -> list[tuple[Cell, ...]]:
    return list(report.tables[table].rows)


def headlines(report: Report) -> dict[str, Cell]:
    return {line.key: line.value for line in report.headlines}


def test_the_headlines(report: Report) -> None:
    assert headlines(report) == {
        "new_chats": 3,
        "to_guide": 2,
        "to_end": 1,
        "questions": 4,
        "answered": 0.5,
        "not_understood": 0.25,
        "cases": 2,
        "first_answer_minutes": 570,
        "rating": 5.0,
        "waiting": 1,
    }


def test_the_headlines_are_set_beside_the_days_before(engine: Engine, knowledge: Knowledge) -> None:
    second = make_report(engine, knowledge, choose_period(SECOND, SECOND, 0, ZONE), AFTERWARDS)
    assert {line.key: (line.value, line.before) for line in second.headlines if line.key in {"new_chats", "cases"}} == {
        "new_chats": (1, 2),
        "cases": (1, 1),
    }


def test_the_sections_reached_and_where_people_stopped(report: Report) -> None:
    assert [row for row in rows(report, "sections") if row[1]] == [
        ("New chats", 3, None, 1, pytest.approx(1 / 3), None, None),
        ("Opening questions", 1, 0.5, 0, 0.0, None, None),
        ("1. Register an Alipay personal account", 2, 1.0, 1, 0.5, 1400, 1),
        ("6. Pay on 1688.com with World Pay", 1, 0.5, 0, 0.0, 30, 0),
        ("The end", 1, 0.5, None, None, None, None),
    ]


def test_the_steps_reached_and_where_people_stopped(report: Report) -> None:
    columns = [column.key for column in report.tables["steps"].columns]
    assert columns == [
        *("section", "step", "title", "reached", "reached_share", "stopped", "stopped_share", "stuck"),
    ]
    assert [(row[1], row[3], row[5], row[7]) for row in rows(report, "steps") if row[3]] == [
        ("alipay.register", 2, 1, 1),
        ("alipay.code", 1, 0, 0),
        ("pay.method", 1, 0, 0),
    ]


def test_who_goes_on_after_the_period_has_not_stopped_in_it(engine: Engine, knowledge: Knowledge) -> None:
    first = make_report(engine, knowledge, choose_period(FIRST, FIRST, 0, ZONE), AFTERWARDS)
    assert [row[:4] for row in rows(first, "sections") if row[0] and str(row[0]).startswith("1.")] == [
        ("1. Register an Alipay personal account", 1, 1.0, 0)
    ]


def test_what_people_are_stuck_with(report: Report) -> None:
    assert rows(report, "troubles") == [("alipay.register", "It's all in Chinese", 1)]


def test_questions_over_time_and_by_language(report: Report) -> None:
    assert [row[:5] for row in rows(report, "questions_over_time")] == [(FIRST, 4, 2, 1, 1), (SECOND, 0, 0, 0, 0)]
    assert [(row[0], *row[1:5]) for row in rows(report, "questions_by_language")] == [
        ("English", 3, 2, 1, 0),
        ("Thai", 1, 0, 0, 1),
    ]


def test_questions_by_intent_and_language(report: Report) -> None:
    table = report.tables["questions_by_intent"]
    assert [column.key for column in table.columns] == ["intent", "question", "in_words", "by_button", "en"]
    assert [(row[0], *row[2:]) for row in table.rows] == [
        ("fees.card", 1, 1, 1),
        ("fees.world_pay", 1, 0, 1),
        ("support.human", 0, 1, 0),
    ]


def test_what_was_not_understood(report: Report) -> None:
    assert rows(report, "not_understood") == [(1, "ส่งของไปลาวได้ไหม", "th", "order.shipping", "")]


def test_cases_by_reason_and_channel(report: Report) -> None:
    assert rows(report, "cases_by_reason") == [
        ("payment.failed", "My payment failed. What now?", 2, 570, 1, 620),
    ]
    assert rows(report, "cases_by_channel") == [
        ("Staff group", 2, 570, 1, 620),
        ("E-mail, sent by the assistant", 0, None, 0, None),
        ("E-mail, sent by the customer", 0, None, 0, None),
        ("Phone number shown", 1, None, None, None),
    ]


def test_tickets_that_are_open_now(report: Report) -> None:
    # Opened at 00:05 on the 24th, to be answered on that day; it is noon of the 25th.
    assert rows(report, "waiting") == [("Nobody has answered", 1, 1, 35 * 60 + 55), ("In hand", 0, 0, None)]


def test_ratings_and_reminders(report: Report) -> None:
    assert rows(report, "ratings")[0] == ("★★★★★", 1, 1.0)
    assert rows(report, "reminders") == [("Asked for", 1), ("Sent", 1)]


def test_a_report_of_today_counts_what_has_happened_so_far(engine: Engine, knowledge: Knowledge) -> None:
    noon = make_report(engine, knowledge, choose_period(FIRST, SECOND, 0, ZONE), at(24, "12:00"))
    assert headlines(noon)["to_end"] == 1


def test_the_past_stays_as_it_was_when_the_chats_are_forgotten(
    report: Report, engine: Engine, knowledge: Knowledge
) -> None:
    much_later = AFTERWARDS + timedelta(days=91)
    forget_old(engine, much_later, 90, ZONE)
    again = make_report(engine, knowledge, choose_period(FIRST, SECOND, 0, ZONE), much_later)
    assert headlines(again) == {**headlines(report), "waiting": 0}
    assert rows(again, "not_understood") == []  # words of customers, which go with them
    gone = {"waiting", "not_understood"}
    assert {name: table for name, table in again.tables.items() if name not in gone} == {
        name: table for name, table in report.tables.items() if name not in gone
    }


def test_a_step_that_the_guide_has_no_more_is_told(engine: Engine, knowledge: Knowledge) -> None:
    guide = knowledge.guide
    without = type(guide)(guide.questions, guide.sections[1:], guide.troubles)
    older = type(knowledge)(knowledge.facts, without, knowledge.intents, knowledge.version)
    report = make_report(engine, older, choose_period(FIRST, SECOND, 0, ZONE), AFTERWARDS)
    assert [row[:4] for row in rows(report, "steps")][-2:] == [
        ("No longer in the guide", "alipay.code", "alipay.code", 1),
        ("No longer in the guide", "alipay.register", "alipay.register", 2),
    ]


def test_a_report_on_nothing_is_made_all_the_same(empty: Engine, knowledge: Knowledge) -> None:
    nothing = make_report(empty, knowledge, choose_period(None, date(2026, 11, 23), 30, ZONE), AFTERWARDS)
    assert headlines(nothing)["new_chats"] == 0
    assert headlines(nothing)["answered"] is None


def test_the_brief_fits_beside_a_file(report: Report) -> None:
    lines = brief(report).splitlines()
    assert len(brief(report)) <= 1024
    assert lines[0] == "23 November – 24 November 2026"
    assert "New chats: 3 (before: 0)" in lines
    assert lines[-2:] == ["Not understood most often", "· ส่งของไปลาวได้ไหม: 1"]
