"""Inline queries: what Telegram refuses of an answer, and what becomes of one that is picked."""

from typing import Any

import httpx
import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent

from bot.simulator import Simulator, User

from .conftest import TOKEN, Served


def article(**changes: Any) -> dict[str, Any]:
    content = {"message_text": "<b>1.0%</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": "1", "title": "Fees", "input_message_content": content} | changes


def without(field: str) -> dict[str, Any]:
    return {key: value for key, value in article().items() if key != field}


def button(parameter: str) -> dict[str, Any]:
    return {"button": {"text": "Open", "start_parameter": parameter}}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        pytest.param(
            {"results": [article(id=str(number)) for number in range(51)]},
            "too many inline query results specified",
            id="51 results",
        ),
        pytest.param({"results": [article(), article()]}, "RESULT_ID_DUPLICATE", id="an id twice"),
        pytest.param({"results": [article(id="")]}, "RESULT_ID_EMPTY", id="an empty id"),
        pytest.param({"results": [article(id="ไ" * 22)]}, "RESULT_ID_INVALID", id="an id of 66 bytes"),
        pytest.param({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY", id="an empty title"),
        pytest.param(
            {"results": [without("title")]},
            "can't parse InlineQueryResult: Can't find field \"title\"",
            id="no title",
        ),
        pytest.param(
            {"results": [article(input_message_content={"message_text": " "})]},
            "message text is empty",
            id="an empty text",
        ),
        pytest.param(
            {"results": [article(input_message_content={"message_text": "x" * 4097})]},
            "MESSAGE_TOO_LONG",
            id="a text of 4097",
        ),
        pytest.param(
            {"results": [article(reply_markup={"inline_keyboard": [[{"text": "Go", "callback_data": "x" * 65}]]})]},
            "BUTTON_DATA_INVALID",
            id="a button with 65 bytes",
        ),
        pytest.param({"next_offset": "x" * 65}, "NEXT_OFFSET_INVALID", id="an offset of 65 bytes"),
        pytest.param(button(""), "can't use empty start_parameter", id="a button that starts nothing"),
        pytest.param(button("x" * 65), "too long start_parameter specified", id="a parameter of 65"),
        pytest.param(button("fees.card"), "unallowed characters in start_parameter are used", id="a dot"),
    ],
)
async def test_a_bad_answer_is_refused(served: Served, mei: User, fields: dict[str, Any], error: str) -> None:
    query = await mei.asks_inline("fees")
    async with httpx.AsyncClient(verify=False) as http:  # noqa: S501 - there is no TLS
        answer = await http.post(
            f"{served.url}/bot{TOKEN}/answerInlineQuery",
            json={"inline_query_id": query.id, "results": [article()], **fields},
        )
    assert answer.json() == {"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}
    assert query.answer is None


async def test_a_picked_answer_stands_in_the_chat_and_reaches_a_bot_that_is_there(
    simulator: Simulator, bot: Bot, mei: User
) -> None:
    there = mei.at(simulator.group("Friends", [mei]))
    query = await there.asks_inline("fees")
    content = InputTextMessageContent("<b>1.0%</b>", parse_mode="HTML")
    await bot.answer_inline_query(query.id, [InlineQueryResultArticle("1", "Fees", content)])
    card = await there.picks(query.id)
    assert (card.text, card.sender.id, card.content["via_bot"]["username"]) == ("1.0%", mei.id, "guide_demo_bot")
    asked, picked = await bot.get_updates()
    assert asked.inline_query is not None
    assert asked.inline_query.chat_type == "group"
    assert picked.message is not None
    assert picked.message.via_bot is not None


async def test_a_query_is_cut_at_256_characters(bot: Bot, mei: User) -> None:
    await mei.asks_inline("x" * 300)
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    assert len(update.inline_query.query) == 256
