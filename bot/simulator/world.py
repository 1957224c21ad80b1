"""What has happened so far? All accounts, chats, messages, files and open queries, and who is told of a change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from bot.simulator.chats import Chat, Json, Kind, Message, Person, StoredFile, Topic, chat_json
from bot.simulator.clock import SimulatedClock
from bot.simulator.limits import bad_request
from bot.simulator.signals import Signal

FIRST_USER = 500_000_001
FIRST_GROUP = 4_000_001
SUPERGROUP_BASE = -1_000_000_000_000
DEFAULT_BOT = Person(7_000_000_000, "Guide", username="guide_demo_bot", is_bot=True)


@dataclass(slots=True)
class Query:
    """A callback or inline query that waits for the bot's answer."""

    id: str
    person: int
    at: datetime
    chat: int | None = None
    answer: Json | None = None


@dataclass
class World:
    clock: SimulatedClock
    bot: Person = DEFAULT_BOT
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    changed: Signal = field(default_factory=Signal)
    listeners: list[Callable[[Json], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._user_ids = count(FIRST_USER)
        self._group_ids = count(FIRST_GROUP)
        self._message_ids = count(1)
        self._supergroup_ids: dict[int, count[int]] = {}
        self.revision = 0
        self._serials = count(1)

    def _next_revision(self) -> int:
        self.revision += 1
        return self.revision

    def serial(self) -> int:
        """A number never given before."""
        return next(self._serials)

    def tell(self, event: Json) -> None:
        """Something changed: wake those who wait for it, and show it on the page."""
        for listener in self.listeners:
            listener(event)
        self.changed.ring()

    def add_person(self, person: Person) -> Person:
        """A person with id 0 gets one. Their private chat with the bot is there, and not started."""
        known = person if person.id else replace(person, id=self._free_id())
        self.people[known.id] = known
        self.chats.setdefault(
            known.id, Chat(known.id, Kind.PRIVATE, members={known.id: "member", self.bot.id: "member"})
        )
        self.tell({"type": "people"})
        return known

    def _free_id(self) -> int:
        return next(number for number in self._user_ids if number not in self.people)

    def change_person(self, number: int, **changes: Any) -> Person:
        self.people[number] = replace(self.people[number], **changes)
        self.tell({"type": "people"})
        return self.people[number]

    def add_group(self, title: str, kind: Kind, is_forum: bool, members: Mapping[int, str]) -> Chat:
        number = next(self._group_ids)
        number = SUPERGROUP_BASE - number if kind is Kind.SUPERGROUP else -number
        chat = Chat(number, kind, title, is_forum, dict(members), is_started=True)
        self.chats[number] = chat
        self.tell({"type": "people"})
        return chat

    def chat(self, number: int) -> Chat:
        if (chat := self.chats.get(number)) is None:
            raise bad_request("chat not found")
        return chat

    def next_message_id(self, chat: Chat) -> int:
        if chat.kind is Kind.SUPERGROUP:
            return next(self._supergroup_ids.setdefault(chat.id, count(1)))
        return next(self._message_ids)

    def post(self, chat: Chat, sender: Person, content: Json, **more: Any) -> Message:
        """Put a new message into the chat and show it."""
        message = Message(
            chat.id, self.next_message_id(chat), self._next_revision(), self.clock.now(), sender, content, **more
        )
        chat.messages[message.id] = message
        chat.last_speaker = sender.id
        self.tell({"type": "message", "chat": chat.id, "message": self.shown(message)})
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        changed = replace(message, revision=self._next_revision(), **changes)
        self.chats[message.chat].messages[message.id] = changed
        self.tell({"type": "message", "chat": message.chat, "message": self.shown(changed)})
        return changed

    def remove(self, message: Message) -> None:
        del self.chats[message.chat].messages[message.id]
        self.tell({"type": "deleted", "chat": message.chat, "message_id": message.id})

    def add_topic(self, chat: Chat, sender: Person, name: str, color: int = 7322096) -> tuple[Topic, Message]:
        """A topic's id is that of the service message which opens it, as in Telegram."""
        created = {"forum_topic_created": {"name": name, "icon_color": color}}
        message = self.post(chat, sender, created)
        message = self.change(message, topic=message.id)
        topic = Topic(message.id, name, color)
        chat.topics[topic.id] = topic
        self.tell({"type": "people"})
        return topic, message

    def store(self, folder: str, name: str, data: bytes, mime_type: str) -> StoredFile:
        number = self.serial()
        suffix = "." + name.rsplit(".", 1)[1] if "." in name else ""
        file = StoredFile(f"file-{number:08d}", f"{folder}/file_{number}{suffix}", data, mime_type, name)
        self.files[file.id] = file
        return file

    def open_query(self, person: int, chat: int | None = None) -> Query:
        query = Query(str(4_000_000_000 + self.serial()), person, self.clock.now(), chat)
        self.queries[query.id] = query
        return query

    def chat_json(self, chat: Chat) -> Json:
        return chat_json(chat, self.people[chat.id] if chat.is_private else None)

    def wire(self, message: Message, nested: bool = False) -> Json:
        """`Message` of the Bot API; a quoted message (`nested`) shows no quotation of its own."""
        chat = self.chats[message.chat]
        sender = self.bot if message.is_from_bot else message.sender
        shown: Json = {
            "message_id": message.id,
            "from": sender.as_json(),
            "chat": self.chat_json(chat),
            "date": int(message.date.timestamp()),
            **message.content,
        }
        if message.edited:
            shown["edit_date"] = int(message.edited.timestamp())
        if message.topic is not None:
            shown |= {"message_thread_id": message.topic, "is_topic_message": True}
        if message.markup and "inline_keyboard" in message.markup:
            shown["reply_markup"] = dict(message.markup)
        if message.origin:
            shown["forward_origin"] = dict(message.origin)
        quoted = chat.messages.get(message.reply_to) if message.reply_to else None
        if quoted and not nested:
            shown["reply_to_message"] = self.wire(quoted, nested=True)
        return shown

    def shown(self, message: Message) -> Json:
        """The message for the page: as on the wire, with what only the page needs."""
        keyboard = message.markup if message.markup and "inline_keyboard" not in message.markup else None
        return self.wire(message) | {
            "revision": message.revision,
            "reactions": list(message.reactions),
            "keyboard": dict(keyboard) if keyboard else None,
        }
