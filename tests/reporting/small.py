"""Three chats over two days, few enough to be counted by hand. Times are the desk's, in Singapore.

- 1 (English) walks from the start to the second step of Alipay, asks twice there, and comes back a day later to pay.
- 2 (Thai) asks what nobody understood, and hands its case over, which is answered, closed and rated.
- 3 (English) opens the guide on the second day, and is stuck at its first step.
"""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import SQLModel

from bot.dialogue.states import ChatState, write_state
from bot.storage import transaction
from bot.storage.tables import Chat, Scheduled, StuckNote, TicketRow, TurnLog, Unanswered
from bot.storage.turn_log import section_of

ZONE = ZoneInfo("Asia/Singapore")
FIRST = date(2026, 11, 23)
SECOND = date(2026, 11, 24)
AFTERWARDS = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
"""Noon of the day after."""


def at(day: int, clock: str) -> datetime:
    """An instant of November 2026."""
    return datetime.fromisoformat(f"2026-11-{day}T{clock}:00").replace(tzinfo=ZONE)


def fill(engine: Engine) -> None:
    for row in (*_chats(), *_turns(), *_notes(), *_cases()):
        _add(engine, row)


def _add(engine: Engine, row: SQLModel) -> None:
    with transaction(engine) as session:
        session.add(row)


def turn(  # noqa: PLR0913 - a row of the table below
    chat: int, day: int, clock: str, kind: str = "tap", *, asked: str = "", shown: str = "StepShown", step: str = ""
) -> TurnLog:
    """`asked` is the decision and the intents, with spaces between."""
    decision, _, intents = asked.partition(" ")
    intent, _, also = intents.partition(" ")
    return TurnLog(
        chat_id=chat,
        at=at(day, clock),
        kind=kind,
        language="th" if chat == 2 else "en",
        decision=decision,
        intent=intent,
        also=also,
        shown=shown,
        step=step,
        section=section_of(step),
    )


def _chats() -> list[Chat]:
    state = write_state(ChatState())
    return [Chat(id=chat, state=state, labels={}, seen_at=at(24, "10:00")) for chat in (1, 2, 3)]


def _turns() -> list[TurnLog]:
    return [
        turn(1, 23, "09:00", "command", shown="Welcome"),
        turn(1, 23, "09:01", shown="OpeningAsked", step="opening"),
        turn(1, 23, "09:05", step="alipay.register"),
        turn(1, 23, "09:15", step="alipay.code"),
        turn(1, 23, "09:16", "text", asked="answer fees.card fees.world_pay", shown="Answer", step="alipay.code"),
        turn(1, 23, "09:17", "text", asked="choices", shown="Choices", step="alipay.code"),
        turn(1, 23, "09:18", asked="answer fees.card", shown="Answer", step="alipay.code"),
        turn(2, 23, "23:30", "text", asked="fallback", shown="Fallback"),
        turn(2, 23, "23:40", asked="answer support.human", shown="HandOffOffered"),
        turn(2, 23, "23:45", shown="TicketOpened"),
        turn(2, 23, "23:50", shown="ReminderSet"),
        turn(2, 24, "00:10", shown="PhoneShown"),
        turn(1, 24, "09:05", step="pay.method"),
        turn(1, 24, "09:35", shown="GuideDone", step="done"),
        turn(3, 24, "10:00", "command", step="alipay.register"),
        turn(3, 24, "10:01", shown="TroublesListed", step="alipay.register"),
    ]


def _notes() -> list[SQLModel]:
    return [
        Unanswered(text="ส่งของไปลาวได้ไหม", language="th", nearest=["order.shipping"], at=at(23, "23:30")),
        StuckNote(step="alipay.register", at=at(24, "10:01")),
        StuckNote(step="alipay.register", trouble="chinese_page", at=at(24, "10:01")),
    ]


def _cases() -> list[SQLModel]:
    empty = dict.fromkeys(("name", "step", "words", "summary", "text", "email"), "")
    written: dict[str, Any] = {**empty, "zone": "Asia/Bangkok"}
    ticket = TicketRow(
        chat_id=2,
        topic="payment.failed",
        language="th",
        way="live",
        reply_by=date(2026, 11, 25),
        status="closed",
        opened_at=at(23, "23:45"),
        taken_at=at(24, "09:15"),
        closed_at=at(24, "10:05"),
        rated_at=at(24, "10:10"),
        rating=5,
        **written,
    )
    waiting = TicketRow(
        chat_id=2,
        topic="payment.failed",
        language="th",
        way="live",
        reply_by=date(2026, 11, 24),
        status="open",
        opened_at=at(24, "00:05"),
        **written,
    )
    reminder = Scheduled(chat_id=2, kind="reminder", due_at=at(24, "09:00"), done_at=at(24, "09:00"))
    return [ticket, waiting, reminder]
