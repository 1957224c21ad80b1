from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.simulator import Simulator, User, serve

NO_TLS = {"verify": False}  # reading the certificates takes longer than a test
TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"


@dataclass(frozen=True)
class Served:
    """A simulator on the wire."""

    simulator: Simulator
    url: str

    def bot(self, token: str = TOKEN, read_timeout: float = 5) -> Bot:
        return Bot(
            token,
            base_url=f"{self.url}/bot",
            base_file_url=f"{self.url}/file/bot",
            request=HTTPXRequest(read_timeout=read_timeout, httpx_kwargs=NO_TLS),
            get_updates_request=HTTPXRequest(read_timeout=read_timeout, httpx_kwargs=NO_TLS),
        )


@pytest.fixture
async def served(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # python-telegram-bot warns of the older type of retry_after
    simulator = Simulator(webhook_retry_seconds=(0.01,))
    async with serve(simulator) as url:
        yield Served(simulator, url)


@pytest.fixture
async def bot(served: Served) -> AsyncIterator[Bot]:
    async with served.bot() as bot:
        yield bot


@pytest.fixture
def simulator(served: Served) -> Simulator:
    return served.simulator


@pytest.fixture
async def mei(simulator: Simulator) -> User:
    """A user who has started the bot, whose update the bot has already taken."""
    user = simulator.user("Mei", "zh-hans")
    await user.says("/start")
    simulator.updates.drop_pending()
    return user
