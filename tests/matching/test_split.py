"""Two questions in one message are told apart; greetings, stories and afterthoughts are not cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.split import MAX_PARTS, QuestionSplitter
from bot.settings import KNOWLEDGE

SPLITTER = QuestionSplitter(load_vocabulary(KNOWLEDGE / "vocabulary").questions)

TWO = {
    "how much is the fee and can I use ringgit?": ("how much is the fee", "can I use ringgit?"),
    "How do I pay? What is the fee?": ("How do I pay?", "What is the fee?"),
    "how much is the fee\ncan i use card": ("how much is the fee", "can i use card"),
    "what is the fee, and can i use paypal?": ("what is the fee", "can i use paypal?"),
    "手续费多少，可以用马币吗": ("手续费多少", "可以用马币吗"),
    "手续费多少？能用信用卡吗？": ("手续费多少?", "能用信用卡吗?"),
    "ค่าธรรมเนียมเท่าไหร่ แล้วใช้บัตรได้ไหม": ("ค่าธรรมเนียมเท่าไหร่", "ใช้บัตรได้ไหม"),
    "berapa biayanya dan bisa pakai kartu?": ("berapa biayanya", "bisa pakai kartu?"),
    "berapa caj dan boleh guna ringgit?": ("berapa caj", "boleh guna ringgit?"),
    "phí bao nhiêu và có dùng thẻ được không": ("phí bao nhiêu", "có dùng thẻ được không"),
    "magkano ang fee at pwede ba ang ringgit?": ("magkano ang fee", "pwede ba ang ringgit?"),
    "hi admin, how do i pay? what is the fee?": ("hi admin, how do i pay?", "what is the fee?"),
    "I paid yesterday. Did it arrive? When do you open?": ("I paid yesterday. Did it arrive?", "When do you open?"),
}

ONE = [
    "hi admin, how much is the fee?",
    "hello\nhow much is the fee?",
    "Is World Pay the only way? can?",
    "can i pay by card and alipay?",
    "what is a World Account and why do I need it?",
    "如果我用信用卡，手续费多少",
    "My payment failed. I tried twice. The money is gone. What should I do?",
    "i want to buy shoes and bags from 1688",
    "buy and sell",
    "5000",
    "why?",
    "ถ้าจ่ายด้วยบัตรค่าธรรมเนียมเท่าไหร่คะ",
    "kalau saya bayar pakai kartu, biayanya berapa?",
]


@pytest.mark.parametrize(("text", "parts"), [pytest.param(*pair, id=pair[0]) for pair in TWO.items()])
def test_two_questions_are_told_apart(text: str, parts: tuple[str, ...]) -> None:
    assert SPLITTER.split(text) == parts


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in ONE])
def test_one_question_stays_whole(text: str) -> None:
    assert len(SPLITTER.split(text)) == 1


@given(
    st.text()
    | st.lists(st.sampled_from(["how", "and", " ", "?", "\n", "can i", "多少", ",", "pay", "。"])).map("".join)
)
def test_any_text_gives_one_to_four_parts(text: str) -> None:
    assert 1 <= len(SPLITTER.split(text)) <= MAX_PARTS


@pytest.mark.parametrize("text", ["and " * 1024, "how much is, " * 300, "?" * 4096, "a b?" * 1024])
def test_a_flood_stays_one(text: str) -> None:
    assert len(SPLITTER.split(text)) == 1
