"""The outbox is emptied: in order per chat, within Telegram's limits, tried again until it is through.

The one place where a message may come twice is a crash, or a connection that breaks, between Telegram's taking it and
our record of that: the Bot API has no way to ask.
"""

import asyncio
import logging
import random
from contextlib import suppress
from datetime import timedelta
from functools import partial

from telegram import Bot

from bot.clock import Clock
from bot.storage import Outbox, Outgoing
from bot.telegram.courier import Courier, without_copy
from bot.telegram.pacing import Pace
from bot.telegram.sending import ChatGoneError, RefusedError, TryAgainError, deliver, plain

BATCH = 200
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 300.0
LONGEST_NAP_SECONDS = 30.0

log = logging.getLogger(__name__)


class Delivery:
    """Sends what the outbox holds, until it is stopped."""

    def __init__(self, outbox: Outbox, bot: Bot, clock: Clock, pace: Pace, courier: Courier) -> None:
        self._outbox = outbox
        self._bot = bot
        self._clock = clock
        self._pace = pace
        self._courier = courier
        self._wake = asyncio.Event()
        self._sending: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something was put in the outbox."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; what is being sent then is finished first."""
        try:
            while True:
                self._wake.clear()
                await self._start_due()
                await self._rest()
        finally:
            await asyncio.gather(*self._sending.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Send all that is due now, and return."""
        while True:
            await self._start_due()
            if not self._sending:
                return
            await asyncio.gather(*self._sending.values())

    async def _start_due(self) -> None:
        busy = tuple(self._sending)
        items = await asyncio.to_thread(self._outbox.due, self._clock(), not_of=busy, limit=BATCH)
        for item in items:
            task = asyncio.create_task(self._send(item))
            self._sending[item.chat_id] = task
            task.add_done_callback(partial(self._finished, item.chat_id))

    def _finished(self, chat_id: int, _task: "asyncio.Task[None]") -> None:
        del self._sending[chat_id]
        self._wake.set()

    async def _rest(self) -> None:
        """Sleep until something is put in, or the next attempt is due."""
        due = None if self._sending else await asyncio.to_thread(self._outbox.next_due)
        nap = LONGEST_NAP_SECONDS if due is None else (due - self._clock()).total_seconds()
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(nap, 0.0), LONGEST_NAP_SECONDS)):
                await self._wake.wait()

    async def _send(self, item: Outgoing) -> None:
        loop = asyncio.get_running_loop()
        while (wait := self._pace.wait(item.chat_id, loop.time())) > 0:  # noqa: ASYNC110 - time itself is waited for
            await asyncio.sleep(wait)
        self._pace.forget_idle(loop.time())
        try:
            await deliver(self._bot, item.chat_id, item.payload, self._courier)
        except TryAgainError as error:
            await self._postpone(item, error)
        except ChatGoneError as error:
            await self._gone(item, error.reason)
        except RefusedError as error:
            await self._refused(item, error.reason)
        except Exception as error:
            # A bug must not stop the queue: the item is put aside with its reason, and the next one goes out.
            log.exception("message %d cannot be sent", item.id)
            await asyncio.to_thread(self._outbox.give_up, item.id, self._clock(), repr(error))
        else:
            await asyncio.to_thread(self._outbox.mark_sent, item.id, self._clock())

    async def _gone(self, item: Outgoing, reason: str) -> None:
        """The user has blocked the bot. The staff group cannot mean that: what is for it waits until that is mended."""
        if "customer" in item.payload:
            log.error("the staff group cannot be reached: %s", reason)
            await self._postpone(item, TryAgainError(reason))
            return
        log.info("chat is gone, its messages are dropped: %s", reason)
        dropped = await asyncio.to_thread(self._outbox.drop_chat, item.chat_id, self._clock(), reason)
        await self._courier.report(item.chat_id, dropped, reason)

    async def _postpone(self, item: Outgoing, error: TryAgainError) -> None:
        pause = min(FIRST_PAUSE_SECONDS * 2**item.attempts, LONGEST_PAUSE_SECONDS)
        pause = error.after if error.after is not None else pause * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
        log.warning("message %d is tried again in %.1f s: %s", item.id, pause, error.reason)
        due = self._clock() + timedelta(seconds=pause)
        await asyncio.to_thread(self._outbox.postpone, item.id, due, error.reason)

    async def _refused(self, item: Outgoing, reason: str) -> None:
        """Telegram will not take it as it is: once more without formatting, then never again.

        A case that the staff group refuses waits instead: the bot may lack a right there, which the staff can give it.
        """
        log.error("message %d was refused: %s", item.id, reason)
        if "copies" in item.payload:
            await asyncio.to_thread(self._outbox.replace, item.id, without_copy(item.payload))
        elif "customer" in item.payload:
            await self._postpone(item, TryAgainError(reason))
        elif item.payload.get("plain") or "text" not in item.payload:
            await asyncio.to_thread(self._outbox.give_up, item.id, self._clock(), reason)
            await self._courier.report(item.chat_id, (item.payload,), reason)
        else:
            await asyncio.to_thread(self._outbox.replace, item.id, plain(item.payload))
