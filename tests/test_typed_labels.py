"""Who types what a button says has tapped it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot.conversation import Conversation, Incoming, Said, Speaker
from bot.dialogue.events import Command, Text
from bot.dialogue.states import describe
from bot.storage import Turns

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
MEI = 7


@pytest.fixture
def conversation(sqlite_engine: Engine, speaker: Speaker) -> Conversation:
    return Conversation(Turns(sqlite_engine), lambda: speaker)


def say(conversation: Conversation, text: str, language: str = "en", *, edited: bool = False) -> Said:
    event = Command(text[1:]) if text.startswith("/") else Text(text, edited)
    said = conversation.take(Incoming(MEI, event, language), NOW)
    assert said is not None
    return said


def where(said: Said) -> str:
    return describe(said.response.state.where) or ""


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "SKIP this question!"), ("en", " Skip this question "), ("vi", "Bỏ qua câu này"), ("th", "ข้ามคำถามนี้")],
)
def test_the_words_of_a_button_are_a_tap_on_it(conversation: Conversation, language: str, label: str) -> None:
    say(conversation, "/guide", language)
    assert where(say(conversation, label, language)) == "guide:question:has_1688"


def test_an_old_buttons_words_are_words(conversation: Conversation) -> None:
    say(conversation, "/start")
    say(conversation, "/guide")
    assert where(say(conversation, "Start the guide")) != "guide:question:has_world_account"


def test_in_a_story_for_the_team_only_the_buttons_words_are_a_tap(conversation: Conversation) -> None:
    say(conversation, "/contact")
    assert where(say(conversation, "Write to the team")).startswith("handoff")
    assert where(say(conversation, "skip this, the money is gone")) == "handoff:since"
    assert where(say(conversation, "skip")) == "handoff:email"


def test_an_edited_message_taps_nothing(conversation: Conversation) -> None:
    say(conversation, "/guide")
    assert where(say(conversation, "Skip this question", edited=True)) != "guide:question:has_1688"
