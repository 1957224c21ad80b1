"""How fast messages leave: the limits that Telegram asks for, and what it says when they are not kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Pacing, Simulator
from bot.telegram.pacing import TIDY_SECONDS, Pace
from tests.telegram.conftest import polling

CUSTOMER, GROUP = 7, -100_200_300


def leave(pace: Pace, chats: list[int], now: float = 0.0) -> list[float]:
    """Send to one chat after the other as soon as each may go; the instants, rounded."""
    instants = []
    for chat in chats:
        while (wait := pace.wait(chat, now)) > 0:
            now += wait + 1e-9  # else what floats lose is waited for without end
        instants.append(round(now, 3))
    return instants


def test_one_chat_gets_a_burst_and_then_one_a_second() -> None:
    assert leave(Pace(30, 1), [CUSTOMER] * 7) == [0, 0, 0, 0, 1, 2, 3]


def test_a_group_gets_twenty_a_minute() -> None:
    assert leave(Pace(30, 1), [GROUP] * 6) == [0, 0, 0, 0, 3, 6]


def test_all_chats_together_get_thirty_a_second() -> None:
    instants = leave(Pace(30, 1), list(range(1, 92)))
    assert instants[:30] == [0] * 30
    assert instants[30] == pytest.approx(1 / 30, abs=0.001)
    assert instants[90] == pytest.approx(61 / 30, abs=0.001)


def test_a_chat_that_has_to_wait_takes_nothing_from_the_others() -> None:
    pace = Pace(30, 1)
    leave(pace, [CUSTOMER] * 4)
    for _ in range(1000):
        assert pace.wait(CUSTOMER, 0.0) == 1
    assert leave(pace, list(range(100, 126))) == [0] * 26


@pytest.mark.parametrize(
    ("rate", "rate_chat", "last"),
    [
        pytest.param(0, 0, 0, id="neither"),
        pytest.param(0, 1, 96, id="the limit of one chat only"),
        pytest.param(30, 0, pytest.approx(70 / 30, abs=0.001), id="the limit over all only"),
    ],
)
def test_a_rate_of_0_is_no_limit(rate: float, rate_chat: float, last: float) -> None:
    assert leave(Pace(rate, rate_chat), [CUSTOMER] * 100)[-1] == last


def test_a_rate_below_one_a_second_still_lets_messages_leave() -> None:
    assert leave(Pace(0.5, 0), [CUSTOMER] * 3) == [0, 2, 4]


def test_two_processes_share_the_limit_over_all_chats() -> None:
    senders = [2]
    pace = Pace(30, 0, lambda: senders[0])
    assert leave(pace, [CUSTOMER] * 46)[-1] == pytest.approx(31 / 15, abs=0.001)


def test_a_process_that_is_joined_by_another_has_no_new_burst() -> None:
    senders = [1]
    pace = Pace(30, 0, lambda: senders[0])
    leave(pace, [CUSTOMER] * 30)
    senders[0] = 2
    assert leave(pace, [CUSTOMER])[0] == pytest.approx(1 / 15, abs=0.001)


def test_chats_that_have_been_quiet_are_forgotten_and_others_are_not() -> None:
    pace = Pace(0, 1)
    leave(pace, [CUSTOMER] * 4 + [8])
    leave(pace, [9] * 4, TIDY_SECONDS)
    pace.forget_idle(TIDY_SECONDS)
    assert set(pace._chats) == {9}
    assert pace.wait(9, TIDY_SECONDS) == 1


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, GROUP]), st.floats(0, 5)), max_size=80))
def test_in_no_second_leave_more_than_the_rate_and_its_burst(sent: list[tuple[int, float]]) -> None:
    pace, now, left = Pace(5, 1), 0.0, []
    for chat, pause in sent:
        now += pause
        while (wait := pace.wait(chat, now)) > 0:
            now += wait + 1e-9
        left.append((now, chat))
    for start, _ in left:
        second = [chat for at, chat in left if start <= at < start + 1]
        assert len(second) <= 10
        assert all(second.count(chat) <= 5 for chat in (1, 2, 3, GROUP))


async def test_over_the_wire_telegram_never_has_to_say_too_many(
    settings: Settings, engine: Engine, speaker: Speaker
) -> None:
    simulator = Simulator(pacing=Pacing())  # allows one more at once than we send: some are longer on their way
    mei = simulator.user("Mei", "en")
    async with polling(simulator, engine, settings, speaker, send_rate=30, send_rate_chat=1):
        for _ in range(6):
            await mei.says("/help")
        await mei.waits_for(lambda messages: len(messages) == 12)
    assert [call.ok for call in simulator.calls_of("sendMessage")] == [True] * 6


async def test_without_our_limits_telegrams_wish_to_wait_is_obeyed(
    settings: Settings, engine: Engine, speaker: Speaker
) -> None:
    simulator = Simulator(pacing=Pacing(burst=4))
    mei = simulator.user("Mei", "en")
    async with polling(simulator, engine, settings, speaker, send_rate=0, send_rate_chat=0):
        for _ in range(5):
            await mei.says("/help")
        await mei.waits_for(lambda messages: len(messages) == 10)
    assert [call.ok for call in simulator.calls_of("sendMessage")] == [True] * 4 + [False, True]
