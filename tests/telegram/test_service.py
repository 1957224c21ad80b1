"""The bot over the real wire: what users see when they write and tap."""

import pytest
from sqlalchemy import text

from bot.simulator import Kind, Message, User
from tests.telegram.conftest import Running


@pytest.fixture
def mei(running: Running) -> User:
    return running.simulator.user("Mei", "en")


async def test_start_is_answered_with_the_menu(mei: User) -> None:
    await mei.says("/start")
    reply = await mei.waits_for_reply("1688.com")
    assert "Start the guide" in [label for row in reply.labels for label in row]


async def test_a_tap_turns_the_page_in_place(mei: User) -> None:
    await mei.says("/start")
    welcome = await mei.waits_for_reply("1688.com")
    await mei.taps("Start the guide")
    asked = await mei.waits_for_reply("verified?")
    assert asked.id == welcome.id
    assert asked.edited


async def test_the_spinner_on_a_button_is_stopped(mei: User) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    tap = await mei.taps("Start the guide")
    await mei.waits_for_answer(tap)


async def test_a_typed_question_gets_a_message_of_its_own(mei: User) -> None:
    await mei.says("/start pay-method")
    step = await mei.waits_for_reply("Cross-border treasure")
    await mei.says("支付宝账户管理")
    other = await mei.waits_for_reply("step 5 of 5")
    assert other.id != step.id
    assert other.button("📋 支付宝账户管理") is not None


async def test_a_tap_on_an_old_message_redraws_it_with_what_is_true_now(mei: User) -> None:
    await mei.says("/start alipay-register")
    old = await mei.waits_for_reply("step 1 of 5")
    await mei.says("/start pay-method")
    await mei.waits_for_reply("step 3 of 4")
    await mei.taps("Done, next →", old)

    def is_redrawn(messages: tuple[Message, ...]) -> bool:
        return any(message.id == old.id and "step 3 of 4" in message.text for message in messages)

    await mei.waits_for(is_redrawn)


async def test_an_update_delivered_twice_is_answered_once(running: Running, mei: User) -> None:
    await mei.says("/help")
    update = running.simulator.updates.pending[-1]
    await mei.waits_for_reply("/guide")
    running.simulator.updates.repeat(update)
    await mei.says("/privacy")
    await mei.waits_for_reply("What I keep")
    assert len([message for message in mei.sees if "/guide" in message.text]) == 1


async def test_the_menu_of_commands_is_set(running: Running, mei: User) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    await mei.waits_for(lambda _: bool(running.simulator.calls_of("setMyShortDescription")))
    commands = running.simulator.account.profile.commands_for(running.simulator.world.chats[mei.id], mei.id, "en")
    assert [command["command"] for command in commands] == [
        "start", "guide", "ask", "contact", "language", "privacy", "help", "cancel",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.DROPPED_BEFORE])
async def test_a_failed_sending_is_tried_again(running: Running, mei: User, kind: Kind) -> None:
    running.simulator.faults.next(kind, "sendMessage")
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    assert len([message for message in mei.sees if "/guide" in message.text]) == 1


async def test_a_card_that_fails_is_tried_again_without_the_text_before_it(running: Running, mei: User) -> None:
    running.simulator.faults.next(Kind.SERVER_ERROR, "sendContact")
    await mei.says("/contact")
    await mei.waits_for_reply("phone line")
    await mei.taps("Show the number")
    await mei.waits_for(lambda messages: "contact" in messages[-1].content)
    assert len([message for message in mei.sees if "☎️" in message.text]) == 2


async def test_who_blocks_the_bot_gets_nothing_and_writes_again_later(running: Running, mei: User) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    await mei.blocks()
    await mei.unblocks()
    await mei.says("/privacy")
    await mei.waits_for_reply("What I keep")


async def test_in_a_group_it_answers_only_when_addressed(running: Running, mei: User) -> None:
    siti = running.simulator.user("Siti", "ms")
    group = running.simulator.group("Shop talk", [mei, siti], bot_is_admin=True)
    member = mei.at(group)
    await member.says("good morning all")
    await member.says(f"/help@{running.simulator.world.bot.username}")
    await member.waits_for_reply("/guide")
    assert len([message for message in running.simulator.transcript(group.id) if message.is_from_bot]) == 1


@pytest.mark.parametrize(
    ("send", "words"),
    [
        ("sends_photo", "pictures"),
        ("sends_voice", "voice"),
        ("sends_sticker", "Nice"),
        ("sends_video", "videos"),
        ("sends_location", "location"),
    ],
)
async def test_what_is_no_text_gets_a_kind_line(mei: User, send: str, words: str) -> None:
    await getattr(mei, send)()
    await mei.waits_for_reply(words)


async def test_a_message_of_full_length_is_answered(mei: User) -> None:
    await mei.says("x" * 4096)
    await mei.waits_for(lambda messages: any(message.is_from_bot for message in messages))


async def test_a_secret_is_deleted_and_kept_nowhere(running: Running, mei: User) -> None:
    await mei.says("/start authorise-code")
    await mei.waits_for_reply("6-digit code")
    await mei.says("the code is 482913 what now")
    await mei.waits_for_reply("removed your message")
    assert not any("482913" in message.text for message in mei.sees)
    with running.engine.connect() as connection:
        for table in ("chat", "outbox", "unanswered"):
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 - our own tables
            assert "482913" not in str(rows)


async def test_an_edited_message_is_answered_anew(mei: User) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    await mei.says("个人账户注册")
    await mei.waits_for_reply("personal account")
    mine = next(message for message in mei.sees if message.text == "个人账户注册")
    await mei.edits(mine, "已绑定已认证")
    await mei.waits_for_reply("step 5 of 5")
