"""What is deleted is gone from every table, whichever tables there come to be; what is kept long enough goes too."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select
from sqlmodel import SQLModel

from bot.dialogue.effects import EraseChat, NoteUnanswered, OpenTicket, RelayToDesk, SetReminder
from bot.dialogue.states import ChatState
from bot.storage import Topics, Turns, forget_old, transaction
from bot.storage.tables import Chat, ChatStep, OutboxItem, Relayed, SeenUpdate, StaffTopic, TurnLog, Unanswered
from bot.storage.topics import Customer

MEI, SITI = 5_550_000_007, 5_550_000_008
DESK = -100_200_300
WORDS = "harmless-words-of-mei"
TABLES = SQLModel.metadata.tables
OF_A_CHAT = {name for name, table in TABLES.items() if "chat_id" in table.columns}
SINGAPORE = ZoneInfo("Asia/Singapore")


def case() -> OpenTicket:
    end = datetime(2026, 11, 25, 10, tzinfo=UTC)
    return OpenTicket(
        *("code.not_received", "", WORDS, "", WORDS, "en", "Asia/Bangkok", f"{WORDS}@example.com"),
        *(date(2026, 11, 25), end),
        by_mail=True,
        to_desk=True,
    )


def live(engine: Engine, chat: int, now: datetime) -> None:
    """A chat of which there is something in every table that can hold any of it."""
    with Turns(engine, DESK).open(chat, None, now, 17) as turn:
        assert turn is not None
        turn.name, turn.text = WORDS, WORDS
        turn.save(ChatState(transcript=((WORDS, "fees.card"),)), {WORDS: "menu"}, now)
        for effect in (case(), SetReminder(now), RelayToDesk()):
            turn.carry_out(effect, now)
        turn.send({"text": WORDS, "buttons": [], "edits": None}, now)
    with transaction(engine) as session:
        session.add(StaffTopic(chat_id=chat, desk=DESK, thread=3))
        session.add(Relayed(chat_id=chat, message=17, staff_message=18, at=now))
        session.add(TurnLog(chat_id=chat, at=now, kind="text", language="en"))
        session.add(ChatStep(chat_id=chat, step="pay.method", section="pay", at=now, day=now.date()))


def rows(engine: Engine) -> dict[str, list[str]]:
    with transaction(engine) as session:
        return {
            name: [json.dumps([*row], default=str) for row in session.execute(select(table))]
            for name, table in TABLES.items()
        }


def tables_with(engine: Engine, word: object) -> set[str]:
    return {name for name, found in rows(engine).items() if any(str(word) in row for row in found)}


def erase(engine: Engine, now: datetime) -> None:
    with Turns(engine, DESK).open(MEI, None, now) as turn:
        assert turn is not None
        turn.save(ChatState(), {}, now)
        turn.carry_out(EraseChat(), now)


def test_whoever_is_deleted_is_in_no_table_but_as_a_new_chat(database: Engine, now: datetime) -> None:
    live(database, MEI, now)
    live(database, SITI, now)
    assert tables_with(database, MEI) == {*OF_A_CHAT, "chat"}
    erase(database, now)
    assert tables_with(database, MEI) == {"chat"}
    assert tables_with(database, SITI) == {*OF_A_CHAT, "chat"}
    with transaction(database) as session:
        session.execute(Chat.__table__.delete().where(Chat.id == SITI))  # type: ignore[attr-defined]
        for name in OF_A_CHAT:
            session.execute(TABLES[name].delete().where(TABLES[name].c.chat_id.in_((SITI, DESK))))
    assert tables_with(database, WORDS) == set()


def test_whom_the_staff_have_barred_stays_barred(database: Engine, now: datetime) -> None:
    live(database, MEI, now)
    Topics(database, DESK).bar(MEI, barred=True)
    erase(database, now)
    assert tables_with(database, MEI) == {"chat", "staff_topic"}
    assert Topics(database, DESK).customer_in(3) == Customer(MEI, barred=True)


def test_what_was_said_just_before_a_deletion_is_not_sent_after_it(database: Engine, now: datetime) -> None:
    with Turns(database, DESK).open_many((MEI,), (1, 2), now) as batch:
        before, deletion = batch.turn(MEI, 1), batch.turn(MEI, 2)
        assert before is not None
        assert deletion is not None
        before.send({"text": "an answer"}, now)
        before.send_to_desk({"text": WORDS}, now)
        deletion.carry_out(EraseChat(), now)
        deletion.send({"text": "deleted"}, now)
    with transaction(database) as session:
        kept: list[dict[str, Any]] = [item.payload for item in session.execute(select(OutboxItem)).scalars()]
    assert kept == [{"text": "deleted"}]


class _PlannedError(Exception):
    pass


def test_a_deletion_that_fails_leaves_what_was_said_before_it(database: Engine, now: datetime) -> None:
    def fail_to_delete(turn: Any) -> None:
        with turn.undone_on_failure(writes=True):
            turn.carry_out(EraseChat(), now)
            raise _PlannedError

    live(database, MEI, now)
    with Turns(database, DESK).open(MEI, None, now) as turn:
        assert turn is not None
        turn.send({"text": "an answer"}, now)
        with pytest.raises(_PlannedError):
            fail_to_delete(turn)
    assert tables_with(database, MEI) == {*OF_A_CHAT, "chat"}
    assert any("an answer" in row for row in rows(database)["outbox"])


def test_a_silent_chat_goes_from_every_table(database: Engine, now: datetime) -> None:
    live(database, MEI, now)
    live(database, SITI, now + timedelta(days=1))
    assert forget_old(database, now + timedelta(days=90, seconds=1), 90, SINGAPORE) == 1
    assert tables_with(database, MEI) == set()
    assert tables_with(database, SITI) == {*OF_A_CHAT, "chat"}


def test_what_waits_for_the_desk_is_kept_no_longer_than_the_chat(database: Engine, now: datetime) -> None:
    live(database, MEI, now)
    with transaction(database) as session:
        session.get_one(Chat, MEI).seen_at = now + timedelta(days=1)
    forget_old(database, now + timedelta(days=90, seconds=1), 90, SINGAPORE)
    assert rows(database)["outbox"] == []


def test_a_question_that_was_not_understood_goes_after_as_many_days(database: Engine, now: datetime) -> None:
    with Turns(database).open(MEI, None, now) as turn:
        assert turn is not None
        turn.carry_out(NoteUnanswered(WORDS, "en", ()), now)
    forget_old(database, now + timedelta(days=90), 90, SINGAPORE)
    assert tables_with(database, WORDS) == {Unanswered.__tablename__}
    forget_old(database, now + timedelta(days=90, seconds=1), 90, SINGAPORE)
    assert tables_with(database, WORDS) == set()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago", "Asia/Kathmandu"])
@pytest.mark.parametrize("seconds_before_midnight", [1, 0, -1])
def test_a_day_of_retention_is_24_hours_whatever_the_desks_calendar_says(
    sqlite_engine: Engine, zone: str, seconds_before_midnight: int
) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=ZoneInfo(zone))
    said = midnight - timedelta(seconds=seconds_before_midnight)
    with transaction(sqlite_engine) as session:
        chat = {"id": MEI, "state": {}, "labels": {}, "blocked": False, "seen_at": said}
        session.execute(insert(TABLES["chat"]).values(**chat))
    exactly = said.astimezone(UTC) + timedelta(days=30)
    assert forget_old(sqlite_engine, exactly, 30, ZoneInfo(zone)) == 0
    assert forget_old(sqlite_engine, exactly + timedelta(milliseconds=1), 30, ZoneInfo(zone)) == 1


def test_a_day_of_retention_is_24_hours_when_the_clocks_change(sqlite_engine: Engine) -> None:
    said = datetime(2026, 10, 31, 12, tzinfo=ZoneInfo("America/New_York"))  # the night after has 25 hours
    with transaction(sqlite_engine) as session:
        chat = {"id": MEI, "state": {}, "labels": {}, "blocked": False, "seen_at": said}
        session.execute(insert(TABLES["chat"]).values(**chat))
    zone = ZoneInfo("America/New_York")
    assert forget_old(sqlite_engine, datetime(2026, 11, 1, 16, 0, tzinfo=UTC), 1, zone) == 0
    assert forget_old(sqlite_engine, datetime(2026, 11, 1, 16, 0, 1, tzinfo=UTC), 1, zone) == 1


def test_ids_of_updates_go_after_three_days(sqlite_engine: Engine, now: datetime) -> None:
    with Turns(sqlite_engine).open(MEI, 1, now):
        pass
    forget_old(sqlite_engine, now + timedelta(days=3), 90, UTC)
    assert len(rows(sqlite_engine)[str(SeenUpdate.__tablename__)]) == 1
    forget_old(sqlite_engine, now + timedelta(days=3, seconds=1), 90, UTC)
    assert rows(sqlite_engine)[str(SeenUpdate.__tablename__)] == []
