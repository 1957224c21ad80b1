"""The pieces of a report: days, cells, axes, and what is left out of a question."""

from datetime import date

import pytest

from bot.reporting.charts import round_up
from bot.reporting.missed import redact
from bot.reporting.period import PeriodError, Stretch, choose_period
from bot.reporting.tables import Cell, Unit, median, show
from tests.reporting.small import ZONE

MONDAY = date(2026, 11, 23)


def test_so_many_days_end_with_the_last_one() -> None:
    period = choose_period(None, MONDAY, 7, ZONE)
    assert (period.since, period.until, period.days) == (date(2026, 11, 17), MONDAY, 7)
    assert (period.before().since, period.before().until) == (date(2026, 11, 10), date(2026, 11, 16))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodError, match="cannot begin on 2026-11-24 and end on 2026-11-23"):
        choose_period(date(2026, 11, 24), MONDAY, 30, ZONE)


@pytest.mark.parametrize(
    ("days", "stretch", "columns"),
    [
        pytest.param(1, Stretch.DAY, 1, id="a day"),
        pytest.param(45, Stretch.DAY, 45, id="by day"),
        pytest.param(46, Stretch.WEEK, 8, id="by week, the first and the last not whole"),
        pytest.param(421, Stretch.MONTH, 15, id="by month"),
    ],
)
def test_a_longer_period_has_fewer_columns_than_days(days: int, stretch: Stretch, columns: int) -> None:
    period = choose_period(None, MONDAY, days, ZONE)
    assert period.stretch is stretch
    assert len(list(period.stretches())) == columns


@pytest.mark.parametrize(
    ("cell", "unit", "shown"),
    [
        pytest.param(None, Unit.COUNT, "–", id="nothing"),
        pytest.param(1234567, Unit.COUNT, "1,234,567", id="count"),
        pytest.param(0.12345, Unit.SHARE, "12.3 %", id="share"),
        pytest.param(4.56, Unit.STARS, "4.6", id="stars"),
        pytest.param(0, Unit.MINUTES, "< 1 min", id="no minute"),
        pytest.param(59, Unit.MINUTES, "59 min", id="minutes"),
        pytest.param(60, Unit.MINUTES, "1 h", id="an hour"),
        pytest.param(200, Unit.MINUTES, "3 h 20 min", id="hours"),
        pytest.param(4400, Unit.MINUTES, "3.1 days", id="days"),
        pytest.param(MONDAY, Unit.DAY, "23 Nov 2026", id="day"),
    ],
)
def test_a_cell_as_people_read_it(cell: Cell, unit: Unit, shown: str) -> None:
    assert show(cell, unit) == shown


@pytest.mark.parametrize(
    ("counts", "middle"),
    [
        pytest.param({}, None, id="of nothing"),
        pytest.param({5: 1, 9: 1}, 5, id="the lower of two"),
        pytest.param({1: 1, 7: 3, 100: 2}, 7, id="the one that stands there often"),
        pytest.param({100: 3, 2: 2}, 100, id="in any order"),
    ],
)
def test_the_median(counts: dict[int, int], middle: int | None) -> None:
    assert median(counts) == middle


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 2), (1, 2), (3, 4), (9, 10), (11, 12), (130, 160), (210, 300), (1280, 1600)]
)
def test_an_axis_ends_at_a_round_number(highest: int, top: int) -> None:
    assert round_up(highest) == top


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("is 5,000 yuan or 12000 rmb ok?", "is 5,000 yuan or 12000 rmb ok?", id="amounts stay"),
        pytest.param("my order 1234567890123456789", "my order (number)", id="order number"),
        pytest.param("call +65 8123-4567 pls", "call (number) pls", id="phone number"),
        pytest.param("write to mei.lim@shop.example", "write to (address)", id="e-mail address"),
        pytest.param("i am @mei_shop", "i am (address)", id="user name"),
        pytest.param("see https://detail.1688.com/offer/1.html now", "see (link) now", id="link"),
        pytest.param("my password is Hunter2024x", "(a secret)", id="password"),
        pytest.param("two\n\nlines", "two lines", id="line breaks"),
    ],
)
def test_what_could_tell_who_asked_is_left_out(text: str, told: str) -> None:
    assert redact(text) == told


def test_a_long_question_is_cut() -> None:
    assert redact("why " * 100).endswith("why…")
    assert len(redact("why " * 100)) <= 140
