"""When is the support desk there, and by when is an e-mail answered?

The rules are the `support_hours` and `email_reply_time` facts: a week of ranges in the desk's own zone, the public
holidays of a country (from the `holidays` library), and single dates that overrule both. Pure: `now` is an argument.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.knowledge import HolidayOverride, HoursFact, TimeRange, Weekday
from bot.support.calendars import PublicHolidays, public_holidays

CLOSING_SOON = timedelta(minutes=15)
SEARCH_DAYS = 370
"""How far ahead an opening is looked for: a desk that is closed for longer has no hours."""

_WEEKDAYS: tuple[Weekday, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ClosedReason(Enum):
    """Why nobody picks up now."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"


@dataclass(frozen=True, slots=True)
class Availability:
    """The phone line at one instant; all instants are aware, in the desk's zone.

    Open: `closes_at` is set and `closing_soon` tells whether that is within a quarter of an hour. Closed: `reason`,
    with `holiday` as the day's English name where it is one, and `opens_at`, or None when no opening is in sight.
    """

    is_open: bool
    closes_at: datetime | None = None
    closing_soon: bool = False
    opens_at: datetime | None = None
    reason: ClosedReason | None = None
    holiday: str | None = None
    holiday_on: date | None = None


@dataclass(frozen=True)
class Desk:
    """The desk's calendar."""

    hours: HoursFact
    reply_days: tuple[int, int]
    holidays: PublicHolidays = public_holidays

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.hours.zone)

    @cached_property
    def _overrides(self) -> Mapping[date, HolidayOverride]:
        return {override.date: override for override in self.hours.dates}

    def availability(self, now: datetime) -> Availability:
        """Whether the line is open at `now`, which must be aware, and when that changes."""
        now = now.astimezone(
            UTC
        )  # two instants of one zone are compared by their wall clocks, which may repeat an hour
        local = now.astimezone(self.zone)
        for opens, closes in self._ranges(local.date()):
            if opens <= now < closes:
                return Availability(True, closes_at=closes, closing_soon=closes - now <= CLOSING_SOON)
        reason, holiday = self._why_closed(local.date())
        holiday_on = local.date() if reason is ClosedReason.HOLIDAY else None
        opens_at = self.next_opening(now)
        return Availability(False, opens_at=opens_at, reason=reason, holiday=holiday, holiday_on=holiday_on)

    def next_opening(self, now: datetime) -> datetime | None:
        """The first instant after `now` at which a range begins."""
        now = now.astimezone(UTC)
        start = now.astimezone(self.zone).date()
        for offset in range(SEARCH_DAYS):
            for opens, _ in self._ranges(start + timedelta(days=offset)):
                if opens > now:
                    return opens
        return None

    def reply_by(self, sent: datetime) -> date:
        """The last day on which an e-mail sent at `sent` is answered in time, as the desk's calendar counts.

        Days on which the desk is closed don't count, nor does the day of sending. Source: guide, "SEA Customer
        Service" (1-2 working days; we name the later one, so as to promise nothing that may be missed).
        """
        day = sent.astimezone(self.zone).date()
        remaining = self.reply_days[1]
        while remaining:
            day += timedelta(days=1)
            if self.is_working_day(day):
                remaining -= 1
        return day

    def is_working_day(self, day: date) -> bool:
        return next(self._ranges(day), None) is not None

    def holiday_name(self, day: date) -> str | None:
        """The English name of the holiday or closed date that `day` is, if any."""
        override = self._overrides.get(day)
        if override is not None:
            return (override.name or None) if not override.ranges else None
        return self._public_holiday(day)

    def _ranges(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        override = self._overrides.get(day)
        if override is not None:
            ranges: tuple[TimeRange, ...] = override.ranges
        elif self._public_holiday(day):
            return
        else:
            ranges = self.hours.week.get(_weekday(day), ())
        for opening in sorted(ranges, key=lambda found: found.opens):
            yield self._instant(day, opening.opens), self._instant(day, opening.closes)

    def _instant(self, day: date, clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), self.zone)

    def _why_closed(self, day: date) -> tuple[ClosedReason, str | None]:
        override = self._overrides.get(day)
        if override is None and not self.hours.week.get(_weekday(day)):
            return ClosedReason.WEEKEND, None  # a holiday on a Sunday closes nothing that was not closed
        if self.is_working_day(day):
            return ClosedReason.OUTSIDE_HOURS, None
        return ClosedReason.HOLIDAY, self.holiday_name(day)

    def _public_holiday(self, day: date) -> str | None:
        if self.hours.holidays_of is None:
            return None
        return self.holidays(self.hours.holidays_of, day.year).get(day)


def _weekday(day: date) -> Weekday:
    return _WEEKDAYS[day.weekday()]
