"""What may a bot offer in answer to an inline query, and what is sent when somebody picks it? Articles with text only.

The words of refusals are those of the Bot API server and of Telegram's own; so are the limits, with those in
core.telegram.org/bots/api#answerinlinequery.
"""

import re
from typing import Any

from bot.simulator import limits
from bot.simulator.account import Account
from bot.simulator.chats import Json
from bot.simulator.editing import open_query
from bot.simulator.entities import utf16_length
from bot.simulator.limits import bad_request
from bot.simulator.requests import Parameters

MAX_QUERY = 256
MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
MAX_START_PARAMETER = 64


def answer_inline_query(account: Account, given: Parameters) -> bool:
    button = _check_button(given.nested("button"))
    results = given.nested("results") or []
    if not isinstance(results, list):
        raise bad_request("expected an Array of InlineQueryResult")
    if len(results) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    for result in results:
        _check_result(result)
    if len({result["id"] for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(given.text("next_offset").encode()) > MAX_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    query = open_query(account, given.text("inline_query_id"))
    query.answer = {"results": results, "button": button}
    account.world.tell({"type": "inline", "person": query.person, "query": query.id} | query.answer)
    return True


def message_of(result: Json) -> tuple[Json, dict[str, Any] | None]:
    """What a picked result sends: the content of its message, and the keyboard below it."""
    given = result["input_message_content"]
    text = limits.formatted(given["message_text"], given.get("parse_mode", ""), given.get("entities", []))
    if utf16_length(text.text) > limits.MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    content: Json = {"text": limits.check_text(text).text}
    if text.entities:
        content["entities"] = [entity.as_json() for entity in text.entities]
    return content, limits.check_markup(result.get("reply_markup"))


def _check_result(result: Any) -> None:
    if not isinstance(result, dict):
        raise _unreadable("expected an Object")
    if result.get("type") != "article":
        raise bad_request("the simulator shows inline results of the type article only")
    for field in ("id", "title", "input_message_content"):
        if field not in result:
            raise _unreadable(f'Can\'t find field "{field}"')
    if not isinstance(result["input_message_content"], dict) or "message_text" not in result["input_message_content"]:
        raise _unreadable('Can\'t find required field "message_text"')
    if not result["id"]:
        raise bad_request("RESULT_ID_EMPTY")
    if len(str(result["id"]).encode()) > MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    message_of(result)


def _unreadable(why: str) -> limits.Refusal:
    return bad_request(f"can't parse InlineQueryResult: {why}")


def _check_button(button: Any) -> Json | None:
    """The button above the results, which opens the private chat with the bot."""
    if button is None:
        return None
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("can't parse InlineQueryResultsButton: Can't find field \"text\"")
    parameter = str(button.get("start_parameter", ""))
    if not parameter:
        raise bad_request("can't use empty start_parameter")
    if len(parameter) > MAX_START_PARAMETER:
        raise bad_request("too long start_parameter specified")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", parameter):
        raise bad_request("unallowed characters in start_parameter are used")
    return button
