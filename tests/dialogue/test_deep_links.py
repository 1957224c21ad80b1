"""Links into the chat: what they carry, and where they lead."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.deep_links import Destination, read_parameter, write_parameter
from bot.dialogue.events import Command
from bot.dialogue.replies import Answer, StepShown, Welcome
from bot.dialogue.states import ChatState
from bot.knowledge import Knowledge
from tests.conftest import MONDAY_MORNING
from tests.dialogue.scripted import Talk

ids = st.from_regex(r"[a-z0-9_]{1,20}(\.[a-z0-9_]{1,20})?", fullmatch=True)
languages = st.from_regex(r"[a-z]{2,3}", fullmatch=True)
destinations = (
    st.builds(Destination, ids)
    | st.builds(Destination, ids, languages)
    | st.builds(Destination, st.just(""), languages)
)

Start = Callable[[str], Talk]


@given(destinations)
def test_a_destination_survives_the_trip_through_telegram(destination: Destination) -> None:
    parameter = write_parameter(destination)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter)
    assert read_parameter(parameter) == destination


@given(st.builds(Destination, st.text("aB1_-.", max_size=70), st.text("tHé-", max_size=4)))
def test_a_link_is_refused_rather_than_made_to_lead_elsewhere(destination: Destination) -> None:
    try:
        parameter = write_parameter(destination)
    except ValueError:
        return
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter)
    assert read_parameter(parameter) == destination


@pytest.mark.parametrize(
    "destination", [Destination(), Destination("x" * 65), Destination("x" * 61, "th"), Destination("a-b")]
)
def test_what_telegram_would_not_carry_is_refused(destination: Destination) -> None:
    with pytest.raises(ValueError, match="no link can carry"):
        write_parameter(destination)


def test_every_place_has_a_link(knowledge: Knowledge) -> None:
    for place in (*knowledge.guide.section, *knowledge.guide.steps, *knowledge.intents):
        assert read_parameter(write_parameter(Destination(place, "fil"))) == Destination(place, "fil")


@pytest.fixture
def start(knowledge: Knowledge) -> Start:
    """Opens the bot by a link, with an app in Chinese."""

    def by_link(parameter: str) -> Talk:
        talk = Talk(knowledge, MONDAY_MORNING, state=ChatState(telegram_language="zh"))
        talk.event(Command("start", parameter))
        return talk

    return by_link


def test_a_step_opens_in_the_language_of_its_link(start: Start) -> None:
    talk = start("pay-method--th")
    assert isinstance(talk.content, StepShown)
    assert talk.at == "guide:pay.method"
    assert (talk.state.language, talk.last and talk.last.outcome.language) == ("th", "th")


def test_an_intent_is_answered_in_the_language_of_its_link(start: Start) -> None:
    talk = start("fees-card--th")
    assert talk.content == Answer("fees.card")
    assert talk.last
    assert (talk.last.outcome.intents, talk.last.outcome.language) == (("fees.card",), "th")


def test_a_language_alone_settles_it_and_welcomes(start: Start) -> None:
    talk = start("--th")
    assert talk.content == Welcome()
    assert talk.state.language == "th"


@pytest.mark.parametrize("parameter", ["pay-method", "pay-method--xx", "pay-method--", "PAY-METHOD"])
def test_without_a_language_that_we_speak_the_apps_goes_on(start: Start, parameter: str) -> None:
    talk = start(parameter)
    assert talk.at == "guide:pay.method"
    assert (talk.state.language, talk.last and talk.last.outcome.language) == (None, "zh")


def test_a_place_that_is_no_more_is_met_with_a_welcome_in_the_language_asked_for(start: Start) -> None:
    talk = start("gone-step--th")
    assert talk.content == Welcome()
    assert talk.state.language == "th"
