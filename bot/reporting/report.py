"""A report: the figures of a period, in an order in which operators ask for them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from bot.knowledge import Knowledge
from bot.reporting import cases, questions
from bot.reporting.counts import Counts, Waiting, read_counts, read_waiting
from bot.reporting.guide import Funnel, make_funnel, sections_table, steps_table, troubles_table
from bot.reporting.missed import gather
from bot.reporting.period import Period
from bot.reporting.questions import Asked
from bot.reporting.tables import Cell, Table, Unit, median, share
from bot.storage.counting import count_days, with_all_days
from bot.storage.turn_log import DONE, START


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that stands for many; `before` is the same for as long a time before the period."""

    key: str
    title: str
    value: Cell
    before: Cell = None
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Report:
    """`asked` and `started` (new chats) are by the period's stretches. `tables` are by name, in order."""

    period: Period
    made_at: datetime
    headlines: tuple[Headline, ...]
    funnel: Funnel
    asked: tuple[Asked, ...]
    started: tuple[int, ...]
    tables: dict[str, Table]


def make_report(engine: Engine, knowledge: Knowledge, period: Period, now: datetime) -> Report:
    """Count what is to be counted, and put the figures together. `period` is in the desk's zone."""
    count_days(engine, now, period.zone)
    with with_all_days(engine, now, period.zone) as session:
        counts, before = read_counts(session, period), read_counts(session, period.before())
        waiting = read_waiting(session)
    funnel = make_funnel(counts, knowledge.guide)
    tables = (
        sections_table(funnel),
        steps_table(funnel),
        troubles_table(funnel),
        questions.over_time_table(counts, period),
        questions.languages_table(counts),
        questions.intents_table(counts, knowledge.intents),
        questions.missed_table(gather(counts.missed), knowledge.intents, len(counts.missed), counts.missed_in_all),
        cases.reasons_table(counts, knowledge.intents),
        cases.channels_table(counts),
        cases.waiting_table(waiting, now, period.zone),
        cases.ratings_table(counts),
        cases.reminders_table(counts),
    )
    return Report(
        period,
        now,
        _headlines(counts, before, waiting),
        funnel,
        questions.asked_over_time(counts, period),
        _started(counts, period),
        {table.name: table for table in tables},
    )


def _headlines(counts: Counts, before: Counts, waiting: tuple[Waiting, ...]) -> tuple[Headline, ...]:
    now, then = _figures(counts), _figures(before)
    compared = (Headline(key, title, now[key], then[key], unit) for key, (title, unit) in _HEADLINES.items())
    return (*compared, Headline("waiting", "Tickets open now", len(waiting)))


_HEADLINES = {
    "new_chats": ("New chats", Unit.COUNT),
    "to_guide": ("Opened the guide", Unit.COUNT),
    "to_end": ("Reached its end", Unit.COUNT),
    "questions": ("Questions in words", Unit.COUNT),
    "answered": ("Answered", Unit.SHARE),
    "not_understood": ("Not understood", Unit.SHARE),
    "cases": ("Cases handed over", Unit.COUNT),
    "first_answer_minutes": ("First answer, median", Unit.MINUTES),
    "rating": ("Rating, mean of 5", Unit.STARS),
}


def _figures(counts: Counts) -> dict[str, Cell]:
    asked, handed_over = questions.asked_in_all(counts), cases.in_all(counts)
    return {
        "new_chats": counts.arrived.get(START, 0),
        "to_guide": counts.entered,
        "to_end": counts.arrived.get(DONE, 0),
        "questions": asked.total,
        "answered": share(asked.answered, asked.total),
        "not_understood": share(asked.missed, asked.total),
        "cases": handed_over.opened,
        "first_answer_minutes": median(handed_over.taken),
        "rating": handed_over.rating,
    }


def _started(counts: Counts, period: Period) -> tuple[int, ...]:
    chats: dict[date, int] = dict.fromkeys(period.stretches(), 0)
    for day, count in counts.started.items():
        chats[period.first_of(day)] += count
    return tuple(chats.values())
