"""An update of the wrong form is logged with its id and passed over; those beside it are answered."""

from typing import Any

import pytest

from bot.dialogue.events import Text
from bot.telegram.received import parse
from bot.telegram.updates import incoming
from tests.telegram.conftest import Running

SENDER = {"id": 500_000_009, "is_bot": False, "first_name": "Mei"}
CHAT = {"id": 500_000_009, "type": "private", "first_name": "Mei"}
MESSAGE = {"message_id": 1, "date": 1_795_929_974, "chat": CHAT, "from": SENDER, "text": "hello"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("message", {}, id="nothing in it"),
        pytest.param("message", {**MESSAGE, "chat": None}, id="no chat"),
        pytest.param("message", {**MESSAGE, "chat": {**CHAT, "id": {"x": 1}}}, id="an id that is an object"),
        pytest.param("message", {**MESSAGE, "chat": {**CHAT, "id": 2**70}}, id="an id that no database holds"),
        pytest.param("message", {**MESSAGE, "text": ["hello"]}, id="a text that is a list"),
        pytest.param("message", {**MESSAGE, "from": {**SENDER, "language_code": 7}}, id="a language that is a number"),
        pytest.param("message", {**MESSAGE, "entities": "bold"}, id="entities that are a word"),
        pytest.param("edited_message", {**MESSAGE, "message_id": "seven"}, id="an edit of no message"),
        pytest.param("callback_query", {"id": "1", "from": SENDER, "data": {"x": 1}, "message": MESSAGE}, id="a tap"),
    ],
)
async def test_a_malformed_update_is_logged_and_passed_over(
    running: Running, caplog: pytest.LogCaptureFixture, kind: str, body: dict[str, Any]
) -> None:
    mei = running.simulator.user("Mei", "en")
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    update = running.simulator.updates.put(kind, mei.id, body)
    assert update is not None
    await mei.says("/privacy")
    await mei.waits_for_reply("What I keep")
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert f"update {update.id} " in record.getMessage()


def test_what_no_database_takes_is_taken_out_of_texts() -> None:
    said = {"text": "one \ud83d two \x00 three", "from": {**SENDER, "first_name": "\x00"}}
    update = parse({"update_id": 7, "message": {**MESSAGE, **said}})
    assert update is not None
    found = incoming(update, "guide_bot")
    assert found is not None
    assert (found.event, found.name) == (Text("one ? two  three"), "")


def test_the_log_names_the_field_and_quotes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    said = {"text": ["my password is hunter2"], "from": {**SENDER, "first_name": 7}}
    assert parse({"update_id": 7, "message": {**MESSAGE, **said}}) is None
    assert "update 7 cannot be read: message.from.first_name: " in caplog.text
    assert "; message.text: " in caplog.text
    assert "hunter2" not in caplog.text


def test_what_is_not_read_may_be_anything() -> None:
    strange = {"forward_origin": 7, "date": "today", "reply_markup": ["x"], "photo": {"x": 1}}
    update = parse({"update_id": 7, "message": {**MESSAGE, **strange}, "chat_boost": None})
    assert update is not None
    found = incoming(update, "guide_bot")
    assert found is not None
    assert found.event == Text("hello")
