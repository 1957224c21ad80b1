"""What the assistant says, as data: `rendering/` finds the words and draws the buttons.

Each reply carries typed values only; a template of the same name in `rendering/templates/` words it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from bot.dialogue.actions import Action
from bot.dialogue.states import Case, HandOffStage, Line, Ticket
from bot.support.hours import Availability
from bot.support.secrets import Secret


# -- buttons ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ActionButton:
    action: Action


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Opens a page: `fact` is a url fact, `says` the English words of the button."""

    fact: str
    says: str


@dataclass(frozen=True, slots=True)
class CopyButton:
    """Copies the Chinese words of a label fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class CopyCaseButton:
    """Copies the text of a ticket; left out where it is longer than Telegram copies."""

    number: str
    text: str


Button = ActionButton | LinkButton | CopyButton | CopyCaseButton
Rows = tuple[tuple[Button, ...], ...]


# -- the guide --------------------------------------------------------------------------------------------------------
class SectionStatus(Enum):
    DONE = "done"
    CURRENT = "current"
    SKIPPED = "skipped"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section in a list; `steps` are those of the user's route, `done` how many of them are behind."""

    section: str
    status: SectionStatus
    steps: int


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first message, and /start later on."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Back in the middle of nothing: what can I do for you?"""


@dataclass(frozen=True, slots=True)
class OpeningAsked:
    question: str
    first: bool


@dataclass(frozen=True, slots=True)
class OpeningHint:
    """How to find out, for who is not sure."""

    question: str


@dataclass(frozen=True, slots=True)
class RouteLaidOut:
    """The way ahead: how many sections and steps of all; `round_again` when only the part for a further order."""

    sections: tuple[SectionLine, ...]
    section_count: int
    step_count: int


@dataclass(frozen=True, slots=True)
class StepShown:
    """`position` of `count` within the section's steps on this route; `track` is the bar, one status a section."""

    step: str
    position: int
    count: int
    track: tuple[SectionStatus, ...]
    finished: str | None = None
    """The section that was just completed on the way here, if any."""


@dataclass(frozen=True, slots=True)
class LabelCard:
    """The Chinese labels of a step as a picture; sent once, before the step."""

    step: str


@dataclass(frozen=True, slots=True)
class StepWhy:
    step: str


@dataclass(frozen=True, slots=True)
class TroublesListed:
    step: str


@dataclass(frozen=True, slots=True)
class TroubleHelp:
    step: str
    trouble: str


@dataclass(frozen=True, slots=True)
class NearestQuestions:
    """The questions that belong to a step, before a person is called."""

    step: str
    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionsListed:
    sections: tuple[SectionLine, ...]


@dataclass(frozen=True, slots=True)
class SectionOpened:
    section: str
    status: SectionStatus


@dataclass(frozen=True, slots=True)
class GuideDone:
    """The end of the route, with what to do for the next order."""

    sections: tuple[SectionLine, ...]


@dataclass(frozen=True, slots=True)
class WelcomeBack:
    step: str
    position: int
    count: int


@dataclass(frozen=True, slots=True)
class StartOverAsked:
    pass


@dataclass(frozen=True, slots=True)
class Stopped:
    """The guide rests; where it will go on."""

    step: str | None


# -- answers ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Answer:
    """The words of an intent, as knowledge/ has them. `hand_off` when it ends with the offer of a person."""

    intent: str
    hand_off: bool = False


@dataclass(frozen=True, slots=True)
class MethodFee:
    """`percent` as in facts.yaml; `fee` and `total` in the asked currency, rounded half up to its minor unit."""

    method: str
    percent: Decimal
    fee: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class FeesComputed:
    """`example` when the amount is our own round one, because none was named, and theirs is asked for."""

    amount: Decimal
    currency: str
    fees: tuple[MethodFee, ...]
    example: bool = False
    unknown_method: str | None = None
    """A way of paying that was named and for which the guide has no fee: alipay, or something it does not list."""


@dataclass(frozen=True, slots=True)
class AmountAsked:
    """An amount could not be used: a range, nothing, or something out of bounds."""

    reason: str


@dataclass(frozen=True, slots=True)
class CurrencyAsked:
    """A sign that several currencies share: which one is meant?"""

    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurrencyChecked:
    currency: str
    supported: bool


@dataclass(frozen=True, slots=True)
class MethodChecked:
    """A way of paying that the guide does not list; `method` as the user named it, or None."""

    method: str | None


@dataclass(frozen=True, slots=True)
class ContactShown:
    """Phone, e-mail, and whether somebody is there. `about` is support.contact, support.hours or support.email_time."""

    about: str
    availability: Availability
    reply_by: date
    zone: str
    zone_guessed: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Did you mean ...? Full questions in the text, their short names on the buttons."""

    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fallback:
    """Nothing fits. `near` are questions close enough to be worth naming; `again` from the second time in a row."""

    near: tuple[str, ...] = ()
    again: bool = False


class Plain(Enum):
    """Replies that carry no values."""

    ASK_ME = "ask_me"
    HELP = "help"
    NOTHING_TO_CANCEL = "nothing_to_cancel"
    CANCELLED = "cancelled"
    UNKNOWN_COMMAND = "unknown_command"
    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"
    EMPTY = "empty"
    SORRY = "sorry"
    ONE_MOMENT = "one_moment"
    DELETE_ASKED = "delete_asked"
    DELETED = "deleted"
    DELETED_BUT_SENT = "deleted_but_sent"
    """Deleted here; what the team was sent is with the team."""
    TOO_MANY_TICKETS = "too_many_tickets"
    EXPORTED = "exported"
    RATED = "rated"
    REMINDER_DROPPED = "reminder_dropped"


@dataclass(frozen=True, slots=True)
class Note:
    """A fixed line."""

    kind: Plain


# -- language and privacy ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SecretRemoved:
    """The user's message held something that nobody should see; it is removed, and not kept."""

    secret: Secret


@dataclass(frozen=True, slots=True)
class LanguagesListed:
    """`unknown` is a language that was asked for and that the assistant does not speak."""

    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class LanguageSet:
    language: str


@dataclass(frozen=True, slots=True)
class PrivacyShown:
    retention_days: int


# -- people -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class HandOffOffered:
    """The ways to reach a person now. `urgent` for a worry about security, `sorry` after anger or two fallbacks."""

    availability: Availability
    reply_by: date
    zone: str
    zone_guessed: bool
    step: str | None
    urgent: bool = False
    sorry: bool = False
    ticket: str | None = None
    """A case of theirs that is open."""


@dataclass(frozen=True, slots=True)
class DetailAsked:
    """What the case still lacks; `again` when the answer could not be read (no e-mail address)."""

    stage: HandOffStage
    again: bool = False


@dataclass(frozen=True, slots=True)
class DraftShown:
    case: Case
    zone: str


@dataclass(frozen=True, slots=True)
class LinesListed:
    """Which line is to go?"""

    lines: tuple[Line, ...]


class Way(Enum):
    """How a case reaches the team."""

    LIVE = "live"
    """The staff group: the answer comes here."""
    MAIL = "mail"
    """By e-mail, from us."""
    COPY = "copy"
    """By e-mail, from the user, with the text that we prepared."""


@dataclass(frozen=True, slots=True)
class TicketOpened:
    """`email` is where the user wants the answer, or empty; `text` the case to copy."""

    number: str
    reply_by: date
    way: Way
    email: str
    text: str


@dataclass(frozen=True, slots=True)
class TicketsShown:
    """The latest tickets; empty when there are none. `late` are numbers whose day has passed."""

    tickets: tuple[Ticket, ...]
    zone: str
    late: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SolvedAsked:
    number: str


@dataclass(frozen=True, slots=True)
class RatingAsked:
    number: str


@dataclass(frozen=True, slots=True)
class MailFailed:
    """A ticket's e-mail was refused for good: how to reach the team instead."""

    number: str


@dataclass(frozen=True, slots=True)
class StaffJoined:
    """A person is here now."""

    name: str


@dataclass(frozen=True, slots=True)
class HandedBack:
    """The assistant answers again; `closed` by the team, else after a silence."""

    closed: bool


@dataclass(frozen=True, slots=True)
class ReminderSet:
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """What the user asked to be told: the line, as it is now."""

    availability: Availability
    zone: str


@dataclass(frozen=True, slots=True)
class ZoneAsked:
    """Where are you? `zones` to choose from where a country has several; `unknown` when no place was recognised."""

    zones: tuple[str, ...] = ()
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class ZoneSet:
    """`at` is now, so that the user sees their own clock."""

    zone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PhoneShown:
    """The number as a contact card; open now, or when."""

    availability: Availability
    zone: str


Content = (
    Welcome
    | Menu
    | OpeningAsked
    | OpeningHint
    | RouteLaidOut
    | StepShown
    | LabelCard
    | StepWhy
    | TroublesListed
    | TroubleHelp
    | NearestQuestions
    | SectionsListed
    | SectionOpened
    | GuideDone
    | WelcomeBack
    | StartOverAsked
    | Stopped
    | Answer
    | FeesComputed
    | AmountAsked
    | CurrencyAsked
    | CurrencyChecked
    | MethodChecked
    | ContactShown
    | Choices
    | Fallback
    | Note
    | SecretRemoved
    | LanguagesListed
    | LanguageSet
    | PrivacyShown
    | HandOffOffered
    | PhoneShown
    | DetailAsked
    | DraftShown
    | LinesListed
    | TicketOpened
    | TicketsShown
    | SolvedAsked
    | RatingAsked
    | MailFailed
    | StaffJoined
    | HandedBack
    | ReminderSet
    | Reminded
    | ZoneAsked
    | ZoneSet
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `rows` are its buttons; a tap may redraw the message it was on instead of sending a new one."""

    content: Content
    rows: Rows = field(default=())
