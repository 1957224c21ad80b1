"""What nobody should see is found, in any disguise; what only looks like it passes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.secrets import GROUPS, Line, measure, read_lines
from bot.knowledge import Knowledge
from bot.knowledge.examples import read_examples
from bot.settings import KNOWLEDGE
from bot.support.secrets import Secret, find_secret, find_secrets, says_more, without_secrets

RECALL = 0.98
FALSE_ALARMS = 0.01


@pytest.fixture(scope="module", params=GROUPS)
def lines(request: pytest.FixtureRequest) -> tuple[Line, ...]:
    """The labelled messages of a group of languages."""
    return read_lines(GROUPS[request.param])


def test_each_group_has_enough_lines_of_both_sorts(lines: tuple[Line, ...]) -> None:
    assert len(lines) >= 300
    assert 0.4 < sum(line.holds is not None for line in lines) / len(lines) < 0.6
    assert len({line.text for line in lines}) == len(lines)


def test_secrets_are_found(lines: tuple[Line, ...]) -> None:
    assert measure(lines).recall >= RECALL, measure(lines).missed


def test_false_alarms_are_rare(lines: tuple[Line, ...]) -> None:
    assert measure(lines).false_alarms <= FALSE_ALARMS, measure(lines).alarms


def test_the_kind_is_told_right(lines: tuple[Line, ...]) -> None:
    assert measure(lines).confused <= 0.01 * len(lines)


def test_what_was_held_out_is_found_as_well() -> None:
    every = read_lines(language for languages in GROUPS.values() for language in languages)
    held = measure(line for line in every if line.is_held_out)
    assert held.recall >= RECALL
    assert held.false_alarms <= FALSE_ALARMS


def test_no_question_that_the_assistant_knows_is_taken_for_a_secret(knowledge: Knowledge) -> None:
    examples, _ = read_examples(KNOWLEDGE, knowledge.intents)
    asked = [example.text for example in examples]
    assert len(asked) > 30_000
    assert [text for text in asked if find_secret(text) is not None] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the code is 482913", id="plain"),
        pytest.param("the code is 4 8 2 9 1 3", id="spaced out"),
        pytest.param("the code is 48 29 13", id="in pairs"),
        pytest.param("the code is 482-913", id="with a hyphen"),
        pytest.param("the code is ４８２９１３", id="full width"),
        pytest.param("the code is ๔๘๒๙๑๓", id="Thai digits"),
        pytest.param("the code is ٤٨٢٩١٣", id="Arabic-Indic digits"),
        pytest.param("the code is ۴۸۲۹۱۳", id="Persian digits"),
        pytest.param("the code is ④⑧②⑨①③", id="circled"),
        pytest.param("the code is 4️⃣8️⃣2️⃣9️⃣1️⃣3️⃣", id="keycaps"),
        pytest.param("the code is 4\u200b8\u200b2\u200b9\u200b1\u200b3", id="zero-width spaces"),
        pytest.param("the co\u200dde is 48\u206029\u00ad13", id="joiners and soft hyphens"),
        pytest.param("the code is 𝟒𝟖𝟐𝟗𝟏𝟑", id="mathematical"),
        pytest.param("THE CODE IS 482913", id="shouted"),
        pytest.param("the code is\n482913", id="on two lines"),
        pytest.param("m\u0061\u0303 la\u0300 482913", id="Vietnamese taken apart"),
    ],
)
def test_a_disguise_does_not_help(text: str) -> None:
    assert find_secret(text) is Secret.CODE


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("the code is 4 8 2 9 1 3, where do i put it?", "the code is •••, where do i put it?"),
        ("รหัส๔๘๒๙๑๓ ใส่ตรงไหน", "รหัส••• ใส่ตรงไหน"),
        ("pw: Hunter2! and card 4111 1111 1111 1111", "pw: •••! and card •••"),
        ("mật khẩu của em là lan1990 sao không vào được", "mật khẩu của em là ••• sao không vào được"),
        ("either rabbit77 or rabbit78 is my password", "either ••• or ••• is my password"),
        ("how do I pay?", "how do I pay?"),
    ],
)
def test_what_is_left_holds_no_secret(text: str, rest: str) -> None:
    assert without_secrets(text) == rest


def test_a_bare_number_is_a_code_only_where_a_code_is_asked_for() -> None:
    assert find_secret("482913") is None
    assert find_secret("482913", expects_code=True) is Secret.CODE
    assert find_secret("4829", expects_code=True) is Secret.CODE


@pytest.mark.parametrize("text", ["i typed 482913 and nothing happens", "482913 หรอ", "放 482913 没反应"])
def test_six_digits_that_nothing_names_are_a_code_where_one_is_asked_for(text: str) -> None:
    assert find_secret(text, expects_code=True) is Secret.CODE


@pytest.mark.parametrize(
    "text", ["fee for 482913 yuan?", "order 482913 is late", "5000", "+65 9123 4567", "482913 rmb"]
)
def test_what_is_called_something_else_is_none_even_there(text: str) -> None:
    assert find_secret(text, expects_code=text != "5000") is None


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("my pаsswоrd is Sommer2024", "Sommer2024"),
        ("my cоde: 482913", "482913"),
        ("Рassword: Sommer2024", "Sommer2024"),
    ],
)
def test_letters_of_another_alphabet_disguise_nothing(text: str, secret: str) -> None:
    [found] = find_secrets(text)
    assert text[found.start : found.end] == secret


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("my password is Sommer2024, how much is the card fee?", True),
        ("my code is 482913, and what does an order of 5000 yuan cost", True),
        ("我的密码是Abc12345，刷卡手续费多少？", True),
        ("kata sandi saya Rahasia99, berapa biaya kartu?", True),
        ("my password is Sommer2024", False),
        ("otp 482913", False),
        ("this is my alipay account password: Sommer2024", False),
    ],
)
def test_whether_a_message_says_more_than_its_secret(text: str, more: bool) -> None:
    assert says_more(text) is more


@given(st.text(max_size=400), st.booleans())
def test_any_text_can_be_looked_through(text: str, expects_code: bool) -> None:
    found = find_secrets(text, expects_code=expects_code)
    assert all(0 <= secret.start < secret.end <= len(text) for secret in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
