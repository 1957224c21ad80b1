"""A message of the outbox becomes Bot API calls; what Telegram refuses becomes a decision."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.rendering import without_tags
from bot.storage import Pictures
from bot.telegram.calls import Calls
from bot.telegram.courier import Courier, TopicGoneError
from bot.telegram.pictures import send_picture
from bot.telegram.transport import seconds_asked

SUPPORT_NAME = "WorldFirst SEA"
"""The name on the contact card that is sent with the phone number."""


@dataclass(frozen=True, slots=True)
class TryAgainError(Exception):
    """Telegram could not take the message now; `after` seconds if it said so."""

    reason: str
    after: float | None = None


@dataclass(frozen=True, slots=True)
class ChatGoneError(Exception):
    """The user has blocked the bot, or is no more."""

    reason: str


@dataclass(frozen=True, slots=True)
class RefusedError(Exception):
    """Telegram will never take this message as it is."""

    reason: str


async def deliver(  # noqa: PLR0913, PLR0917 - wiring
    bot: Bot, calls: Calls, chat_id: int, payload: Mapping[str, Any], courier: Courier, pictures: Pictures
) -> None:
    """Carry out one item of the outbox. Raises one of the three errors above."""
    try:
        if not await courier.carry(bot, chat_id, payload):
            await _carry_out(bot, calls, chat_id, payload, pictures)
    except TopicGoneError as error:
        raise TryAgainError("the topic was deleted", 0.0) from error
    except RetryAfter as error:
        raise TryAgainError("too many requests", seconds_asked(error)) from error
    except (Forbidden, InvalidToken) as error:
        raise ChatGoneError(error.message) from error
    except BadRequest as error:
        if "chat not found" in error.message.lower():
            raise ChatGoneError(error.message) from error
        raise RefusedError(error.message) from error
    except NetworkError as error:
        raise TryAgainError(error.message) from error
    except TelegramError as error:
        raise TryAgainError(error.message) from error


async def _carry_out(bot: Bot, calls: Calls, chat_id: int, payload: Mapping[str, Any], pictures: Pictures) -> None:
    if "deletes" in payload:
        await _delete(bot, chat_id, payload["deletes"])
    elif "document" in payload:
        data = json.dumps(payload["document"], ensure_ascii=False, indent=2).encode()
        await bot.send_document(chat_id, InputFile(data, filename=payload["filename"]))
    elif payload.get("photo"):
        await send_picture(bot, chat_id, payload["photo"], payload["text"], pictures)
    elif payload.get("contact"):
        await bot.send_contact(chat_id, payload["contact"], SUPPORT_NAME)
    else:
        await _deliver_text(calls, chat_id, payload)


async def _delete(bot: Bot, chat_id: int, message_id: int) -> None:
    """Delete a message of the user's; one that is gone already, or too old, is left."""
    with suppress(BadRequest):
        await bot.delete_message(chat_id, message_id)


def plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The same message without any formatting, for when Telegram refused it as it was."""
    text = without_tags(str(payload.get("text", "")))
    return {"text": text, "buttons": payload.get("buttons", []), "edits": None, "plain": True}


async def _deliver_text(calls: Calls, chat_id: int, payload: Mapping[str, Any]) -> None:
    fields: dict[str, Any] = {"chat_id": chat_id, "text": payload["text"]}
    if not payload.get("plain"):
        fields["parse_mode"] = ParseMode.HTML
    if payload["buttons"]:
        fields["reply_markup"] = keyboard(payload["buttons"])
    if payload["edits"] is not None:
        try:
            await calls("editMessageText", {**fields, "message_id": payload["edits"]})
        except BadRequest as error:
            if "not modified" in error.message:
                return  # a second tap on the same button: it already shows what is true
            if not _cannot_be_edited(error.message):
                raise
        else:
            return
    await calls("sendMessage", {**fields, "link_preview_options": {"is_disabled": True}})


def keyboard(rows: list[list[list[str]]]) -> dict[str, Any]:
    """The outbox's buttons, each [label, what it does, value], as Telegram's inline keyboard."""
    return {"inline_keyboard": [[_button(*button) for button in row] for row in rows]}


def _button(label: str, does: str, value: str) -> dict[str, Any]:
    match does:
        case "url":
            return {"text": label, "url": value}
        case "copy":
            return {"text": label, "copy_text": {"text": value}}
        case _:
            return {"text": label, "callback_data": value}


def _cannot_be_edited(message: str) -> bool:
    """The message is gone, too old or no text: say it anew instead."""
    lowered = message.lower()
    return any(words in lowered for words in ("message to edit not found", "can't be edited", "no text in the message"))
