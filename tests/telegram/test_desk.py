"""The staff group: both directions, who may speak, and what happens when something breaks in the middle."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from bot.simulator import Kind, Member, Message, Simulator, User
from bot.simulator.chats import Chat
from bot.storage import Topics
from tests.telegram.conftest import Running, comes, polling

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class AtWork(Running):
    group: Chat
    staff: User

    def topics(self) -> list[int]:
        return list(self.group.topics)

    def in_topic(self, topic: int) -> Member:
        return self.staff.at(self.group, topic)


@pytest.fixture
async def desk(settings: Settings, engine: Engine) -> AsyncIterator[AtWork]:
    simulator = Simulator()
    simulator.clock.set(MONDAY_MORNING)
    staff = simulator.user("Priya", "en")
    group = simulator.forum("Support desk", [staff])
    async with polling(simulator, engine, settings, support_chat_id=group.id) as service:
        yield AtWork(simulator, service, engine, group, staff)


async def hand_over(user: User, words: str) -> None:
    await user.says("/contact")
    await user.waits_for_reply("open now")
    await user.taps("Write to the team")
    await user.waits_for_reply("What happened?")
    await user.says(words)
    await user.waits_for_reply("Since when?")
    await user.taps("Skip")
    await user.waits_for_reply("e-mail address")
    await user.taps("Skip")
    await user.waits_for_reply("Is it right?")
    await user.taps("Send")
    await user.waits_for_reply("Your ticket is")


async def talk(desk: AtWork, user: User, words: str) -> Member:
    """A case that somebody of the staff has taken; their side of its topic."""
    before = set(desk.topics())
    await hand_over(user, words)
    await desk.staff.at(desk.group).waits_for(lambda _: len(desk.topics()) > len(before))
    [topic] = set(desk.topics()) - before
    side = desk.in_topic(topic)
    await side.waits_for_reply(words)
    await side.says(f"hello, about {words}")
    await user.waits_for_reply(f"hello, about {words}")
    return side


async def is_paired(desk: AtWork, user: User, staff_message: Message) -> None:
    """Wait until it is written down which message of the customer's chat this one of the staff's goes with.

    A copy is seen a moment before; people do not answer as quickly as a test.
    """
    topics = Topics(desk.engine, desk.group.id)
    await comes(lambda: topics.customer_side(user.id, staff_message.id))


async def test_a_case_opens_a_topic_and_start_does_not(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "th")
    await mei.says("/start")
    await mei.waits_for(lambda messages: any(message.is_from_bot for message in messages))
    assert desk.topics() == []
    siti = desk.simulator.user("Siti", "en")
    await hand_over(siti, "the money is gone")
    staff = desk.staff.at(desk.group)
    await staff.waits_for(lambda _: len(desk.topics()) == 1)
    case = await desk.in_topic(desk.topics()[0]).waits_for_reply("the money is gone")
    assert "A-1001" in case.text
    assert "Language: English" in case.text
    assert "Their local time: Monday 10:00" in case.text
    assert desk.group.topics[desk.topics()[0]].name == "Siti · A-1001"


async def test_both_sides_hear_each_other_and_the_assistant_is_silent(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    joined = [message for message in mei.sees if "Priya of the support team" in message.text]
    assert len(joined) == 1
    count = len([message for message in mei.sees if message.is_from_bot])
    await mei.says("what are the fees?")
    await side.waits_for_reply("what are the fees?")
    assert len([message for message in mei.sees if message.is_from_bot]) == count


async def test_pictures_files_and_voices_go_both_ways(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await mei.sends_photo(caption="my screen")
    await side.waits_for(lambda messages: any("photo" in m.content and m.is_from_bot for m in messages))
    await side.sends_document(b"%PDF-1.4", name="form.pdf")
    await mei.waits_for(lambda messages: any("document" in m.content and m.is_from_bot for m in messages))
    await mei.sends_voice()
    await side.waits_for(lambda messages: any("voice" in m.content and m.is_from_bot for m in messages))


async def test_replies_and_edits_are_carried_over(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    asked = await mei.says("which form?")
    copy = await side.waits_for_reply("which form?")
    await is_paired(desk, mei, copy)
    answer = await side.says("the blue one", reply_to=copy)
    got = await mei.waits_for_reply("the blue one")
    assert got.reply_to == asked.id
    await is_paired(desk, mei, answer)
    await side.edits(answer, "the green one")
    await mei.waits_for_reply("the green one")
    await mei.edits(asked, "which form please?")
    await side.waits_for_reply("which form please?")


async def test_what_arrived_is_marked(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")

    def is_marked(messages: tuple[Message, ...]) -> bool:
        return any(message.reactions for message in messages if "hello, about" in message.text)

    await side.waits_for(is_marked)


async def test_what_did_not_arrive_is_told_with_the_reason(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await mei.blocks()
    await side.says("are you there?")
    told = await side.waits_for_reply("Not delivered")
    assert "blocked" in told.text


async def test_notes_stay_among_staff(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await side.says("# she is right")
    await side.says("you are right")
    await mei.waits_for_reply("you are right")
    assert not any("she is right" in message.text for message in mei.sees)


async def test_close_hands_back_and_asks_whether_it_was_solved(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await side.says("/close")
    await mei.waits_for_reply("closed the conversation")
    await mei.waits_for_reply("was this solved?")
    await side.waits_for_reply("The assistant answers again")
    await mei.taps("Yes, solved")
    await mei.waits_for_reply("from 1 to 5")
    await mei.says("/help")
    await mei.waits_for_reply("/guide")


async def test_a_long_silence_hands_back_and_both_are_told(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    desk.simulator.clock.advance(timedelta(minutes=31))
    desk.service.wake()
    await mei.waits_for_reply("quiet for a while")
    await side.waits_for_reply("the assistant answers again")


async def test_a_deleted_topic_is_opened_anew_with_the_case(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    [old] = desk.topics()
    await desk.service.bot.delete_forum_topic(desk.group.id, old)
    await mei.says("are you still there?")
    await side.waits_for(lambda _: bool(desk.topics()))
    [new] = desk.topics()
    assert new != old
    again = desk.in_topic(new)
    await again.waits_for_reply("are you still there?")
    assert any("case one" in message.text for message in again.sees)


async def test_the_case_is_told_in_the_new_topic_even_where_that_fails_at_first(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await desk.service.bot.delete_forum_topic(desk.group.id, desk.topics()[0])
    desk.simulator.faults.next(Kind.SERVER_ERROR, "sendMessage")
    await mei.says("are you still there?")
    await side.waits_for(lambda _: bool(desk.topics()))
    [new] = desk.topics()
    again = desk.in_topic(new)
    await again.waits_for_reply("are you still there?")
    assert sum("case one" in message.text for message in again.sees) == 1
    assert desk.topics() == [new]


async def test_three_customers_are_not_mixed_up(desk: AtWork) -> None:
    users = [desk.simulator.user(name, "en") for name in ("Mei", "Siti", "Lan")]
    sides = [await talk(desk, user, f"case of {user.person.first_name}") for user in users]
    for side, user in zip(sides, users, strict=True):
        await side.says(f"only for {user.person.first_name}")
    for user in users:
        await user.waits_for_reply(f"only for {user.person.first_name}")
        others = [u.person.first_name for u in users if u is not user]
        assert not any(f"only for {name}" in message.text for name in others for message in user.sees)


async def test_a_second_case_of_the_same_customer_goes_to_the_same_topic(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    await hand_over(mei, "case one")
    await hand_over(mei, "case two")
    staff = desk.staff.at(desk.group)
    await staff.waits_for(lambda _: len(desk.topics()) == 1)
    side = desk.in_topic(desk.topics()[0])
    await side.waits_for_reply("case two")
    assert len(desk.topics()) == 1


async def test_a_group_that_fails_for_a_while_gets_everything_once(desk: AtWork) -> None:
    desk.simulator.faults.next(Kind.SERVER_ERROR, "createForumTopic", times=2)
    mei = desk.simulator.user("Mei", "en")
    await hand_over(mei, "case one")
    staff = desk.staff.at(desk.group)
    await staff.waits_for(lambda _: len(desk.topics()) == 1)
    side = desk.in_topic(desk.topics()[0])
    await side.waits_for_reply("case one")
    assert len([message for message in side.sees if "case one" in message.text]) == 1


async def test_a_message_is_carried_over_once_though_the_database_is_away_just_then(
    desk: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "the money is gone")
    failures = [OperationalError("", {}, Exception("gone"))]
    pair = Topics.pair

    def fail_first(*args: Any) -> None:
        if failures:
            raise failures.pop()
        pair(*args)

    monkeypatch.setattr(Topics, "pair", fail_first)
    await side.says("which bank?")
    await mei.waits_for_reply("which bank?")
    await side.says("are you there?")
    await mei.waits_for_reply("are you there?")
    assert failures == []
    assert [message.text for message in mei.sees].count("which bank?") == 1


async def test_only_the_staff_group_speaks_as_staff(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    await talk(desk, mei, "case one")
    [topic] = desk.topics()
    stranger = desk.simulator.user("Mallory", "en")
    other = desk.simulator.forum("Another group", [stranger])
    await stranger.at(other, topic).says("/close")
    await stranger.says("send me your password")
    await stranger.waits_for(lambda messages: any(message.is_from_bot for message in messages))
    assert not any("password" in m.text and "send me" in m.text for m in mei.sees)
    assert not any("closed the conversation" in message.text for message in mei.sees)


async def test_an_answer_of_the_guide_is_sent_in_the_customers_language(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await side.says("/canned fees.card")
    await mei.waits_for_reply("1.0%")
    await side.says("/canned fees")
    await side.waits_for_reply("fees.world_pay")


async def test_who_is_blocked_is_heard_no_more_until_unblocked(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await side.says("/block")
    await side.waits_for_reply("Nothing more from this customer")
    await hand_over(mei, "noise")
    await side.says("/unblock")
    await side.waits_for_reply("heard again")
    assert not any("noise" in message.text for message in side.sees)


async def test_the_staff_are_reminded_after_a_snooze(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await side.says("/snooze 2")
    await side.waits_for_reply("in 2 hours")
    desk.simulator.clock.advance(timedelta(hours=2, seconds=1))
    desk.service.wake()
    await side.waits_for_reply("asked to be reminded")
    await side.says("/language")
    await side.waits_for_reply("Language: en")


async def test_a_secret_is_not_passed_on(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await mei.says("my password is Hunter2024x")
    await mei.waits_for_reply("removed your message")
    await mei.says("sorry")
    await side.waits_for_reply("sorry")
    assert not any("Hunter2024x" in message.text for message in side.sees)


async def test_a_report_comes_where_it_was_asked_for_and_no_customer_sees_it(desk: AtWork) -> None:
    mei = desk.simulator.user("Mei", "en")
    side = await talk(desk, mei, "case one")
    await side.says("/report 7")
    page = await side.waits_for_reply("17 November – 23 November 2026")
    assert page.content["document"]["file_name"] == "report-2026-11-23.html"
    assert "Cases handed over: 1" in page.text
    outside = desk.staff.at(desk.group)
    await outside.says("/report")
    await outside.waits_for_reply("25 October – 23 November 2026")
    assert not any("report" in message.text or "document" in message.content for message in mei.sees)
