"""A card of Chinese labels is uploaded once, and sent by Telegram's own id from then on."""

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Kind, Simulator
from bot.storage import Pictures, transaction
from bot.storage.tables import Picture
from tests.telegram.conftest import TOKEN, Running, polling

STEP = "/start account_1688-type"
BOT = 7100000001


async def see_card(simulator: Simulator, person: int) -> str:
    """The file that a newcomer of this number is shown."""
    user = simulator.user("Mei", "en", number=person)
    await user.says(STEP)
    card = await user.waits_for_reply("This is what to look for on the page:")
    await user.waits_for(lambda messages: messages[-1].id > card.id)
    return str(card.content["photo"][-1]["file_id"])


async def test_the_second_who_needs_a_card_is_sent_the_first_ones(running: Running) -> None:
    assert await see_card(running.simulator, 1) == await see_card(running.simulator, 2)
    assert len(running.simulator.world.files) == 1
    uploaded, named = running.simulator.calls_of("sendPhoto")
    assert "photo" not in uploaded.parameters  # the file itself came
    assert named.parameters["photo"] == "file-00000001"
    assert named.parameters["caption"] == uploaded.parameters["caption"]


async def test_an_id_outlives_a_restart_and_one_that_is_refused_is_exchanged(
    engine: Engine, settings: Settings, speaker: Speaker
) -> None:
    before, after = Simulator(), Simulator(first_update=200_000_001)
    after.world.serial()  # so that the two give different ids
    async with polling(before, engine, settings, speaker):
        await see_card(before, 3)
    async with polling(after, engine, settings, speaker):
        anew = await see_card(after, 4)
        assert await see_card(after, 5) == anew
    calls = after.calls_of("sendPhoto")
    assert [call.ok for call in calls] == [False, True, True]
    assert calls[0].parameters["photo"] == "file-00000001"
    with transaction(engine) as session:
        assert session.execute(select(col(Picture.bot), col(Picture.file_id))).all() == [(BOT, anew)]


async def test_another_bot_uploads_its_own(engine: Engine, settings: Settings, speaker: Speaker) -> None:
    first, second = Simulator(), Simulator(first_update=200_000_001)
    async with polling(first, engine, settings, speaker):
        await see_card(first, 6)
    other = TOKEN.replace("7100000001", "7100000002")
    async with polling(second, engine, settings, speaker, telegram_bot_token=other):
        await see_card(second, 7)
    assert [call.ok for call in second.calls_of("sendPhoto")] == [True]
    with transaction(engine) as session:
        assert sorted(session.execute(select(col(Picture.bot))).scalars()) == [BOT, 7100000002]


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.TOO_MANY, Kind.DROPPED_BEFORE])
async def test_a_card_that_did_not_leave_is_tried_again(running: Running, kind: Kind) -> None:
    await see_card(running.simulator, 8)
    running.simulator.faults.next(kind, "sendPhoto")
    await see_card(running.simulator, 9)
    assert [call.ok for call in running.simulator.calls_of("sendPhoto")] == [True, False, True]
    assert len(running.simulator.world.files) == 1


def test_a_newer_id_takes_the_place_of_the_older(database: Engine) -> None:
    pictures, others = Pictures(database, 1), Pictures(database, 2)
    pictures.save("d", "old")
    pictures.save("d", "new")
    assert (pictures.find("d"), pictures.find("e"), others.find("d")) == ("new", None, None)
