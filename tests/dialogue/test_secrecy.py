"""A message that holds a secret is removed and kept nowhere; what else it asks is answered."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.dialogue import actions as act
from bot.dialogue.effects import NoteUnanswered, RelayToDesk, RemoveMessage, TellDesk
from bot.dialogue.events import Attachment, AttachmentKind, Command, Event, StaffSpoke, Text
from bot.dialogue.replies import Answer, DetailAsked, DraftShown, FeesComputed, SecretRemoved
from bot.dialogue.response import Response
from bot.dialogue.states import write_state
from bot.knowledge import Knowledge
from bot.matching.understanding import Slots, Understanding
from bot.support.secrets import Secret
from tests.dialogue.scripted import Talk, bare, meant, unknown, unsure

ASKS: dict[str, Understanding | tuple[Understanding, ...]] = {
    "the code is •••, where do i put it?": meant("authorise.code"),
    "my card ••• was declined, and what is the fee?": (meant("payment.failed"), meant("fees.card")),
    "my password is ••• and something nobody understands": unknown("nobody understands"),
    "my password is ••• or whatever it was": unsure("account.login", "payment.password"),
    "5000 yuan": bare(amount=5000),
}


@pytest.fixture
def talk(knowledge: Knowledge, now: datetime) -> Talk:
    return Talk(knowledge, now, ASKS)


def contents(response: Response) -> list[object]:
    return [reply.content for reply in response.replies]


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        pytest.param(Text("the code is 482913"), Secret.CODE, id="text"),
        pytest.param(Text("the code is 482913", edited=True), Secret.CODE, id="edited text"),
        pytest.param(Attachment(AttachmentKind.PHOTO, "my pw: hunter2x"), Secret.PASSWORD, id="caption"),
        pytest.param(
            Attachment(AttachmentKind.DOCUMENT, "ic 810514-12-7920", edited=True), Secret.IDENTITY, id="edited caption"
        ),
        pytest.param(Command("ask", "is 4111 1111 1111 1111 ok"), Secret.CARD, id="a question behind /ask"),
        pytest.param(Command("cancel", "my gcash pin is 4821"), Secret.PIN, id="words behind any command"),
        pytest.param(Command("otp", "482913"), Secret.CODE, id="a command that does not exist"),
    ],
)
def test_a_secret_is_removed_wherever_it_stands(talk: Talk, event: Event, kind: Secret) -> None:
    response = talk.event(event)
    assert contents(response) == [SecretRemoved(kind)]
    assert response.effects == (RemoveMessage(),)


def test_what_else_the_message_asks_is_answered(talk: Talk) -> None:
    response = talk.says("the code is 482913, where do i put it?")
    assert contents(response) == [SecretRemoved(Secret.CODE), Answer("authorise.code")]
    assert response.outcome.intents == ("authorise.code",)
    assert response.effects == (RemoveMessage(),)


def test_the_warning_is_in_the_language_of_the_message(knowledge: Knowledge, now: datetime) -> None:
    hears = {"รหัสผ่านคือ •••": replace(unknown(), language="th", language_is_clear=True)}
    response = Talk(knowledge, now, hears).says("รหัสผ่านคือ som1234")
    assert contents(response) == [SecretRemoved(Secret.PASSWORD)]
    assert response.outcome.language == "th"


def test_several_questions_beside_a_secret_are_answered(talk: Talk) -> None:
    response = talk.says("my card 4111 1111 1111 1111 was declined, and what is the fee?")
    assert contents(response)[0] == SecretRemoved(Secret.CARD)
    assert response.outcome.intents == ("payment.failed", "fees.card")


@pytest.mark.parametrize(
    "text", ["my password is hunter2x and something nobody understands", "my password is hunter2x or whatever it was"]
)
def test_what_is_unclear_is_neither_guessed_at_nor_noted(talk: Talk, text: str) -> None:
    response = talk.says(text)
    assert contents(response) == [SecretRemoved(Secret.PASSWORD)]
    assert not any(isinstance(effect, NoteUnanswered) for effect in response.effects)


def test_nothing_of_the_message_is_in_the_state(talk: Talk) -> None:
    talk.says("the code is 482913, where do i put it?")
    stored = json.dumps(write_state(talk.state))
    assert "482913" not in stored
    assert "where do i put it" not in stored


@pytest.mark.parametrize("stage", ["what", "since", "email", "text", "draft"])
def test_a_case_that_is_being_told_goes_on_where_it_was(talk: Talk, stage: str) -> None:
    talk.event(Command("contact"))
    talk.taps(act.WriteToTeam())
    steps = {"what": 0, "since": 1, "email": 2, "draft": 3, "text": 3}[stage]
    for words in ("i cannot log in", "yesterday", "mei@example.com")[:steps]:
        talk.says(words)
    if stage == "text":
        talk.taps(act.ChangeText())
    assert talk.at == f"handoff:{stage}"
    offered = talk.state.offered
    response = talk.says("my password is hunter2x and it does not work")
    assert contents(response)[0] == SecretRemoved(Secret.PASSWORD)
    assert isinstance(contents(response)[-1], DetailAsked | DraftShown)
    assert response.effects == (RemoveMessage(),)
    assert (talk.at, talk.state.offered) == (f"handoff:{stage}", offered)
    assert "hunter2x" not in json.dumps(write_state(talk.state))


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(Text("here is my code 482913"), id="text"),
        pytest.param(Text("here is my code 482913", edited=True), id="edited"),
        pytest.param(Attachment(AttachmentKind.PHOTO, "code 482913"), id="caption"),
    ],
)
def test_a_person_of_the_team_learns_that_a_secret_was_typed_and_not_which(talk: Talk, event: Event) -> None:
    talk.event(StaffSpoke("Priya"))
    talk.waits(timedelta(minutes=10))
    response = talk.event(event)
    assert contents(response) == [SecretRemoved(Secret.CODE)]
    removed, told = response.effects
    assert removed == RemoveMessage()
    assert isinstance(told, TellDesk)
    assert "a one-time code" in told.text
    assert "482913" not in told.text
    assert talk.state.live_until == talk.now + timedelta(minutes=30)


def test_a_caption_that_was_edited_is_no_second_message_for_the_staff(talk: Talk) -> None:
    talk.event(StaffSpoke("Priya"))
    response = talk.event(Attachment(AttachmentKind.PHOTO, "the page", edited=True))
    assert response.effects == (RelayToDesk(edited=True),)


@pytest.mark.parametrize("text", ["482913", "4829", "it is 482913 right", "๔๘๒๙๑๓"])
def test_where_a_code_is_asked_for_a_number_is_one(talk: Talk, text: str) -> None:
    talk.event(Command("start", "authorise-code"))
    assert contents(talk.says(text)) == [SecretRemoved(Secret.CODE)]


def test_after_a_question_about_the_code_a_number_is_one(knowledge: Knowledge, now: datetime) -> None:
    talk = Talk(knowledge, now, {"no code comes": meant("code.not_received")})
    talk.says("no code comes")
    assert contents(talk.says("482913")) == [SecretRemoved(Secret.CODE)]


def test_an_amount_that_was_asked_for_is_none_even_there(knowledge: Knowledge, now: datetime) -> None:
    hears: dict[str, Understanding | tuple[Understanding, ...]] = {
        "what is the fee": meant("fees.overview", Slots()),
        "482913": bare(amount=482913),
    }
    talk = Talk(knowledge, now, hears)
    talk.event(Command("start", "authorise-code"))
    talk.says("what is the fee")
    assert isinstance(talk.says("482913").replies[0].content, FeesComputed)
