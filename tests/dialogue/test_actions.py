"""What a button does survives the trip through Telegram."""

import dataclasses
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.actions import MAX_CALLBACK_BYTES, Action, GoStep, decode, encode
from bot.knowledge import Knowledge

ids = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789._", max_size=16)


@st.composite
def actions(draw: st.DrawFn) -> Action:
    kind = draw(st.sampled_from(get_args(Action)))
    made: Action = kind(*(draw(ids) for _ in dataclasses.fields(kind)))
    return made


@given(actions())
def test_a_tap_survives_the_trip_through_telegram(action: Action) -> None:
    data = encode(action)
    assert len(data.encode()) <= MAX_CALLBACK_BYTES
    assert decode(data) == action


@given(st.text(max_size=80))
def test_foreign_data_is_no_action_or_one_that_encodes_to_it(data: str) -> None:
    action = decode(data)
    assert action is None or len(data.encode()) > MAX_CALLBACK_BYTES or encode(action) == data


def test_too_long_data_is_refused_before_telegram_refuses_it() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        encode(GoStep("x" * 70))


def test_too_long_data_is_no_action() -> None:
    assert decode("ask:" + "😀" * 16) is None


def test_every_action_has_its_own_code() -> None:
    codes = [kind.code for kind in get_args(Action)]
    assert len(codes) == len(set(codes))


def test_every_id_of_the_content_fits_into_a_button(knowledge: Knowledge) -> None:
    for step in knowledge.guide.steps:
        for trouble in knowledge.guide.troubles:
            assert len(f"trouble:{step}:{trouble}".encode()) <= MAX_CALLBACK_BYTES
