"""The webhook: who may deliver, what is refused, and that 200 means stored. Beside it, what operators ask."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.conversation import Speaker
from bot.metrics import Metrics
from bot.serving import serving as serving_app
from bot.settings import Settings
from bot.simulator import Simulator, User
from bot.storage import Outbox, open_database
from bot.telegram.webhook import MAX_BODY_BYTES, SECRET_HEADER, webhook_app
from tests.telegram.conftest import TOKEN, at_commits_of_turns, serving

SECRET = "a-secret-of-sixteen-or-more"
RIGHT = {SECRET_HEADER: SECRET}
RETRY_AT_ONCE = (0.0,)


def update(number: int, chat: int, text: str = "/help") -> dict[str, Any]:
    """A message as Telegram writes it; a command if it begins with a slash."""
    length = len(text.split(maxsplit=1)[0]) if text.startswith("/") else 0
    entities = [{"type": "bot_command", "offset": 0, "length": length}] if length else []
    person = {"id": chat, "first_name": "Mei", "language_code": "en"}
    message = {"message_id": number, "date": 1_795_929_974, "text": text, "entities": entities}
    return {
        "update_id": number,
        "message": {**message, "from": {**person, "is_bot": False}, "chat": {**person, "type": "private"}},
    }


@pytest.fixture
def simulator() -> Simulator:
    return Simulator(webhook_retry_seconds=RETRY_AT_ONCE)


@pytest.fixture
def mei(simulator: Simulator) -> User:
    return simulator.user("Mei", "en")


@pytest.fixture
async def http(
    simulator: Simulator, engine: Engine, settings: Settings, speaker: Speaker, port: int
) -> AsyncIterator[ClientSession]:
    """A client of a bot that serves, on SQLite."""
    async with (
        serving(simulator, engine, settings, port, speaker=speaker, webhook_secret=SECRET),
        ClientSession(f"http://127.0.0.1:{port}") as client,
    ):
        yield client


async def figures(http: ClientSession) -> dict[str, float]:
    """What /metrics says, each as name{labels}."""
    async with http.get("/metrics") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        page = await answer.text()
    return {
        sample.name + "".join(f"{{{label}={value}}}" for label, value in sample.labels.items()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


async def test_telegram_is_told_the_address_the_secret_and_what_is_wanted(
    simulator: Simulator, http: ClientSession, port: int
) -> None:
    [call] = simulator.calls_of("setWebhook")
    assert call.parameters["url"] == f"http://127.0.0.1:{port}/telegram"
    assert call.parameters["secret_token"] == SECRET
    assert {"message", "edited_message", "callback_query"} <= set(call.parameters["allowed_updates"])


async def test_a_conversation_goes_by_webhook_and_the_spinner_stops(mei: User, http: ClientSession) -> None:
    await mei.says("/start")
    await mei.waits_for_reply("1688.com")
    tap = await mei.taps("Start the guide")
    await mei.waits_for_reply("verified?")
    await mei.waits_for_answer(tap)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({SECRET_HEADER: ""}, id="empty"),
        pytest.param({SECRET_HEADER: SECRET[:-1]}, id="the beginning of it"),
        pytest.param({SECRET_HEADER: SECRET + "x"}, id="more than it"),
        pytest.param({SECRET_HEADER: "ü" * 20}, id="no ASCII"),
    ],
)
async def test_a_delivery_with_a_wrong_secret_is_refused_and_not_read(
    simulator: Simulator, mei: User, http: ClientSession, headers: Mapping[str, str]
) -> None:
    async with http.post("/telegram", json=update(1, mei.id), headers=headers) as answer:
        assert answer.status == 403
    assert (await figures(http))["guidebot_turns_total"] == 0


async def test_a_delivery_with_the_right_secret_is_taken(mei: User, http: ClientSession) -> None:
    mei.chat.is_started = True
    async with http.post("/telegram", json=update(1, mei.id), headers=RIGHT) as answer:
        assert answer.status == 200
    await mei.waits_for_reply("/guide")


async def test_a_body_larger_than_any_update_is_refused_and_one_at_the_limit_is_read(http: ClientSession) -> None:
    async def pieces(size: int) -> AsyncIterator[bytes]:
        """Of no announced length."""
        yield blanks(size).read()

    for size, status in ((MAX_BODY_BYTES + 1, 413), (MAX_BODY_BYTES, 200)):
        for body in (blanks(size), pieces(size)):
            async with http.post("/telegram", data=body, headers=RIGHT) as answer:
                assert answer.status == status


def blanks(size: int) -> BytesIO:
    return BytesIO(b" " * size)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half"),
        pytest.param(b"\xff\xfe\x00", id="no UTF-8"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'"text"', id="a text"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{}", id="no number"),
        pytest.param(b'{"update_id": "7"}', id="a number in quotes"),
        pytest.param(b'{"update_id": 7, "message": 5}', id="a message that is a number"),
        pytest.param(b'{"update_id": 7, "message": {}}', id="an empty message"),
    ],
)
async def test_what_can_never_be_read_is_not_asked_for_again(mei: User, http: ClientSession, body: bytes) -> None:
    async with http.post("/telegram", data=body, headers=RIGHT) as answer:
        assert answer.status == 200
    await mei.says("/help")
    await mei.waits_for_reply("/guide")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/telegram", 405), ("GET", "/", 404)])
async def test_nothing_else_is_served(http: ClientSession, method: str, path: str, status: int) -> None:
    async with http.request(method, path) as answer:
        assert answer.status == status


async def test_what_could_not_be_committed_comes_again_and_is_answered_once(  # noqa: PLR0913, PLR0917 - fixtures
    simulator: Simulator, mei: User, database: Engine, settings: Settings, speaker: Speaker, port: int
) -> None:
    failures = [OperationalError("COMMIT", {}, Exception("the disk is full"))] * 2

    def fail_twice() -> None:
        if failures:
            raise failures.pop()

    at_commits_of_turns(database, fail_twice)
    async with serving(simulator, database, settings, port, speaker=speaker), ClientSession() as http:
        await mei.says("/help")
        await mei.waits_for_reply("/guide")
        async with http.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert 'guidebot_errors_total{kind="database"} 2.0' in await answer.text()
    assert simulator.webhooks.info()["pending_update_count"] == 0
    assert len(mei.sees) == 2


async def test_an_update_is_not_taken_before_its_turn_is_committed(
    mei: User, http: ClientSession, engine: Engine
) -> None:
    at_commit, may_go_on = threading.Event(), threading.Event()

    def hold() -> None:
        at_commit.set()
        may_go_on.wait(20)

    at_commits_of_turns(engine, hold)
    delivery = asyncio.create_task(http.post("/telegram", json=update(1, mei.id), headers=RIGHT))
    assert await asyncio.to_thread(at_commit.wait, 20)
    async with http.get("/healthz") as answer:  # an answer that was on its way would have come before this one
        assert await answer.text() == "alive"
    assert not delivery.done()
    may_go_on.set()
    assert (await delivery).status == 200


async def test_a_delivery_while_the_database_is_away_is_refused(http: ClientSession, mei: User, engine: Engine) -> None:
    def fail() -> None:
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    at_commits_of_turns(engine, fail)
    async with http.post("/telegram", json=update(1, mei.id), headers=RIGHT) as answer:
        assert (answer.status, await answer.text()) == (503, "try again")


async def test_it_is_alive_and_ready(http: ClientSession) -> None:
    for path, words in (("/healthz", "alive"), ("/readyz", "ready")):
        async with http.get(path) as answer:
            assert (answer.status, await answer.text()) == (200, words)


async def test_without_its_database_it_is_alive_and_not_ready(settings: Settings, simulator: Simulator) -> None:
    async def take(_update: object) -> None:
        raise AssertionError

    local = settings.model_copy(update={"telegram_bot_token": TOKEN, "webhook_secret": SECRET})
    nowhere = open_database("postgresql://bot:a-password@127.0.0.1:1/bot")
    app = webhook_app(local, take, nowhere, Metrics(), simulator.clock.now)
    async with serving_app(app, "127.0.0.1", 0) as url, ClientSession(url) as http:
        async with http.get("/healthz") as answer:
            assert answer.status == 200
        async with http.get("/readyz") as answer:
            assert (answer.status, await answer.text()) == (503, "the database is away: OperationalError")
        async with http.get("/metrics") as answer:
            assert answer.status == 200
            page = await answer.text()
    assert "guidebot_turns_total 0.0" in page
    assert "guidebot_outbox_depth NaN" in page


async def test_the_figures_tell_turns_latency_decisions_and_what_was_sent(mei: User, http: ClientSession) -> None:
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    await mei.says("how much is the card fee?")
    await mei.waits_for(lambda messages: messages[-1].is_from_bot)
    await mei.says("qwxz jkvb zzgh")
    await mei.waits_for(lambda messages: messages[-1].is_from_bot)
    found: dict[str, float] = {}
    async with asyncio.timeout(20):  # a message is counted when Telegram's answer has come, which is after it is seen
        while found.get("guidebot_messages_sent_total") != 3:
            found = await figures(http)
    assert found["guidebot_turns_total"] == 3
    assert found["guidebot_turn_seconds_count"] == 3
    assert 0 < found["guidebot_turn_seconds_sum"] < 20
    assert found["guidebot_matches_total{decision=answer}"] == 2
    assert found["guidebot_matches_total{decision=fallback}"] == 1


async def test_the_figures_tell_how_many_messages_wait_and_how_long(  # noqa: PLR0913, PLR0917 - fixtures
    simulator: Simulator, mei: User, database: Engine, settings: Settings, speaker: Speaker, port: int
) -> None:
    async with (
        serving(simulator, database, settings, port, speaker=speaker, works=False, webhook_secret=SECRET),
        ClientSession(f"http://127.0.0.1:{port}") as http,
    ):
        for number in (1, 2, 3):
            async with http.post("/telegram", json=update(number, mei.id), headers=RIGHT) as answer:
                assert answer.status == 200
        assert Outbox(database).depth()[0] == 3
        simulator.clock.advance(timedelta(hours=1))
        found = await figures(http)
    assert found["guidebot_outbox_depth"] == 3
    assert 3600 <= found["guidebot_outbox_age_seconds"] < 3660


async def test_an_error_is_counted_by_its_kind(mei: User, http: ClientSession) -> None:
    strange = update(1, mei.id)
    strange["message"]["chat"]["id"] = 2**70
    async with http.post("/telegram", json=strange, headers=RIGHT) as answer:
        assert answer.status == 200
    assert (await figures(http))["guidebot_errors_total{kind=update}"] == 1
