"""The desk's calendar, against plain counting and known days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import HolidayOverride, HoursFact, Source, TimeRange
from bot.support.hours import ClosedReason, Desk

SINGAPORE = ZoneInfo("Asia/Singapore")
NINE_TO_FIVE = (TimeRange(opens="09:00", closes="17:00"),)
WORKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def hours(**changes: object) -> HoursFact:
    given = {
        "zone": "Asia/Singapore",
        "week": dict.fromkeys(WORKDAYS, NINE_TO_FIVE),
        "holidays_of": "SG",
        "source": Source(section="SEA Customer Service", slide="SEA Customer Service"),
        "as_of": date(2026, 11, 24),
    }
    return HoursFact.model_validate({**given, **changes})


DESK = Desk(hours(), (1, 2))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SINGAPORE)


# Public holidays in Singapore: Ministry of Manpower, gazetted for 2026 and 2027
HOLIDAYS = {
    date(2026, 1, 1), date(2026, 2, 17), date(2026, 2, 18), date(2026, 3, 21), date(2026, 4, 3), date(2026, 5, 1),
    date(2026, 5, 27), date(2026, 5, 31), date(2026, 6, 1), date(2026, 8, 9), date(2026, 8, 10), date(2026, 11, 8),
    date(2026, 11, 9), date(2026, 12, 25),
}  # fmt: skip


def plainly_open(now: datetime) -> bool:
    """The rule in its plainest words, for the minutes of 2026."""
    local = now.astimezone(SINGAPORE)
    return local.weekday() < 5 and local.date() not in HOLIDAYS and time(9) <= local.time() < time(17)


@pytest.mark.parametrize(
    ("now", "reason", "opens"),
    [
        pytest.param("2026-11-22T22:00", ClosedReason.WEEKEND, "2026-11-23T09:00", id="sunday night"),
        pytest.param("2026-11-20T17:00", ClosedReason.OUTSIDE_HOURS, "2026-11-23T09:00", id="friday at five"),
        pytest.param("2026-11-23T08:59", ClosedReason.OUTSIDE_HOURS, "2026-11-23T09:00", id="a minute early"),
        pytest.param("2026-12-25T10:00", ClosedReason.HOLIDAY, "2026-12-28T09:00", id="christmas, a friday"),
        pytest.param("2026-02-17T10:00", ClosedReason.HOLIDAY, "2026-02-19T09:00", id="chinese new year"),
        pytest.param("2026-08-10T10:00", ClosedReason.HOLIDAY, "2026-08-11T09:00", id="the monday after national day"),
    ],
)
def test_closed_says_why_and_until_when(now: str, reason: ClosedReason, opens: str) -> None:
    availability = DESK.availability(at(now))
    assert not availability.is_open
    assert (availability.reason, availability.opens_at) == (reason, at(opens))


def test_open_says_until_when_and_when_it_closes_soon() -> None:
    assert DESK.availability(at("2026-11-23T09:00")).closes_at == at("2026-11-23T17:00")
    assert not DESK.availability(at("2026-11-23T16:44")).closing_soon
    assert DESK.availability(at("2026-11-23T16:45")).closing_soon


def test_a_holiday_is_named() -> None:
    assert DESK.availability(at("2026-12-25T10:00")).holiday == "Christmas Day"


@pytest.mark.parametrize(
    ("sent", "by"),
    [
        pytest.param("2026-11-23T10:00", "2026-11-25", id="monday"),
        pytest.param("2026-11-20T16:55", "2026-11-24", id="friday"),
        pytest.param("2026-11-21T10:00", "2026-11-24", id="saturday"),
        pytest.param("2026-11-23T23:59", "2026-11-25", id="monday night"),
        pytest.param("2026-12-24T10:00", "2026-12-29", id="christmas eve"),
        pytest.param("2026-02-16T10:00", "2026-02-20", id="before chinese new year"),
    ],
)
def test_an_email_is_answered_by_the_second_working_day_after_it(sent: str, by: str) -> None:
    assert DESK.reply_by(at(sent)).isoformat() == by


@settings(max_examples=500)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 27)),  # noqa: DTZ001 - the zone is put on below
    st.sampled_from(["Asia/Bangkok", "Australia/Sydney", "America/Los_Angeles", "UTC"]),
)
def test_it_is_open_exactly_when_plain_counting_says_so(moment: datetime, zone: str) -> None:
    now = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    availability = DESK.availability(now)
    assert availability.is_open == plainly_open(now)
    if availability.opens_at is not None:
        assert plainly_open(availability.opens_at)
        assert not plainly_open(availability.opens_at - timedelta(minutes=1))
        minutes = int((availability.opens_at - now).total_seconds() // 60)
        assert not any(plainly_open(now.astimezone(UTC) + timedelta(minutes=m)) for m in range(0, minutes, 29))


def test_lunch_breaks_and_split_shifts_close_in_between() -> None:
    split = (TimeRange(opens="14:00", closes="18:00"), TimeRange(opens="09:00", closes="12:30"))
    desk = Desk(hours(week={"Monday": split}), (1, 2))
    assert desk.availability(at("2026-11-23T12:29")).closes_at == at("2026-11-23T12:30")
    lunch = desk.availability(at("2026-11-23T13:00"))
    assert (lunch.reason, lunch.opens_at) == (ClosedReason.OUTSIDE_HOURS, at("2026-11-23T14:00"))


def test_a_date_of_the_operators_own_overrules_week_and_holidays() -> None:
    dates = (
        HolidayOverride(date=date(2026, 12, 25), ranges=(TimeRange(opens="10:00", closes="12:00"),)),
        HolidayOverride(date=date(2026, 11, 23), name="Stocktaking"),
    )
    desk = Desk(hours(dates=dates), (1, 2))
    assert desk.availability(at("2026-12-25T11:00")).is_open
    closed = desk.availability(at("2026-11-23T10:00"))
    assert (closed.reason, closed.holiday) == (ClosedReason.HOLIDAY, "Stocktaking")


def test_a_desk_without_hours_opens_never_and_does_not_search_for_ever() -> None:
    assert Desk(hours(week={}), (1, 2)).next_opening(at("2026-11-23T10:00")) is None


def test_daylight_saving_in_the_desks_zone_keeps_the_wall_clock() -> None:
    desk = Desk(hours(zone="Europe/London", holidays_of=None), (1, 2))
    opens = desk.next_opening(datetime(2026, 3, 28, 12, tzinfo=UTC))  # clocks go forward on 29 March 2026
    assert opens is not None
    assert opens.astimezone(UTC) == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
