"""No log holds a token, a password, a chat's number or a word of a user's: not in an error, not at DEBUG."""

import asyncio
import io
import json
import logging
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.bootstrap import make_speaker
from bot.conversation import Speaker
from bot.logs import Redaction, hidden_of, pseudonym, redacted, set_up_logging
from bot.matching.understanding import Reading
from bot.settings import ROOT, Settings
from bot.simulator import Kind, Simulator, User, serve
from bot.storage import migrate, open_database
from bot.telegram.service import Service

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"
DATABASE_PASSWORD = "db-Pass/word?9"
SMTP_PASSWORD = "smtp-p@ss:w0rd"
SECRETS = {
    "database_url": "postgresql://bot:db-Pass%2Fword%3F9@127.0.0.1:1/bot",
    "smtp_url": "smtp://desk:smtp-p%40ss%3Aw0rd@127.0.0.1:1",
    "support_email_from": "assistant@example.com",
    "telegram_bot_token": TOKEN,
    "webhook_secret": "a-webhook-secret-of-length",
}
WORDS = "invalid amount: my auntie"
SECRET_WORDS = "my code is 482913 and chat 987654321"
"""Not in the source lines that a traceback shows."""

FORBIDDEN = (
    TOKEN,
    TOKEN.partition(":")[2],
    DATABASE_PASSWORD,
    "db-Pass%2Fword%3F9",
    SMTP_PASSWORD,
    "smtp-p%40ss%3Aw0rd",
    "c210cC1wQHNzOncwcmQ=",  # the SMTP password in base 64
    "AGRlc2sAc210cC1wQHNzOncwcmQ=",  # as AUTH PLAIN sends it
    "a-webhook-secret-of-length",
)


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    """Everything that is logged, through the handler that the program sets up."""
    root, program = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers[:], root.level, program.level, sys.excepthook)
    stream = io.StringIO()
    yield stream
    root.handlers[:], (root.level, program.level, sys.excepthook) = before[0], before[1:]
    logging.captureWarnings(capture=False)
    program.setLevel(before[2])


def set_up(settings: Settings, stream: io.StringIO, **changes: str) -> None:
    set_up_logging(settings.model_copy(update={**SECRETS, **changes}))
    [handler] = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)


def fail(words: str) -> None:
    raise ValueError(words)


@pytest.mark.parametrize("style", ["console", "json"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
@pytest.mark.parametrize("secret", FORBIDDEN)
def test_a_secret_of_the_settings_is_nowhere_in_a_record(
    settings: Settings, printed: io.StringIO, style: str, level: str, secret: str
) -> None:
    set_up(settings, printed, log_format=style, log_level=level)
    log = logging.getLogger("a.library")
    log.error("it failed at https://host/bot%s/getMe", secret)
    log.error("formatted: " + secret, stack_info=True)  # noqa: G003 - as libraries do
    try:
        try:
            fail(f"inner {secret}")
        except ValueError as error:
            error.add_note(secret)
            raise OSError(1, f"outer {secret}", f"/{secret}") from error
    except OSError:
        log.exception("it broke")
    logging.getLogger("py.warnings").warning("deprecated: %s", secret)
    assert printed.getvalue().count("***") >= 2
    assert secret not in printed.getvalue()


@pytest.mark.parametrize("style", ["console", "json"])
def test_an_exception_is_told_with_its_place_and_causes_and_not_with_what_it_quotes(
    settings: Settings, printed: io.StringIO, style: str
) -> None:
    set_up(settings, printed, log_format=style)
    try:
        try:
            fail(WORDS)
        except ValueError as error:
            raise KeyError(WORDS) from error
    except KeyError:
        logging.getLogger("bot.x").exception("update 7 could not be handled")
    told = printed.getvalue()
    assert "update 7 could not be handled" in told
    assert "builtins.KeyError" in told
    assert "builtins.ValueError" in told
    assert "in fail" in told
    assert "auntie" not in told


def test_debug_tells_what_an_exception_says_but_no_secret_in_it(settings: Settings, printed: io.StringIO) -> None:
    set_up(settings, printed, log_level="DEBUG")
    try:
        fail(f"{WORDS}, {SECRET_WORDS}")
    except ValueError:
        logging.getLogger("bot.x").exception("it broke")
    assert "my auntie, my code is ••• and chat #####" in printed.getvalue()
    assert "482913" not in printed.getvalue()
    assert "987654321" not in printed.getvalue()


def test_what_the_database_and_telegram_say_is_told(settings: Settings, printed: io.StringIO, tmp_path: Path) -> None:
    set_up(settings, printed)
    engine = open_database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT :words FROM nowhere"), {"words": WORDS})
    except Exception:
        logging.getLogger("bot.x").exception("it broke")
    engine.dispose()
    assert "no such table: nowhere" in printed.getvalue()
    assert "auntie" not in printed.getvalue()


def test_each_line_of_json_is_one_object(settings: Settings, printed: io.StringIO) -> None:
    set_up(settings, printed, log_format="json")
    try:
        fail("x")
    except ValueError:
        logging.getLogger("bot.x").exception("it broke")
    [line] = printed.getvalue().splitlines()
    assert json.loads(line)["message"] == "it broke"
    assert "builtins.ValueError" in json.loads(line)["exc_info"]


def test_other_programs_are_quiet_at_debug(settings: Settings, printed: io.StringIO) -> None:
    set_up(settings, printed, log_level="DEBUG")
    for name in ("telegram.Bot", "sqlalchemy.engine", "aiosmtplib", "asyncio", "uvicorn.access"):
        logging.getLogger(name).info("a whole request")
    logging.getLogger("bot.x").debug("ours")
    assert "a whole request" not in printed.getvalue()
    assert "ours" in printed.getvalue()


def test_an_error_that_ends_the_program_is_printed_through_the_filter(settings: Settings, printed: io.StringIO) -> None:
    set_up(settings, printed)
    error = ValueError(f"https://host/bot{TOKEN}")
    sys.excepthook(ValueError, error, None)
    assert "builtins.ValueError" in printed.getvalue()
    assert TOKEN not in printed.getvalue()


def test_a_chat_has_the_same_pseudonym_as_long_as_the_token_is_the_same(
    settings: Settings, printed: io.StringIO
) -> None:
    set_up(settings, printed)
    first = pseudonym(987654321)
    set_up(settings, printed, telegram_bot_token="7100000002:another-token-of-thirty-letters-or-more")
    second = pseudonym(987654321)
    set_up(settings, printed)
    assert pseudonym(987654321) == first != second
    assert pseudonym(987654322) != first
    assert "987654321" not in first


def test_a_message_is_shown_short_without_secrets_and_long_numbers() -> None:
    assert redacted("call 0812 3456 7890, my pw: hunter2x") == "'call #####, my pw: •••'"
    assert len(redacted("x" * 4000)) < 210


def test_a_password_is_known_in_every_form(settings: Settings) -> None:
    assert set(FORBIDDEN) <= hidden_of(settings.model_copy(update=SECRETS))


def test_a_short_password_leaves_the_other_words_alone() -> None:
    filtering = Redaction(["abc"], in_full=False)
    assert (
        filtering.clean("the alphabet: abc, at postgresql://u:abc@host/x")
        == "the alphabet: abc, at postgresql://***@host/x"
    )


TYPED = ("the code is 482913 what now", "my password is Hunter2024x", "card 4716 2601 8159 0834", "ic 810514-12-7920")
NEVER_PRINTED = ("482913", "Hunter2024x", "4716 2601 8159 0834", "810514-12-7920", "harmless-words-of-mei")


async def talk(mei: User) -> None:
    """A conversation with secrets in it, and a case that cannot leave by mail."""
    await mei.says("/start authorise-code")
    await mei.waits_for_reply("6-digit code", timeout=30)
    for words in TYPED:
        await mei.says(words)
        await mei.waits_for_reply("removed your message")
    mine = await mei.says("what is harmless-words-of-mei?")
    await mei.waits_for(lambda messages: messages[-1].is_from_bot)
    await mei.edits(mine, TYPED[0])
    await mei.waits_for_reply("removed your message")
    await mei.sends_photo(caption=TYPED[1])
    await mei.waits_for_reply("removed your message")
    await mei.says("/contact")
    await mei.waits_for_reply("open")
    await mei.taps("Write to the team")
    await mei.waits_for(lambda messages: bool(messages[-1].labels))
    await mei.says(TYPED[1])
    await mei.waits_for_reply("removed your message")


@pytest.mark.parametrize("style", ["console", "json"])
async def test_a_whole_session_at_debug_prints_no_secret_and_no_number_of_a_chat(
    tmp_path: Path, speaker: Speaker, style: str
) -> None:
    """`speaker` has the matcher's index made, which the process then finds."""
    simulator = Simulator()
    environment = {
        **os.environ,
        **{name.upper(): value for name, value in SECRETS.items()},
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.sqlite3'}?password={DATABASE_PASSWORD}",
        "LOG_LEVEL": "DEBUG",
        "LOG_FORMAT": style,
        "SEND_RATE": "0",
        "SEND_RATE_CHAT": "0",
        "PYTHONASYNCIODEBUG": "1",
    }
    async with serve(simulator) as url:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env={**environment, "TELEGRAM_API_URL": url},
            stdout=PIPE,
            stderr=PIPE,
        )
        mei = simulator.user("Mei", "en")
        simulator.faults.next(Kind.SERVER_ERROR, "sendMessage")
        simulator.faults.next(Kind.DROPPED_BEFORE, "deleteMessage")
        await talk(mei)
        await mei.blocks()
        process.terminate()
        out, err = await asyncio.wait_for(process.communicate(), 20)
    printed = (out + err).decode()
    assert "connected as" in printed
    assert "Text 'the code is •••" in printed
    for word in (*FORBIDDEN, *NEVER_PRINTED[:4], str(mei.id)):
        assert word not in printed


async def test_a_turn_that_fails_leaves_none_of_its_words_in_the_log(
    settings: Settings, printed: io.StringIO, tmp_path: Path
) -> None:
    simulator = Simulator()
    async with serve(simulator) as url:
        changes: dict[str, Any] = {"telegram_api_url": url, "send_rate": 0, "send_rate_chat": 0}
        changes |= {"telegram_bot_token": TOKEN, "database_url": f"sqlite:///{tmp_path / 'bot.sqlite3'}"}
        local = settings.model_copy(update=changes)
        set_up(local, printed, database_url=local.database_url)
        engine = open_database(local.database_url)
        migrate(engine)
        speaker = make_speaker(local)
        broken = replace(speaker, assistant=replace(speaker.assistant, understand=_quote))
        service = Service(local, engine, lambda: broken, simulator.clock.now)
        polling = asyncio.create_task(service.poll())
        mei = simulator.user("Mei", "en")
        await mei.says("what are harmless-words-of-mei?")
        await mei.waits_for_reply("sorry")
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling
        engine.dispose()
    assert "could not be handled" in printed.getvalue()
    assert "builtins.ValueError" in printed.getvalue()
    for word in (TOKEN, "harmless-words-of-mei", str(mei.id)):
        assert word not in printed.getvalue()


def _quote(text: str, _language: str) -> Reading:
    raise ValueError(f"cannot read {text}")
