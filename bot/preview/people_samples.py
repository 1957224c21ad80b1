"""The way to a person, played: whether somebody is there, the case, the ticket, and what comes after."""

from datetime import UTC, datetime, timedelta

from bot.dialogue import actions as act
from bot.dialogue.events import FollowUpDue, Location, MailRefused, ReminderDue, SilenceDue, StaffLeft, StaffSpoke
from bot.dialogue.handoff import MAX_TICKETS_A_DAY
from bot.dialogue.live import SILENCE
from bot.dialogue.replies import Way
from bot.dialogue.response import Response
from bot.dialogue.states import Line
from bot.preview.catalogue import Part, said
from bot.preview.guide_samples import stand_at
from bot.preview.talk import MONDAY_MORNING, TICKET, Stage, Talk

MOMENTS = {
    "Monday, 23 Nov 2026, 10:00 Singapore": MONDAY_MORNING,
    "Monday, 23 Nov 2026, 16:50 Singapore": datetime(2026, 11, 23, 8, 50, tzinfo=UTC),
    "Monday, 23 Nov 2026, 20:00 Singapore": datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    "Sunday, 29 Nov 2026, 22:00 Singapore": datetime(2026, 11, 29, 14, 0, tzinfo=UTC),
    "Christmas Day 2026, 10:00 Singapore": datetime(2026, 12, 25, 2, 0, tzinfo=UTC),
    "The Monday after Vesak Day 2026, 10:00 Singapore": datetime(2026, 6, 1, 2, 0, tzinfo=UTC),
}
"""Open, about to close, and closed for each reason, as long as the desk keeps the hours of the guide."""

SUNDAY = MOMENTS["Sunday, 29 Nov 2026, 22:00 Singapore"]
TOLD = ("The code does not come.", "since Monday", "mei@example.com")
ANSWERS = ("fees.card", "topup.time")


def play_people(stage: Stage) -> tuple[Part, ...]:
    return (_reaching(stage), _case(stage), _ticket(stage), _zone(stage))


# -- the offer --------------------------------------------------------------------------------------------------------
def _reaching(stage: Stage) -> Part:
    settled, ticket = Talk(stage), _sent(Talk(stage))
    settled.command("contact")
    settled.tap_first(act.SetZone)
    step = stage.knowledge.guide.step_order[0]

    def remind(when: datetime) -> Talk:
        talk = Talk(stage, SUNDAY)
        talk.command("contact")
        talk.tap_first(act.Remind)
        talk.now = when
        return talk

    entries = (
        said(
            "hand-off", "The ways to a person", *((m, Talk(stage, at).command("contact")) for m, at in MOMENTS.items())
        ),
        said(
            "hand-off-about",
            "The same, and why",
            ("From a step", stand_at(stage, step).command("contact")),
            ("A worry about security", Talk(stage).ask("account.security")),
            ("Anger", Talk(stage).ask("talk.complaint")),
            ("With a ticket that is open", ticket.command("contact")),
            ("Where the user is, is known", settled.command("contact")),
        ),
        said("contact", "How to reach the team", *_at_each_moment(stage, "support.contact")),
        said("hours", "When is somebody there?", *_at_each_moment(stage, "support.hours")),
        said("email-time", "When is an e-mail answered?", *_at_each_moment(stage, "support.email_time")),
        said("phone", "The number", *((moment, _number(Talk(stage, at))) for moment, at in MOMENTS.items())),
        said(
            "reminder",
            "A reminder",
            ("“Remind me”", _remind(Talk(stage, SUNDAY))),
            ("At the time", remind(MONDAY_MORNING + timedelta(days=7)).event(ReminderDue())),
            ("At the time, when the line is closed after all", remind(SUNDAY).event(ReminderDue())),
            ("“No reminder, thanks”", remind(SUNDAY).tap(act.DropReminder())),
        ),
    )
    return Part("reaching", "Reaching the team", entries)


def _at_each_moment(stage: Stage, intent: str) -> tuple[tuple[str, Response], ...]:
    return tuple((moment, Talk(stage, at).ask(intent)) for moment, at in MOMENTS.items())


def _number(talk: Talk) -> Response:
    talk.command("contact")
    return talk.tap(act.ShowNumber())


def _remind(talk: Talk) -> Response:
    talk.command("contact")
    return talk.tap_first(act.Remind)


# -- the case ---------------------------------------------------------------------------------------------------------
def _case(stage: Stage) -> Part:
    telling = _begun(Talk(stage))
    words, since, email = TOLD
    asked = [
        ("“Write to the team”", _write(Talk(stage))),
        ("What happened is told", telling.say(words)),
        ("Since when is told", telling.say(since)),
        ("That is no address", telling.say("by phone please")),
        ("“Change the text”", _told(Talk(stage)).tap(act.ChangeText())),
    ]
    drafts = [
        ("All is told", telling.say(email)),
        ("Written from the step and from what was asked before", _drafted_by_itself(stage)),
        ("The time is struck", _told(Talk(stage)).tap(act.ListLines(), act.StrikeLine(Line.SINCE.value))),
    ]
    entries = (
        said("details", "What the case still lacks", *asked),
        said("draft", "The case before it leaves", *drafts),
        said("strike", "Which line is to go?", ("“Remove a line”", telling.tap(act.ListLines()))),
        said("case-cancelled", "The case is cancelled", ("“Cancel”", _told(Talk(stage)).tap(act.CancelCase()))),
    )
    return Part("case", "The case", entries)


def _write(talk: Talk) -> Response:
    talk.command("contact")
    return talk.tap(act.WriteToTeam())


def _begun(talk: Talk) -> Talk:
    _write(talk)
    return talk


def _told(talk: Talk, *, email: bool = True) -> Talk:
    """The case is told to its end, with or without an address for the answer."""
    _write(talk)
    words, since, address = TOLD
    talk.say(words)
    talk.say(since)
    if email:
        talk.say(address)
    else:
        talk.tap_first(act.SkipDetail)
    return talk


def _drafted_by_itself(stage: Stage) -> Response:
    """Somebody who has asked before need not write again."""
    talk = Talk(stage)
    talk.command("start")
    talk.tap(act.StartGuide())
    talk.tap_first(act.AnswerOpening)
    talk.command("start", stage.knowledge.guide.step_order[-1].replace(".", "-"))
    for intent in ANSWERS:
        talk.say(stage.knowledge.intents[intent].question, talk.meant(intent))
    return _write(talk)


# -- the ticket -------------------------------------------------------------------------------------------------------
def _sent(talk: Talk, *, email: bool = True) -> Talk:
    _told(talk, email=email).tap(act.SendCase())
    return talk


def _opened(talk: Talk, *, email: bool) -> Response:
    return _told(talk, email=email).tap(act.SendCase())


def _ticket(stage: Stage) -> Part:
    taken, closed, silent, late = (_sent(Talk(stage, way=Way.LIVE)) for _ in range(4))
    joined = taken.event(StaffSpoke("Priya"))
    closed.event(StaffSpoke("Priya"))
    silent.event(StaffSpoke("Priya"))
    silent.wait(SILENCE)
    late.wait(timedelta(days=4))
    solved = _sent(Talk(stage))
    asked = solved.event(FollowUpDue(TICKET))
    unsolved = _sent(Talk(stage))
    unsolved.event(FollowUpDue(TICKET))
    rated = _sent(Talk(stage))
    rated.event(FollowUpDue(TICKET))
    rated.tap(act.SaySolved(TICKET, "yes"))
    entries = (
        said(
            "ticket",
            "The case is with the team",
            ("The staff answer in the chat", _opened(Talk(stage, way=Way.LIVE), email=False)),
            ("They do, and the user wants an e-mail", _opened(Talk(stage, way=Way.LIVE, mails=True), email=True)),
            ("It leaves by e-mail", _opened(Talk(stage, way=Way.MAIL, mails=True), email=False)),
            ("It does, with an address for the answer", _opened(Talk(stage, way=Way.MAIL, mails=True), email=True)),
            ("There is neither: the user sends it", _opened(Talk(stage, way=Way.COPY), email=True)),
            ("The sixth in one day", _send_too_many(Talk(stage))),
        ),
        said(
            "tickets",
            "Where is my ticket?",
            ("It waits", _sent(Talk(stage)).tap(act.ShowTicket())),
            ("It is in hand", taken.tap(act.ShowTicket())),
            ("It is late", late.say(TICKET)),
        ),
        said("staff", "Somebody of the team is here", ("Priya writes", joined)),
        said(
            "handed-back",
            "The assistant is back",
            ("The team has closed the case", closed.event(StaffLeft())),
            ("Nobody has written for a while", silent.event(SilenceDue())),
        ),
        said(
            "solved",
            "Was it solved?",
            ("On the day by which it was to be", asked),
            ("“Yes, solved”", solved.tap(act.SaySolved(TICKET, "yes"))),
            ("“Not yet”", unsolved.tap(act.SaySolved(TICKET, "no"))),
            ("Five stars", rated.tap(act.Rate(TICKET, "5"))),
        ),
        said(
            "mail-failed",
            "The e-mail did not arrive",
            ("It was refused", _sent(Talk(stage)).event(MailRefused(TICKET))),
        ),
    )
    return Part("ticket", "The ticket", entries)


def _send_too_many(talk: Talk) -> Response:
    _sent(talk)
    for _ in range(MAX_TICKETS_A_DAY - 1):
        _send_another(talk)
    return _send_another(talk)


def _send_another(talk: Talk) -> Response:
    """The address is known from the one before."""
    _write(talk)
    talk.say(TOLD[0])
    talk.say(TOLD[1])
    return talk.tap(act.SendCase())


# -- the time zone ----------------------------------------------------------------------------------------------------
def _zone(stage: Stage) -> Part:
    def asked() -> Talk:
        talk = Talk(stage)
        talk.command("contact")
        talk.tap(act.AskZone())
        return talk

    talk = Talk(stage)
    talk.command("contact")
    first = talk.tap(act.AskZone())
    entries = (
        said(
            "zone",
            "Where are you?",
            ("“Another city”", first),
            ("“Indonesia”, which has several", asked().say("Indonesia")),
            ("“Atlantis”", asked().say("Atlantis")),
            ("A location is shared", asked().event(Location(3.15, 101.7))),
        ),
        said("zone-set", "The zone is settled", ("“Jakarta”", asked().say("Jakarta"))),
    )
    return Part("zone", "The time zone", entries)
