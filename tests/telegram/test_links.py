"""`bot link`: every link leads somewhere, and can be drawn."""

from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from bot.cli import app
from bot.dialogue.deep_links import Destination
from bot.knowledge import Knowledge
from bot.settings import Settings, SettingsError
from bot.simulator import Simulator, serve
from bot.telegram.links import LinkError, ask_bot_name, check_bot_name, find_destination
from tests.telegram.conftest import TOKEN

LANGUAGES = ("en", "fil", "id", "ms", "th", "vi", "zh")


@pytest.mark.parametrize(
    ("target", "language", "destination"),
    [
        pytest.param("pay.method", "", Destination("pay.method"), id="a step"),
        pytest.param("pay-method", "th", Destination("pay.method", "th"), id="a step as it stands in a link"),
        pytest.param("pay", "", Destination("pay"), id="a section"),
        pytest.param("fees.card", "zh", Destination("fees.card", "zh"), id="an intent"),
        pytest.param("th", "", Destination("", "th"), id="a language"),
        pytest.param("th", "th", Destination("", "th"), id="a language, said twice"),
    ],
)
def test_a_target_is_found(knowledge: Knowledge, target: str, language: str, destination: Destination) -> None:
    assert find_destination(knowledge, LANGUAGES, target, language) == destination


@pytest.mark.parametrize(
    ("target", "language", "words"),
    [
        ("pay.methods", "", "no section, step, intent or language 'pay.methods'; did you mean 'pay.method'?"),
        ("pay.method", "xx", "no language 'xx'; the assistant speaks en, fil, id, ms, th, vi, zh"),
        ("th", "zh", "'th' and --language zh are two languages; give one of them"),
    ],
)
def test_a_target_that_leads_nowhere_is_refused(knowledge: Knowledge, target: str, language: str, words: str) -> None:
    with pytest.raises(LinkError, match=r".") as refused:
        find_destination(knowledge, LANGUAGES, target, language)
    assert str(refused.value) == words


@pytest.mark.parametrize("name", ["", "abc", "ein name", "1guide_bot", "a" * 33])
def test_what_can_be_no_bots_name_is_refused(name: str) -> None:
    with pytest.raises(LinkError, match="is no bot's name"):
        check_bot_name(name)


async def test_the_bots_name_comes_from_telegram(settings: Settings) -> None:
    simulator = Simulator()
    async with serve(simulator) as url:
        reached = settings.model_copy(update={"telegram_bot_token": TOKEN, "telegram_api_url": url})
        assert await ask_bot_name(reached) == "guide_demo_bot"
        simulator.unauthorized.add(TOKEN)
        with pytest.raises(SettingsError, match="does not know this token"):
            await ask_bot_name(reached)


async def test_when_telegram_is_away_the_name_is_asked_for(settings: Settings) -> None:
    away = settings.model_copy(update={"telegram_bot_token": TOKEN, "telegram_api_url": "http://127.0.0.1:9"})
    with pytest.raises(LinkError, match="--bot"):
        await ask_bot_name(away)


def test_the_command_prints_the_link_and_draws_it(in_empty_folder: Path) -> None:
    arguments = ["link", "pay.method", "--language", "th", "--bot", "@guide_demo_bot", "--qr"]
    for file in ("posters/th.png", "posters/th.svg"):
        done = CliRunner().invoke(app, [*arguments, file])
        assert (done.exit_code, done.stdout) == (0, "https://t.me/guide_demo_bot?start=pay-method--th\n")
    with Image.open(in_empty_folder / "posters/th.png") as picture:
        # 33 modules a side (version 4, which holds the 48 characters), 4 of white around them, 10 pixels each.
        assert picture.size == (410, 410)
    assert "<svg" in (in_empty_folder / "posters/th.svg").read_text(encoding="utf-8")


@pytest.mark.usefixtures("in_empty_folder")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pay.methods", "--bot", "guide_demo_bot"], "did you mean 'pay.method'?"),
        (["pay.method"], "--bot"),
        (["pay.method", "--bot", "guide_demo_bot", "--qr", "poster.gif"], ".png or .svg"),
        (["pay.method", "--bot", "guide_demo_bot", "--qr", "/proc/none/poster.png"], "cannot be written"),
    ],
)
def test_a_mistake_is_one_line(arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(app, ["link", *arguments])
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
