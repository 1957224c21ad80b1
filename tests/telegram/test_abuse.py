"""Whoever floods, forges or injects gets nowhere, and nobody else notices."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import col

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Simulator
from bot.storage import transaction
from bot.storage.tables import Chat, TicketRow
from tests.telegram.conftest import Running, polling

HOSTILE = "{{7*7}} {% if 1 %} <b>bold</b> &lt; </b> {0} %s"


async def test_a_burst_is_answered_then_told_once_to_wait_and_heard_again_later(
    settings: Settings, database: Engine, speaker: Speaker
) -> None:
    simulator = Simulator()
    mei, siti = simulator.user("Mei", "en"), simulator.user("Siti", "en")
    async with polling(simulator, database, settings, speaker, user_rate=5):
        for _ in range(30):
            await mei.says("/start")
        await siti.says("/help")
        await siti.waits_for_reply("/guide")
        await mei.waits_for_reply("One moment")
        simulator.clock.advance(timedelta(minutes=1))
        await mei.says("/help")
        await mei.waits_for_reply("/guide")
    told = [message.text for message in mei.sees if message.is_from_bot]
    assert ["One moment" in text for text in told] == [False] * 5 + [True, False]


async def test_buttons_of_another_chat_and_forged_ones_change_nothing(running: Running) -> None:
    simulator = running.simulator
    mei, siti = simulator.user("Mei", "en"), simulator.user("Siti", "en")
    with transaction(running.engine) as session:
        now = simulator.clock.now()
        empty = dict.fromkeys(("name", "topic", "step", "words", "summary", "text"), "")
        case: dict[str, Any] = {**empty, "language": "en"}
        ticket = TicketRow(
            chat_id=siti.id, zone="UTC", email="", reply_by=now.date(), status="open", opened_at=now, **case
        )
        session.add(ticket)
    await mei.says("/start pay-method")
    step = await mei.waits_for_reply("step 3 of 4")
    for data in (
        "solved:A-1001:yes",
        "rate:A-1001:1",
        "delete!",
        "erase",
        "x" * 64,
        "next:code.authorise",
        "\0",
        "{{7*7}}",
    ):
        query = simulator.world.open_query(mei.id, mei.id)
        body = {"id": query.id, "from": mei.person.as_json(), "message": simulator.world.wire(step), "data": data}
        simulator.updates.put("callback_query", mei.id, {**body, "chat_instance": "1"})
        await mei.waits_for(lambda _, query=query: query.answer is not None)  # type: ignore[misc]
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    with transaction(running.engine) as session:
        kept = session.execute(select(TicketRow)).scalar_one()
        assert (kept.status, kept.rating) == ("open", None)
        assert session.get_one(Chat, mei.id).state["progress"]["step"] == "pay.method"


async def test_markup_and_templates_in_names_and_words_are_words(running: Running) -> None:
    mei = running.simulator.user(HOSTILE[:60], "en")
    for words in (HOSTILE, f"/ask {HOSTILE}", f"/start {HOSTILE}"):
        await mei.says(words)
        await mei.waits_for_reply()
    await mei.says("/contact")
    await mei.waits_for_reply("+65 6805 4380")
    await mei.taps("Write to the team")
    await mei.waits_for(lambda messages: messages[-1].is_from_bot and bool(messages[-1].labels))
    await mei.says(HOSTILE)
    shown = await mei.waits_for_reply()
    assert "49" not in shown.text
    assert all(call.ok for call in running.simulator.calls_of("sendMessage"))


async def test_a_group_that_does_not_speak_to_the_bot_costs_nothing(running: Running) -> None:
    simulator = running.simulator
    mei = simulator.user("Mei", "en")
    group = simulator.group("Shop talk", [mei], bot_is_admin=True)
    for number in range(50):
        await mei.at(group).says(f"buy my watches {number}")
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    with transaction(running.engine) as session:
        assert session.execute(select(col(Chat.id))).scalars().all() == [mei.id]
    assert len(simulator.calls_of("sendMessage")) == 1


async def test_more_cases_than_the_team_can_read_are_not_passed_on(
    settings: Settings, engine: Engine, speaker: Speaker
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    async with polling(simulator, engine, settings, speaker, user_rate=0):
        for number in range(6):
            await mei.says("/contact")
            await mei.waits_for_reply("+65 6805 4380")
            await mei.taps("Write to the team")
            await mei.waits_for_reply("What happened?")
            await mei.says(f"the money is gone {number}")
            await mei.waits_for_reply("Since when?")
            await mei.taps("Skip")
            await mei.waits_for_reply("e-mail address")
            await mei.taps("Skip")
            await mei.waits_for_reply("Is it right?")
            await mei.taps("Send")
            await mei.waits_for_reply("Your ticket is" if number < 5 else "several cases from you today")
    with transaction(engine) as session:
        assert len(session.execute(select(col(TicketRow.id))).all()) == 5
