"""When Telegram does not deliver, the operator reads why: at the start, and every few minutes."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import Engine
from telegram import WebhookInfo

from bot.clock import system_clock
from bot.conversation import Speaker
from bot.metrics import Metrics
from bot.settings import Settings
from bot.simulator import Kind, Simulator, serve
from bot.telegram.service import Service, make_bot
from bot.telegram.tasks import running
from bot.telegram.transport import AiohttpRequest
from bot.telegram.watch import complaints, watch
from tests.telegram.conftest import TOKEN, Heard, at_simulator, polling, serving

HOOK = "https://bot.example.com/telegram"


def info(url: str = "", pending: int = 0, error_at: datetime | None = None) -> WebhookInfo:
    words = "Connection refused" if error_at else None
    return WebhookInfo(url, False, pending, last_error_date=error_at, last_error_message=words)


@pytest.mark.parametrize(
    ("found", "webhook", "words"),
    [
        pytest.param(info(""), True, "another program has taken it away", id="no webhook any more"),
        pytest.param(info(HOOK), False, "so polling gets nothing", id="a webhook where we poll"),
        pytest.param(info(HOOK, 100), True, "100 updates wait at Telegram", id="a long queue"),
        pytest.param(info("", 250), False, "250 updates wait at Telegram", id="a long queue where we poll"),
    ],
)
def test_what_is_wrong_is_one_line(found: WebhookInfo, webhook: bool, words: str) -> None:
    [line] = complaints(found, webhook=webhook)
    assert words in line


def test_a_failure_of_now_is_told() -> None:
    [line] = complaints(info(HOOK, 3, system_clock()), webhook=True)
    assert "UTC: Connection refused" in line


@pytest.mark.parametrize(
    ("found", "webhook"),
    [
        pytest.param(info(HOOK, 99), True, id="a short queue"),
        pytest.param(info("", 0), False, id="polling"),
        pytest.param(info(HOOK, 0, system_clock() - timedelta(minutes=11)), True, id="a failure that is over"),
        pytest.param(info(HOOK, 0, datetime(2020, 1, 1, tzinfo=UTC)), True, id="a failure of long ago"),
    ],
)
def test_where_all_is_well_nothing_is_said(found: WebhookInfo, webhook: bool) -> None:
    assert complaints(found, webhook=webhook) == []


async def test_it_looks_again_and_again_also_when_telegram_does_not_answer(
    settings: Settings, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.watch.LOOK_SECONDS", 0.01)
    simulator, metrics = Simulator(), Metrics()
    mei = simulator.user("Mei", "en")
    async with serve(simulator) as url:
        local = settings.model_copy(update={"telegram_bot_token": TOKEN, "telegram_api_url": url})
        transports = (AiohttpRequest(url), AiohttpRequest(url))
        async with make_bot(local, *transports) as bot, running(watch(bot, metrics, webhook=False)):
            await mei.waits_for(lambda _: len(simulator.calls_of("getWebhookInfo")) > 2)
            assert heard.lines == []
            simulator.faults.next(Kind.SERVER_ERROR, "getMe")
            assert await heard.waits_for("Telegram does not answer") == "WARNING Telegram does not answer: Bad Gateway"
            for _ in range(120):
                await mei.says("is anybody there?")
            await heard.waits_for("ERROR 120 updates wait at Telegram")
    page = metrics.page((0, None), simulator.clock.now()).decode()
    assert "guidebot_telegram_pending_updates 120.0" in page
    assert 'guidebot_errors_total{kind="telegram"} 1.0' in page
    assert 'guidebot_errors_total{kind="not delivered"}' in page


async def test_another_poller_is_told_and_outlived(
    settings: Settings, engine: Engine, speaker: Speaker, heard: Heard
) -> None:
    simulator = Simulator()
    async with polling(simulator, engine, settings, speaker) as service, aiohttp.ClientSession() as http:
        await simulator.updates.polled.wait()
        other = asyncio.create_task(http.get(f"{service.bot.base_url}/getUpdates", params={"timeout": 0}))
        line = await heard.waits_for("another program is polling")
        assert line.startswith("ERROR another program is polling with this token, or a webhook is set")
        await other
        mei = simulator.user("Mei", "en")
        await mei.says("/help")
        await mei.waits_for_reply("/guide")


async def test_a_webhook_that_is_set_while_it_polls_is_told(
    settings: Settings, engine: Engine, speaker: Speaker, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.watch.LOOK_SECONDS", 0.01)
    simulator = Simulator()
    async with polling(simulator, engine, settings, speaker) as service:
        await simulator.updates.polled.wait()
        await service.bot.set_webhook(HOOK)
        await heard.waits_for("or a webhook is set; waiting for it to stop")
        await heard.waits_for("ERROR Telegram delivers to a webhook, so polling gets nothing")


async def test_a_webhook_that_is_taken_away_is_told(
    settings: Settings, engine: Engine, heard: Heard, monkeypatch: pytest.MonkeyPatch, port: int
) -> None:
    monkeypatch.setattr("bot.telegram.watch.LOOK_SECONDS", 0.01)
    async with serving(Simulator(), engine, settings, port) as service:
        await service.bot.delete_webhook()
        await heard.waits_for("ERROR Telegram has no webhook for this token")


@pytest.mark.parametrize("method", ["deleteWebhook", "setWebhook"])
async def test_it_looks_only_when_the_way_in_is_open(  # noqa: PLR0913, PLR0917 - fixtures
    settings: Settings, engine: Engine, heard: Heard, method: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would tell of the other way in, which was right until now."""
    monkeypatch.setattr("bot.telegram.calls.FIRST_PAUSE_SECONDS", 0.3)
    simulator = Simulator()
    mei = simulator.user("Mei", "en")

    async def come_in(service: Service) -> None:
        await (service.poll() if method == "deleteWebhook" else service.serve("127.0.0.1", port))

    if method == "deleteWebhook":
        simulator.updates.webhook_url = HOOK
    simulator.faults.next(Kind.SERVER_ERROR, method, times=2)
    async with at_simulator(simulator, engine, settings, come_in, webhook_url=f"http://127.0.0.1:{port}"):
        await mei.says("/help")
        await mei.waits_for_reply("/guide")
        await mei.waits_for(lambda _: bool(simulator.calls_of("getWebhookInfo")))
    order = [call.method for call in simulator.calls if call.ok and call.method in {method, "getWebhookInfo"}]
    assert order[:2] == [method, "getWebhookInfo"]
    assert [line for line in heard.lines if line.startswith("ERROR")] == []
