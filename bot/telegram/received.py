"""What Telegram sends, as far as it is read here; all other fields are passed over.

Why not python-telegram-bot's classes for these? They take values of any type, so that each had to be checked behind
them, and to fill their hundred attributes took a tenth of a turn.
"""

import logging
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, ValidationError

log = logging.getLogger(__name__)

LARGEST_ID = 2**53
"""Telegram's ids have at most 52 bits."""


def _storable(value: object) -> object:
    """A text without NUL and halves of characters: databases do not take them."""
    if not isinstance(value, str) or value.isprintable():
        return value
    return value.replace("\0", "").encode("utf-8", "replace").decode()


Id = Annotated[int, Strict(), Field(gt=-LARGEST_ID, lt=LARGEST_ID)]
Words = Annotated[str, Strict(), BeforeValidator(_storable)]


class _Received(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class User(_Received):
    id: Id
    is_bot: bool = False
    first_name: Words = ""
    last_name: Words | None = None
    username: Words | None = None
    language_code: Words | None = None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


class Chat(_Received):
    id: Id
    type: Words = ""


class Entity(_Received):
    type: Words
    offset: int


class Location(_Received):
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Answered(_Received):
    """The message that another one replies to."""

    message_id: Id
    sender: User | None = Field(None, alias="from")


class Message(_Received):
    """`model_extra` has the fields that are not named here: what else is in it, photos and the like."""

    model_config = ConfigDict(extra="allow")

    message_id: Id
    chat: Chat
    sender: User | None = Field(None, alias="from")
    text: Words | None = None
    entities: tuple[Entity, ...] = ()
    caption: Words | None = None
    location: Location | None = None
    via_bot: User | None = None
    reply_to_message: Answered | None = None
    message_thread_id: Id | None = None
    is_topic_message: bool = False

    def has(self, field: str) -> bool:
        return bool(self.model_extra and self.model_extra.get(field))


class Tapped(_Received):
    """The message whose button was tapped: only which it is, since it may be one that nobody can look into."""

    message_id: Id
    chat: Chat


class CallbackQuery(_Received):
    id: Words
    sender: User = Field(alias="from")
    message: Tapped | None = None
    data: Words | None = None


class InlineQuery(_Received):
    id: Words
    sender: User = Field(alias="from")
    query: Words


class Update(_Received):
    update_id: Id
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    inline_query: InlineQuery | None = None

    @property
    def chat(self) -> Chat | None:
        """Where it happened; None for what happens in no chat, or is none of these."""
        where = self.message or self.edited_message or (self.callback_query and self.callback_query.message)
        return where.chat if where else None


def is_numbered(raw: object) -> bool:
    """Whether it is an update as far as its number, which is what it is confirmed by."""
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def parse(raw: Mapping[str, Any]) -> Update | None:
    """The update in `raw`; None for one that is not of the form that Telegram documents, which is logged."""
    try:
        return Update.model_validate(raw)
    except ValidationError as error:
        found = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        log.error("update %s cannot be read: %s", raw.get("update_id"), found)  # noqa: TRY400 - no fault of the code
        return None
