"""What happened on a day? Counted from the log into tables that hold no chat, for the reports.

Days are those of the desk's calendar. One that is over is counted once, before retention takes its rows: so neither
retention nor a chat's deletion changes the figures of the past. Days that are not over are counted too when a report
asks for them, in a transaction that is rolled back.

Why statements in SQL? They are the same on both databases, and shorter than what would build them.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum

from sqlalchemy import BindParameter, Date, Engine, Result, String, and_, bindparam, func, or_, select, text
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


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, its first instant, and the next day's."""

    day: date
    begins: datetime
    ends: datetime

    def execute(self, session: Session, statement: str) -> "Result[tuple[object, ...]]":
        """Run `statement`, in which :day, :begins and :ends stand for this day's."""
        known = {"day": (self.day, Date), "begins": (self.begins, Instant), "ends": (self.ends, Instant)}
        used: list[BindParameter[object]] = [
            bindparam(name, *value) for name, value in known.items() if f":{name}" in statement
        ]
        return session.connection().execute(text(statement).bindparams(*used))


def count_days(engine: Engine, now: datetime, zone: tzinfo) -> int:
    """Count every day that is over and not yet counted, each in a transaction of its own; gives how many."""
    last = (now - SETTLING).astimezone(zone).date() - timedelta(days=1)
    with transaction(engine) as session:
        days = _uncounted(session, last, zone)
    return sum(_count_once(engine, day) for day in days)


@contextmanager
def with_all_days(engine: Engine, now: datetime, zone: tzinfo) -> Iterator[Session]:
    """A session that sees every day counted, up to the present one; nothing of that is kept."""
    with Session(engine) as session:
        for day in _uncounted(session, now.astimezone(zone).date(), zone):
            _count(session, day)
        yield session
        session.rollback()


def two_digits(number: float) -> int:
    """`number` rounded to its first two digits, so that a table of how often each occurs stays short: 1437 is 1400."""
    whole = round(number)
    return round(whole, 2 - len(str(whole)))


def _uncounted(session: Session, last: date, zone: tzinfo) -> list[_Day]:
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
    return [_bounds(first + timedelta(days=number), zone) for number in range((last - first).days + 1)]


def _bounds(day: date, zone: tzinfo) -> _Day:
    begins, ends = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    return _Day(day, begins, ends)


def _count_once(engine: Engine, day: _Day) -> bool:
    """Count a day; False when another process has done so. While one is at it, this waits for it."""
    with transaction(engine) as session:
        marked = day.execute(
            session, "INSERT INTO counted_day (day) VALUES (:day) ON CONFLICT DO NOTHING RETURNING day"
        )
        mine = marked.first() is not None
        if mine:
            _count(session, day)
    return mine


def _count(session: Session, day: _Day) -> None:
    for statement in (_TURNS, _SHOWN, _NEW_STEPS):
        day.execute(session, statement)
    for places in (_STEPS, _SECTIONS + _BUT_END):
        day.execute(session, _ARRIVALS.format(places=places))
    for places in (_STEPS, _SECTIONS):
        day.execute(session, _PASSAGES.format(places=places))
    _count_further_questions(session, day)
    _count_section_times(session, day)
    _count_cases(session, day)


# -- turns ------------------------------------------------------------------------------------------------------------
_TURNS = """
INSERT INTO daily_turns (day, kind, language, decision, intent, turns)
SELECT :day, kind, language, decision, intent, count(*) FROM turn_log WHERE at >= :begins AND at < :ends
GROUP BY kind, language, decision, intent
"""

_SHOWN = """
INSERT INTO daily_shown (day, shown, turns)
SELECT :day, shown, count(*) FROM turn_log WHERE at >= :begins AND at < :ends GROUP BY shown
"""


def _count_further_questions(session: Session, day: _Day) -> None:
    asked = (col(TurnLog.language), col(TurnLog.decision), col(TurnLog.also))
    on_day = and_(col(TurnLog.at) >= day.begins, col(TurnLog.at) < day.ends, col(TurnLog.also) != "")
    turns = Counter(
        (language, decision, intent)
        for language, decision, intents in session.execute(select(*asked).where(on_day))
        for intent in intents.split()
    )
    session.add_all(
        DailyTurns(day=day.day, kind=MORE, language=language, decision=decision, intent=intent, turns=count)
        for (language, decision, intent), count in turns.items()
    )


# -- the guide --------------------------------------------------------------------------------------------------------
_NEW_STEPS = f"""
INSERT INTO chat_step (chat_id, step, section, at, day)
SELECT chat_id, step, max(section), min(at), :day FROM (
  SELECT chat_id, '{START}' AS step, '' AS section, at FROM turn_log WHERE at >= :begins AND at < :ends
  UNION ALL
  SELECT chat_id, step, section, at FROM turn_log WHERE at >= :begins AND at < :ends AND step <> ''
) AS been
WHERE NOT EXISTS (SELECT 1 FROM chat_step AS known WHERE known.chat_id = been.chat_id AND known.step = been.step)
GROUP BY chat_id, step
"""

_MOVED = "chat_id IN (SELECT chat_id FROM chat_step WHERE day = :day)"
_STEPS = f"SELECT chat_id, step AS place, at, day FROM chat_step WHERE {_MOVED}"
_SECTIONS = f"""
SELECT chat_id, section AS place, min(at) AS at, min(day) AS day FROM chat_step WHERE section <> '' AND {_MOVED}
GROUP BY chat_id, section
"""
"""When the chats that came to something new on the day were first where."""

_BUT_END = f" HAVING section <> '{DONE}'"
"""The end is a step, and counted as one; it is a section only so that the last one is left."""

_ARRIVALS = """
INSERT INTO daily_arrivals (day, step, chats)
SELECT :day, place, count(*) FROM ({places}) AS been WHERE day = :day GROUP BY place
"""

_MOVES = f"""
SELECT * FROM (
  SELECT day, at, lag(place) OVER w AS origin, lag(day) OVER w AS since, lag(at) OVER w AS since_at
  FROM ({{places}}) AS been
  WINDOW w AS (PARTITION BY chat_id ORDER BY at, CASE place WHEN '{START}' THEN 0 ELSE 1 END)
) AS steps WHERE day = :day AND origin IS NOT NULL
"""
"""Each move that was made on the day, from one place to a new one."""

_PASSAGES = f"""
INSERT INTO daily_passages (day, step, since, chats)
SELECT :day, origin, since, count(*) FROM ({_MOVES}) AS moves GROUP BY origin, since
"""


def _count_section_times(session: Session, day: _Day) -> None:
    moves = text(f"SELECT origin, since_at, at FROM ({_MOVES.format(places=_SECTIONS)}) AS moves")
    rows = session.execute(moves.bindparams(day=day.day).columns(origin=String, since_at=Instant, at=Instant))
    times = Counter((section, two_digits(_minutes(since, at))) for section, since, at in rows)
    session.add_all(
        DailySectionTimes(day=day.day, section=section, minutes=minutes, chats=chats)
        for (section, minutes), chats in times.items()
    )


def _minutes(begins: datetime, ends: datetime) -> float:
    return (ends - begins).total_seconds() / 60


# -- cases ------------------------------------------------------------------------------------------------------------
def _count_cases(session: Session, day: _Day) -> None:
    instants = (TicketRow.opened_at, TicketRow.taken_at, TicketRow.closed_at, TicketRow.rated_at)
    changed = or_(*(and_(col(instant) >= day.begins, col(instant) < day.ends) for instant in instants))
    tickets = session.execute(select(TicketRow).where(changed)).scalars()
    events = Counter(event for ticket in tickets for event in _events(ticket, day))
    said = and_(col(Scheduled.done_at) >= day.begins, col(Scheduled.done_at) < day.ends)
    reminders = select(func.count()).where(said, col(Scheduled.kind) == ScheduledKind.REMINDER.value)
    reminded = session.execute(reminders).scalar_one()
    if reminded:
        events[CaseEvent.REMINDED, "", "", 0] = reminded
    session.add_all(
        DailyCases(day=day.day, event=event.value, topic=topic, way=way, value=value, cases=count)
        for (event, topic, way, value), count in events.items()
    )


def _events(ticket: TicketRow, day: _Day) -> Iterator[tuple[CaseEvent, str, str, int]]:
    """What happened to a ticket on the day."""
    instants = {
        CaseEvent.OPENED: ticket.opened_at,
        CaseEvent.TAKEN: ticket.taken_at,
        CaseEvent.CLOSED: ticket.closed_at,
        CaseEvent.RATED: ticket.rated_at,
    }
    for event, at in instants.items():
        if at is not None and day.begins <= at < day.ends:
            since_opened = two_digits(_minutes(ticket.opened_at, at))
            value = (ticket.rating or 0) if event is CaseEvent.RATED else since_opened
            yield event, ticket.topic, ticket.way, value
