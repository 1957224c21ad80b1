"""Inline mode over the real wire: what is offered in other chats, and what is not."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Kind, Simulator, User
from bot.storage import transaction
from bot.storage.tables import Chat, OutboxItem, SeenUpdate, TurnLog, Unanswered
from tests.telegram.conftest import Heard, Running, polling, serving

NAME = "guide_demo_bot"


@pytest.fixture
def mei(running: Running) -> User:
    return running.simulator.user("Mei", "en")


@pytest.fixture
def debug_log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG, "bot"):
        yield caplog


async def ask(user: User, text: str) -> dict[str, Any]:
    return await user.waits_for_answer(await user.asks_inline(text))


def titles(answer: dict[str, Any]) -> list[str]:
    return [result["title"] for result in answer["results"]]


def text_of(result: dict[str, Any]) -> str:
    return str(result["input_message_content"]["message_text"])


async def test_before_anything_is_typed_the_most_asked_is_offered(mei: User) -> None:
    assert titles(await ask(mei, "")) == [
        "What does it cost to pay on 1688?",
        "Which currencies can I top up or receive?",
        "How can I pay from outside China?",
        "When are you open?",
    ]


async def test_a_question_is_answered_in_a_group_with_its_source_and_the_way_into_the_chat(
    running: Running, mei: User
) -> None:
    friends = running.simulator.group("Friends", [mei])
    there = mei.at(friends)
    query = await there.asks_inline("how much is the fee for visa card")
    answer = await there.waits_for_answer(query)
    assert answer["results"][0]["description"].startswith("Paying by credit or debit card costs 1.0%")
    card = await there.picks(query.id)
    assert "1.0%" in card.text
    assert "Guide, section 6" in card.text
    assert [entity["type"] for entity in card.entities] == ["bold", "italic"]
    assert card.buttons == (
        ({"text": "Ask a question", "url": f"https://t.me/{NAME}?start=fees-card"},),
        ({"text": "→ Payment method", "url": f"https://t.me/{NAME}?start=pay-method"},),
    )
    await mei.says("/start fees-card")
    await mei.waits_for_reply("1.0%")


async def test_a_fee_is_worked_out(mei: User) -> None:
    answer = await ask(mei, "5000 yuan by card fee?")
    assert "RMB 50.00" in text_of(answer["results"][0])


async def test_what_the_guide_does_not_answer_opens_the_chat(mei: User) -> None:
    answer = await ask(mei, "i want to talk to a human")
    assert answer["results"] == []
    assert answer["button"] == {"text": "Talk to a person", "start_parameter": "support-human"}
    assert (await ask(mei, "is the weather nice"))["button"] == {"text": "Ask a question", "start_parameter": "menu"}


@pytest.mark.parametrize(
    ("language_code", "query", "words"),
    [
        pytest.param("th", "visa fee", "ค่าธรรมเนียม", id="the app's"),
        pytest.param("en", "จ่ายด้วยบัตรเสียค่าธรรมเนียมเท่าไหร่", "ค่าธรรมเนียม", id="the question's"),
    ],
)
async def test_it_answers_in_the_language_of_the_app_or_the_question(
    running: Running, language_code: str, query: str, words: str
) -> None:
    user = running.simulator.user("Somchai", language_code)
    assert words in text_of((await ask(user, query))["results"][0])


async def test_answers_are_kept_for_minutes_for_the_one_who_asked(running: Running, mei: User) -> None:
    await ask(mei, "visa fee")
    fields = running.simulator.calls_of("answerInlineQuery")[-1].parameters
    assert (fields["cache_time"], fields["is_personal"]) == (300, True)


async def test_opening_hours_are_kept_until_the_line_closes(running: Running, mei: User) -> None:
    # Monday, a minute before the line closes in Singapore.
    running.simulator.clock.set(datetime(2026, 11, 23, 8, 59, tzinfo=UTC))
    await ask(mei, "")
    assert 0 < running.simulator.calls_of("answerInlineQuery")[-1].parameters["cache_time"] <= 60


async def test_a_secret_is_neither_answered_nor_logged(mei: User, debug_log: pytest.LogCaptureFixture) -> None:
    answer = await ask(mei, "my password is Sunflower77 what is the fee")
    assert answer["results"] == []
    assert "asks inline" in debug_log.text
    assert "Sunflower77" not in debug_log.text


async def test_words_are_not_logged_but_at_debug(mei: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "bot"):
        await ask(mei, "visa fee")
    assert "visa" not in caplog.text


async def test_a_query_leaves_nothing_behind(running: Running, mei: User) -> None:
    await ask(mei, "visa fee")
    await ask(mei, "is the weather nice")
    with transaction(running.engine) as session:
        for table in (Chat, OutboxItem, SeenUpdate, TurnLog, Unanswered):
            assert session.execute(select(func.count()).select_from(table)).scalar() == 0


async def test_our_own_answer_is_not_taken_for_a_question(running: Running, mei: User) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    query = await mei.asks_inline("visa fee")
    await mei.waits_for_answer(query)
    card = await mei.picks(query.id)
    assert running.simulator.updates.pending[-1].body["message_id"] == card.id
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    assert [message.id for message in mei.sees if message.is_from_bot and message.id > card.id] == [mei.sees[-1].id]


async def test_it_answers_by_webhook_too(engine: Engine, settings: Settings, speaker: Speaker, port: int) -> None:
    simulator = Simulator()
    async with serving(simulator, engine, settings, port, speaker=speaker):
        assert "1.0%" in text_of((await ask(simulator.user("Mei", "en"), "visa fee"))["results"][0])


async def test_of_what_is_still_being_typed_only_the_latest_is_answered(
    engine: Engine, settings: Settings, speaker: Speaker
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    begun = await mei.asks_inline("vi")
    typed = await mei.asks_inline("visa fee")
    async with polling(simulator, engine, settings, speaker):
        assert titles(await mei.waits_for_answer(typed))[0] == "What is the fee for paying by card?"
    assert begun.answer is None
    assert len(simulator.calls_of("answerInlineQuery")) == 1


async def test_a_flood_is_not_answered_and_others_are(engine: Engine, settings: Settings, speaker: Speaker) -> None:
    simulator = Simulator()
    flooder, mei = simulator.user("Flo", "en"), simulator.user("Mei", "en")
    async with polling(simulator, engine, settings, speaker, user_rate=1):
        await ask(flooder, "visa fee")  # two queries a turn
        await ask(flooder, "hours")
        refused = await flooder.asks_inline("currencies")
        await ask(mei, "visa fee")
    assert refused.answer is None


async def test_a_query_that_is_too_old_is_no_error(
    running: Running, mei: User, caplog: pytest.LogCaptureFixture
) -> None:
    await mei.asks_inline("visa fee")
    running.simulator.expire_queries()
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    await ask(mei, "visa fee")
    assert [call.ok for call in running.simulator.calls_of("answerInlineQuery")] == [False, True]
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.DROPPED_BEFORE, Kind.TOO_MANY])
async def test_a_failure_is_logged_and_the_next_query_is_answered(
    running: Running, mei: User, kind: Kind, heard: Heard
) -> None:
    running.simulator.faults.next(kind, "answerInlineQuery")
    lost = await mei.asks_inline("visa fee")
    await heard.waits_for("an inline query could not be answered")
    await ask(mei, "visa fee")
    assert lost.answer is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"query": 7}, id="the text is a number"),
        pytest.param({"query": None}, id="no text"),
        pytest.param({"id": ["1"]}, id="the id is a list"),
        pytest.param({"from": {"id": {}, "first_name": "x", "is_bot": False}}, id="the sender's id is an object"),
        pytest.param({"from": {"id": 10**20, "first_name": "x", "is_bot": False}}, id="the sender's id is too long"),
        pytest.param(
            {"from": {"id": 1, "first_name": "x", "is_bot": False, "language_code": 5}}, id="the language is a number"
        ),
        pytest.param({"from": None}, id="no sender"),
    ],
)
async def test_a_malformed_query_holds_up_nobody(running: Running, mei: User, changes: dict[str, Any]) -> None:
    body = {"id": "1", "from": mei.person.as_json(), "query": "fee", "offset": ""} | changes
    running.simulator.updates.put("inline_query", mei.id, body)
    await ask(mei, "visa fee")
    assert len(running.simulator.calls_of("answerInlineQuery")) == 1
