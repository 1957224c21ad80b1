"""Which days is a report about, and how are they put together in a chart? Days are those of the desk's calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum

DAYS_SHOWN = 45
"""Up to so many days, a chart has a column a day; beyond, a week or a month."""

WEEKS_SHOWN = 60


class Stretch(Enum):
    """What one column of a chart stands for."""

    DAY = "day"
    WEEK = "week"
    """From Monday."""
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, both included."""

    since: date
    until: date
    zone: tzinfo

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.since, time(), self.zone)

    @property
    def ends(self) -> datetime:
        """The first instant that is not in it."""
        return datetime.combine(self.until + timedelta(days=1), time(), self.zone)

    @property
    def stretch(self) -> Stretch:
        if self.days <= DAYS_SHOWN:
            return Stretch.DAY
        return Stretch.WEEK if self.days <= 7 * WEEKS_SHOWN else Stretch.MONTH

    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        length = timedelta(days=self.days)
        return Period(self.since - length, self.until - length, self.zone)

    def first_of(self, day: date) -> date:
        """The first day of the stretch that `day` is in, though that may lie before the period."""
        match self.stretch:
            case Stretch.DAY:
                return day
            case Stretch.WEEK:
                return day - timedelta(days=day.weekday())
            case Stretch.MONTH:
                return day.replace(day=1)

    def stretches(self) -> Iterator[date]:
        """The first day of each stretch, in order."""
        last = None
        for number in range(self.days):
            first = self.first_of(self.since + timedelta(days=number))
            if first != last:
                yield first
            last = first


class PeriodError(ValueError):
    """The days asked for make no period; the message tells why."""


def choose_period(since: date | None, until: date, days: int, zone: tzinfo) -> Period:
    """From `since`, or else the `days` days that end with `until`."""
    since = since or until - timedelta(days=days - 1)
    if since > until:
        raise PeriodError(f"a report cannot begin on {since} and end on {until}")
    return Period(since, until, zone)
