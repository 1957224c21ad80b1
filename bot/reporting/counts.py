"""What does the database know of a period? Sums over the daily tables, and over what holds no chat anyway."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, func, select, text
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, col

from bot.dialogue.states import TicketStatus
from bot.reporting.period import Period
from bot.storage.counting import MORE, CaseEvent
from bot.storage.tables import StuckNote, TicketRow, Unanswered
from bot.storage.turn_log import TurnKind

IN_WORDS = frozenset({TurnKind.TEXT.value, MORE})
"""The kinds of turns in which people ask in their own words."""

MAX_MISSED = 5000
"""Of more questions that were not understood, the latest are looked at."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Turns of a kind; `decision` and `intent` are empty where nothing was asked."""

    kind: str
    language: str
    decision: str
    intent: str


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to cases; `value` as in `DailyCases`."""

    event: CaseEvent
    topic: str
    way: str
    value: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that is not closed."""

    status: TicketStatus
    opened_at: datetime
    reply_by: date


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was not understood; `rejected` when it was none of `nearest`."""

    text: str
    language: str
    nearest: tuple[str, ...]
    rejected: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """The sums over a period.

    `asked` counts the questions in words by day and decision. `left` are the chats that came to a place in the period,
    and have gone on from it since; `entered` those that came to the guide. `times` tells how many left a section after
    how many minutes. `stuck` is by step and trouble. `missed` are the latest questions that were not understood, of
    `missed_in_all`.
    """

    turns: Mapping[Turns, int]
    asked: Mapping[tuple[date, str], int]
    shown: Mapping[str, int]
    arrived: Mapping[str, int]
    left: Mapping[str, int]
    entered: int
    started: Mapping[date, int]
    times: Mapping[tuple[str, int], int]
    stuck: Mapping[tuple[str, str], int]
    cases: Mapping[Happened, int]
    missed: tuple[Missed, ...]
    missed_in_all: int


def read_counts(session: Session, period: Period) -> Counts:
    """The sums of the daily tables, which must hold the period's days."""

    def sums(statement: str, **types: TypeEngine[Any]) -> dict[tuple[Any, ...], int]:
        known = bindparam("since", period.since, Date), bindparam("until", period.until, Date)
        rows = session.execute(text(statement).bindparams(*known).columns(**types))
        return {tuple(row[:-1]): row[-1] for row in rows}

    missed, missed_in_all = _missed(session, period)
    return Counts(
        turns={Turns(*key): count for key, count in sums(_TURNS).items()},
        asked={(day, decision): count for (day, decision), count in sums(_ASKED, day=Date()).items()},
        shown=_by_one(sums(_SHOWN)),
        arrived=_by_one(sums(_ARRIVED)),
        left=_by_one(sums(_LEFT)),
        entered=sum(sums(_ENTERED).values()),
        started=_by_one(sums(_STARTED, day=Date())),
        times={(section, minutes): count for (section, minutes), count in sums(_TIMES).items()},
        stuck=_stuck(session, period),
        cases={Happened(CaseEvent(event), *rest): count for (event, *rest), count in sums(_CASES).items()},
        missed=missed,
        missed_in_all=missed_in_all,
    )


_IN_PERIOD = "WHERE day BETWEEN :since AND :until"
_TURNS = f"""
SELECT kind, language, decision, intent, sum(turns) FROM daily_turns {_IN_PERIOD}
GROUP BY kind, language, decision, intent
"""
_ASKED = f"""
SELECT day, decision, sum(turns) FROM daily_turns {_IN_PERIOD} AND kind IN ('text', 'more') AND decision <> ''
GROUP BY day, decision
"""
_SHOWN = f"SELECT shown, sum(turns) FROM daily_shown {_IN_PERIOD} GROUP BY shown"
_ARRIVED = f"SELECT step, sum(chats) FROM daily_arrivals {_IN_PERIOD} GROUP BY step"
_STARTED = f"SELECT day, sum(chats) FROM daily_arrivals {_IN_PERIOD} AND step = 'start' GROUP BY day"
_LEFT = """
SELECT step, sum(chats) FROM daily_passages WHERE day >= :since AND since BETWEEN :since AND :until GROUP BY step
"""
_ENTERED = f"SELECT step, sum(chats) FROM daily_passages {_IN_PERIOD} AND step = 'start' GROUP BY step"
_TIMES = f"SELECT section, minutes, sum(chats) FROM daily_section_times {_IN_PERIOD} GROUP BY section, minutes"
_CASES = f"""
SELECT event, topic, way, value, sum(cases) FROM daily_cases {_IN_PERIOD} GROUP BY event, topic, way, value
"""


def _by_one(sums: Mapping[tuple[Any, ...], int]) -> dict[Any, int]:
    return {key: count for (key,), count in sums.items()}


def _stuck(session: Session, period: Period) -> dict[tuple[str, str], int]:
    key = (col(StuckNote.step), col(StuckNote.trouble))
    during = col(StuckNote.at) >= period.begins, col(StuckNote.at) < period.ends
    rows = session.execute(select(*key, func.count()).where(*during).group_by(*key))
    return {(step, trouble): count for step, trouble, count in rows}


def _missed(session: Session, period: Period) -> tuple[tuple[Missed, ...], int]:
    during = col(Unanswered.at) >= period.begins, col(Unanswered.at) < period.ends
    told = (col(Unanswered.text), col(Unanswered.language), col(Unanswered.nearest), col(Unanswered.rejected))
    latest = session.execute(select(*told).where(*during).order_by(col(Unanswered.at).desc()).limit(MAX_MISSED))
    missed = tuple(Missed(text, language, tuple(nearest), rejected) for text, language, nearest, rejected in latest)
    return missed, session.execute(select(func.count()).select_from(Unanswered).where(*during)).scalar_one()


def read_waiting(session: Session) -> tuple[Waiting, ...]:
    """The tickets that are not closed now, whatever the period."""
    told = (col(TicketRow.status), col(TicketRow.opened_at), col(TicketRow.reply_by))
    tickets = session.execute(select(*told).where(col(TicketRow.status) != TicketStatus.CLOSED.value))
    return tuple(Waiting(TicketStatus(status), opened_at, reply_by) for status, opened_at, reply_by in tickets)
