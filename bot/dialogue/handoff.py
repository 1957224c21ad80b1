"""How does a case reach the team? It writes itself from what is known; what is missing is asked, one thing at a time.

The user sees the draft, changes or strikes what they like, and it leaves on a tap of theirs and in no other way. The
words are the user's own, untranslated; the summary for the desk is English and made of known parts only.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import assert_never

from babel import Locale

from bot.dialogue import actions as act
from bot.dialogue.effects import CloseTicket, DropReminders, OpenTicket, RateTicket, SetReminder
from bot.dialogue.people import People, way_back
from bot.dialogue.replies import (
    ActionButton,
    CopyCaseButton,
    DetailAsked,
    DraftShown,
    LinesListed,
    MailFailed,
    Note,
    Plain,
    RatingAsked,
    Reminded,
    ReminderSet,
    Reply,
    Rows,
    SolvedAsked,
    TicketOpened,
    TicketsShown,
    Way,
    ZoneAsked,
    ZoneSet,
)
from bot.dialogue.response import Response, buttons, say
from bot.dialogue.states import (
    Asked,
    Asking,
    Case,
    ChatState,
    HandingOff,
    HandOffStage,
    Line,
    Ticket,
    TicketStatus,
)
from bot.knowledge import Knowledge
from bot.matching.understanding import Signal
from bot.support.fitting import fit
from bot.support.zones import find_zones, zone_at

FOLLOW_UP_CLOCK = time(18, 0)
"""When, on the last day for an answer and in the desk's zone, the user is asked whether it was solved."""

TICKETS_KEPT = 5
MAX_TICKETS_A_DAY = 5
"""More cases than this from one user in 24 hours are not passed on: the team would not be reached any sooner."""

MAX_WORDS = 1500
MAX_DETAIL = 200
"""Of each thing that the user says, in UTF-16 units: a draft with all of them at their longest is one message."""

MOMENT = "%Y%m%dT%H%M"
"""An instant in a button, in UTC."""

STARS = ("1", "2", "3", "4", "5")
SMALL_TALK = ("talk.", "support.", "language.", "privacy.")
"""What is asked with these intents is no part of a case."""

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
MAX_EMAIL = 254
_TELLING = (HandOffStage.WHAT, HandOffStage.SINCE, HandOffStage.EMAIL, HandOffStage.TEXT)
_SKIPS = (Signal.NO, Signal.NONE, Signal.UNSURE, Signal.NEXT)

HandOffAction = (
    act.WriteToTeam
    | act.SkipDetail
    | act.AddDetail
    | act.SendCase
    | act.ChangeText
    | act.ListLines
    | act.StrikeLine
    | act.ShowDraft
    | act.CancelCase
    | act.ShowTicket
    | act.SaySolved
    | act.Rate
    | act.Remind
    | act.DropReminder
    | act.SetZone
    | act.AskZone
)


@dataclass(frozen=True)
class HandOff:
    """The moves from the offer of a person to a ticket, for one knowledge and desk."""

    knowledge: Knowledge
    people: People

    def act(self, state: ChatState, action: HandOffAction, now: datetime) -> Response:  # noqa: C901, PLR0912 - a table
        """Carry out a tap. `now` is aware."""
        match action:
            case act.WriteToTeam():
                return self._write(state)
            case act.SkipDetail(stage=stage):
                return self._after(state, _case(state), HandOffStage(stage))
            case act.AddDetail(stage=stage):
                return self._ask(state, replace(_case(state), telling=False), HandOffStage(stage))
            case act.SendCase():
                return self._send(state, now)
            case act.ChangeText():
                return self._ask(state, replace(_case(state), telling=False), HandOffStage.TEXT)
            case act.ListLines():
                return self._list_lines(state, _case(state))
            case act.StrikeLine(line=line):
                case = _case(state)
                return self._draft(state, replace(case, struck=case.struck | {Line(line)}))
            case act.ShowDraft():
                return self._draft(state, _case(state))
            case act.CancelCase():
                return self._cancel(state)
            case act.ShowTicket():
                return self.tickets(state, now)
            case act.SaySolved(number=number, answer=answer):
                return self._solved(state, number, now, solved=answer == "yes")
            case act.Rate(number=number, stars=stars):
                rated = RateTicket(number, int(stars))
                return say(state.at(state.place), Note(Plain.RATED), (way_back(state),), rated)
            case act.Remind(at=at, zone=zone):
                return self._remind(state, datetime.strptime(at, MOMENT).replace(tzinfo=UTC), zone)
            case act.DropReminder():
                dropped = replace(state.at(state.place), reminder=None)
                return say(dropped, Note(Plain.REMINDER_DROPPED), (way_back(state),), DropReminders())
            case act.SetZone(zone=zone):
                return self._set_zone(state, zone, now)
            case act.AskZone():
                return say(state.at(Asking(Asked.ZONE, state.place)), ZoneAsked(), (way_back(state),))
            case _:
                assert_never(action)

    def hear(self, state: ChatState, text: str, signal: Signal | None) -> Response | None:
        """Words as the answer to what the case lacks; None where they are none."""
        match state.where:
            case HandingOff(stage=stage, case=case) if stage in _TELLING:
                pass
            case _:
                return None
        if signal is Signal.CANCEL:
            return self._cancel(state)
        if signal in _SKIPS and stage in {HandOffStage.SINCE, HandOffStage.EMAIL}:
            return self._after(state, case, stage)
        match stage:
            case HandOffStage.SINCE:
                case = replace(case, since=fit(text, MAX_DETAIL), struck=case.struck - {Line.SINCE})
            case HandOffStage.EMAIL:
                address = find_email(text)
                if address is None:
                    return self._ask(state, case, stage, again=True)
                case = replace(case, email=address, struck=case.struck - {Line.EMAIL})
            case _:
                case = replace(case, words=fit(text, MAX_WORDS), struck=case.struck - {Line.WORDS})
        return self._after(state, case, stage)

    def redraw(self, state: ChatState) -> Response | None:
        """What the hand-off waits for, shown again; None where it waits for nothing."""
        match state.where:
            case HandingOff(stage=stage, case=case) if stage in _TELLING:
                return self._ask(state, case, stage)
            case HandingOff(stage=HandOffStage.DRAFT, case=case):
                return self._draft(state, case)
            case HandingOff(stage=HandOffStage.STRIKE, case=case):
                return self._list_lines(state, case)
            case Asking(what=Asked.ZONE):
                return say(state, ZoneAsked(), (way_back(state),))
            case _:
                return None

    # -- the case ---------------------------------------------------------------------------------------------------
    def _write(self, state: ChatState) -> Response:
        case = begin_case(state, _case(state))
        if state.draft is not None and state.draft.topic == case.topic:
            case = state.draft
        if not case.words:
            return self._ask(state, replace(case, telling=True), HandOffStage.WHAT)
        return self._draft(state, case)

    def _after(self, state: ChatState, case: Case, stage: HandOffStage) -> Response:
        """The next missing detail while the user is telling, else the draft."""
        if case.telling:
            if stage is HandOffStage.WHAT and not case.since:
                return self._ask(state, case, HandOffStage.SINCE)
            if stage is not HandOffStage.EMAIL and not case.email:
                return self._ask(state, case, HandOffStage.EMAIL)
        return self._draft(state, replace(case, telling=False))

    def _ask(self, state: ChatState, case: Case, stage: HandOffStage, *, again: bool = False) -> Response:
        skips = stage in {HandOffStage.SINCE, HandOffStage.EMAIL} or (stage is HandOffStage.WHAT and bool(case.topic))
        way_out = act.ShowDraft() if stage is HandOffStage.TEXT else act.CancelCase()
        row = buttons(act.SkipDetail(stage.value), way_out) if skips else buttons(way_out)
        return say(_handing(state, stage, case), DetailAsked(stage, again), (row,))

    def _draft(self, state: ChatState, case: Case) -> Response:
        missing = [
            act.AddDetail(stage.value)
            for stage, line in ((HandOffStage.SINCE, Line.SINCE), (HandOffStage.EMAIL, Line.EMAIL))
            if line not in case.lines
        ]
        # Two a row: three would break their words on a phone.
        moves: list[act.Action] = [act.SendCase(), act.ChangeText(), act.ListLines(), *missing, act.CancelCase()]
        rows: Rows = tuple(buttons(*moves[at : at + 2]) for at in range(0, len(moves), 2))
        return say(_handing(state, HandOffStage.DRAFT, case), DraftShown(case, self.people.zone(state)), rows)

    def _list_lines(self, state: ChatState, case: Case) -> Response:
        rows = (*(buttons(act.StrikeLine(line.value)) for line in case.lines), buttons(act.ShowDraft()))
        return say(_handing(state, HandOffStage.STRIKE, case), LinesListed(case.lines), rows)

    def _cancel(self, state: ChatState) -> Response:
        cancelled = replace(state.at(state.place), draft=None)
        return say(cancelled, Note(Plain.CANCELLED), (way_back(state),))

    def _send(self, state: ChatState, now: datetime) -> Response:
        if len(sent_today(state, now)) >= MAX_TICKETS_A_DAY:
            ways = buttons(*((act.ShowTicket(),) if state.tickets else ()), act.ShowNumber())
            return say(state.at(state.place), Note(Plain.TOO_MANY_TICKETS), (ways, way_back(state)))
        case = _case(state)
        if not {Line.WORDS, Line.STEP, Line.ASKED}.intersection(case.lines) and not case.topic:
            return self._ask(state, replace(case, telling=True), HandOffStage.WHAT)
        email = case.email if Line.EMAIL in case.lines else ""
        reply_by = self.people.desk.reply_by(now)
        summary, text = self.summary(state, case), self.text(state, case)
        follow_up_at = datetime.combine(reply_by, FOLLOW_UP_CLOCK, self.people.desk.zone)
        language, zone = state.spoken or state.language or "en", self.people.zone(state)
        words = case.words if Line.WORDS in case.lines else ""
        # The staff group answers here; whoever wants the answer by e-mail is written to from the team's mailbox.
        by_mail = self.people.way is Way.MAIL or (self.people.mails and bool(email))
        opened = OpenTicket(
            case.topic,
            case.step if Line.STEP in case.lines else "",
            words,
            summary,
            text,
            language,
            zone,
            email,
            reply_by,
            follow_up_at,
            by_mail=by_mail,
            to_desk=self.people.way is Way.LIVE,
        )
        tickets = (*state.tickets, Ticket("", now, reply_by))[-TICKETS_KEPT:]
        sent = HandingOff(HandOffStage.SENT, Case(), state.place)
        after = replace(state, where=sent, draft=None, email=email or state.email, tickets=tickets)
        way = self.people.way
        rows: Rows = (buttons(act.ShowTicket(), *(button.action for button in way_back(state))),)
        if way is Way.COPY:
            rows = ((CopyCaseButton("", text),), *rows)
        return say(after, TicketOpened("", reply_by, way, email if by_mail else "", text), rows, opened)

    def summary(self, state: ChatState, case: Case) -> str:
        """The case in English for the desk, from known parts only."""
        lines: list[str] = []
        intent = self.knowledge.intents.get(case.topic)
        if intent is not None:
            lines.append(f"About: {intent.question} ({intent.id})")
        step = self.knowledge.guide.steps.get(case.step)
        if step is not None and Line.STEP in case.lines:
            section = self.knowledge.guide.section_of[step.id]
            lines.append(f"Step: section {section.number}, {step.title} ({step.id})")
        if Line.HAVE in case.lines:
            lines.append(f"Has: {', '.join(have.removeprefix('has_').replace('_', ' ') for have in case.have)}")
        language = Locale.parse(state.spoken or state.language or "en").get_display_name("en")
        zone = f" · {self.people.zone(state)}" if Line.ZONE in case.lines else ""
        guessed = " (guessed)" if zone and state.zone is None else ""
        lines.append(f"Language: {language}{zone}{guessed}")
        return "\n".join(lines)

    def text(self, state: ChatState, case: Case) -> str:
        """The whole case: the customer's words, then the summary."""
        parts = []
        if Line.WORDS in case.lines:
            parts.append(case.words)
        if Line.SINCE in case.lines:
            parts.append(f"Since: {case.since}")
        if Line.ASKED in case.lines:
            parts.append("Asked before: " + " / ".join(case.asked))
        parts.append(self.summary(state, case))
        return "\n".join(parts)

    # -- tickets ----------------------------------------------------------------------------------------------------
    def tickets(self, state: ChatState, now: datetime) -> Response:
        """Where the latest tickets are."""
        today = now.astimezone(self.people.desk.zone).date()
        waiting = [ticket for ticket in state.tickets if ticket.status is not TicketStatus.CLOSED]
        late = frozenset(ticket.number for ticket in waiting if ticket.reply_by < today)
        rows: Rows = tuple(
            (ActionButton(act.SaySolved(ticket.number, "yes")), ActionButton(act.ShowNumber()))
            for ticket in waiting[-1:]
        )
        shown = TicketsShown(state.tickets, self.people.zone(state), late)
        return say(state.at(state.place), shown, (*rows, way_back(state)))

    def _solved(self, state: ChatState, number: str, now: datetime, *, solved: bool) -> Response:
        if not solved:
            return self.people.offer(state.at(state.place), now, sorry=True)
        tickets = tuple(
            replace(ticket, status=TicketStatus.CLOSED) if ticket.number == number else ticket
            for ticket in state.tickets
        )
        rows = (buttons(*(act.Rate(number, stars) for stars in STARS)), way_back(state))
        closed = replace(state.at(state.place), tickets=tickets)
        return say(closed, RatingAsked(number), rows, CloseTicket(number))

    def follow_up(self, state: ChatState, number: str) -> Response:
        """Was it solved? Nothing is asked of a ticket that is closed or forgotten."""
        ticket = next((ticket for ticket in state.tickets if ticket.number == number), None)
        if ticket is None or ticket.status is TicketStatus.CLOSED:
            return Response(state, ())
        return say(state, SolvedAsked(number), (buttons(act.SaySolved(number, "yes"), act.SaySolved(number, "no")),))

    def mail_refused(self, state: ChatState, number: str) -> Response:
        return say(state, MailFailed(number), (buttons(act.ShowNumber()),))

    # -- reminders --------------------------------------------------------------------------------------------------
    def _remind(self, state: ChatState, at: datetime, zone: str) -> Response:
        after = replace(state.at(state.place), reminder=at)
        return say(after, ReminderSet(at, zone), (buttons(act.DropReminder()), way_back(state)), SetReminder(at))

    def remind(self, state: ChatState, now: datetime) -> Response:
        """The instant has come: the line as it is now."""
        content = Reminded(self.people.desk.availability(now), self.people.zone(state))
        return say(replace(state, reminder=None), content, (buttons(act.ShowNumber(), act.TalkToPerson()),))

    # -- the zone ---------------------------------------------------------------------------------------------------
    def hear_place(self, state: ChatState, text: str, now: datetime) -> Response | None:
        """A typed city or country; None where the words name none."""
        zones = find_zones(text, state.spoken or state.language or state.telegram_language or "en")
        if not zones:
            return None
        if len(zones) == 1:
            return self._set_zone(state, zones[0], now)
        rows = tuple(buttons(act.SetZone(zone)) for zone in zones)
        return say(state.at(Asking(Asked.ZONE, state.place)), ZoneAsked(zones), (*rows, way_back(state)))

    def place_unknown(self, state: ChatState) -> Response:
        return say(state, ZoneAsked(unknown=True), (way_back(state),))

    def locate(self, state: ChatState, latitude: float, longitude: float) -> Response:
        """A shared location: its zone, to be confirmed by a tap."""
        zones = (zone_at(latitude, longitude, self.people.zone(state)),)
        rows = (buttons(act.SetZone(zones[0]), act.AskZone()), way_back(state))
        return say(state.at(Asking(Asked.ZONE, state.place)), ZoneAsked(zones), rows)

    def _set_zone(self, state: ChatState, zone: str, now: datetime) -> Response:
        settled = replace(state.at(state.place), zone=zone)
        offered = self.people.offer(settled, now)
        return replace(offered, replies=(Reply(ZoneSet(zone, now)), *offered.replies))


def begin_case(state: ChatState, case: Case) -> Case:
    """The case as far as it is known: the words last said, what was asked before, the step, what the user has."""
    said = [(text, intent) for text, intent in state.transcript if text and not intent.startswith(SMALL_TALK)]
    words = case.words or (said[-1][0] if said else "")
    topic = case.topic or (said[-1][1] if said else "")
    asked = tuple(dict.fromkeys(fit(text, MAX_DETAIL) for text, _ in said[:-1] if text != words))
    have = tuple(question for question, answer in state.progress.answers.items() if answer == "yes")
    return replace(
        case, topic=topic, words=fit(words, MAX_WORDS), asked=asked, have=have, email=case.email or state.email
    )


def number_ticket(response: Response, number: str) -> Response:
    """The response with the number that its new ticket was given."""
    *earlier, newest = response.state.tickets
    state = replace(response.state, tickets=(*earlier, replace(newest, number=number)))
    return replace(response, state=state, replies=tuple(_numbered(reply, number) for reply in response.replies))


def _numbered(reply: Reply, number: str) -> Reply:
    rows = tuple(
        tuple(replace(button, number=number) if isinstance(button, CopyCaseButton) else button for button in row)
        for row in reply.rows
    )
    if isinstance(reply.content, TicketOpened):
        return Reply(replace(reply.content, number=number), rows)
    return reply


def find_email(text: str) -> str | None:
    """The e-mail address in `text`; None where there is none that mail can be sent to."""
    found = _EMAIL.search(text)
    if found is None or len(found.group()) > MAX_EMAIL or ".." in found.group():
        return None
    return found.group()


def sent_today(state: ChatState, now: datetime) -> tuple[datetime, ...]:
    """The instants of the last day's cases, those included that were deleted since."""
    sent = (*state.erased, *(ticket.opened_at for ticket in state.tickets))
    return tuple(instant for instant in sent if now - instant < timedelta(days=1))


def _case(state: ChatState) -> Case:
    return state.where.case if isinstance(state.where, HandingOff) else (state.draft or Case())


def _handing(state: ChatState, stage: HandOffStage, case: Case) -> ChatState:
    return replace(state, where=HandingOff(stage, case, state.place), draft=case)
