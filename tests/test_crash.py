"""Killed at any instant, the bot loses nothing: the real process, and SIGKILL."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation import Speaker
from bot.settings import ROOT
from bot.simulator import Kind, Simulator, serve

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"


class Bot:
    """`python -m bot run` in a process of its own."""

    def __init__(self, url: str, folder: Path, **more: str) -> None:
        self._environment = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
            "SEND_RATE": "0",
            "SEND_RATE_CHAT": "0",
            **more,
        }
        self._process: Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=self._environment, stderr=PIPE
        )

    async def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.communicate()


@pytest.fixture
async def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
async def bot(simulator: Simulator, tmp_path: Path, speaker: Speaker) -> AsyncIterator[Bot]:
    """The process; `speaker` has the matcher's index made, so that its start is not waited for too long."""
    async with serve(simulator) as url:
        bot = Bot(url, tmp_path)
        await bot.start()
        yield bot
        await bot.kill()


async def test_killed_between_commit_and_send_the_reply_arrives_once_after_the_restart(
    simulator: Simulator, bot: Bot
) -> None:
    mei = simulator.user("Mei", "en")
    await mei.says("/help")
    await mei.waits_for_reply("/guide", timeout=20)
    simulator.faults.often(Kind.DROPPED_BEFORE, "sendMessage", share=1.0)
    await mei.says("/privacy")
    # The turn is committed once Telegram was asked to send its reply.
    await mei.waits_for(lambda _: len(simulator.calls_of("sendMessage")) >= 2, timeout=20)
    await bot.kill()
    simulator.faults.clear()
    assert not any("What I keep" in message.text for message in mei.sees)
    await bot.start()
    await mei.waits_for_reply("What I keep", timeout=20)
    await mei.says("/start")
    await mei.waits_for_reply("1688.com", timeout=20)
    assert len([message for message in mei.sees if "What I keep" in message.text]) == 1


async def test_updates_that_came_while_it_was_down_are_answered_in_order(simulator: Simulator, bot: Bot) -> None:
    mei = simulator.user("Mei", "en")
    await mei.says("/help")
    await mei.waits_for_reply("/guide", timeout=20)
    await bot.kill()
    await mei.says("/start alipay-register")
    await mei.says("/start pay-method")
    await bot.start()
    await mei.waits_for_reply("step 3 of 4", timeout=20)
    texts = [message.text for message in mei.sees if message.is_from_bot]
    assert [("step 1 of 5" in text, "step 3 of 4" in text) for text in texts[-2:]] == [(True, False), (False, True)]
