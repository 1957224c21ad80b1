"""Who may send, how many do, and what wakes them."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, text

from bot.simulator.signals import Signal
from bot.storage import Outbox, Sender, transaction
from bot.telegram.tasks import running

WAIT_SECONDS = 20


class Stirred:
    """A sender, and what it tells whenever there may be something to send."""

    def __init__(self, engine: Engine) -> None:
        self.times = 0
        self._rung = Signal()
        self.sender = Sender(engine, self._stir)

    def _stir(self) -> None:
        self.times += 1
        self._rung.ring()

    async def begins(self) -> int:
        return await self._rung.until(lambda: self.sender.number, WAIT_SECONDS)

    async def counts(self, senders: int) -> None:
        await self._rung.until(lambda: self.sender.count == senders or None, WAIT_SECONDS)

    async def is_stirred(self, times: int) -> None:
        await self._rung.until(lambda: self.times > times or None, WAIT_SECONDS)


async def test_on_sqlite_the_next_sender_begins_when_the_one_before_has_ended(
    sqlite_engine: Engine, now: datetime
) -> None:
    one, next_one = Stirred(sqlite_engine), Stirred(sqlite_engine)
    async with running(one.sender.run()):
        assert await one.begins() == 1
        async with running(next_one.sender.run()):
            Outbox(sqlite_engine).put(7, {"text": "for somebody"}, now)
            await one.is_stirred(one.times)
            assert next_one.sender.number is None
    async with running(next_one.sender.run()):
        assert await next_one.begins() == 1


async def test_on_postgresql_senders_know_how_many_they_are(
    postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.senders.BEAT_SECONDS", 0.05)
    one, other = Stirred(postgresql_engine), Stirred(postgresql_engine)
    async with running(one.sender.run()):
        await one.counts(1)
        async with running(other.sender.run()):
            await one.counts(2)
            assert await one.begins() != await other.begins()
        await one.counts(1)


async def test_a_sender_is_stirred_by_what_any_process_leaves(
    database: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.senders.BEAT_SECONDS", 1000.0)
    one = Stirred(database)
    async with running(one.sender.run()):
        await one.begins()
        for _ in range(3):
            before = one.times
            Outbox(database).put(7, {"text": "for somebody"}, now)
            await one.is_stirred(before)


async def test_a_sender_whose_connection_breaks_stands_again_under_its_number(postgresql_engine: Engine) -> None:
    one = Stirred(postgresql_engine)
    async with running(one.sender.run()):
        number = await one.begins()
        before = one.times
        with transaction(postgresql_engine) as session:
            ended = session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'guidebot sender' AND datname = current_database()"
                )
            )
            assert ended.scalars().all() == [True]
        await one.is_stirred(before)
        assert one.sender.number == number
