"""The bot without its wire: updates as JSON go in where Telegram's come in, and the outbox is read where it is sent."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from types import TracebackType
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import col

from bot.bootstrap import make_speaker
from bot.conversation import Conversation
from bot.dialogue.actions import Action, encode
from bot.dialogue.states import read_state
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage import Topics, Turns, migrate, open_database, transaction
from bot.storage.tables import Chat, OutboxItem, SeenUpdate, TicketRow
from bot.telegram.desk import StaffDesk
from bot.telegram.intake import Intake
from bot.telegram.received import parse
from bot.telegram.updates import incoming
from tests.fuzz import judge
from tests.fuzz.mutator import PEOPLE

BOT_NAME = "guide_demo_bot"
GROUP = -1_000_004_000_001
FIRST_OWN_UPDATE = 300_000_001
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Harness:
    """One bot with a staff group, on an empty database."""

    def __init__(self, settings: Settings, database: str = "sqlite:///:memory:") -> None:
        local = settings.model_copy(update={"support_chat_id": GROUP, "user_rate": 0})
        self._engine = open_database(database)
        migrate(self._engine)
        speaker = make_speaker(local)
        self.conversation = Conversation(Turns(self._engine, GROUP), lambda: speaker)
        topics = Topics(self._engine, GROUP)
        self._now = START
        desk = StaffDesk(GROUP, self.conversation, topics, lambda: speaker, self._clock)
        self._metrics = Metrics()
        self._make_intake: Callable[[], Intake] = lambda: Intake(
            self.conversation, desk, self._clock, lambda: BOT_NAME, self._metrics
        )
        for thread, person in enumerate(PEOPLE, start=2):
            topics.save_thread(person, thread)
        self._ids = count(FIRST_OWN_UPDATE)
        self.offered: dict[int, tuple[str, ...]] = {}

    def __enter__(self) -> "Harness":
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._engine.dispose()

    def _clock(self) -> datetime:
        """Time goes on, so that reminders fall due and people come back after a pause."""
        self._now += timedelta(minutes=7)
        return self._now

    async def take(self, raws: Sequence[Mapping[str, Any]]) -> None:
        """Carry out a batch as polling does; raises what would stop the polling."""
        updates = [update for raw in raws if (update := parse(raw)) is not None]
        intake = self._make_intake()
        running = asyncio.create_task(intake.run())
        try:
            await asyncio.gather(*(intake.take(update) for update in updates))
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    def does(self, person: int, what: Action | str, name: str = "Mei", language: str = "en") -> dict[str, Any]:
        """An update: somebody types a text or a command, or taps a button."""
        message = self._message(person, name, language)
        if not isinstance(what, str):
            query = {"id": "1", "from": message["from"], "chat_instance": "1", "data": encode(what), "message": message}
            return {"update_id": next(self._ids), "callback_query": query}
        message["text"] = what
        if what.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(what.split(" ")[0])}]
        return {"update_id": next(self._ids), "message": message}

    def _message(self, person: int, name: str, language: str) -> dict[str, Any]:
        sender = {"id": person, "is_bot": False, "first_name": name, "language_code": language}
        chat = {"id": person, "type": "private", "first_name": name}
        return {"message_id": next(self._ids) - FIRST_OWN_UPDATE, "from": sender, "chat": chat, "date": 1_795_929_974}

    def tickets(self) -> int:
        with transaction(self._engine) as session:
            return session.scalar(select(func.count()).select_from(TicketRow)) or 0

    def check_what_is_sent(self) -> None:
        """Judge the outbox and empty it; remember which buttons are on offer."""
        with transaction(self._engine) as session:
            for item in session.execute(select(OutboxItem)).scalars():
                try:
                    judge.check(item.payload)
                except Exception as error:
                    raise AssertionError(f"Telegram would not take {item.payload}") from error
            session.execute(delete(OutboxItem))
            chats = session.execute(select(col(Chat.id), col(Chat.state))).all()
        self.offered = {chat: read_state(state).offered for chat, state in chats}

    def check_all_were_handled(self, raws: Sequence[Mapping[str, Any]]) -> None:
        """None of the updates that mean something was held up or lost by those beside it."""
        meant = set()
        for raw in raws:
            update = parse(raw)
            assert update is not None
            is_of_staff = update.chat is not None and update.chat.id == GROUP
            if not is_of_staff and incoming(update, BOT_NAME) is not None:
                meant.add(update.update_id)
        with transaction(self._engine) as session:
            seen = set(session.execute(select(col(SeenUpdate.id))).scalars())
        assert meant <= seen, sorted(meant - seen)
