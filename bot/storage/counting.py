"""What happened on a day? Counted from the log into tables that hold no chat, for the reports.

Days are those of the desk's calendar. One that is over is counted once, before retention takes its rows: so neither
retention nor a chat's deletion changes the figures of the past. Days that are not over are counted too when a report
asks for them, in a transaction that is rolled back.

Why statements in SQL? They are the same on both databases, and shorter than what would build them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Any

from sqlalchemy import Date, Engine, String, TextClause, and_, bindparam, func, or_, select, text
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, col

from bot.storage.database import transaction
from bot.storage.tables import (
    CountedDay,
    DailyCases,
    DailySectionTimes,
    DailyTurns,
    Instant,
    Scheduled,
    TicketRow,
    TurnLog,
)
from bot.storage.tickets import ScheduledKind
from bot.storage.turn_log import DONE, START

SETTLING = timedelta(hours=1)
"""So long after its end a day is over: every turn that began in it has been committed, and no clock is so wrong."""

DAYS_AT_ONCE = 31
"""Counted in one transaction: more would keep the turns waiting, and fewer take longer in all."""

MORE = "more"
"""The kind of the further questions that a message asked."""


class CaseEvent(Enum):
    """What can happen to a case."""

    OPENED = "opened"
    TAKEN = "taken"
    """Somebody of the team answered first."""
    CLOSED = "closed"
    RATED = "rated"
    REMINDED = "reminded"
    """A user was told that the phone line is open, as they had wished."""


def count_days(engine: Engine, now: datetime, zone: tzinfo) -> int:
    """Count every day that is over and not yet counted, DAYS_AT_ONCE in a transaction; gives how many."""
    last = (now - SETTLING).astimezone(zone).date() - timedelta(days=1)
    with transaction(engine) as session:
        days = _uncounted(session, last, zone)
    counted = 0
    for start in range(0, len(days), DAYS_AT_ONCE):
        with transaction(engine) as session:
            mine = _claim(session, days[start : start + DAYS_AT_ONCE])
            if mine:
                _count(session, _Days(mine, zone))
            counted += len(mine)
    return counted


@contextmanager
def with_all_days(engine: Engine, now: datetime, zone: tzinfo) -> Iterator[Session]:
    """A session that sees every day counted, up to the present one; nothing of that is kept."""
    with Session(engine) as session:
        days = _uncounted(session, now.astimezone(zone).date(), zone)
        if days:
            _count(session, _Days(days, zone))
        yield session
        session.rollback()


def two_digits(number: float) -> int:
    """`number` rounded to its first two digits, so that a table of how often each occurs stays short: 1437 is 1400."""
    whole = round(number)
    return round(whole, 2 - len(str(whole)))


def _uncounted(session: Session, last: date, zone: tzinfo) -> list[date]:
    """The days after the last one counted, or from the first of which anything is known, up to `last`."""
    counted = session.execute(select(func.max(CountedDay.day))).scalar_one()
    if counted is not None:
        first = counted + timedelta(days=1)
    else:
        queries = (select(func.min(TurnLog.at)), select(func.min(TicketRow.opened_at)))
        known = [at for query in queries if (at := session.execute(query).scalar_one()) is not None]
        if not known:
            return []
        first = min(known).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _claim(session: Session, days: Sequence[date]) -> list[date]:
    """Mark `days` as counted; gives those that no other process has. While one is at it, this waits for it."""
    mark = text("INSERT INTO counted_day (day) VALUES (:day) ON CONFLICT DO NOTHING RETURNING day")
    mark = mark.bindparams(bindparam("day", type_=Date))
    return [day for day in days if session.execute(mark, {"day": day}).first() is not None]


class _Days:
    """Days of a zone, as statements see them: the table `days`, with each day's first instant and the next one's."""

    def __init__(self, days: Sequence[date], zone: tzinfo) -> None:
        self._zone = zone
        self._days = frozenset(days)
        self.begins, self.ends = self._starts(min(days)), self._starts(max(days) + timedelta(days=1))
        self._values: dict[str, tuple[date | datetime, TypeEngine[Any]]] = {}
        for number, day in enumerate(days):
            self._values[f"day{number}"] = (day, Date())
            self._values[f"begins{number}"] = (self._starts(day), Instant())
            self._values[f"ends{number}"] = (self._starts(day + timedelta(days=1)), Instant())
        rows = ", ".join(f"(:day{number}, :begins{number}, :ends{number})" for number in range(len(days)))
        self._table = f"WITH days (day, begins, ends) AS (VALUES {rows})"

    def statement(self, sql: str) -> TextClause:
        """`sql` with the table put where it says {days}."""
        bound = (bindparam(name, value, kind) for name, (value, kind) in self._values.items())
        return text(sql.replace("{days}", self._table)).bindparams(*bound)

    def day_of(self, instant: datetime | None) -> date | None:
        """The day that holds `instant`, if it is one of these."""
        day = instant.astimezone(self._zone).date() if instant is not None else None
        return day if day in self._days else None

    def _starts(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone)


def _count(session: Session, days: _Days) -> None:
    for sql in (_TURNS, _SHOWN, _NEW_STEPS):
        session.execute(days.statement(sql))
    for places in (_STEPS, _SECTIONS + _BUT_END):
        session.execute(days.statement(_ARRIVALS.replace("{places}", places)))
    for places in (_STEPS, _SECTIONS):
        session.execute(days.statement(_PASSAGES.replace("{places}", places)))
    _count_further_questions(session, days)
    _count_section_times(session, days)
    _count_cases(session, days)


# -- turns ------------------------------------------------------------------------------------------------------------
_TURNS = """
INSERT INTO daily_turns (day, kind, language, decision, intent, turns) {days}
SELECT day, kind, language, decision, intent, count(*) FROM days CROSS JOIN turn_log WHERE at >= begins AND at < ends
GROUP BY day, kind, language, decision, intent
"""

_SHOWN = """
INSERT INTO daily_shown (day, shown, turns) {days}
SELECT day, shown, count(*) FROM days CROSS JOIN turn_log WHERE at >= begins AND at < ends GROUP BY day, shown
"""


def _count_further_questions(session: Session, days: _Days) -> None:
    asked = (col(TurnLog.at), col(TurnLog.language), col(TurnLog.decision), col(TurnLog.also))
    during = and_(col(TurnLog.at) >= days.begins, col(TurnLog.at) < days.ends, col(TurnLog.also) != "")
    turns = Counter(
        (day, language, decision, intent)
        for at, language, decision, intents in session.execute(select(*asked).where(during))
        if (day := days.day_of(at)) is not None
        for intent in intents.split()
    )
    session.add_all(
        DailyTurns(day=day, kind=MORE, language=language, decision=decision, intent=intent, turns=count)
        for (day, language, decision, intent), count in turns.items()
    )


# -- the guide --------------------------------------------------------------------------------------------------------
_NEW_STEPS = f"""
INSERT INTO chat_step (chat_id, step, section, at, day) {{days}}
SELECT chat_id, step, max(section), min(at), min(day) FROM (
  SELECT chat_id, '{START}' AS step, '' AS section, at, day FROM days CROSS JOIN turn_log
  WHERE at >= begins AND at < ends
  UNION ALL
  SELECT chat_id, step, section, at, day FROM days CROSS JOIN turn_log
  WHERE at >= begins AND at < ends AND step <> ''
) AS been
WHERE NOT EXISTS (SELECT 1 FROM chat_step AS known WHERE known.chat_id = been.chat_id AND known.step = been.step)
GROUP BY chat_id, step
"""

_NEW = "day IN (SELECT day FROM days)"
_MOVED = f"chat_id IN (SELECT chat_id FROM chat_step WHERE {_NEW})"
_STEPS = f"SELECT chat_id, step AS place, at, day FROM chat_step WHERE {_MOVED}"
_SECTIONS = f"""
SELECT chat_id, section AS place, min(at) AS at, min(day) AS day FROM chat_step WHERE section <> '' AND {_MOVED}
GROUP BY chat_id, section
"""
"""When the chats that came to something new were first where."""

_BUT_END = f" HAVING section <> '{DONE}'"
"""The end is a step, and counted as one; it is a section only so that the last one is left."""

_ARRIVALS = f"""
INSERT INTO daily_arrivals (day, step, chats) {{days}}
SELECT day, place, count(*) FROM ({{places}}) AS been WHERE {_NEW} GROUP BY day, place
"""

_MOVES = f"""
SELECT * FROM (
  SELECT day, at, lag(place) OVER w AS origin, lag(day) OVER w AS since, lag(at) OVER w AS since_at
  FROM ({{places}}) AS been
  WINDOW w AS (PARTITION BY chat_id ORDER BY at, CASE place WHEN '{START}' THEN 0 ELSE 1 END)
) AS steps WHERE {_NEW} AND origin IS NOT NULL
"""
"""Each move from one place to a new one."""

_PASSAGES = f"""
INSERT INTO daily_passages (day, step, since, chats) {{days}}
SELECT day, origin, since, count(*) FROM ({_MOVES}) AS moves GROUP BY day, origin, since
"""

_LEFT = f"{{days}} SELECT day, origin, since_at, at FROM ({_MOVES}) AS moves"


def _count_section_times(session: Session, days: _Days) -> None:
    left = days.statement(_LEFT.replace("{places}", _SECTIONS))
    rows = session.execute(left.columns(day=Date(), origin=String(), since_at=Instant(), at=Instant()))
    times = Counter((day, section, two_digits(_minutes(since, at))) for day, section, since, at in rows)
    session.add_all(
        DailySectionTimes(day=day, section=section, minutes=minutes, chats=chats)
        for (day, section, minutes), chats in times.items()
    )


def _minutes(begins: datetime, ends: datetime) -> float:
    return (ends - begins).total_seconds() / 60


# -- cases ------------------------------------------------------------------------------------------------------------
def _count_cases(session: Session, days: _Days) -> None:
    instants = (TicketRow.opened_at, TicketRow.taken_at, TicketRow.closed_at, TicketRow.rated_at)
    changed = or_(*(and_(col(instant) >= days.begins, col(instant) < days.ends) for instant in instants))
    told = (TicketRow.topic, TicketRow.way, TicketRow.rating, *instants)
    tickets = session.execute(select(*map(col, told)).where(changed))
    events = Counter(event for ticket in tickets for event in _events(ticket, days))
    said = and_(col(Scheduled.done_at) >= days.begins, col(Scheduled.done_at) < days.ends)
    reminders = select(col(Scheduled.done_at)).where(said, col(Scheduled.kind) == ScheduledKind.REMINDER.value)
    events.update(
        (day, CaseEvent.REMINDED, "", "", 0)
        for at in session.execute(reminders).scalars()
        if (day := days.day_of(at)) is not None
    )
    session.add_all(
        DailyCases(day=day, event=event.value, topic=topic, way=way, value=value, cases=count)
        for (day, event, topic, way, value), count in events.items()
    )


def _events(ticket: Any, days: _Days) -> Iterator[tuple[date, CaseEvent, str, str, int]]:
    """What happened to a ticket on these days."""
    instants = {
        CaseEvent.OPENED: ticket.opened_at,
        CaseEvent.TAKEN: ticket.taken_at,
        CaseEvent.CLOSED: ticket.closed_at,
        CaseEvent.RATED: ticket.rated_at,
    }
    for event, at in instants.items():
        day = days.day_of(at)
        if day is not None:
            since_opened = two_digits(_minutes(ticket.opened_at, at))
            value = (ticket.rating or 0) if event is CaseEvent.RATED else since_opened
            yield day, event, ticket.topic, ticket.way, value
