"""Which cases go to people, how do they get there, and how soon is there an answer?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.dialogue.replies import HandOffOffered, PhoneShown, ReminderSet, Way
from bot.dialogue.states import TicketStatus
from bot.knowledge import Intent
from bot.reporting.counts import Counts, Happened, Waiting
from bot.reporting.questions import question
from bot.reporting.tables import Column, Table, Unit, median, share
from bot.storage.counting import CaseEvent

WAYS = {
    Way.LIVE.value: "Staff group",
    Way.MAIL.value: "E-mail, sent by the assistant",
    Way.COPY.value: "E-mail, sent by the customer",
    "": "Not recorded",
}
MOST_STARS = 5


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """What happened to some cases: how many were opened, after how many minutes answered and closed, and the stars."""

    opened: int
    taken: Mapping[int, int]
    closed: Mapping[int, int]
    stars: Mapping[int, int]

    @property
    def rating(self) -> float | None:
        """The mean of the stars."""
        return share(sum(value * times for value, times in self.stars.items()), sum(self.stars.values()))

    @property
    def cells(self) -> tuple[int | None, ...]:
        """As `_FIGURES` has them."""
        return self.opened, median(self.taken), sum(self.closed.values()), median(self.closed)


def in_all(counts: Counts) -> CaseFigures:
    return _figures(counts.cases.items())


def reasons_table(counts: Counts, intents: Mapping[str, Intent]) -> Table:
    figures = {
        topic: _figures((happened, count) for happened, count in counts.cases.items() if happened.topic == topic)
        for topic in {happened.topic for happened in counts.cases if happened.event is not CaseEvent.REMINDED}
    }
    ordered = sorted(figures.items(), key=lambda pair: (-pair[1].opened, pair[0]))
    return Table(
        "cases_by_reason",
        "Cases by reason",
        (Column("reason", "Reason", Unit.TEXT), Column("question", "Question", Unit.TEXT), *_FIGURES),
        tuple(
            (topic or "none", question(intents, topic) if topic else "Asked for a person", *found.cells)
            for topic, found in ordered
        ),
        "Times are medians. First answer: until somebody wrote in the staff group; e-mails are not seen here.",
    )


def channels_table(counts: Counts) -> Table:
    ways = {way: _figures((h, count) for h, count in counts.cases.items() if h.way == way) for way in WAYS}
    rows = [(WAYS[way], *figures.cells) for way, figures in ways.items() if way or figures.opened]
    phone = counts.shown.get(PhoneShown.__name__, 0)
    return Table(
        "cases_by_channel",
        "Cases by channel",
        (Column("channel", "Channel", Unit.TEXT), *_FIGURES),
        (*rows, ("Phone number shown", phone, None, None, None)),
        f"A person was offered {counts.shown.get(HandOffOffered.__name__, 0):,} times.",
    )


def waiting_table(waiting: Sequence[Waiting], now: datetime, zone: tzinfo) -> Table:
    """The tickets that are open now; overdue from the day after the one by which an answer was promised."""
    names = {TicketStatus.OPEN: "Nobody has answered", TicketStatus.TAKEN: "In hand"}
    rows = []
    for status, name in names.items():
        tickets = [ticket for ticket in waiting if ticket.status is status]
        overdue = sum(ticket.reply_by < now.astimezone(zone).date() for ticket in tickets)
        oldest = max(((now - ticket.opened_at).total_seconds() / 60 for ticket in tickets), default=None)
        rows.append((name, len(tickets), overdue, round(oldest) if oldest is not None else None))
    return Table(
        "waiting",
        "Open now",
        (
            Column("state", "State", Unit.TEXT),
            Column("tickets", "Tickets"),
            Column("overdue", "Overdue"),
            Column("oldest_minutes", "Oldest", Unit.MINUTES),
        ),
        tuple(rows),
        "Overdue: the day by which an answer was promised has passed. Without the staff group nobody marks a ticket as "
        "answered: it is open until the customer says that it was solved.",
    )


def ratings_table(counts: Counts) -> Table:
    stars = in_all(counts).stars
    return Table(
        "ratings",
        "Ratings",
        (Column("stars", "Stars", Unit.TEXT), Column("times", "Times"), Column("share", "Share", Unit.SHARE)),
        tuple(
            ("★" * value, stars.get(value, 0), share(stars.get(value, 0), sum(stars.values())))
            for value in range(MOST_STARS, 0, -1)
        ),
        "What customers gave when they were asked whether their case was solved.",
    )


def reminders_table(counts: Counts) -> Table:
    sent = sum(count for happened, count in counts.cases.items() if happened.event is CaseEvent.REMINDED)
    return Table(
        "reminders",
        "Reminders of the phone line's opening",
        (Column("what", "What", Unit.TEXT), Column("times", "Times")),
        (("Asked for", counts.shown.get(ReminderSet.__name__, 0)), ("Sent", sent)),
    )


_FIGURES = (
    Column("handed_over", "Handed over"),
    Column("first_answer_minutes", "First answer", Unit.MINUTES),
    Column("closed", "Closed"),
    Column("closed_after_minutes", "Closed after", Unit.MINUTES),
)


def _figures(cases: Iterable[tuple[Happened, int]]) -> CaseFigures:
    sums: dict[CaseEvent, Counter[int]] = {event: Counter() for event in CaseEvent}
    for happened, count in cases:
        sums[happened.event][happened.value] += count
    opened = sums[CaseEvent.OPENED].total()
    return CaseFigures(opened, sums[CaseEvent.TAKEN], sums[CaseEvent.CLOSED], sums[CaseEvent.RATED])
