"""What a turn leaves in the log: what it came to, and not a word of the user's."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.conversation import Conversation, Incoming, Speaker
from bot.dialogue import actions as act
from bot.dialogue.events import Attachment, AttachmentKind, Command, Event, Tap, Text
from bot.knowledge import Knowledge
from bot.storage import Turns, migrate, open_database, transaction
from bot.storage.tables import TurnLog
from bot.storage.turn_log import section_of

Row = tuple[str, ...]


@pytest.fixture
def logged(speaker: Speaker, now: datetime, tmp_path: Path) -> Callable[..., list[Row]]:
    """Takes events of one chat, one after the other, and gives the rows that they leave."""
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    conversation = Conversation(Turns(engine), lambda: speaker)
    names = ("kind", "language", "decision", "intent", "also", "shown", "step", "section")

    def take(*events: Event) -> list[Row]:
        for event in events:
            conversation.take(Incoming(7, event, "en"), now)
        with transaction(engine) as session:
            rows = session.execute(select(TurnLog).order_by(col(TurnLog.id))).scalars().all()
        return [tuple(getattr(row, name) for name in names) for row in rows]

    return take


def test_a_question_is_logged_with_what_was_understood(logged: Callable[..., list[Row]]) -> None:
    events = (Text("how much is the card fee?"), Command("ask", "kartu kredit kena biaya berapa?"))
    assert logged(*events) == [
        ("text", "en", "answer", "fees.card", "", "Answer", "", ""),
        ("text", "id", "answer", "fees.card", "", "Answer", "", ""),
    ]


def test_a_walk_is_logged_with_the_steps_shown(logged: Callable[..., list[Row]]) -> None:
    to_code = Tap(act.Next("alipay.register"))
    assert logged(Command("start"), Tap(act.StartGuide()), Command("start", "alipay"), to_code) == [
        ("command", "en", "", "", "", "Welcome", "", ""),
        ("tap", "en", "", "", "", "OpeningAsked", "opening", ""),
        ("command", "en", "", "", "", "StepShown", "alipay.register", "alipay"),
        ("tap", "en", "", "", "", "StepShown", "alipay.code", "alipay"),
    ]


def test_what_is_not_understood_is_no_answer(logged: Callable[..., list[Row]]) -> None:
    [row] = logged(Text("qwrtp zxcvb"))
    assert row == ("text", "en", "fallback", "", "", "Fallback", "", "")


def test_the_further_questions_of_a_message_are_kept(logged: Callable[..., list[Row]]) -> None:
    [row] = logged(Text("what is the fee for world pay? and when is support open?"))
    assert row[2:5] == ("answer", "fees.world_pay", "support.hours")


def test_a_picture_alone_asks_nothing(logged: Callable[..., list[Row]]) -> None:
    picture = Attachment(AttachmentKind.PHOTO)
    assert logged(picture) == [("other", "en", "", "", "", "Note", "", "")]


def test_the_turn_that_erases_a_chat_leaves_nothing(logged: Callable[..., list[Row]]) -> None:
    events = (Command("start"), Command("privacy"), Tap(act.DeleteData()), Tap(act.ConfirmDelete()))
    assert logged(*events) == []


def test_the_ids_of_the_guides_steps_begin_with_their_sections(knowledge: Knowledge) -> None:
    sections = {step: section.id for step, section in knowledge.guide.section_of.items()}
    assert {step: section_of(step) for step in sections} == sections
