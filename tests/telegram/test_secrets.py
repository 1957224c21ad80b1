"""Over the real wire: what nobody should see leaves the chat, and is in no table, no topic and no mail."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from bot.settings import Settings
from bot.simulator import Member, Simulator, User, receive_mail
from tests.telegram.conftest import Running, polling
from tests.telegram.test_desk import AtWork, hand_over
from tests.telegram.test_desk import talk as talk_to_staff

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CODE = "the code is 482913, where do i type it?"
SECRET = "482913"
REMOVED = "removed your message"

Act = Callable[[User], Awaitable[object]]


@pytest.fixture
async def desk(settings: Settings, engine: Engine) -> AsyncIterator[AtWork]:
    """A bot with a staff group and a mailbox."""
    simulator = Simulator()
    simulator.clock.set(MONDAY_MORNING)
    staff = simulator.user("Priya", "en")
    group = simulator.forum("Support desk", [staff])
    async with receive_mail(simulator.post) as smtp_url:
        mail: dict[str, Any] = {"smtp_url": smtp_url, "support_email_from": "assistant@example.com"}
        async with polling(simulator, engine, settings, support_chat_id=group.id, **mail) as service:
            yield AtWork(simulator, service, engine, group, staff)


@pytest.fixture
def mei(desk: AtWork) -> User:
    return desk.simulator.user("Mei", "en")


def stored(running: Running) -> str:
    """Every row of every table."""
    with running.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [connection.execute(text(f"SELECT * FROM {table}")).all() for table in tables]  # noqa: S608 - our own
    assert "chat" in tables
    return str(rows)


def calls(running: Running) -> str:
    """Everything that the bot has told Telegram."""
    methods = ("sendMessage", "editMessageText", "copyMessage", "createForumTopic", "sendDocument")
    return str([running.simulator.calls_of(method) for method in methods])


async def edit(mei: User) -> None:
    mine = await mei.says("how do i pay?")
    await mei.waits_for(lambda messages: messages[-1].is_from_bot)
    await mei.edits(mine, CODE)


async def edit_caption(mei: User) -> None:
    mine = await mei.sends_photo(caption="how do i pay?")
    await mei.waits_for(lambda messages: messages[-1].is_from_bot)
    await mei.edits(mine, CODE)


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda mei: mei.says(CODE), id="text"),
        pytest.param(lambda mei: mei.says(f"/ask {CODE}"), id="behind a command"),
        pytest.param(lambda mei: mei.says(f"/ask\n{CODE}"), id="on the line below a command"),
        pytest.param(lambda mei: mei.sends_photo(caption=CODE), id="caption of a picture"),
        pytest.param(lambda mei: mei.sends_document(b"x", caption=CODE), id="caption of a file"),
        pytest.param(lambda mei: mei.sends_video(caption=CODE), id="caption of a video"),
        pytest.param(edit, id="an edited text"),
        pytest.param(edit_caption, id="an edited caption"),
    ],
)
async def test_a_secret_is_deleted_kept_nowhere_and_the_question_answered(desk: AtWork, mei: User, act: Act) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    await act(mei)
    await mei.waits_for_reply(REMOVED)
    await mei.waits_for_reply("never in this chat")
    assert not any(SECRET in message.text for message in mei.sees)
    assert SECRET not in stored(desk)
    assert SECRET not in calls(desk)


async def test_a_case_that_is_told_with_a_secret_reaches_the_desk_without_it(desk: AtWork, mei: User) -> None:
    await mei.says("/contact")
    await mei.waits_for_reply("open now")
    await mei.taps("Write to the team")
    await mei.waits_for_reply("What happened?")
    await mei.says(f"i cannot log in, {CODE}")
    await mei.waits_for_reply(REMOVED)
    await mei.waits_for_reply("What happened?")
    await mei.says("i cannot log in")
    await mei.waits_for_reply("Since when?")
    await mei.taps("Skip")
    await mei.waits_for_reply("e-mail address")
    await mei.says("mei@example.com")
    await mei.waits_for_reply("Is it right?")
    await mei.taps("Send")
    await mei.waits_for_reply("Your ticket is")
    await desk.staff.at(desk.group).waits_for(lambda _: bool(desk.topics()))
    await desk.in_topic(desk.topics()[0]).waits_for_reply("i cannot log in")
    assert SECRET not in stored(desk)
    assert SECRET not in str([message.text for message in desk.simulator.transcript(desk.group.id)])
    assert SECRET not in str(desk.simulator.post.as_json())


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda mei: mei.says(CODE), id="text"),
        pytest.param(lambda mei: mei.sends_photo(caption=CODE), id="caption"),
        pytest.param(lambda mei: mei.edits(mine(mei), CODE), id="edited"),
    ],
)
async def test_what_a_customer_types_to_the_staff_is_not_passed_on(desk: AtWork, mei: User, act: Act) -> None:
    side: Member = await talk_to_staff(desk, mei, "case one")
    await mei.says("it is like this")
    await side.waits_for_reply("it is like this")
    await act(mei)
    await mei.waits_for_reply(REMOVED)
    await side.waits_for_reply("a one-time code")
    assert not any(SECRET in message.text for message in mei.sees)
    assert SECRET not in str([message.text for message in side.sees])
    assert SECRET not in stored(desk)


def mine(mei: User) -> object:
    return next(message for message in reversed(mei.sees) if message.text == "it is like this")


async def test_a_question_that_is_not_understood_is_noted_without_the_secret(desk: AtWork, mei: User) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    await mei.says(f"zxcv qwer asdf {SECRET} is my otp zxcv")
    await mei.waits_for_reply(REMOVED)
    assert "zxcv" not in stored(desk)


async def test_the_second_case_of_a_customer_holds_no_secret_of_the_first(desk: AtWork, mei: User) -> None:
    await mei.says(CODE)
    await mei.waits_for_reply(REMOVED)
    await hand_over(mei, "nothing works")
    await desk.staff.at(desk.group).waits_for(lambda _: bool(desk.topics()))
    case = await desk.in_topic(desk.topics()[0]).waits_for_reply("nothing works")
    assert SECRET not in case.text
    assert "where do i type it" not in case.text
