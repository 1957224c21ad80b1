"""Any message gets a reading, soon; words like an example's lead to its intent, and nonsense to none."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.matcher import ACCEPTABLE_WRONG, Matcher, load_matcher
from bot.matching.understanding import Decision
from bot.settings import Settings
from tests.matching.conftest import calls_of

MOST_CALLS = 200_000
"""More than twice as many would be too slow for a message that nobody reads."""


@pytest.fixture(scope="module")
def shared(matcher: Matcher) -> Matcher:
    matcher.understand("hello", "en")  # tables that are made on first use are made now
    return matcher


@pytest.mark.parametrize(
    ("text", "chat", "intent"),
    [
        pytest.param("what is the fee for visa", "en", "fees.card", id="english"),
        pytest.param("WHAT TIME DO YOU CLOSE???", "en", "support.hours", id="loud"),
        pytest.param("helloooo", "en", "talk.greeting", id="elongated"),
        pytest.param("ขอเงินคืนหน่อย", "th", "order.refund", id="thai"),
        pytest.param("ขอเงินคืนหน่อย", "en", "order.refund", id="thai in an english chat"),
    ],
)
def test_words_like_an_example_s_lead_to_its_intent(shared: Matcher, text: str, chat: str, intent: str) -> None:
    assert shared.understand(text, chat).first.candidates[0].intent == intent


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "\u200b", "!!!", "qweqwe zz"])
def test_nonsense_gets_no_answer(shared: Matcher, text: str) -> None:
    assert shared.understand(text, "en").first.intent is None


def test_what_the_examples_hardly_know_is_strange_unless_it_is_one_of_them(shared: Matcher) -> None:
    sure = replace(shared, answer_from=0.0)
    assert sure.understand("hello xqzw vbnmq wrtzp kjhgf", "en").first.decision is Decision.FALLBACK
    assert sure.understand("hello", "en").first.intent == "talk.greeting"


@pytest.mark.parametrize("text", ["paying", "ใคร"])
def test_a_word_that_stands_in_examples_of_something_is_asked_back_about(shared: Matcher, text: str) -> None:
    assert replace(shared, answer_from=0.0).understand(text, "en").first.intent is None


@pytest.mark.parametrize("text", ["hello", "visa"])
def test_a_word_that_is_an_example_or_names_something_is_answered(shared: Matcher, text: str) -> None:
    assert replace(shared, answer_from=0.0).understand(text, "en").first.intent is not None


def test_the_script_tells_the_language(shared: Matcher) -> None:
    read = shared.understand("เปิดกี่โมงครับ", "en").first
    assert (read.language, read.language_is_clear) == ("th", True)


def test_a_short_word_leaves_the_chat_s_language(shared: Matcher) -> None:
    assert shared.understand("visa", "th").first.language_is_clear is False


def test_slots_and_the_text_come_along(shared: Matcher) -> None:
    read = shared.understand("card fee for 5k yuan", "en").first
    assert (read.slots.amount, read.slots.currency, read.text) == (5000, "CNY", "card fee for 5k yuan")


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(shared: Matcher, text: str) -> None:
    read = shared.understand(text, "en")
    assert read.questions
    for question in read.questions:
        assert all(0 <= candidate.confidence <= 1 for candidate in question.candidates)
        assert (question.decision is Decision.ANSWER) == (question.intent is not None)


@given(st.text(min_size=10, max_size=60))
def test_the_same_text_is_always_read_alike(shared: Matcher, text: str) -> None:
    assert shared.understand(text, "th") == shared.understand(text, "th")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("".join(chr(33 + (at * 7919) % 50000) for at in range(4096)), id="4,096 mixed characters"),
        pytest.param("card " * 1000, id="a thousand repeated words"),
        pytest.param("\u0301\u0e49" * 2048, id="only combining marks"),
        pytest.param("ก" * 4096, id="one thai letter"),
        pytest.param("费" * 4096, id="one chinese letter"),
        pytest.param("a?" * 2000, id="question marks"),
    ],
)
def test_a_hostile_message_is_cheap(shared: Matcher, text: str) -> None:
    assert calls_of(lambda: shared.understand(text, "en")) <= MOST_CALLS


def test_who_accepts_fewer_errors_gets_fewer_answers(
    small_knowledge: Path, small_cache: Path, matcher: Matcher
) -> None:
    strict = load_matcher(small_knowledge, small_cache, acceptable_wrong=0.0)
    assert strict.answer_from >= matcher.answer_from


def test_the_setting_says_what_is_acceptable_where_nothing_else_does() -> None:
    assert Settings.model_fields["acceptable_wrong"].default == ACCEPTABLE_WRONG
