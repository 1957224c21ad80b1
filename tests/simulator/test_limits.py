"""What Telegram refuses, in its own words, as python-telegram-bot sees it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot, BotCommand, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.simulator import Pacing, Simulator, User

from .conftest import TOKEN, Served

NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
PDF = b"%PDF-1.4"


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(**({"text": "Go"} | button))]])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("", "Message text is empty", id="nothing"),
        pytest.param(" \n\t ", "Message text is empty", id="blanks"),
        pytest.param("<b></b>", "Message text is empty", id="only tags"),
        pytest.param("<b>" + "x" * 4097 + "</b>", "Message is too long", id="4097 after parsing"),
        pytest.param("😀" * 2049, "Message is too long", id="counted in UTF-16"),
        pytest.param("ab <x>", 'Can\'t parse entities: unsupported start tag "x" at byte offset 3', id="tag"),
        pytest.param("<b>a", "Can't parse entities: can't find end tag corresponding to start tag \"b\"", id="open"),
    ],
)
async def test_a_bad_text_is_refused(bot: Bot, mei: User, text: str, error: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(mei.id, text, parse_mode="HTML")
    assert refused.value.message.lower() == error.lower()


async def test_4096_characters_after_parsing_pass(bot: Bot, mei: User) -> None:
    sent = await bot.send_message(mei.id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert len(sent.text or "") == 4096


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        pytest.param(keyboard(callback_data="ไ" * 22), "Button_data_invalid", id="66 bytes of data"),
        pytest.param(keyboard(callback_data=""), "Button_data_invalid", id="no data"),
        pytest.param(
            keyboard(url="tel:+6561234567"),
            "Inline keyboard button URL 'tel:+6561234567' is invalid: Unsupported URL protocol",
            id="tel",
        ),
        pytest.param(
            keyboard(url="mailto:a@b.com"),
            "Inline keyboard button URL 'mailto:a@b.com' is invalid: Unsupported URL protocol",
            id="mailto",
        ),
        pytest.param(
            keyboard(url="http://localhost/x"),
            "Inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
            id="no dot in the host",
        ),
        pytest.param(keyboard(copy_text=CopyTextButton("x" * 257)), "Button_copy_text_invalid", id="257 to copy"),
        pytest.param(keyboard(copy_text=CopyTextButton("")), "Button_copy_text_invalid", id="nothing to copy"),
        pytest.param(
            keyboard(text=" ", callback_data="x"), "Inline keyboard button text must be non-empty", id="no label"
        ),
        pytest.param(
            keyboard(),
            "Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            id="no action",
        ),
        pytest.param(
            InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101),
            "Reply markup is too long",
            id="101 buttons",
        ),
    ],
)
async def test_a_bad_keyboard_is_refused(bot: Bot, mei: User, markup: InlineKeyboardMarkup, error: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(mei.id, "x", reply_markup=markup)
    assert refused.value.message.lower() == error.lower()


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(keyboard(callback_data="x" * 64), id="64 bytes of data"),
        pytest.param(keyboard(copy_text=CopyTextButton("支" * 256)), id="256 to copy"),
        pytest.param(keyboard(url="https://www.1688.com/"), id="https"),
        pytest.param(keyboard(url="1688.com"), id="no protocol"),
        pytest.param(keyboard(url="tg://user?id=1"), id="tg"),
        pytest.param(InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 100), id="100 buttons"),
    ],
)
async def test_a_keyboard_at_the_limit_passes(bot: Bot, mei: User, markup: InlineKeyboardMarkup) -> None:
    assert (await bot.send_message(mei.id, "x", reply_markup=markup)).reply_markup is not None


async def test_a_caption_over_1024_is_refused(bot: Bot, mei: User) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(mei.id, PDF, caption="x" * 1025)


async def test_an_unknown_parse_mode_is_refused(bot: Bot, mei: User) -> None:
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(mei.id, "x", parse_mode="BBCode")


async def test_control_characters_are_stripped(bot: Bot, mei: User) -> None:
    assert (await bot.send_message(mei.id, " a\x00b\r\nc\x07 ")).text == "a b\nc"


async def test_a_photo_that_is_none_is_refused(bot: Bot, mei: User) -> None:
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(mei.id, b"not a picture")


async def test_editing(bot: Bot, mei: User) -> None:
    sent = await bot.send_message(mei.id, "<b>One</b>", parse_mode="HTML", reply_markup=keyboard(callback_data="x"))
    with pytest.raises(BadRequest) as same:
        await sent.edit_text("<b>One</b>", parse_mode="HTML", reply_markup=keyboard(callback_data="x"))
    assert same.value.message == NOT_MODIFIED
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", mei.id, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", mei.id, mei.sees[0].id)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await (await bot.send_document(mei.id, PDF)).edit_text("x")
    edited = await sent.edit_text("Two")
    assert isinstance(edited, Message)
    assert edited.edit_date is not None
    assert edited.reply_markup is None


async def test_deleting(bot: Bot, simulator: Simulator, mei: User) -> None:
    sent = await bot.send_message(mei.id, "x")
    old = await bot.send_message(mei.id, "y")
    assert await sent.delete()
    assert await bot.delete_message(mei.id, mei.sees[0].id), "a bot may delete what a user wrote to it"
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    simulator.clock.advance(timedelta(hours=49))
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await old.delete()


async def test_where_a_bot_may_not_write(bot: Bot, simulator: Simulator, mei: User) -> None:
    stranger = simulator.user("Stranger")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(12345, "x")
    with pytest.raises(Forbidden, match="Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")
    await mei.blocks()
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(mei.id, "x")
    await mei.unblocks()
    mei.deletes_account()
    with pytest.raises(Forbidden, match="Forbidden: user is deactivated"):
        await bot.send_message(mei.id, "x")


async def test_answering_a_query_twice_or_late(bot: Bot, simulator: Simulator, mei: User) -> None:
    too_old = "(?i)Query is too old and response timeout expired or query ID is invalid"
    await bot.send_message(mei.id, "x", reply_markup=keyboard(callback_data="x"))
    first, second = await mei.taps("Go"), await mei.taps("Go")
    assert first.query is not None
    assert second.query is not None
    assert await bot.answer_callback_query(first.query.id)
    with pytest.raises(BadRequest, match=too_old):
        await bot.answer_callback_query(first.query.id)
    simulator.expire_queries()
    with pytest.raises(BadRequest, match=too_old):
        await bot.answer_callback_query(second.query.id)


@pytest.mark.parametrize(
    ("command", "description", "error"),
    [
        pytest.param("Start", "x", "Bot_command_invalid", id="capitals"),
        pytest.param("x" * 33, "x", "Command length must not exceed 32", id="33 letters"),
        pytest.param("start", "x" * 257, "Command description length must not exceed 256", id="257 characters"),
        pytest.param("start", "", "Command description must be non-empty", id="no description"),
    ],
)
async def test_a_bad_command_is_refused(bot: Bot, command: str, description: str, error: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.set_my_commands([BotCommand(command, description)])
    assert refused.value.message.lower() == error.lower()


async def test_commands_of_a_language_of_three_letters_are_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_commands([BotCommand("start", "Simulan")], language_code="fil")


async def test_a_message_to_reply_to_must_exist(bot: Bot, mei: User) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(mei.id, "x", reply_to_message_id=999)
    sent = await bot.send_message(mei.id, "x", reply_to_message_id=999, allow_sending_without_reply=True)
    assert sent.text == "x"


async def test_pacing_is_off_unless_asked_for(bot: Bot, simulator: Simulator, mei: User) -> None:
    for _ in range(10):
        await bot.send_message(mei.id, "x")
    simulator.pacing = Pacing(burst=2)
    await bot.send_message(mei.id, "x")
    await bot.send_message(mei.id, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(mei.id, "x")
    assert refused.value.message.startswith("Flood control exceeded")
    assert simulator.calls[-1].answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


def test_a_group_takes_twenty_messages_a_minute() -> None:
    pacing = Pacing(per_chat=100, burst=100)
    assert [pacing.retry_after(-7, at) for at in range(21)] == [None] * 20 + [40]
    assert pacing.retry_after(-7, 60.5) is None


@pytest.mark.parametrize("token", ["", "123", "123:short", "abc:" + "x" * 30])
async def test_a_malformed_token_is_not_found(served: Served, token: str) -> None:
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{served.url}/bot{token}/getMe")
    assert answer.status_code == 404


async def test_an_unauthorized_token(served: Served, simulator: Simulator) -> None:
    simulator.unauthorized.add(TOKEN)
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{served.url}/bot{TOKEN}/getMe")
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method(served: Served) -> None:
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{served.url}/bot{TOKEN}/sendMoney")
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


@pytest.mark.parametrize("name", ["sendMessage", "SENDMESSAGE", "sendmessage"])
async def test_get_json_and_any_case_pass(served: Served, mei: User, name: str) -> None:
    async with httpx.AsyncClient() as http:
        got = await http.get(f"{served.url}/bot{TOKEN}/{name}", params={"chat_id": mei.id, "text": "a"})
        posted = await http.post(f"{served.url}/bot{TOKEN}/{name}", json={"chat_id": mei.id, "text": "b"})
    assert [got.json()["ok"], posted.json()["ok"]] == [True, True]


async def test_topics_are_refused_outside_forums(bot: Bot, simulator: Simulator, mei: User) -> None:
    group = simulator.group("Friends", [mei])
    forum = simulator.forum("Desk", [mei])
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(group.id, "x")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=99)
    topic = await bot.create_forum_topic(forum.id, "A-1042")
    assert await bot.close_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.close_forum_topic(forum.id, topic.message_thread_id)
    await bot.delete_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(BadRequest, match=r"(?i)topic_deleted"):
        await bot.reopen_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(TelegramError, match="Message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.message_thread_id)
