"""One well-formed shape for what many keyboards type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.entities import EntityReader
from bot.matching.text import MAX_LENGTH, MAX_MARKS, clean, fold, lower, without_marks
from bot.settings import KNOWLEDGE
from tests.matching.conftest import calls_of

MOST_CALLS = 100_000
"""More than twice as many would be too slow for a message that nobody reads."""


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        pytest.param("５０００元", "5000元", id="full width"),
        pytest.param("๕๐๐๐ บาท", "5000 บาท", id="thai digits"),
        pytest.param("٥٠٠", "500", id="arabic digits"),
        pytest.param("phi\u0301", "phí", id="decomposed"),
        pytest.param("น้ำ", "น้ำ", id="sara am"),
        pytest.param("เเอป", "แอป", id="sara ae"),
        pytest.param("a\u200bb\u00adc\ufeff", "abc", id="invisible"),
        pytest.param("Z\u0337\u0322\u0338a\u0338\u0321lgo", "Zalgo", id="zalgo"),
        pytest.param("  two\t\nlines ", "two lines", id="spaces"),
        pytest.param("it’s “5” — ok", 'it\'s "5" - ok', id="quotes and dashes"),
        pytest.param("5\ufe0f\u20e3", "5", id="keycap"),
        pytest.param("多少？", "多少?", id="chinese marks"),
        pytest.param("раymеnt fее", "payment fee", id="cyrillic letters in latin words"),
        pytest.param("АLIРАΥ", "ALIPAY", id="greek and cyrillic capitals"),
        pytest.param("как оплатить", "как оплатить", id="another language's words"),
        pytest.param("", "", id="empty"),
    ],
)
def test_an_utterance_is_cleaned(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("hellooo", "hello"), ("FEEEE", "fee"), ("มากกกก", "มาก"), ("哈哈哈哈", "哈"), ("5000", "5000"), ("free", "free")],
)
def test_elongation_is_undone_but_never_in_figures(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_accents_can_be_left_out() -> None:
    assert without_marks("nhân dân tệ, đồng") == "nhan dan te, dong"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_lower_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param("\u0301\u0323" * 2048, id="marks"),
        pytest.param("card " * 1000, id="words"),
        pytest.param("5k " * 1365, id="amounts"),
        pytest.param("三" * 4096, id="numerals"),
        pytest.param("$" * 4096, id="signs"),
        pytest.param("\ufdfa" * 4096, id="ligatures"),
        pytest.param("".join(chr(33 + at * 7919 % 40000) for at in range(4096)), id="characters"),
    ],
)
def test_a_flood_is_read_in_few_steps(flood: str) -> None:
    reader = EntityReader(load_vocabulary(KNOWLEDGE / "vocabulary"))
    assert calls_of(lambda: reader.read(flood)) <= MOST_CALLS


@pytest.mark.parametrize("flood", ["\u0301\u0323" * 2048, "\u0e49" * 4096])
def test_marks_are_thinned_before_they_are_ordered(flood: str) -> None:
    assert len(clean("ก" + flood)) <= 1 + MAX_MARKS


@given(st.text(min_size=1).map(lambda text: text * MAX_LENGTH))
def test_a_long_text_is_cut(text: str) -> None:
    assert len(clean(text)) <= MAX_LENGTH
