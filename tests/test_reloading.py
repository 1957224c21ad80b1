"""New content comes into force while chats go on: whole, checked, in every language; or not at all, with the reason."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.conversation import Incoming, Speaker
from bot.dialogue.events import Command
from bot.dialogue.states import ChatState
from bot.reloading import live
from bot.reloading.asking import Outcome, Result, ask_running, socket_folder
from bot.reloading.live import LiveContent
from bot.settings import ROOT, Settings
from bot.simulator import Simulator, User, serve
from bot.storage import migrate, open_database
from bot.telegram.service import Service

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"
CARD_FEE = 'percent: "1.0"'
FIGURES = {"1.0%": "3.7%", "1,0%": "3,7%", "10.00": "37.00", "10,00": "37,00"}
"""What answers say of the fee and of its example, 1,000 yuan: before, and with a fee of 3.7 %."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the content."""
    for part in ("knowledge", "locales", "bot/rendering/templates"):
        shutil.copytree(ROOT / part, tmp_path / "project" / part)
    return tmp_path / "project"


@pytest.fixture
def own(settings: Settings, speaker: Speaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a cache of their own, so that no other bot is reached; `speaker` has had the index made."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "matching").symlink_to(settings.cache / "matching")
    monkeypatch.setattr(Settings, "cache", tmp_path / "var")
    return settings


@pytest.fixture
def content(own: Settings, root: Path) -> LiveContent:
    return LiveContent(own, root=root)


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")


def texts(speaker: Speaker, now: datetime) -> dict[tuple[str, str], str]:
    """Every answer and every step, in every language, by language and id."""
    places = [*speaker.assistant.knowledge.intents, *speaker.assistant.knowledge.guide.steps]
    said = {}
    for language in speaker.assistant.languages:
        for place in places:
            start = Incoming(1, Command("start", place.replace(".", "-")), language)
            messages = speaker.speak(ChatState(), start, now).messages
            said[language, place] = "\n".join(message.text for message in messages)
    return said


async def test_a_changed_fee_is_in_every_answer_of_every_language(
    content: LiveContent, root: Path, now: datetime
) -> None:
    old = before = texts(content.speaker(), now)
    change(root / "knowledge" / "facts.yaml", CARD_FEE, 'percent: "3.7"')
    assert (await content.reload()).result is Result.RELOADED
    after = texts(content.speaker(), now)
    for figure, other in FIGURES.items():
        before = {place: text.replace(figure, other) for place, text in before.items()}
    assert {place: text for place, text in after.items() if text != before[place]} == {}
    changed = {language for language, place in old if old[language, place] != after[language, place]}
    assert changed == {"en", "zh", "ms", "id", "th", "fil", "vi"}


async def test_a_changed_fee_leaves_the_matcher_as_it_is(content: LiveContent, root: Path) -> None:
    before = content.speaker()
    change(root / "knowledge" / "facts.yaml", CARD_FEE, 'percent: "3.7"')
    await content.reload()
    assert content.speaker() is not before
    assert content.speaker().assistant.understand == before.assistant.understand


async def test_broken_content_is_refused_with_file_and_line(
    content: LiveContent, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = content.speaker()
    change(root / "knowledge" / "facts.yaml", CARD_FEE, 'percent: "one"')
    outcome = await content.reload()
    assert outcome.result is Result.REFUSED
    assert "knowledge/facts.yaml:12:12: error: 'percent': 'one' is no number" in outcome.report
    assert "knowledge/facts.yaml:12:12" in caplog.text
    assert content.speaker() is before


async def test_a_translation_that_lost_its_placeholder_is_refused(content: LiveContent, root: Path) -> None:
    file = root / "locales" / "th" / "LC_MESSAGES" / "bot.po"
    text = file.read_text(encoding="utf-8")
    at = text.index("{card_fee}", text.index("msgstr", text.index("{card_fee}")))
    file.write_text(f"{text[:at]}{text[at + len('{card_fee}') :]}", encoding="utf-8")
    outcome = await content.reload()
    assert outcome.result is Result.REFUSED
    assert "locales/th/LC_MESSAGES/bot.po" in outcome.report


async def test_what_is_mended_after_a_refusal_comes_into_force(content: LiveContent, root: Path) -> None:
    file = root / "knowledge" / "facts.yaml"
    change(file, CARD_FEE, 'percent: "one"')
    assert (await content.reload()).result is Result.REFUSED
    change(file, 'percent: "one"', 'percent: "1.2"')
    assert (await content.reload()).result is Result.RELOADED
    assert (await content.reload()).result is Result.UNCHANGED


async def test_what_is_saved_after_the_check_is_checked_too(
    content: LiveContent, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "knowledge" / "facts.yaml"
    really_prepare = live.prepare_apart

    async def prepare(*folders: Path) -> str:
        report = await really_prepare(*folders)
        if 'percent: "3.7"' in file.read_text(encoding="utf-8"):
            change(file, 'percent: "3.7"', 'percent: "one"')
        return report

    monkeypatch.setattr(live, "prepare_apart", prepare)
    change(file, CARD_FEE, 'percent: "3.7"')
    before = content.speaker()
    assert (await content.reload()).result is Result.REFUSED
    assert content.speaker() is before


async def test_a_check_that_cannot_run_leaves_all_as_it_is(
    content: LiveContent, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(root / "knowledge" / "facts.yaml", CARD_FEE, 'percent: "3.7"')
    monkeypatch.setattr(sys, "executable", "/bin/false")
    before = content.speaker()
    assert (await content.reload()).result is Result.REFUSED
    assert content.speaker() is before


# -- the bot at work ---------------------------------------------------------------------------------------------------
@dataclass
class Bot:
    simulator: Simulator
    settings: Settings
    root: Path

    async def reload(self) -> Outcome:
        """As `python -m bot reload` does."""
        [(pid, outcome)] = await asyncio.to_thread(lambda: list(ask_running(socket_folder(self.settings))))
        assert pid == os.getpid()
        return outcome


@pytest.fixture
async def bot(own: Settings, root: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that polls the simulator, its content a copy."""
    simulator = Simulator()
    engine: Engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    async with serve(simulator) as url:
        telegram = {"telegram_bot_token": TOKEN, "telegram_api_url": url, "send_rate": 0, "send_rate_chat": 0}
        local = own.model_copy(update=telegram)
        content = LiveContent(local, root=root)
        service = Service(local, engine, content.speaker, simulator.clock.now)
        service.run_beside(lambda: content.keep(service.content_changed))
        task = asyncio.create_task(service.poll())
        yield Bot(simulator, local, root)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    engine.dispose()


@pytest.fixture
async def mei(bot: Bot) -> User:
    """She has had her first answer: the bot is up, and its menu is set."""
    mei = bot.simulator.user("Mei", "en")
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    await mei.waits_for(lambda _: len(bot.simulator.calls_of("getMyShortDescription")) == 7)
    return mei


async def test_chats_go_on_while_content_is_checked(bot: Bot, mei: User) -> None:
    change(bot.root / "knowledge" / "facts.yaml", CARD_FEE, 'percent: "3.7"')
    reloading = asyncio.create_task(bot.reload())
    await mei.says("visa fee?")
    await mei.waits_for_reply("1.0%")
    assert not reloading.done()
    assert await reloading == Outcome(Result.RELOADED, "the new content is in force")
    await mei.says("visa fee?")
    await mei.waits_for_reply("3.7%")


async def test_a_refusal_is_told_to_whoever_asked(bot: Bot, mei: User) -> None:
    change(bot.root / "knowledge" / "facts.yaml", CARD_FEE, 'percent: "one"')
    outcome = await bot.reload()
    assert outcome.result is Result.REFUSED
    assert "knowledge/facts.yaml:12:12" in outcome.report
    await mei.says("visa fee?")
    await mei.waits_for_reply("1.0%")


async def test_whose_step_is_taken_away_goes_on_at_the_nearest(bot: Bot, mei: User) -> None:
    await mei.says("/start alipay-address")
    await mei.waits_for_reply("step 4 of 5")
    change(bot.root / "knowledge" / "guide" / "1_alipay.yaml", "id: alipay.address", "id: alipay.home")
    assert (await bot.reload()).result is Result.RELOADED
    await mei.taps("Done, next →")
    await mei.waits_for_reply("step 5 of 5")


async def test_the_menu_is_set_again_only_where_it_changed(bot: Bot, mei: User) -> None:
    once = len(bot.simulator.calls_of("setMyCommands"))
    change(bot.root / "knowledge" / "facts.yaml", CARD_FEE, 'percent: "3.7"')
    await bot.reload()
    await mei.waits_for(lambda _: len(bot.simulator.calls_of("getMyShortDescription")) == 14)
    assert len(bot.simulator.calls_of("setMyCommands")) == once == 7
