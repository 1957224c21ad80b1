"""What Telegram says to a message decides what becomes of it; nothing wrong with one stops those behind it."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import col

from bot.conversation import Speaker
from bot.settings import Settings
from bot.simulator import Kind, Simulator, User
from bot.storage import Outbox, transaction
from bot.storage.tables import Chat, OutboxItem
from bot.telegram.pacing import CHAT_BURST
from tests.telegram.conftest import Heard, Running, comes, polling


@pytest.fixture
def mei(running: Running) -> User:
    return running.simulator.user("Mei", "en")


def put(running: Running, user: User, **payload: Any) -> None:
    """Something for the user that no turn has said, for good or ill."""
    Outbox(running.engine).put(user.id, payload, running.simulator.clock.now())
    running.service.wake()


def text(words: str) -> dict[str, Any]:
    return {"text": words, "buttons": [], "edits": None}


async def starts(user: User) -> None:
    await user.says("/help")
    await user.waits_for_reply("/guide")


async def waits_until_postponed(running: Running, later_than: datetime | None = None) -> datetime:
    """Gives when it is tried again."""

    def look() -> datetime | None:
        due = Outbox(running.engine).next_due()
        return due if due != later_than else None

    due = await comes(look)
    assert due is not None
    return due


@pytest.mark.parametrize(
    ("kind", "longest_wait"),
    [
        pytest.param(Kind.TOO_MANY, timedelta(hours=1), id="as Telegram asks"),
        pytest.param(Kind.SERVER_ERROR, timedelta(seconds=0.75), id="after a failure"),
    ],
)
async def test_a_message_waits_its_pause_and_those_behind_it_too(
    settings: Settings, database: Engine, speaker: Speaker, kind: Kind, longest_wait: timedelta
) -> None:
    simulator = Simulator()
    mei, siti = simulator.user("Mei", "en"), simulator.user("Siti", "en")
    async with polling(simulator, database, settings, speaker) as service:
        running = Running(simulator, service, database)
        simulator.faults.next(kind, "sendMessage", seconds=3600)
        asked_at = simulator.clock.now()
        await mei.says("/help")
        due = await waits_until_postponed(running)
        assert longest_wait / 3 <= due - asked_at <= longest_wait + timedelta(seconds=20)
        if kind is Kind.TOO_MANY:
            await mei.says("/privacy")
            await siti.says("/help")
            await siti.waits_for_reply("/guide")
            assert not any(message.is_from_bot for message in mei.sees)
            simulator.clock.advance(timedelta(hours=1, seconds=1))
            service.wake()
        else:
            await mei.says("/privacy")
        await mei.waits_for_reply("What I keep")
    assert [message.text.splitlines()[0][:6] for message in mei.sees if message.is_from_bot][1:] == ["What I"]


async def test_a_message_that_has_failed_before_waits_longer(running: Running, mei: User) -> None:
    await starts(mei)
    now = running.simulator.clock.now()
    running.simulator.faults.next(Kind.SERVER_ERROR, "sendMessage")
    with transaction(running.engine) as session:
        failed = OutboxItem(chat_id=mei.id, payload=text("again"), created_at=now, due_at=now, attempts=4)
        session.add(failed)
    running.service.wake()
    due = await waits_until_postponed(running, later_than=now)
    assert timedelta(seconds=4) <= due - now <= timedelta(seconds=12 + 20)


async def test_messages_that_failed_together_are_not_tried_again_together(running: Running) -> None:
    users = [running.simulator.user(f"User {number}", "en") for number in range(8)]
    for user in users:
        await starts(user)
    now = running.simulator.clock.now()
    running.simulator.faults.next(Kind.SERVER_ERROR, "sendMessage", times=len(users))
    with transaction(running.engine) as session:
        for user in users:
            session.add(OutboxItem(chat_id=user.id, payload=text("again"), created_at=now, due_at=now, attempts=4))
    running.service.wake()

    def look() -> list[datetime]:
        with transaction(running.engine) as session:
            due = select(col(OutboxItem.due_at)).where(col(OutboxItem.due_at) > now)
            found = session.execute(due).scalars().all()
        return sorted(found) if len(found) == len(users) else []

    earliest, *_, latest = await comes(look)
    assert latest - earliest > timedelta(seconds=1)  # of the eight between which they fall


async def test_who_has_blocked_the_bot_is_marked_and_their_queue_dropped(running: Running, mei: User) -> None:
    await starts(mei)
    await mei.says("/privacy")
    await mei.says("/contact")
    await mei.blocks()
    siti = running.simulator.user("Siti", "en")
    await starts(siti)
    await comes(lambda: _is_blocked(running, mei))
    assert _waiting(running, mei) == 0
    await mei.unblocks()
    await mei.says("/help")
    await mei.waits_for_reply("/guide")
    assert not _is_blocked(running, mei)
    assert not any("What I keep" in message.text for message in mei.sees)


def _waiting(running: Running, user: User) -> int:
    """How much is still to be sent to the user."""
    waiting = (col(OutboxItem.chat_id) == user.id) & col(OutboxItem.done_at).is_(None)
    with transaction(running.engine) as session:
        return session.scalar(select(func.count()).select_from(OutboxItem).where(waiting)) or 0


def _is_blocked(running: Running, user: User) -> bool:
    with transaction(running.engine) as session:
        return session.get_one(Chat, user.id).blocked


async def test_what_is_refused_comes_plain_and_is_logged_with_its_number(
    running: Running, mei: User, heard: Heard
) -> None:
    await starts(mei)
    put(running, mei, **text("<b>1 &lt; 2</i>"))
    await mei.waits_for(lambda messages: messages[-1].text == "1 < 2")
    assert await heard.waits_for("was refused") == (
        "ERROR message 2 was refused: Can't parse entities: unmatched end tag at byte offset 11, "
        'expected "</b>", found "</i>"'
    )


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(text(""), id="nothing to say"),
        pytest.param(text("x" * 5000), id="too long"),
        pytest.param({"text": "x"}, id="half a message"),
        pytest.param({"nonsense": 1}, id="none at all"),
        pytest.param({**text("x"), "photo": "no-such-card.png"}, id="a picture that is not there"),
        pytest.param({**text("x"), "buttons": [[["label", "data", "y" * 65]]]}, id="a button that is too long"),
        pytest.param({"deletes": "seven"}, id="no number"),
    ],
)
async def test_a_message_that_can_never_leave_stops_nothing(
    running: Running, mei: User, payload: dict[str, Any]
) -> None:
    await starts(mei)
    put(running, mei, **payload)
    await mei.says("/privacy")
    await mei.waits_for_reply("What I keep")
    put(running, mei, **text("and on it goes"))
    await mei.waits_for_reply("and on it goes")


async def test_a_message_that_can_never_leave_is_kept_with_its_reason(running: Running, mei: User) -> None:
    await starts(mei)
    put(running, mei, **text(""))
    put(running, mei, **text("after it"))
    await mei.waits_for_reply("after it")
    with transaction(running.engine) as session:
        given_up = select(col(OutboxItem.error)).where(col(OutboxItem.done_at).is_not(None))
        assert session.execute(given_up).scalars().all() == ["Message text is empty"]


async def test_a_lost_acceptance_repeats_one_message_at_most(running: Running, mei: User) -> None:
    running.simulator.faults.next(Kind.DROPPED_AFTER, "sendMessage")
    await mei.says("/help")
    await mei.says("/privacy")
    await mei.waits_for_reply("What I keep")
    shown = ["/guide" in message.text for message in mei.sees if message.is_from_bot]
    assert shown == [True, True, False]


async def test_the_next_message_leaves_only_when_the_last_one_is_recorded(
    running: Running, mei: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a crash would repeat more than one."""
    await starts(mei)
    loop, really, there = asyncio.get_running_loop(), Outbox.mark_sent, []

    async def look() -> None:
        for _ in range(3):  # while these calls go there and back, a message that may leave would arrive
            await running.service.bot.get_me()
        there.append(sum(message.is_from_bot for message in mei.sees))

    def mark_sent(outbox: Outbox, items: Collection[int]) -> None:
        asyncio.run_coroutine_threadsafe(look(), loop).result()
        really(outbox, items)

    monkeypatch.setattr(Outbox, "mark_sent", mark_sent)
    for command in ("/privacy", "/help", "/contact", "/privacy"):
        await mei.says(command)
    await mei.waits_for(lambda messages: sum(message.is_from_bot for message in messages) == 5)
    assert there[-3:] in ([2, 3, 4], [3, 4, 5])


async def test_what_a_process_has_in_hand_at_its_end_is_given_back(
    settings: Settings, database: Engine, speaker: Speaker
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    async with polling(simulator, database, settings, speaker, send_rate_chat=0.01) as service:
        running = Running(simulator, service, database)
        for _ in range(int(CHAT_BURST) + 2):
            await mei.says("/help")
        await mei.waits_for(lambda messages: sum(message.is_from_bot for message in messages) == CHAT_BURST)
        await comes(lambda: _waiting(running, mei) == 2)
    in_hand = select(func.count()).select_from(OutboxItem).where(col(OutboxItem.worker).is_not(None))
    with transaction(database) as session:
        assert session.execute(in_hand).scalar_one() == 0
    assert _waiting(running, mei) == 2
