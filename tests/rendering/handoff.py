"""One of every reply of the hand-off, and every variant of those with variants."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from bot.dialogue import actions as act
from bot.dialogue import replies
from bot.dialogue.events import FollowUpDue
from bot.dialogue.handoff import number_ticket
from bot.dialogue.replies import Content, Way
from bot.dialogue.response import Response
from bot.dialogue.states import Case, HandOffStage, Line, Ticket, TicketStatus
from bot.knowledge import Knowledge
from bot.support.hours import Availability
from tests.dialogue.scripted import Talk

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)
REPLY_BY = date(2026, 11, 25)
ZONE = "Asia/Bangkok"

HAVE = ("has_verified_1688", "has_1688", "has_alipay", "has_world_account", "has_authorised")
CASE = Case("code.not_received", "pay.method", ("charges?",), "<b>it & broke</b>", "Monday", "mei@example.com", HAVE)
TALKING = (HandOffStage.WHAT, HandOffStage.SINCE, HandOffStage.EMAIL, HandOffStage.TEXT)


def handoff_contents(availability: Availability) -> Iterator[Content]:
    for stage in TALKING:
        yield from (replies.DetailAsked(stage), replies.DetailAsked(stage, again=True))
    yield from (replies.DraftShown(CASE, ZONE), replies.DraftShown(Case(words="x"), ZONE))
    yield replies.LinesListed(CASE.lines)
    for way in Way:
        for email in ("", "mei@example.com"):
            yield replies.TicketOpened("A-1042", REPLY_BY, way, email, "it broke\nStep: 4A")
    tickets = tuple(Ticket("A-1042", AT, REPLY_BY, status) for status in TicketStatus)
    yield from (replies.TicketsShown((), ZONE), replies.TicketsShown(tickets, ZONE))
    yield replies.TicketsShown(tickets[:1], ZONE, frozenset({"A-1042"}))
    yield from (replies.SolvedAsked("A-1042"), replies.RatingAsked("A-1042"), replies.MailFailed("A-1042"))
    yield from (replies.StaffJoined("Priya"), replies.HandedBack(closed=True), replies.HandedBack(closed=False))
    yield from (replies.ReminderSet(AT, ZONE), replies.Reminded(availability, ZONE))
    yield from (replies.ZoneAsked(), replies.ZoneAsked(unknown=True), replies.ZoneAsked((ZONE,)))
    yield from (replies.ZoneAsked((ZONE, "Asia/Jakarta")), replies.ZoneSet(ZONE, AT))


def handoff_responses(knowledge: Knowledge) -> Iterator[Response]:
    """The hand-off with its buttons, from the offer to the rating."""
    talk = Talk(knowledge, SUNDAY)
    yield talk.says("/contact")
    yield talk.taps(act.AskZone())
    yield talk.says("Indonesia")
    talk.says("/contact")
    yield talk.taps(act.WriteToTeam())
    for words in ("it broke", "since Monday", "mei@example.com"):
        yield talk.says(words)
    yield talk.taps(act.ListLines())
    for line in (Line.SINCE, Line.EMAIL):
        yield talk.taps(act.StrikeLine(line.value))
        talk.taps(act.ListLines())
    talk.says("/contact")
    talk.taps(act.Remind("20261130T0100", "Asia/Singapore"))
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    yield talk.taps(act.ChangeText())
    talk.says("it broke again")
    sent = number_ticket(talk.taps(act.SendCase()), "A-1042")
    talk.state = sent.state
    yield sent
    yield talk.taps(act.ShowTicket())
    yield talk.event(FollowUpDue("A-1042"))
    yield talk.taps(act.SaySolved("A-1042", "yes"))
