"""When the network or Telegram fails, on purpose."""

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.simulator import Kind, Simulator, User

from .conftest import Served


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        pytest.param(Kind.SERVER_ERROR, NetworkError, id="502"),
        pytest.param(Kind.TOO_MANY, RetryAfter, id="429"),
        pytest.param(Kind.DROPPED_BEFORE, NetworkError, id="dropped before"),
    ],
)
async def test_a_call_fails_and_nothing_is_sent(
    bot: Bot, simulator: Simulator, mei: User, kind: Kind, error: type[Exception]
) -> None:
    simulator.faults.next(kind, "sendMessage")
    with pytest.raises(error):
        await bot.send_message(mei.id, "x")
    assert mei.replies == ()
    assert (await bot.send_message(mei.id, "x")).text == "x"
    assert [(h.method, h.fault.kind) for h in simulator.faults.happened] == [("sendMessage", kind)]
    assert [call.ok for call in simulator.calls_of("sendMessage")] == [False, True]


async def test_a_connection_dropped_after_acceptance_leaves_the_message(
    bot: Bot, simulator: Simulator, mei: User
) -> None:
    simulator.faults.next(Kind.DROPPED_AFTER, "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(mei.id, "x")
    assert [message.text for message in mei.replies] == ["x"]


async def test_a_slow_answer_times_out_though_the_message_is_there(
    served: Served, simulator: Simulator, mei: User
) -> None:
    simulator.faults.next(Kind.SLOW, "sendMessage", seconds=0.3)
    async with served.bot(read_timeout=0.1) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(mei.id, "x")
    assert [message.text for message in mei.replies] == ["x"]


async def test_a_share_of_the_calls_fails_until_cleared(bot: Bot, simulator: Simulator, mei: User) -> None:
    simulator.faults.often(Kind.SERVER_ERROR, "sendMessage", share=0.5)
    for _ in range(20):
        try:
            await bot.send_message(mei.id, "x")
        except NetworkError:
            continue
    failed = len(simulator.faults.happened)
    assert 0 < failed < 20
    assert len(mei.replies) == 20 - failed
    simulator.faults.clear()
    assert (await bot.send_message(mei.id, "x")).text == "x"
