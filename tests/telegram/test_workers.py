"""Handling updates and sending are two jobs, which one process does or several: each message leaves once, in order."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import Engine

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Simulator, User, serve
from bot.storage import Outbox
from bot.telegram.service import Service
from tests.telegram.conftest import at_work

QUESTIONS = 4


class Site:
    """A simulator and a database, for as many processes of the bot as a test starts."""

    def __init__(self, url: str, simulator: Simulator, engine: Engine, settings: Settings, speaker: Speaker) -> None:
        self.simulator = simulator
        self.engine = engine
        self._url = url
        self._settings = settings
        self._speaker = speaker

    async def start(self, stack: AsyncExitStack, *, handles: bool) -> Service:
        """A process: it handles updates, or it sends."""
        way = Service.poll if handles else Service.work
        given = (self._url, self.simulator, self.engine, self._settings, way)
        return await stack.enter_async_context(at_work(*given, speaker=self._speaker, works=not handles, user_rate=0))


@pytest.fixture
async def site(database: Engine, settings: Settings, speaker: Speaker) -> AsyncIterator[Site]:
    simulator = Simulator()
    async with serve(simulator) as url:
        yield Site(url, simulator, database, settings, speaker)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def mei(site: Site) -> User:
    return site.simulator.user("Mei", "en")


async def ask(users: Sequence[User], first: int) -> None:
    """A burst of questions of each, whose answers tell them apart."""
    for amount in range(first, first + QUESTIONS):
        for user in users:
            await user.says(f"card fee for {amount} CNY")


async def is_answered(user: User, last: int) -> list[str]:
    """Wait for the answer to the last question; what was answered, in order."""
    await user.waits_for(lambda messages: f"On RMB {last:,}.00:" in messages[-1].text)
    answers = [message.text for message in user.sees if message.is_from_bot]
    return [text.partition("On RMB ")[2].partition(".00:")[0] for text in answers]


async def test_what_one_process_has_handled_another_sends(site: Site, stack: AsyncExitStack, mei: User) -> None:
    await site.start(stack, handles=True)
    await mei.says("/help")
    await mei.says("/privacy")
    await site.simulator.updates.polled.until(lambda: not site.simulator.updates.pending or None, 20)
    assert Outbox(site.engine).depth()[0] == 2
    assert site.simulator.calls_of("sendMessage") == ()
    await site.start(stack, handles=False)
    await mei.waits_for_reply("What I keep")
    assert len(mei.sees) == 4


async def test_a_sender_is_woken_when_another_process_leaves_something(
    site: Site, stack: AsyncExitStack, mei: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would find by itself, it would find too late for anybody who waits."""
    monkeypatch.setattr("bot.storage.senders.BEAT_SECONDS", 1000.0)
    monkeypatch.setattr("bot.telegram.delivery.LONGEST_NAP_SECONDS", 1000.0)
    await site.start(stack, handles=False)
    await site.start(stack, handles=True)
    for command, words in (("/help", "/guide"), ("/privacy", "What I keep"), ("/help", "/guide")):
        await mei.says(command)
        await mei.waits_for_reply(words)


async def test_two_senders_send_each_message_once_and_in_order(site: Site, stack: AsyncExitStack) -> None:
    users = [site.simulator.user(f"User {number}", "en") for number in range(8)]
    for handles in (False, True, False):
        await site.start(stack, handles=handles)
    await ask(users, 20_000)
    for user in users:
        assert await is_answered(user, 20_003) == ["20,000", "20,001", "20,002", "20,003"]


async def test_when_a_sender_ends_another_goes_on_with_what_it_has_left(
    site: Site, stack: AsyncExitStack, mei: User
) -> None:
    async with AsyncExitStack() as first:
        await site.start(first, handles=False)
        await site.start(stack, handles=True)
        await site.start(stack, handles=False)
        await ask([mei], 20_000)
        await mei.waits_for_reply("On RMB 20,000.00:")
    await ask([mei], 20_004)
    assert await is_answered(mei, 20_007) == [f"20,00{number}" for number in range(8)]
