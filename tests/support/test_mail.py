"""A ticket's e-mail: what it says, and what it cannot be made to say."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.support.mail import TicketMail, compose

OPENED = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)
TEXT = "The code never arrives.\nSince: Monday\nStep: section 4A"


def made(name: str = "Mei Lim", words: str = "The code never arrives.", customer: str = "mei@example.com") -> bytes:
    ticket = TicketMail("A-1042", OPENED, name, words, TEXT, customer)
    return compose(ticket, "assistant@example.com", "desk@example.org").as_bytes()


def test_it_says_the_case_and_answers_go_to_the_customer() -> None:
    mail = message_from_bytes(made(), policy=SMTP)
    assert mail["Subject"] == "[A-1042] The code never arrives."
    assert mail["Reply-To"] == "Mei Lim <mei@example.com>"
    assert mail["Message-ID"] == "<ticket-a-1042@example.com>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Since: Monday" in plain.get_content()
    assert "Since: Monday" in html.get_content()


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("the code does not come to my phone " * 3, "the code does not come to my phone the code does not come..."),
        ("验证码收不到" * 20, "验证码收不到" * 9 + "验证码..."),
        ("", "A question"),
    ],
)
def test_a_long_subject_ends_with_a_whole_word(words: str, subject: str) -> None:
    mail = message_from_bytes(made(words=words), policy=SMTP)
    assert mail["Subject"] == f"[A-1042] {subject}"


def test_without_an_address_there_is_no_reply_to() -> None:
    mail = message_from_bytes(made(customer=""), policy=SMTP)
    assert mail["Reply-To"] is None


def test_markup_in_the_words_stays_words() -> None:
    ticket = TicketMail("A-1042", OPENED, "", "", "<script>alert(1)</script>", "")
    html = compose(ticket, "a@example.com", "b@example.com").get_body(("html",))
    assert html is not None
    assert "<script>" not in html.get_content()


@pytest.mark.parametrize("evil", ["x\r\nBcc: all@example.com", "x\nSubject: other", "x\u2028Bcc: y@example.com"])
def test_no_header_can_be_added(evil: str) -> None:
    mail = message_from_bytes(made(name=evil, words=evil), policy=SMTP)
    assert mail["Bcc"] is None
    assert len(mail.get_all("Subject", [])) == 1


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_typed_the_headers_stay_the_same(name: str, words: str) -> None:
    mail = message_from_bytes(made(name, words), policy=SMTP)
    assert sorted(key.lower() for key in mail) == sorted(key.lower() for key in message_from_bytes(made(), policy=SMTP))
