"""How updates reach the bot: long polling, webhooks, and what Telegram does when both or two want them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.simulator import Simulator, User

from .conftest import Served


async def test_an_update_comes_again_until_it_is_confirmed(bot: Bot, mei: User) -> None:
    await mei.says("one")
    await mei.says("two")
    first = await bot.get_updates(limit=1)
    again = await bot.get_updates()
    assert [u.message.text for u in first] == ["one"]
    assert [u.message.text for u in again] == ["one", "two"]
    rest = await bot.get_updates(offset=again[0].update_id + 1)
    assert [u.message.text for u in rest] == ["two"]
    assert [u.message.text for u in await bot.get_updates(offset=-1)] == ["two"]


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, simulator: Simulator, mei: User) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=4))
    await simulator.updates.polled.wait()
    await mei.says("hello")
    assert [u.message.text for u in await polling] == ["hello"]


async def test_a_poll_without_updates_gives_none(bot: Bot) -> None:
    assert await bot.get_updates(timeout=0) == ()


async def test_a_second_poll_terminates_the_first(served: Served, bot: Bot, simulator: Simulator) -> None:
    async with served.bot() as other:
        polling = asyncio.create_task(bot.get_updates(timeout=4))
        await simulator.updates.polled.wait()
        assert await other.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await polling


async def test_only_the_kinds_asked_for_are_kept(bot: Bot, mei: User) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    await mei.says("hello")
    assert await bot.get_updates() == ()


async def test_an_edit_a_block_and_an_inline_query_are_updates(bot: Bot, mei: User) -> None:
    await mei.edits(await mei.says("helo"), "hello")
    await mei.asks_inline("fees")
    await mei.blocks()
    _, edited, inline, blocked = await bot.get_updates()
    assert edited.edited_message is not None
    assert edited.edited_message.text == "hello"
    assert inline.inline_query is not None
    assert inline.inline_query.query == "fees"
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_what_telegram_sends_twice_keeps_its_id(bot: Bot, simulator: Simulator, mei: User) -> None:
    await mei.says("hello")
    (update,) = simulator.updates.pending
    (first,) = await bot.get_updates()
    assert await bot.get_updates(offset=first.update_id + 1) == ()
    simulator.updates.repeat(update)
    (again,) = await bot.get_updates()
    assert again.update_id == first.update_id


class Listener:
    """A bot's webhook that answers with the statuses given, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.got: list[tuple[dict[str, object], str | None]] = []
        self.url = ""
        self.answer: dict[str, object] | None = None

    async def handle(self, request: web.Request) -> web.Response:
        self.got.append((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer, status=status) if self.answer else web.Response(status=status)


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_post("/hook", listener.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    listener.url = f"http://{host}:{port}/hook"
    yield listener
    await runner.cleanup()


async def delivered(simulator: Simulator) -> None:
    await simulator.webhooks.attempted.until(lambda: None if simulator.updates.pending else True, 5)


async def test_a_webhook_gets_updates_with_its_secret(
    bot: Bot, simulator: Simulator, mei: User, listener: Listener
) -> None:
    await bot.set_webhook(listener.url, secret_token="swordfish")
    await mei.says("hello")
    await delivered(simulator)
    ((body, secret),) = listener.got
    assert secret == "swordfish"
    assert isinstance(body["message"], dict)
    assert body["message"]["text"] == "hello"


async def test_a_failing_webhook_is_tried_again_and_keeps_the_order(
    bot: Bot, simulator: Simulator, mei: User, listener: Listener
) -> None:
    listener.statuses = [500, 503]
    await bot.set_webhook(listener.url)
    await mei.says("one")
    await mei.says("two")
    await delivered(simulator)
    texts = [body["message"]["text"] for body, _ in listener.got if isinstance(body["message"], dict)]
    assert texts == ["one", "one", "one", "two"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert info.pending_update_count == 0


async def test_a_webhook_may_answer_with_a_call(bot: Bot, mei: User, listener: Listener) -> None:
    listener.answer = {"method": "sendMessage", "chat_id": mei.id, "text": "at once"}
    await bot.set_webhook(listener.url)
    await mei.says("hello")
    await mei.waits_for_reply("at once")


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, mei: User, listener: Listener) -> None:
    await bot.set_webhook(listener.url)
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_to_another_machine_must_be_https(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)an https url must be provided for webhook"):
        await bot.set_webhook("http://example.com/hook")


async def test_pending_updates_are_dropped_when_asked(bot: Bot, mei: User) -> None:
    await mei.says("old")
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0
