"""What can happen to a chat, as the dialogue sees it: nothing here knows Telegram."""

from dataclasses import dataclass
from enum import Enum

from bot.dialogue.actions import Action


class AttachmentKind(Enum):
    """What a message holds that is no text."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Text:
    """The user typed something that is no command. `edited` when it replaces an earlier message."""

    text: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command without its slash, in lower case, and what follows it ("/start pay" has the argument "pay")."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button was tapped; `action` is None when its data cannot be read any more."""

    action: Action | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that is no text. `edited` when its caption was changed."""

    kind: AttachmentKind
    caption: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """The instant has come that the user wanted to be reminded at."""


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """The day has passed by which a ticket was to be answered."""

    number: str


@dataclass(frozen=True, slots=True)
class MailRefused:
    """A ticket's e-mail will never arrive."""

    number: str


@dataclass(frozen=True, slots=True)
class StaffSpoke:
    """Somebody of the team writes, or takes the case in hand; `name` as the staff group knows them."""

    name: str


@dataclass(frozen=True, slots=True)
class StaffLeft:
    """The team has closed the case."""


@dataclass(frozen=True, slots=True)
class StaffChoseLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class SilenceDue:
    """It is time to look whether user and staff still talk."""


@dataclass(frozen=True, slots=True)
class SnoozeOver:
    """The staff wanted to be reminded of this chat now."""


Event = (
    Text
    | Command
    | Tap
    | Attachment
    | Location
    | ReminderDue
    | FollowUpDue
    | MailRefused
    | StaffSpoke
    | StaffLeft
    | StaffChoseLanguage
    | SilenceDue
    | SnoozeOver
)
