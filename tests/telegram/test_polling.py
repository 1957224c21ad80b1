"""By long polling nothing is lost, whatever Telegram's answers look like; only what is stored is confirmed."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Simulator, User
from bot.simulator.chats import Json
from bot.simulator.updates import FIRST_UPDATE, Update
from tests.telegram.conftest import Heard, at_commits_of_turns, polling


@dataclass(frozen=True, slots=True)
class Unnumbered(Update):
    """An update that tells everything but its number."""

    def as_json(self) -> Json:
        return {self.kind: self.body}


async def ask_twice(mei: User) -> None:
    await mei.says("/help")
    await mei.says("/privacy")


def is_answered_in_order(mei: User) -> None:
    assert [("/guide" in each.text, "What I keep" in each.text) for each in mei.sees[2:]] == [
        (True, False),
        (False, True),
    ]


async def test_updates_out_of_order_are_answered_in_order_and_confirmed(
    settings: Settings, engine: Engine, speaker: Speaker
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    await ask_twice(mei)
    simulator.updates.pending.reverse()
    async with polling(simulator, engine, settings, speaker):
        await mei.waits_for(lambda messages: len(messages) == 4)
        await simulator.updates.polled.until(lambda: not simulator.updates.pending or None, 20)
        assert len(simulator.calls_of("getUpdates")) == 1
    is_answered_in_order(mei)


async def test_an_update_without_a_number_hides_none_of_the_others(
    settings: Settings, engine: Engine, speaker: Speaker
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    await ask_twice(mei)
    first, last = simulator.updates.pending
    for place in (2, 1, 0):
        simulator.updates.pending.insert(place, Unnumbered(first.id, "message", mei.id, first.body))
    async with polling(simulator, engine, settings, speaker):
        await mei.waits_for(lambda messages: len(messages) == 4)
        await simulator.updates.polled.until(lambda: last not in simulator.updates.pending or None, 20)
    is_answered_in_order(mei)


async def test_an_answer_that_holds_no_updates_is_an_outage(
    settings: Settings, engine: Engine, speaker: Speaker, heard: Heard
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    await mei.says("/help")
    [update] = simulator.updates.pending
    simulator.updates.pending[0] = Unnumbered(update.id, "message", mei.id, update.body)
    async with polling(simulator, engine, settings, speaker):
        await heard.waits_for("holds no updates")
        simulator.updates.pending.clear()
        await mei.says("/privacy")
        await mei.waits_for_reply("What I keep")


async def test_what_could_not_be_committed_is_not_confirmed_and_answered_later(
    settings: Settings, database: Engine, speaker: Speaker
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    pending = []

    def fail_twice() -> None:
        pending.append([update.id for update in simulator.updates.pending])
        if len(pending) <= 2:
            raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    at_commits_of_turns(database, fail_twice)
    async with polling(simulator, database, settings, speaker):
        await mei.says("/help")
        await mei.waits_for_reply("/guide")
    assert pending == [[FIRST_UPDATE]] * 3
    assert len(mei.sees) == 2
