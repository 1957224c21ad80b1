"""A Telegram update becomes an event of the dialogue, or nothing at all.

In groups the assistant answers only when it is spoken to: by a command, by its name, or by a reply to it.
"""

import re

from telegram import MessageEntity
from telegram.constants import ChatType

from bot.conversation import Incoming
from bot.dialogue.actions import decode
from bot.dialogue.events import Attachment, AttachmentKind, Command, Event, Location, Tap, Text
from bot.telegram.received import Message, Update

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""What is asked of Telegram."""

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


def incoming(update: Update, bot_name: str) -> Incoming | None:
    """What `update` means for the chat, or None where there is nothing to answer. `bot_name` is without the @."""
    query = update.callback_query
    if query is not None:
        if query.message is None:
            return None
        action = decode(query.data) if query.data else None
        where, code = query.message, query.sender.language_code or ""
        return Incoming(
            where.chat.id, Tap(action), code, update.update_id, where.message_id, name=query.sender.full_name
        )
    message = update.message or update.edited_message
    if message is None or message.sender is None or message.sender.is_bot:
        return None
    if message.via_bot is not None and message.via_bot.username == bot_name:
        return None  # an answer of our own that somebody picked inline
    event = _event(message, bot_name, edited=update.edited_message is not None)
    if event is None:
        return None
    answered = message.reply_to_message
    return Incoming(
        message.chat.id,
        event,
        message.sender.language_code or "",
        update.update_id,
        message_id=message.message_id,
        name=message.sender.full_name,
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
    if message.location is not None and not message.has("venue"):
        return Location(message.location.latitude, message.location.longitude)
    for field, kind in _ATTACHMENTS.items():
        if message.has(field):
            return Attachment(kind, message.caption or "", edited)
    return None


def has_content(message: Message) -> bool:
    """Whether there is anything in it: a notice, such as that a topic was closed, has nothing."""
    return bool(message.text or message.location) or any(message.has(field) for field in _ATTACHMENTS)


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
    if reply is not None and reply.sender is not None and reply.sender.username == bot_name:
        return True
    text = message.text or message.caption or ""
    return re.search(rf"@{re.escape(bot_name)}\b", text, re.IGNORECASE) is not None


def _without_name(text: str, bot_name: str) -> str:
    return re.sub(rf"@{re.escape(bot_name)}\b", "", text, flags=re.IGNORECASE).strip()
