"""The commands menu and the descriptions: set where they differ from what Telegram has, and only there."""

from sqlalchemy import Engine

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Kind, Simulator, serve
from bot.telegram.service import Service
from tests.telegram.conftest import at_work

LANGUAGES = 7
MENU_METHODS = ("setMyCommands", "setMyDescription", "setMyShortDescription")


def times_set(simulator: Simulator) -> list[int]:
    """How often each was set."""
    return [len([call for call in simulator.calls_of(method) if call.ok]) for method in MENU_METHODS]


async def is_kept(simulator: Simulator) -> None:
    """Wait until the menu of every language was compared; what comes last of each is its short description."""
    shown = simulator.account.profile.short_descriptions

    def done() -> bool | None:
        return (len(simulator.calls_of("getMyShortDescription")) >= LANGUAGES and len(shown) == LANGUAGES) or None

    await simulator.world.changed.until(done, 20)


async def test_a_second_start_sets_nothing(engine: Engine, settings: Settings, speaker: Speaker) -> None:
    simulator = Simulator()
    async with serve(simulator) as url:
        async with at_work(url, simulator, engine, settings, Service.poll, speaker=speaker):
            await is_kept(simulator)
        assert times_set(simulator) == [7, 7, 7]
        simulator.calls.clear()
        async with at_work(url, simulator, engine, settings, Service.poll, speaker=speaker):
            await is_kept(simulator)
        assert times_set(simulator) == [0, 0, 0]


async def test_of_a_changed_text_only_that_one_is_set(engine: Engine, settings: Settings, speaker: Speaker) -> None:
    simulator = Simulator()
    async with serve(simulator) as url:
        async with at_work(url, simulator, engine, settings, Service.poll, speaker=speaker):
            await is_kept(simulator)
        words = simulator.account.profile.descriptions["tl"]
        simulator.account.profile.descriptions["tl"] = "Dating salita"
        simulator.calls.clear()
        async with at_work(url, simulator, engine, settings, Service.poll, speaker=speaker):
            await is_kept(simulator)
        assert times_set(simulator) == [0, 1, 0]
        assert simulator.account.profile.descriptions["tl"] == words


async def test_what_telegram_puts_off_is_set_later(engine: Engine, settings: Settings, speaker: Speaker) -> None:
    simulator = Simulator()
    simulator.faults.next(Kind.TOO_MANY, "setMyDescription")
    async with (
        serve(simulator) as url,
        at_work(url, simulator, engine, settings, Service.poll, speaker=speaker),
    ):
        await is_kept(simulator)
    assert times_set(simulator) == [7, 7, 7]
