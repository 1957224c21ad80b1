"""The hand-off over the real wire, with a real mail server: what leaves, once, and what is told when it cannot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from bot.simulator import Simulator, User
from bot.storage import Mailbox
from tests.telegram.conftest import Running, polling

SUNDAY_NIGHT = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)


class Post:
    """A mail server of this process: what it took, and what it says to the next ones."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.answers: list[str] = []
        self.arrived = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def handle_DATA(self, _server: object, _session: object, envelope: SimpleNamespace) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append(envelope.content)
        self._loop.call_soon_threadsafe(self.arrived.set)
        return answer


@pytest.fixture
async def post(port: int) -> AsyncIterator[Post]:
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    yield post
    controller.stop()


@asynccontextmanager
async def bot_at(simulator: Simulator, engine: Engine, settings: Settings, port: int) -> AsyncIterator[Running]:
    mail: dict[str, Any] = {"smtp_url": f"smtp://127.0.0.1:{port}", "support_email_from": "assistant@example.com"}
    async with polling(simulator, engine, settings, **mail) as service:
        yield Running(simulator, service, engine)


@pytest.fixture
async def at_desk(settings: Settings, engine: Engine, port: int) -> AsyncIterator[Running]:
    simulator = Simulator()
    simulator.clock.set(SUNDAY_NIGHT)
    async with bot_at(simulator, engine, settings, port) as running:
        yield running


async def hand_over(mei: User, words: str = "the money is not there") -> None:
    await mei.says("/contact")
    await mei.waits_for_reply("opens")
    await mei.taps("Write to the team")
    await mei.waits_for_reply("What happened?")
    await mei.says(words)
    await mei.waits_for_reply("Since when?")
    await mei.taps("Skip")
    await mei.waits_for_reply("e-mail address")
    await mei.says("mei@example.com")
    await mei.waits_for_reply("Is it right?")
    await mei.taps("Send")
    await mei.waits_for_reply("Your ticket is")


async def test_a_case_is_mailed_to_the_desk(at_desk: Running, post: Post) -> None:
    mei = at_desk.simulator.user("Mei", "en")
    await hand_over(mei)
    await asyncio.wait_for(post.arrived.wait(), 10)
    [mail] = [message_from_bytes(content, policy=SMTP) for content in post.taken]
    assert mail["To"] == "seaclients@service.worldfirst.com"
    assert mail["Reply-To"] == "Mei <mei@example.com>"
    assert mail["Subject"] == "[A-1001] the money is not there"


async def test_a_mail_server_that_is_away_is_tried_again(at_desk: Running, post: Post) -> None:
    post.answers = ["451 try again later"]
    mei = at_desk.simulator.user("Mei", "en")
    await hand_over(mei)
    await asyncio.wait_for(post.arrived.wait(), 10)
    assert post.taken == []
    async with asyncio.timeout(10):
        while not post.taken:
            at_desk.simulator.clock.advance(timedelta(minutes=20))
            at_desk.service.wake()
            await asyncio.to_thread(Mailbox(at_desk.engine).next_due)
    assert len(post.taken) == 1


async def test_a_mail_is_not_stuck_when_the_database_is_away_with_the_mail_server(
    at_desk: Running, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.answers = ["451 try again later"]
    failures = [OperationalError("", {}, Exception("gone"))]
    postpone = Mailbox.postpone

    def fail_first(*args: Any) -> None:
        if failures:
            raise failures.pop()
        postpone(*args)

    monkeypatch.setattr(Mailbox, "postpone", fail_first)
    await hand_over(at_desk.simulator.user("Mei", "en"))
    async with asyncio.timeout(20):
        while not post.taken:
            at_desk.simulator.clock.advance(timedelta(minutes=20))
            at_desk.service.wake()
            await asyncio.to_thread(Mailbox(at_desk.engine).next_due)
    assert failures == []
    assert len(post.taken) == 1


async def test_a_mail_that_is_refused_for_good_is_told(at_desk: Running, post: Post) -> None:
    post.answers = ["550 no such mailbox"]
    mei = at_desk.simulator.user("Mei", "en")
    await hand_over(mei)
    told = await mei.waits_for_reply("could not be delivered")
    assert "+65 6805 4380" in told.text
    assert post.taken == []


async def test_a_reminder_comes_when_the_line_opens_and_only_then(at_desk: Running) -> None:
    mei = at_desk.simulator.user("Mei", "en")
    await mei.says("/contact")
    await mei.waits_for_reply("opens")
    await mei.taps("Remind me at 09:00")
    await mei.waits_for_reply("I will write to you")
    at_desk.simulator.clock.set(datetime(2026, 11, 30, 1, 0, tzinfo=UTC))
    at_desk.service.wake()
    reminded = await mei.waits_for_reply("You asked me to remind you")
    assert "open now" in reminded.text


async def test_a_reminder_survives_a_restart(settings: Settings, engine: Engine, port: int) -> None:
    simulator = Simulator()
    simulator.clock.set(SUNDAY_NIGHT)
    mei = simulator.user("Mei", "en")
    async with bot_at(simulator, engine, settings, port):
        await mei.says("/contact")
        await mei.waits_for_reply("opens")
        await mei.taps("Remind me at 09:00")
        await mei.waits_for_reply("I will write to you")
    after = Simulator()
    after.clock.set(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    again = after.user("Mei", "en", number=mei.id)
    async with bot_at(after, engine, settings, port):
        await again.says("/start")
        await again.waits_for_reply("You asked me to remind you")
    assert len([message for message in again.sees if "You asked me" in message.text]) == 1
