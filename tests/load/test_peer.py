"""The load tool's fake Bot API: what it may not get wrong for its figures to mean anything."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bench.load.crowd import Crowd
from bench.load.deliveries import Deliveries
from bench.load.figures import growth, percentile
from bench.load.http import Connection, fields
from bench.load.peer import Peer, Updates
from bench.load.script import Say, Script, Tap, guide_scripts

Call = Callable[..., Awaitable[Any]]
KEYBOARD = json.dumps(
    {
        "inline_keyboard": [
            [{"text": "Site", "url": "https://1688.com"}],
            [{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}],
        ]
    }
)


def script(*turns: Say | Tap, replies: list[int] | None = None) -> Script:
    return Script("th", turns, replies or [])


@asynccontextmanager
async def served(*scripts: Script) -> AsyncIterator[tuple[Crowd, Call]]:
    """A peer with its crowd, and a client that calls it."""
    updates = Updates()
    crowd = Crowd(list(scripts), updates.put)
    peer = Peer(updates, Deliveries(), crowd)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(peer.answer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, aiohttp.ClientSession() as session:

        async def call(method: str, **given: Any) -> Any:
            url = f"http://127.0.0.1:{port}/botTOKEN/{method}"
            form = aiohttp.FormData()
            for name, value in given.items():
                if isinstance(value, bytes):
                    form.add_field(name, value, filename=name)
                else:
                    form.add_field(name, str(value))
            async with session.post(url, data=form) as response:
                answer = await response.json()
            assert answer["ok"]
            return answer["result"]

        yield crowd, call


async def test_what_is_not_confirmed_comes_again() -> None:
    async with served(script(Say("/start"), replies=[1])) as (crowd, call):
        crowd.start_closed(3)
        first = await call("getUpdates", offset=0)
        assert [update["update_id"] for update in first] == [1, 2, 3]
        assert [update["update_id"] for update in await call("getUpdates", offset=2)] == [2, 3]


async def test_a_waiting_poll_is_answered_as_soon_as_somebody_says_something() -> None:
    async with served(script(Say("สวัสดี"), replies=[1])) as (crowd, call):
        polling = asyncio.ensure_future(call("getUpdates", offset=0, timeout=20))
        await call("getMe")
        crowd.start_closed(1)
        (update,) = await asyncio.wait_for(polling, 5)
        assert update["message"]["text"] == "สวัสดี"
        assert update["message"]["from"]["language_code"] == "th"


async def test_a_turn_is_answered_by_its_last_message_only() -> None:
    async with served(script(Say("/start"), Say("fees?"), replies=[2, 1])) as (crowd, call):
        crowd.start_closed(2)  # the second chat walks through both turns
        chat = (await call("getUpdates", offset=0))[1]["message"]["chat"]["id"]
        await call("sendMessage", chat_id=chat, text="Welcome.")
        assert crowd.window.latencies == []
        await call("sendMessage", chat_id=chat, text="Where do you want to begin?")
        assert len(crowd.window.latencies) == 1
        assert (await call("getUpdates", offset=3))[0]["message"]["text"] == "fees?"


async def test_a_tap_is_on_a_button_of_the_last_reply() -> None:
    async with served(script(Say("/start"), Tap(3), replies=[1, 1])) as (crowd, call):
        crowd.start_closed(2)
        chat = (await call("getUpdates", offset=0))[1]["message"]["chat"]["id"]
        sent = await call("sendMessage", chat_id=chat, text="A or B?", reply_markup=KEYBOARD)
        (update,) = await call("getUpdates", offset=3)
        assert update["callback_query"]["data"] == "b"
        assert update["callback_query"]["message"] == sent
        edited = await call("editMessageText", chat_id=chat, message_id=sent["message_id"], text="B.")
        assert edited["message_id"] == sent["message_id"]
        assert crowd.window.taps == 1


async def test_a_message_that_nobody_waits_for_is_a_stray() -> None:
    async with served(script(Say("/start"), replies=[1])) as (crowd, call):
        await call("sendMessage", chat_id=1, text="Are you still there?")
        assert (crowd.window.strays, crowd.window.latencies) == (1, [])


async def test_how_many_messages_answer_a_turn_is_learned() -> None:
    learned = script(Say("/start"), Say("fees?"))
    async with served(learned) as (crowd, call):
        learning = asyncio.ensure_future(crowd.learn())
        for turn, messages in ((1, 2), (2, 1)):
            (update,) = await call("getUpdates", offset=turn, timeout=20)
            for number in range(messages):
                await call("sendMessage", chat_id=update["message"]["chat"]["id"], text=str(number))
        await asyncio.wait_for(learning, 10)
    assert learned.replies == [2, 1]


async def test_a_picture_of_a_multipart_form_is_a_message_too() -> None:
    async with served(script(Say("/start"), replies=[1])) as (crowd, call):
        crowd.start_closed(1)
        chat = (await call("getUpdates", offset=0))[0]["message"]["chat"]["id"]
        sent = await call("sendPhoto", chat_id=chat, caption="验证 ✓", photo=b"\x89PNG\r\n\x1a\n")
        assert (sent["chat"]["id"], sent["caption"]) == (chat, "验证 ✓")
        assert len(crowd.window.latencies) == 1


@pytest.mark.parametrize(
    "text", ["Fees: 1 % = 50.00 & more", "ค่าธรรมเนียม\n\nเท่าไหร่  ", "=?x=\r\n", "a+b", ""], ids=repr
)
def test_a_form_is_read_as_it_was_written(text: str) -> None:
    body = urlencode({"chat_id": 7, "text": text}).encode()
    assert fields(body) == {b"chat_id": b"7", b"text": text.encode()}


def test_each_script_starts_anew_and_covers_seven_languages() -> None:
    scripts = guide_scripts()
    assert {each.language for each in scripts} == {"en", "zh-hans", "ms", "id", "th", "fil", "vi"}
    assert {each.turns[0] for each in scripts} == {Say("/start")}


@pytest.mark.parametrize(("share", "value"), [(0.5, 51), (0.99, 100), (0.0, 1)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: int) -> None:
    assert percentile(range(1, 101), share) == value


def test_growth_is_in_megabytes_for_a_hundred_thousand_turns() -> None:
    assert growth([50_000, 50_000, 100_000], [100.0, 101.0, 103.0]) == pytest.approx(2.0)
