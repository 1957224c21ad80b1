"""What people can do, in private, in a group and at a staff desk; and the clock they share with the bot."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.simulator import SimulatedClock, Simulator, User
from bot.simulator.people import split


async def test_a_start_with_a_payload_is_a_command(bot: Bot, mei: User) -> None:
    await mei.says("/start ref_7")
    (update,) = await bot.get_updates()
    assert update.message.text == "/start ref_7"
    assert update.message.parse_entities(["bot_command"])
    assert update.effective_user.language_code == "zh-hans"


async def test_a_long_text_goes_in_several_messages(mei: User) -> None:
    await mei.says("word " * 1500)
    assert [len(message.text) <= 4096 for message in mei.sees[1:]] == [True, True]


def test_nothing_of_a_long_text_is_lost() -> None:
    assert "".join(split("语" * 9000)) == "语" * 9000


async def test_buttons_that_copy_or_open_ask_the_bot_nothing(bot: Bot, simulator: Simulator, mei: User) -> None:
    row = [
        InlineKeyboardButton("Copy", copy_text=CopyTextButton("支付宝")),
        InlineKeyboardButton("Open", url="https://1688.com"),
    ]
    await bot.send_message(mei.id, "x", reply_markup=InlineKeyboardMarkup([row]))
    assert (await mei.taps("Copy")).copied == "支付宝"
    assert (await mei.taps("Open")).opened == "https://1688.com"
    assert simulator.updates.pending == []
    with pytest.raises(LookupError, match="no button 'Pay'"):
        await mei.taps("Pay")


async def test_a_tap_carries_the_message_as_it_stands(bot: Bot, mei: User) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    await bot.send_message(mei.id, "before", reply_markup=keyboard)
    before = mei.replies[-1]
    await bot.edit_message_text("after", mei.id, before.id)
    await mei.taps("Go", before)
    (update,) = await bot.get_updates()
    assert update.callback_query.data == "go"
    assert update.callback_query.message.text == "after"


async def test_in_a_group_the_bot_reads_what_is_meant_for_it(bot: Bot, simulator: Simulator, mei: User) -> None:
    friend = mei.at(simulator.group("Friends", [mei]))
    await friend.says("hello all")
    await friend.says("/help@other_bot")
    await friend.says("/help@guide_demo_bot")
    reply = await bot.send_message(friend.chat.id, "yes?")
    await friend.says("thanks", reply_to=friend.sees[-1])
    texts = [(u.message.text, u.message.reply_to_message) for u in await bot.get_updates()]
    assert texts[0] == ("/help@guide_demo_bot", None)
    assert texts[1][0] == "thanks"
    assert texts[1][1] == reply


async def test_a_desk_has_topics_and_staff(bot: Bot, simulator: Simulator) -> None:
    ana = simulator.user("Ana")
    desk = simulator.forum("Desk", [ana])
    topic = await bot.create_forum_topic(desk.id, "A-1042")
    await bot.send_message(desk.id, "A new ticket", message_thread_id=topic.message_thread_id)
    staff = ana.at(desk, topic.message_thread_id)
    await staff.says("On it")
    (update,) = await bot.get_updates()
    assert update.message.is_topic_message
    assert update.message.message_thread_id == topic.message_thread_id
    assert [message.text for message in staff.sees if not message.is_service] == ["A new ticket", "On it"]
    assert (await bot.get_chat_member(desk.id, ana.id)).status == "creator"
    assert [member.user.id for member in await bot.get_chat_administrators(desk.id)] == [ana.id]
    opened = await ana.at(desk).opens_topic("Lunch")
    assert opened.sees[0].is_service


async def test_waiting_in_vain_says_how_the_chat_ends(mei: User) -> None:
    with pytest.raises(TimeoutError, match="Mei: '/start'"):
        await mei.waits_for_reply("never", timeout=0.01)


async def test_a_blocked_bot_hears_nothing(mei: User) -> None:
    await mei.blocks()
    with pytest.raises(PermissionError):
        await mei.says("hello")


async def test_the_clock_dates_messages_and_ticks_on(mei: User, simulator: Simulator) -> None:
    saturday = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)  # 22:00 in Jakarta
    simulator.clock.set(saturday)
    message = await mei.says("anyone?")
    assert timedelta() <= message.date - saturday < timedelta(seconds=5)
    simulator.clock.reset()
    assert simulator.clock.is_real


async def test_a_sleeper_wakes_when_the_clock_is_moved() -> None:
    clock = SimulatedClock()
    due = clock.now() + timedelta(days=2)
    sleeping = asyncio.create_task(clock.sleep_until(due))
    await asyncio.sleep(0)
    clock.advance(timedelta(days=1))
    await asyncio.sleep(0)
    assert not sleeping.done()
    clock.advance(timedelta(days=1, seconds=1))
    await asyncio.wait_for(sleeping, 1)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        SimulatedClock().set(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake itself
