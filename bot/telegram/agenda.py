"""What was promised for later is said at its instant: reminders, and the question whether a ticket was solved.

Each is a turn of its chat, which marks it done in the same transaction: a crash says it later, never twice.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.conversation import Conversation
from bot.storage import Agenda, Due

BATCH = 50
LONGEST_NAP_SECONDS = 30.0
PAUSE_AFTER_ERROR_SECONDS = 5.0

log = logging.getLogger(__name__)


class Punctual:
    """Says what is due, until it is stopped. `spoken` is called after each."""

    def __init__(self, agenda: Agenda, conversation: Conversation, clock: Clock, spoken: Callable[[], None]) -> None:
        self._agenda = agenda
        self._conversation = conversation
        self._clock = clock
        self._spoken = spoken
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was put on the agenda, or the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._rest(failed=await self._say_due())
            except SQLAlchemyError as error:
                log.warning("the database is away, trying again: %s", type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_ERROR_SECONDS)

    async def _say_due(self) -> bool:
        """Say what is due; whether anything could not be said."""
        failed = False
        for item in await asyncio.to_thread(self._agenda.due, self._clock(), BATCH):
            failed |= not await asyncio.to_thread(self._say, item)
            self._spoken()
        return failed

    def _say(self, item: Due) -> bool:
        try:
            self._conversation.interject(item.chat_id, item.event, self._clock(), scheduled=item.id)
        except Exception:
            # One that cannot be said must not hold up the others; it stays on the agenda.
            log.exception("item %d of the agenda could not be said", item.id)
            return False
        return True

    async def _rest(self, *, failed: bool) -> None:
        """Sleep until something is put on the agenda, or the next one is due."""
        due = await asyncio.to_thread(self._agenda.next_due)
        nap = LONGEST_NAP_SECONDS if due is None else (due - self._clock()).total_seconds()
        least = PAUSE_AFTER_ERROR_SECONDS if failed else 0.0
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(nap, least), LONGEST_NAP_SECONDS)):
                await self._wake.wait()
