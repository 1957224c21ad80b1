"""What do people do? They write, tap, send, edit, block; here each act is a method, and the bot gets its update.

A `Member` is a person in one chat (or in one topic of it); a `User` is the same in the private chat with the bot.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from bot.simulator import entities, inline, limits
from bot.simulator.chats import Chat, Json, Message, Person
from bot.simulator.entities import FormattedText, utf16_length
from bot.simulator.requests import Upload
from bot.simulator.sending import file_content, store
from bot.simulator.world import Query

if TYPE_CHECKING:
    from bot.simulator.server import Simulator

T = TypeVar("T")

WAIT_SECONDS = 20.0
SHOWN_ON_TIMEOUT = 6
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SOUND = b"OggS" + bytes(60)


@dataclass(frozen=True, slots=True)
class Tap:
    """A tapped button. `query` is what the bot has to answer; a copy button only copies, a link only opens."""

    button: Json
    query: Query | None = None

    @property
    def copied(self) -> str | None:
        return self.button["copy_text"]["text"] if "copy_text" in self.button else None

    @property
    def opened(self) -> str | None:
        return self.button.get("url")


class Member:
    def __init__(self, simulator: Simulator, person: int, chat: Chat, topic: int | None = None) -> None:
        self._simulator = simulator
        self._world = simulator.world
        self.id = person
        self.chat = chat
        self.topic = topic
        self._acted_at = 0  # the revision of the last message when this person last did something

    @property
    def person(self) -> Person:
        return self._world.people[self.id]

    @property
    def sees(self) -> tuple[Message, ...]:
        """What stands in the chat, or in the topic, oldest first."""
        return self.chat.history(self.topic)

    @property
    def replies(self) -> tuple[Message, ...]:
        """What the bot wrote or edited since this person last did something here, in that order."""
        found = (m for m in self.sees if m.is_from_bot and not m.is_service and m.revision > self._acted_at)
        return tuple(sorted(found, key=lambda m: m.revision))

    async def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Write; a text over 4,096 characters goes in several messages, as clients do. The last one is returned."""
        sent = [self._post(_text(piece), reply_to) for piece in split(text)]
        if not sent:
            raise ValueError("there is nothing to send")
        return sent[-1]

    async def sends_photo(self, data: bytes = PIXEL, *, caption: str = "", name: str = "photo.png") -> Message:
        return self._send_file("photo", Upload(name, data, ""), caption)

    async def sends_document(
        self, data: bytes, *, name: str = "file.pdf", mime_type: str = "", caption: str = ""
    ) -> Message:
        return self._send_file("document", Upload(name, data, mime_type), caption)

    async def sends_voice(self, data: bytes = SOUND) -> Message:
        return self._send_file("voice", Upload("voice.ogg", data, "audio/ogg"))

    async def sends_video(self, data: bytes = b"video", *, caption: str = "") -> Message:
        return self._send_file("video", Upload("video.mp4", data, "video/mp4"), caption)

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        return self._send_file("sticker", Upload("sticker.webp", b"RIFF0000WEBP", "image/webp"), emoji=emoji)

    async def sends_location(self, latitude: float = 1.2847, longitude: float = 103.8522) -> Message:
        return self._post({"location": {"latitude": latitude, "longitude": longitude}})

    async def sends_contact(self, phone_number: str = "+6591234567", first_name: str = "") -> Message:
        """Their own contact, unless another name is given."""
        own = {"user_id": self.id} if not first_name else {}
        return self._post(
            {"contact": {"phone_number": phone_number, "first_name": first_name or self.person.first_name} | own}
        )

    async def sends_poll(self, question: str = "Which one?", options: tuple[str, ...] = ("A", "B")) -> Message:
        poll = {
            "id": str(self._world.serial()),
            "question": question,
            "options": [{"persistent_id": str(at), "text": text, "voter_count": 0} for at, text in enumerate(options)],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
        return self._post({"poll": poll})

    async def taps(self, label: str, message: Message | None = None) -> Tap:
        """Tap the button of this label, under `message` or under the latest message that has one."""
        candidates = [message] if message else list(reversed(self.sees))
        found = next(((m, b) for m in candidates if (b := m.button(label)) is not None), None)
        if found is None:
            raise LookupError(f"no button {label!r}; there are {[m.labels for m in candidates if m.labels]}")
        return self._tap(*found)

    async def taps_at(self, message: Message, row: int, column: int) -> Tap:
        """Tap by position, both from 0, in the keyboard that `message` carries."""
        return self._tap(message, message.buttons[row][column])

    def _tap(self, message: Message, button: Json) -> Tap:
        if "callback_data" not in button:
            return Tap(button)
        self._act()
        query = self._world.open_query(self.id, self.chat.id)
        standing = self.chat.messages.get(message.id, message)
        body = {
            "id": query.id,
            "from": self.person.as_json(),
            "message": self._world.wire(standing),
            "chat_instance": str(abs(self.chat.id) * 7919),
            "data": button["callback_data"],
        }
        self._simulator.updates.put("callback_query", self.chat.id, body)
        return Tap(button, query)

    async def edits(self, message: Message, text: str) -> Message:
        """Edit an own message; the bot gets `edited_message`."""
        if message.sender.id != self.id:
            raise ValueError("people edit only what they wrote")
        self._act()
        formatted = entities.detect(entities.tidy(FormattedText(text)))
        listed = [entity.as_json() for entity in formatted.entities]
        field = "text" if "text" in message.content else "caption"
        kept = {k: v for k, v in message.content.items() if k not in {"entities", "caption_entities"}}
        content = kept | {field: formatted.text}
        if listed:
            content["entities" if field == "text" else "caption_entities"] = listed
        changed = self._world.change(message, content=content, edited=self._world.clock.now())
        self._deliver("edited_message", changed)
        return changed

    async def opens_topic(self, name: str) -> Member:
        """Open a topic in a forum; the same person, in it."""
        topic, message = self._world.add_topic(self.chat, self.person, name)
        self._deliver("message", message)
        return Member(self._simulator, self.id, self.chat, topic.id)

    def in_topic(self, topic: int) -> Member:
        return Member(self._simulator, self.id, self.chat, topic)

    async def asks_inline(self, text: str) -> Query:
        """Type the bot's name and `text` in this chat, without sending it."""
        query = self._world.open_query(self.id)
        kind = "sender" if self.chat.id == self.id else self.chat.kind.value
        text = text[: inline.MAX_QUERY]
        body = {"id": query.id, "from": self.person.as_json(), "query": text, "offset": "", "chat_type": kind}
        self._simulator.updates.put("inline_query", self.id, body)
        return query

    async def picks(self, query: str, number: int = 0) -> Message:
        """Send the result of a query that stands at `number`, from 0, to this chat; it shows that it is the bot's."""
        asked = self._world.queries.get(query)
        if asked is None or asked.answer is None:
            raise LookupError("the bot has not answered this query")
        content, markup = inline.message_of(asked.answer["results"][number])
        return self._post(content | {"via_bot": self._world.bot.as_json()}, markup=markup)

    async def waits_for(
        self,
        look: Callable[[tuple[Message, ...]], Any],
        timeout: float = WAIT_SECONDS,  # noqa: ASYNC109 - used in `until`
    ) -> tuple[Message, ...]:
        """Wait until `look` finds in the messages what it wants; the messages at that moment."""

        def found() -> tuple[Message, ...] | None:
            messages = self.sees
            try:
                return messages if look(messages) else None
            except IndexError:  # `messages[-1]` of a chat in which nothing stands yet
                return None

        return await self._until(found, timeout)

    async def waits_for_reply(self, containing: str = "", timeout: float = WAIT_SECONDS) -> Message:  # noqa: ASYNC109
        """Wait for the bot to write or edit something with this text since this person's last act."""

        def found() -> Message | None:
            return next((m for m in self.replies if containing in m.text), None)

        return await self._until(found, timeout)

    async def waits_for_answer(self, asked: Tap | Query, timeout: float = WAIT_SECONDS) -> Json:  # noqa: ASYNC109
        """Wait until the bot has answered a tap or an inline query; what it answered."""
        query = asked.query if isinstance(asked, Tap) else asked
        if query is None:
            raise ValueError("this button asks the bot nothing")
        return await self._until(lambda: query.answer, timeout)

    async def _until(self, look: Callable[[], T | None], seconds: float) -> T:
        try:
            return await self._world.changed.until(look, seconds)
        except TimeoutError:
            last = "\n".join(f"  {m.sender.name}: {m.text!r} {m.labels}" for m in self.sees[-SHOWN_ON_TIMEOUT:])
            raise TimeoutError(f"not within {seconds} s; the chat ends with\n{last or '  nothing'}") from None

    def _act(self) -> None:
        if self.chat.is_private and self.chat.is_blocked:
            raise PermissionError("the bot is blocked: unblock it first")
        self._acted_at = self._world.revision

    def _post(self, content: Json, reply_to: Message | None = None, markup: Json | None = None) -> Message:
        self._act()
        previous = self.chat.last_speaker
        message = self._world.post(
            self.chat, self.person, content, topic=self.topic, reply_to=reply_to.id if reply_to else None, markup=markup
        )
        if self.chat.is_private:
            self.chat.is_started = True
        if self._bot_reads(message, previous):
            self._deliver("message", message)
        return message

    def _send_file(self, kind: str, upload: Upload, caption: str = "", emoji: str = "") -> Message:
        content = file_content(store(self._world, upload, kind), kind, emoji)
        return self._post(content | ({"caption": caption} if caption else {}))

    def _deliver(self, kind: str, message: Message) -> None:
        self._simulator.updates.put(kind, self.chat.id, self._world.wire(message))

    def _bot_reads(self, message: Message, previous_speaker: int) -> bool:
        """Privacy mode. Source: core.telegram.org/bots/features#privacy-mode."""
        bot = self._world.bot
        if self.chat.is_private or self._simulator.account.is_administrator(self.chat):
            return True
        if bot.id not in self.chat.members:
            return False
        if message.content.get("via_bot", {}).get("id") == bot.id:
            return True
        quoted = self.chat.messages.get(message.reply_to) if message.reply_to else None
        if quoted and quoted.is_from_bot:
            return True
        word = message.text.split(maxsplit=1)[0] if message.text.startswith("/") else ""
        _, at, name = word.partition("@")
        return bool(word) and (name.lower() == bot.username.lower() if at else previous_speaker == bot.id)


class User(Member):
    """A person in the private chat with the bot."""

    def __init__(self, simulator: Simulator, person: int) -> None:
        super().__init__(simulator, person, simulator.world.chats[person])

    def at(self, chat: Chat, topic: int | None = None) -> Member:
        """The same person in a group, or in a topic of a forum."""
        chat.members.setdefault(self.id, "member")
        return Member(self._simulator, self.id, chat, topic)

    def speaks(self, language_code: str) -> None:
        """Change the client's language; the bot sees it with the next update."""
        self._world.change_person(self.id, language_code=language_code)

    async def blocks(self) -> None:
        self._set_blocked(True)

    async def unblocks(self) -> None:
        self._set_blocked(False)

    def deletes_account(self) -> None:
        self._world.change_person(self.id, is_deleted=True)

    def _set_blocked(self, blocked: bool) -> None:
        if self.chat.is_blocked == blocked:
            return
        self.chat.is_blocked = blocked
        bot = self._world.bot.as_json()
        kicked, member = {"user": bot, "status": "kicked", "until_date": 0}, {"user": bot, "status": "member"}
        body = {
            "chat": self._world.chat_json(self.chat),
            "from": self.person.as_json(),
            "date": int(self._world.clock.now().timestamp()),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        self._simulator.updates.put("my_chat_member", self.chat.id, body)
        self._world.tell({"type": "people"})


def _text(text: str) -> Json:
    formatted = entities.detect(FormattedText(text))
    listed = [entity.as_json() for entity in formatted.entities]
    return {"text": formatted.text} | ({"entities": listed} if listed else {})


def split(text: str) -> list[str]:
    """The messages that a client makes of a long text, cut at a line or a word where it can."""
    rest = entities.tidy(FormattedText(text)).text
    pieces = []
    while utf16_length(rest) > limits.MAX_TEXT:
        head = rest[: limits.MAX_TEXT]
        while utf16_length(head) > limits.MAX_TEXT:
            head = head[:-1]
        cut = max(head.rfind("\n"), head.rfind(" ")) + 1 or len(head)
        pieces.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [piece for piece in (*pieces, rest) if piece]
