"""What may a log say? Ids and event names: no token, no password, no word of a user's, no chat's number.

Everything that is printed passes one filter. It takes the settings' secrets out wherever they turn up, in the errors
and tracebacks of libraries too. Of an exception it tells where and of which kind it was; what it says is shown only if
it is sure to quote nobody, since `ValueError` and its like repeat the words that they choke on.

Why are other programs' loggers held at WARNING? At DEBUG they print whole requests: texts, chat ids, SQL with values.
Our own DEBUG tells each turn's message in one line, redacted, under a pseudonym of the chat; exceptions say, redacted,
what they say.
"""

import base64
import hashlib
import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from types import TracebackType
from urllib.parse import quote, quote_plus, unquote

from pythonjsonlogger.json import JsonFormatter

from bot.settings import Settings
from bot.support.secrets import without_secrets

SHORTEST_SECRET = 4
"""A shorter password would be found in every second word."""

KEY_BYTES = 16
PSEUDONYM_BYTES = 5
MAX_SHOWN = 200
"""Characters of a message that DEBUG shows."""

HIDDEN = "***"
PROGRAM = "bot"
QUOTES_NOBODY = (PROGRAM, "telegram.error")
"""Modules whose exceptions say our own words, or Telegram's."""

_TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{30,}")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")
_USER_AND_PASSWORD = re.compile(r"(?:(?<=://)([^:/@\s]*):|(?<=[?&])password=)([^@&\s]+)")
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){4,}")

log = logging.getLogger(__name__)
_key = secrets.token_bytes(KEY_BYTES)


def pseudonym(chat_id: int) -> str:
    """What a chat is called in the logs: the same in every process with one token, and nobody's number."""
    digest = hashlib.blake2b(str(chat_id).encode(), key=_key, digest_size=PSEUDONYM_BYTES)
    return f"chat-{digest.hexdigest()}"


def redacted(text: str) -> str:
    """A user's words as DEBUG may show them: without secrets and long numbers, and not at length."""
    shown = _LONG_NUMBER.sub("#####", without_secrets(text))
    return repr(shown if len(shown) <= MAX_SHOWN else f"{shown[:MAX_SHOWN]}…")


class Redaction(logging.Filter):
    """Rewrites every record so that it may be printed. `in_full` when exceptions may say what they say."""

    def __init__(self, hidden: Iterable[str], *, in_full: bool) -> None:
        super().__init__()
        longest_first = sorted({secret for secret in hidden if len(secret) >= SHORTEST_SECRET}, key=len, reverse=True)
        self._hidden = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        self._in_full = in_full

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = self.clean("\n".join(self._told(record.exc_info[1])))
        elif record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        record.exc_info = None  # a formatter that found it would print the exception as it is
        record.stack_info = self.clean(record.stack_info) if record.stack_info else None
        return True

    def clean(self, text: str) -> str:
        """`text` without the settings' secrets, tokens, and credentials in addresses."""
        shown = self._hidden.sub(HIDDEN, text) if self._hidden else text
        return _CREDENTIALS.sub(f"{HIDDEN}@", _TOKEN.sub(HIDDEN, shown))

    def _told(self, error: BaseException) -> Iterator[str]:
        """The traceback of an exception, after those that led to it."""
        before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if before is not None:
            yield from self._told(before)
            yield "which led to:"
        yield "Traceback (most recent call last):"
        yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
        yield f"{type(error).__module__}.{type(error).__qualname__}: {self._said(error)}"
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield "of which one is:"
                yield from self._told(one)

    def _said(self, error: BaseException) -> str:
        if self._in_full:
            return redacted(str(error))
        if isinstance(error, OSError):
            return error.strerror or "…"
        if type(error).__module__.startswith(QUOTES_NOBODY):
            return str(error)
        # sqlite3's and psycopg's; the first line tells what is the matter with the database, later ones quote rows.
        is_of_database = type(error).__name__ == "OperationalError" and not hasattr(error, "orig")
        return str(error).partition("\n")[0] if is_of_database else "…"


def set_up_logging(settings: Settings) -> None:
    """One handler on standard error, in the format and from the level that the settings say.

    Exceptions that end the program or a thread, and Python's warnings, are printed through it too.
    """
    global _key  # noqa: PLW0603 - logging is the process's, and so is the key
    if settings.telegram_bot_token is not None:
        _key = hashlib.sha256(f"pseudonyms:{settings.telegram_bot_token}".encode()).digest()
    handler = logging.StreamHandler()
    if settings.log_format == "json":
        handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s", json_ensure_ascii=False))
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handler.addFilter(Redaction(hidden_of(settings), in_full=settings.log_level == "DEBUG"))
    logging.basicConfig(
        level=max(logging.WARNING, logging.getLevelName(settings.log_level)), handlers=[handler], force=True
    )
    logging.getLogger(PROGRAM).setLevel(settings.log_level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_the_end
    threading.excepthook = _log_the_end_of_a_thread


def hidden_of(settings: Settings) -> frozenset[str]:
    """The settings' secrets, in every form in which libraries may write them."""
    found: set[str] = set()
    if settings.telegram_bot_token is not None:
        found |= {settings.telegram_bot_token, settings.telegram_bot_token.partition(":")[2], settings.secret}
    for url in (settings.database_url, settings.smtp_url, settings.telegram_api_url):
        for user, written in [match.groups() for match in _USER_AND_PASSWORD.finditer(url or "")]:
            name, password = unquote(user or ""), unquote(written)
            found |= {written, password, quote(password, safe=""), quote_plus(password)}
            found |= {_base64(password), _base64(f"\0{name}\0{password}"), _base64(f"{name}:{password}")}
    return frozenset(found)


def _base64(text: str) -> str:
    """As SMTP and HTTP send credentials."""
    return base64.b64encode(text.encode()).decode()


def _log_the_end(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    log.critical("the program ends by an error of its own", exc_info=error)


def _log_the_end_of_a_thread(ended: threading.ExceptHookArgs) -> None:
    log.critical("a thread ended by an error of its own", exc_info=ended.exc_value)
