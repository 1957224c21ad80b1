"""What an operator sets: environment variables, or a `.env` file in the working directory."""

import hashlib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TOKEN_PATTERN = r"^\d+:[A-Za-z0-9_-]{30,}$"  # noqa: S105 - the shape of a token, not one
ROOT = Path(__file__).resolve().parent.parent
KNOWLEDGE = ROOT / "knowledge"
LOCALES = ROOT / "locales"
CARDS = KNOWLEDGE / "cards"


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line for the operator."""


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise ValueError("is no time zone; write it as Asia/Singapore") from None
    return value


def _url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return value.rstrip("/")


def _https(value: str) -> str:
    parts = urlsplit(value)
    is_local = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not is_local and not (parts.scheme == "https" and parts.hostname):
        raise ValueError("must begin with https://, as Telegram delivers to nothing else")
    return value.rstrip("/")


def _smtp(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("must be smtp://host:587 or smtps://host:465, perhaps with user:password@ before the host")
    return value


def _address(value: str) -> str:
    # Few have an address to check, and all would wait for these.
    from email.errors import HeaderParseError  # noqa: PLC0415
    from email.headerregistry import Address  # noqa: PLC0415

    try:
        address = Address(addr_spec=value)
    except (HeaderParseError, ValueError):
        address = Address()
    if not address.domain or not value.isascii():
        raise ValueError("is no e-mail address")
    return value


class Settings(BaseSettings):
    """Every setting, with its default. Field names are the variables' names in lower case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    telegram_bot_token: Annotated[str, Field(pattern=TOKEN_PATTERN)] | None = None
    """The bot's token from @BotFather."""
    telegram_api_url: Annotated[str, AfterValidator(_url)] = "https://api.telegram.org"
    """The Bot API: Telegram's, a local server's, or the simulator's."""
    database_url: str = "sqlite:///var/guidebot.sqlite3"
    """`sqlite:///path` or `postgresql://user:password@host/name`."""
    webhook_url: Annotated[str, AfterValidator(_https)] | None = None
    """Where Telegram reaches `serve` from outside: https://bot.example.com."""
    webhook_secret: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,256}$")] | None = None
    """What Telegram shows with each delivery; without it, one is made from the token."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """Where `serve` listens; 0: any free port."""
    support_chat_id: Annotated[int, Field(lt=0)] | None = None
    """The staff's forum group; the id of a group is negative."""
    smtp_url: Annotated[str, AfterValidator(_smtp)] | None = None
    """The mail server that tickets are handed to, as smtp://user:password@host:587 or smtps://...:465."""
    support_email_from: Annotated[str, AfterValidator(_address)] | None = None
    """The address that tickets come from."""
    default_timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Singapore"
    """The zone of whoever has not told theirs."""
    retention_days: Annotated[int, Field(ge=1)] = 90
    """How long a chat is kept after its last message."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """What is logged: this and all that is graver. DEBUG shows messages too, without secrets and long numbers."""
    log_format: Literal["console", "json"] = "console"
    """Lines for people, or one JSON object a line for a collector of logs."""
    send_rate: Annotated[float, Field(ge=0)] = 30
    """Messages a second over all chats; 0: no limit."""
    send_rate_chat: Annotated[float, Field(ge=0)] = 1
    """Messages a second to one chat, after a short burst; 0: no limit."""
    user_rate: Annotated[float, Field(ge=0)] = 30
    """Turns a minute that one user may take; 0: no limit."""
    acceptable_wrong: Annotated[float, Field(ge=0, le=0.5)] = 0.02
    """The share of wrong answers that is acceptable; the matcher's thresholds follow from it."""

    @model_validator(mode="after")
    def _mail_is_complete(self) -> "Settings":
        if self.smtp_url is not None and self.support_email_from is None:
            raise ValueError("SUPPORT_EMAIL_FROM must be set with SMTP_URL: it is the address that tickets come from")
        return self

    @property
    def token(self) -> str:
        """The token; raises SettingsError when there is none."""
        if self.telegram_bot_token is None:
            raise SettingsError("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather, or try `simulate`")
        return self.telegram_bot_token

    @property
    def secret(self) -> str:
        """What Telegram shows with each delivery; the same in every process."""
        return self.webhook_secret or hashlib.sha256(f"webhook:{self.token}".encode()).hexdigest()

    @property
    def cache(self) -> Path:
        """Where what can be made anew is kept: the matcher's index, compiled catalogues."""
        return ROOT / "var"


def load_settings() -> Settings:
    """The settings as they are now; raises SettingsError with one line for each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        names = [".".join(str(part) for part in e["loc"]).upper() for e in error.errors()]
        lines = [
            f"{name}: {_reason(name, e['msg'], e['type'])}".removeprefix(": ")
            for name, e in zip(names, error.errors(), strict=True)
        ]
        raise SettingsError("; ".join(lines)) from None


def _reason(name: str, message: str, kind: str) -> str:
    if kind == "string_pattern_mismatch" and name == "WEBHOOK_SECRET":
        return "must be 16 to 256 letters, digits, - and _"
    if kind == "string_pattern_mismatch":
        return "is not of the form 123456789:AbC..., as @BotFather gives it"
    return message.removeprefix("Value error, ")
