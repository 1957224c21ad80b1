"""How many turns one user may take: a burst is served, then they wait, and nobody waits for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.allowance import Allowance, spend

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def burst(before: Allowance | None, now: datetime, rate: float, turns: int) -> tuple[Allowance | None, list[bool]]:
    """Several turns at one instant: the allowance after them, and which of them may be taken."""
    taken = []
    for _ in range(turns):
        before, may_go_on = spend(before, now, rate)
        taken.append(may_go_on)
    return before, taken


def test_as_many_turns_as_the_rate_may_be_taken_at_once() -> None:
    _, taken = burst(None, NOW, 3, 5)
    assert taken == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("pause", "more"),
    [
        pytest.param(timedelta(seconds=19), 0, id="not yet"),
        pytest.param(timedelta(seconds=20), 1, id="a third of a minute"),
        pytest.param(MINUTE, 3, id="a minute"),
        pytest.param(timedelta(days=9), 3, id="days: no more than at first"),
    ],
)
def test_turns_flow_in_again(pause: timedelta, more: int) -> None:
    after, _ = burst(None, NOW, 3, 3)
    _, taken = burst(after, NOW + pause, 3, 5)
    assert sum(taken) == more


def test_turns_that_are_refused_cost_nothing() -> None:
    after, _ = burst(None, NOW, 3, 1000)
    _, taken = burst(after, NOW + timedelta(seconds=20), 3, 1)
    assert taken == [True]


def test_a_clock_that_goes_back_gives_and_takes_nothing() -> None:
    after, _ = burst(None, NOW, 3, 3)
    back, taken = burst(after, NOW - timedelta(hours=1), 3, 1)
    assert taken == [False]
    _, taken = burst(back, NOW - timedelta(hours=1) + timedelta(seconds=20), 3, 2)
    assert taken == [True, False]


def test_whoever_was_told_to_wait_is_told_anew_after_the_next_turn_that_is_taken() -> None:
    told = Allowance(0.0, NOW, is_told=True)
    still, may_go_on = spend(told, NOW, 3)
    assert (still.is_told, may_go_on) == (True, False)
    later, may_go_on = spend(told, NOW + MINUTE, 3)
    assert (later.is_told, may_go_on) == (False, True)


pauses = st.lists(st.floats(0, 600).map(lambda seconds: timedelta(seconds=seconds)), max_size=60)


@given(st.integers(1, 60), pauses)
def test_in_no_minute_are_more_turns_taken_than_twice_the_rate(rate: int, waits: list[timedelta]) -> None:
    allowance, now, taken = None, NOW, []
    for wait in waits:
        now += wait
        allowance, may_go_on = spend(allowance, now, rate)
        if may_go_on:
            taken.append(now)
    for start in taken:
        assert sum(start <= at < start + MINUTE for at in taken) <= 2 * rate


@given(st.integers(1, 60), pauses)
def test_whoever_waits_a_minute_is_never_refused(rate: int, waits: list[timedelta]) -> None:
    allowance, now = None, NOW
    for wait in waits:
        now += wait
        allowance, _ = spend(allowance, now, rate)
    _, may_go_on = spend(allowance, now + MINUTE, rate)
    assert may_go_on
