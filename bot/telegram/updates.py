"""A Telegram update becomes an event of the dialogue, or nothing at all.

In groups the assistant answers only when it is spoken to: by a command, by its name, or by a reply to it.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any

from telegram import Bot, Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.conversation import Incoming
from bot.dialogue.actions import decode
from bot.dialogue.events import Attachment, AttachmentKind, Command, Event, Location, Tap, Text
from bot.dialogue.secrecy import words_of

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""What is asked of Telegram."""

LARGEST_ID = 2**53
"""Telegram's ids have at most 52 bits."""


class MalformedUpdateError(Exception):
    """An update is not of the form that Telegram documents."""


_ATTACHMENTS = {
    "photo": AttachmentKind.PHOTO,
    "voice": AttachmentKind.VOICE,
    "audio": AttachmentKind.VOICE,
    "video_note": AttachmentKind.VIDEO,
    "video": AttachmentKind.VIDEO,
    "animation": AttachmentKind.STICKER,
    "sticker": AttachmentKind.STICKER,
    "document": AttachmentKind.DOCUMENT,
    "contact": AttachmentKind.CONTACT,
    "poll": AttachmentKind.OTHER,
    "dice": AttachmentKind.STICKER,
    "story": AttachmentKind.OTHER,
    "game": AttachmentKind.OTHER,
    "paid_media": AttachmentKind.OTHER,
    "checklist": AttachmentKind.OTHER,
    "venue": AttachmentKind.OTHER,
}
"""The fields of a message that say what is in it; a message with none of these is a service message."""


_WHICH = frozenset({"message_id", "chat"})


def is_numbered(raw: object) -> bool:
    """Whether it is an update as far as its number, which is what it is confirmed by."""
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def parse(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """The update as python-telegram-bot reads it; None for one that it cannot, which is logged and passed over."""
    try:
        return Update.de_json(_well_formed(_without_tapped(raw)), bot)
    except Exception:
        log.exception("update %s cannot be read", raw.get("update_id"))
        return None


def _without_tapped(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Of the message whose button was tapped, only which it is: reading all of our own words back takes longest.

    With the date 0, python-telegram-bot takes it for one that it cannot look into, of which that is all.
    """
    query = raw.get("callback_query")
    if not isinstance(query, dict) or not isinstance(query.get("message"), dict):
        return dict(raw)
    message = {field: value for field, value in query["message"].items() if field in _WHICH}
    return {**raw, "callback_query": {**query, "message": {**message, "date": 0}}}


def _well_formed(part: Any) -> Any:
    """A part of an update without NUL and halves of characters in its texts: databases do not take them."""
    if isinstance(part, str):
        return part if part.isprintable() else part.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(part, dict):
        return {key: _well_formed(value) for key, value in part.items()}
    return [_well_formed(value) for value in part] if isinstance(part, list) else part


def incoming(update: Update, bot_name: str) -> Incoming | None:
    """What `update` means for the chat, or None where there is nothing to answer. `bot_name` is without the @.

    Raises MalformedUpdateError.
    """
    found = _read(update, bot_name)
    if found is not None:
        _check(found)
    return found


def _check(found: Incoming) -> None:
    """python-telegram-bot takes fields of any type: what is stored must be of the documented ones."""
    numbers = (found.update_id, found.message_id, found.tapped, found.reply_to)
    words = (found.name, found.language_code, words_of(found.event))
    if not is_id(found.chat_id) or not all(number is None or is_id(number) for number in numbers):
        raise MalformedUpdateError("an id is no number that Telegram gives")
    if not all(isinstance(word, str) for word in words):
        raise MalformedUpdateError("a text is none")
    if isinstance(found.event, Location) and not _is_on_earth(found.event):
        raise MalformedUpdateError("a location is none")


def is_id(number: object) -> bool:
    """Whether it is one that Telegram gives."""
    return isinstance(number, int) and abs(number) < LARGEST_ID


def _is_on_earth(location: Location) -> bool:
    degrees: tuple[object, ...] = (location.latitude, location.longitude)  # as they came, whatever they are
    return all(
        isinstance(degree, int | float) and abs(degree) <= limit
        for degree, limit in zip(degrees, (90, 180), strict=True)
    )


def _read(update: Update, bot_name: str) -> Incoming | None:
    query = update.callback_query
    if query is not None:
        message = query.message
        if message is None:
            return None
        action = decode(query.data) if query.data else None
        code = query.from_user.language_code or ""
        name = query.from_user.full_name or ""
        return Incoming(message.chat.id, Tap(action), code, update.update_id, message.message_id, name=name)
    message = update.message or update.edited_message
    if message is None or message.from_user is None or message.from_user.is_bot:
        return None
    if message.via_bot is not None and message.via_bot.username == bot_name:
        return None  # an answer of our own that somebody picked inline
    event = _event(message, bot_name, edited=update.edited_message is not None)
    if event is None:
        return None
    code = message.from_user.language_code or ""
    name = message.from_user.full_name or ""
    answered = message.reply_to_message
    return Incoming(
        message.chat.id,
        event,
        code,
        update.update_id,
        message_id=message.message_id,
        name=name,
        reply_to=answered.message_id if answered else None,
    )


def _event(message: Message, bot_name: str, *, edited: bool) -> Event | None:
    in_group = message.chat.type != ChatType.PRIVATE
    if message.text is not None:
        command = _command(message, message.text, bot_name, in_group=in_group)
        if command is not None or _is_foreign_command(message, bot_name):
            return command
    if in_group and not _is_addressed(message, bot_name):
        return None
    if message.text is not None:
        return Text(_without_name(message.text, bot_name), edited)
    if edited and not message.caption:
        return None
    if message.location is not None and message.venue is None:
        return Location(message.location.latitude, message.location.longitude)
    for field, kind in _ATTACHMENTS.items():
        if getattr(message, field, None):
            return Attachment(kind, message.caption or "", edited)
    return None


def _command(message: Message, text: str, bot_name: str, *, in_group: bool) -> Command | None:
    """The command at the head of a message; "/fees@other_bot" is somebody else's."""
    if not _starts_with_command(message):
        return None
    head, *rest = text.split(maxsplit=1)
    name, _, addressee = head[1:].partition("@")
    if addressee and addressee.lower() != bot_name.lower():
        return None
    if in_group and not addressee and name.lower() not in GROUP_COMMANDS:
        return None
    return Command(name.lower(), rest[0].strip() if rest else "")


GROUP_COMMANDS = frozenset({"ask", "contact", "help"})
"""In groups with other bots, only these are taken without the bot's name behind them."""


def _starts_with_command(message: Message) -> bool:
    return any(entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0 for entity in message.entities)


def _is_foreign_command(message: Message, bot_name: str) -> bool:
    text = message.text or ""
    addressee = text.split(maxsplit=1)[0].partition("@")[2] if text.strip() else ""
    return _starts_with_command(message) and bool(addressee) and addressee.lower() != bot_name.lower()


def _is_addressed(message: Message, bot_name: str) -> bool:
    reply = message.reply_to_message
    if reply is not None and reply.from_user is not None and reply.from_user.username == bot_name:
        return True
    text = message.text or message.caption or ""
    return re.search(rf"@{re.escape(bot_name)}\b", text, re.IGNORECASE) is not None


def _without_name(text: str, bot_name: str) -> str:
    return re.sub(rf"@{re.escape(bot_name)}\b", "", text, flags=re.IGNORECASE).strip()
