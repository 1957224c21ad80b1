"""What does Telegram refuse, and in which words? Checks of texts, keyboards, commands and names; no state.

The words are those of the Bot API server (telegram-bot-api/Client.cpp) and TDLib, which answer with the first letter of
TDLib's error in lower case; words in capitals come from Telegram's own servers.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.simulator import entities
from bot.simulator.entities import FormattedText, MarkupError, utf16_length

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_BYTES = 64
MAX_COPY_TEXT = 256
MAX_BUTTONS = 100
MAX_MARKUP_BYTES = 10_240
MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_COMMAND_DESCRIPTION = 256
MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
MAX_TOPIC_NAME = 128
MAX_ANSWER = 200
DELETABLE_HOURS = 48
QUERY_LIFE_MINUTES = 15
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


class Refusal(Exception):  # noqa: N818 - an answer of the server, not a fault of the simulator
    """The Bot API says no: an error code and its description."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        self.code = code
        self.description = description
        self.retry_after = retry_after
        super().__init__(f"{code} {description}")

    def as_json(self) -> dict[str, Any]:
        answer = {"ok": False, "error_code": self.code, "description": self.description}
        return answer if self.retry_after is None else answer | {"parameters": {"retry_after": self.retry_after}}


def bad_request(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refusal:
    return Refusal(403, f"Forbidden: {description}")


def too_many(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after)


def formatted(text: str, parse_mode: str, listed: list[dict[str, Any]]) -> FormattedText:
    """The text as Telegram keeps it, read by `parse_mode` or with the entities `listed`."""
    match parse_mode.lower():
        case "html":
            try:
                parsed = entities.parse_html(text)
            except MarkupError as error:
                raise bad_request(f"can't parse entities: {error}") from error
        case "markdown" | "markdownv2":
            raise bad_request("the simulator reads parse_mode HTML only")
        case "" | "none":
            parsed = entities.from_json(text, listed)
        case _:
            raise bad_request("unsupported parse_mode")
    return entities.detect(entities.tidy(parsed))


def check_text(text: FormattedText) -> FormattedText:
    if not text.text:
        raise bad_request("message text is empty")
    if utf16_length(text.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text


def check_caption(caption: FormattedText) -> FormattedText:
    if utf16_length(caption.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return caption


def check_markup(markup: Any) -> dict[str, Any] | None:
    """The keyboard as it will stand under the message, or None when there is none."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    kept = [[_check_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MAX_BUTTONS or len(json.dumps(kept, ensure_ascii=False).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _check_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not str(button["text"]).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    match button:
        case {"url": str(url)}:
            check_url(url)
        case {"callback_data": str(data)}:
            if not 1 <= len(data.encode()) <= MAX_CALLBACK_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
        case {"copy_text": {"text": str(text)}}:
            if not 1 <= utf16_length(text) <= MAX_COPY_TEXT:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case {"web_app": _} | {"login_url": _} | {"switch_inline_query": _} | {"switch_inline_query_current_chat": _}:
            pass
        case _:
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return button


def check_url(url: str) -> None:
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d+(/|$))", url)
    if scheme and scheme[1].lower() in {"tg", "ton", "tonsite"}:
        return
    if scheme and scheme[1].lower() not in {"http", "https"}:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    try:
        host = urlsplit(url if scheme else f"http://{url}").hostname or ""
    except ValueError:
        host = ""
    if not re.fullmatch(r"[^\s.]+(\.[^\s.]+)+\.?", host):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def check_commands(commands: Any) -> list[dict[str, str]]:
    if not isinstance(commands, list):
        raise bad_request("can't parse bot commands: Expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_check_command(command) for command in commands]


def _check_command(given: Mapping[str, Any]) -> dict[str, str]:
    command = str(given.get("command", "")).strip().removeprefix("/")
    description = str(given.get("description", "")).strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > MAX_COMMAND:
        raise bad_request(f"command length must not exceed {MAX_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def check_language(code: str) -> str:
    """Two letters or none: Filipino is `tl` here, though clients say `fil`."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def check_length(text: str, limit: int, error: str) -> str:
    if utf16_length(text) > limit:
        raise bad_request(error)
    return text
