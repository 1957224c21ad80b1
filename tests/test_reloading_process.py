"""Operators' ways to a reload, by a real process: the command, SIGHUP, a saved file; and a terminal that is closed."""

import asyncio
import os
import pty
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation import Speaker
from bot.settings import ROOT, Settings
from bot.simulator import Simulator, User, serve

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"
START_SECONDS = 90
RELOAD_SECONDS = 90


class Project:
    """A copy of the project, and `python -m bot` in it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self._environment = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
            "SEND_RATE": "0",
            "SEND_RATE_CHAT": "0",
        }
        self.bots: list[Process] = []

    async def start(self, *options: str, stdin: int = DEVNULL) -> Process:
        command = (sys.executable, "-m", "bot", "run", *options)
        bot = await asyncio.create_subprocess_exec(
            *command, cwd=self.folder, env=self._environment, stdin=stdin, stderr=PIPE
        )
        self.bots.append(bot)
        return bot

    async def reload(self) -> tuple[int | None, str]:
        """The exit code of `python -m bot reload`, and what it says."""
        command = (sys.executable, "-m", "bot", "reload")
        done = await asyncio.create_subprocess_exec(
            *command, cwd=self.folder, env=self._environment, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await done.communicate()
        return done.returncode, said.decode()

    def set_card_fee(self, before: str, after: str) -> None:
        facts = self.folder / "knowledge" / "facts.yaml"
        text = facts.read_text(encoding="utf-8")
        assert f'percent: "{before}"' in text
        facts.write_text(text.replace(f'percent: "{before}"', f'percent: "{after}"'), encoding="utf-8")


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
async def project(simulator: Simulator, settings: Settings, speaker: Speaker, tmp_path: Path) -> AsyncIterator[Project]:
    """`speaker` has had the index made, so that no start waits for it."""
    for part in ("bot", "knowledge", "locales"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "matching").symlink_to(settings.cache / "matching")
    async with serve(simulator) as url:
        project = Project(tmp_path, url)
        yield project
        for bot in project.bots:
            if bot.returncode is None:
                bot.kill()
                await bot.wait()


async def is_up(simulator: Simulator) -> User:
    mei = simulator.user("Mei", "en")
    await mei.says("visa fee?")
    await mei.waits_for_reply("1.0%", timeout=START_SECONDS)
    return mei


async def is_logged(bot: Process, words: str) -> None:
    assert bot.stderr is not None
    async with asyncio.timeout(RELOAD_SECONDS):
        async for line in bot.stderr:
            if words in line.decode():
                return
    pytest.fail(f"it ended before it logged: {words}")


async def test_the_command_tells_what_came_of_it(project: Project, simulator: Simulator) -> None:
    code, said = await project.reload()
    assert (code, said.strip()) == (1, "no bot is running from this folder: it will read the content when you start it")
    bot = await project.start()
    mei = await is_up(simulator)
    project.set_card_fee("1.0", "1.2")
    assert await project.reload() == (0, f"process {bot.pid}: the new content is in force\n")
    await mei.says("visa fee?")
    await mei.waits_for_reply("1.2%")
    project.set_card_fee("1.2", "one")
    code, said = await project.reload()
    assert code == 1
    assert said.startswith(f"process {bot.pid}: refused, the content from before stays in force:\n")
    assert "knowledge/facts.yaml:12:12" in said
    bot.kill()
    await bot.wait()
    assert (await project.reload())[1].startswith("no bot is running")


async def test_a_saved_file_is_reloaded_while_it_is_watched(project: Project, simulator: Simulator) -> None:
    bot = await project.start("--watch")
    mei = await is_up(simulator)
    project.set_card_fee("1.0", "one")
    project.set_card_fee("one", "1.2")
    await is_logged(bot, "the new content is in force")
    await mei.says("visa fee?")
    await mei.waits_for_reply("1.2%")


async def test_sighup_reloads_and_ends_the_bot_once_its_terminal_is_closed(
    project: Project, simulator: Simulator
) -> None:
    ours, theirs = pty.openpty()
    bot = await project.start(stdin=theirs)
    os.close(theirs)
    mei = await is_up(simulator)
    project.set_card_fee("1.0", "1.2")
    bot.send_signal(signal.SIGHUP)
    await is_logged(bot, "the new content is in force")
    await mei.says("visa fee?")
    await mei.waits_for_reply("1.2%")
    os.close(ours)
    bot.send_signal(signal.SIGHUP)
    assert await bot.wait() == 0
    assert list((project.folder / "var" / "reload").iterdir()) == []
