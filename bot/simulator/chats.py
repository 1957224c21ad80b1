"""Who talks where? People, chats, topics and messages as Telegram's server keeps them; no network, no clock.

Ids follow Telegram: a private chat has its user's id, a group a negative one, a supergroup one below -10^12. Message
ids count per supergroup, and together over all private chats and plain groups of the bot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

Json = dict[str, Any]


class Kind(Enum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


@dataclass(frozen=True, slots=True)
class Person:
    """A user or the bot, as `User` of the Bot API shows it."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False
    is_deleted: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def as_json(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | {
            key: value for key, value in optional.items() if value
        }


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands; an edit replaces it by one with a higher `revision`.

    `content` holds the fields that say what kind of message it is: `text` and `entities`, `photo` and `caption`, ...
    `revision` counts all changes of all chats, so that it orders them.
    """

    chat: int
    id: int
    revision: int
    date: datetime
    sender: Person
    content: Mapping[str, Any]
    topic: int | None = None
    reply_to: int | None = None
    markup: Mapping[str, Any] | None = None
    edited: datetime | None = None
    origin: Mapping[str, Any] | None = None
    reactions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What a reader sees: the text, or the caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> tuple[Json, ...]:
        return tuple(self.content.get("entities") or self.content.get("caption_entities") or ())

    @property
    def is_from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def is_service(self) -> bool:
        return any(key.startswith(("forum_topic_", "pinned_", "new_chat_", "left_chat_")) for key in self.content)

    @property
    def buttons(self) -> tuple[tuple[Json, ...], ...]:
        """The inline keyboard, row by row."""
        return tuple(tuple(row) for row in (self.markup or {}).get("inline_keyboard", ()))

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(button["text"] for button in row) for row in self.buttons)

    def button(self, label: str) -> Json | None:
        return next((button for row in self.buttons for button in row if button["text"] == label), None)


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    icon_color: int = 7322096
    is_closed: bool = False

    def as_json(self) -> Json:
        return {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color}


@dataclass(slots=True)
class Chat:
    """One chat with its history. `members` maps a person's id to a status of `ChatMember`."""

    id: int
    kind: Kind
    title: str = ""
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    deleted_topics: set[int] = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    is_started: bool = False
    is_blocked: bool = False
    last_speaker: int = 0

    @property
    def is_private(self) -> bool:
        return self.kind is Kind.PRIVATE

    def history(self, topic: int | None = None) -> tuple[Message, ...]:
        """The messages of a chat, or of one of its topics, oldest first."""
        found = (m for m in self.messages.values() if topic is None or m.topic == topic)
        return tuple(sorted(found, key=lambda m: m.id))


def chat_json(chat: Chat, person: Person | None) -> Json:
    """`Chat` of the Bot API; `person` is the user of a private chat."""
    if person is not None:
        shown = person.as_json()
        names = {key: shown[key] for key in ("first_name", "last_name", "username") if key in shown}
        return {"id": chat.id, "type": chat.kind.value} | names
    forum = {"is_forum": True} if chat.is_forum else {}
    return {"id": chat.id, "type": chat.kind.value, "title": chat.title} | forum


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    path: str
    data: bytes
    mime_type: str
    name: str

    @property
    def unique_id(self) -> str:
        return "u" + self.id.removeprefix("file-")
