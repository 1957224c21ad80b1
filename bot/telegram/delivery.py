"""The outbox is emptied: in order per chat, within Telegram's limits, tried again until it is through.

Each chat has a lane, in which its messages leave one after the other. What this process's turns have said comes in at
once; the rest is fetched from the outbox: what waited for its next attempt, or was said by another process.

The one place where a message may come twice is a crash, or a connection that breaks, between Telegram's taking it and
our record of that: the Bot API has no way to ask. The record is made before the next message of the chat leaves, so
that it is one message at most.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot

from bot.clock import Clock
from bot.logs import pseudonym
from bot.metrics import Metrics
from bot.storage import Insist, Outbox, Outgoing, Pictures
from bot.telegram.calls import Calls
from bot.telegram.courier import Courier, is_for_staff, without_copy
from bot.telegram.pacing import Pace
from bot.telegram.sending import ChatGoneError, RefusedError, TryAgainError, deliver, plain

BATCH = 200
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 300.0
LONGEST_NAP_SECONDS = 30.0
DATABASE_PAUSE_SECONDS = 0.5
STOP_SECONDS = 5.0

log = logging.getLogger(__name__)


class Delivery:
    """Sends what the outbox holds, until it is stopped. `worker` is this process's number as a sender, once known."""

    def __init__(  # noqa: PLR0913, PLR0917 - wiring
        self,
        outbox: Outbox,
        bot: Bot,
        calls: Calls,
        clock: Clock,
        pace: Pace,
        courier: Courier,
        pictures: Pictures,
        worker: Callable[[], int | None],
        metrics: Metrics,
    ) -> None:
        self._outbox = outbox
        self._bot = bot
        self._calls = calls
        self._clock = clock
        self._pace = pace
        self._courier = courier
        self._pictures = pictures
        self._worker = worker
        self._metrics = metrics
        self._insist = Insist(lambda: metrics.error("database"))
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._lanes: dict[int, deque[Outgoing]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._given_back: set[int] = set()
        self._stirs = 0
        self._sent: list[tuple[int, asyncio.Future[None]]] = []
        self._recording = False

    def wake(self) -> None:
        """Something may be in the outbox that nobody has in hand."""
        self._stirs += 1
        self._wake.set()

    def offer(self, items: Iterable[Outgoing]) -> None:
        """Send `items`, which this process has in hand, behind what it is sending to the same chats."""
        for item in items:
            if item.id in self._given_back:
                self._given_back.discard(item.id)
                continue
            lane = self._lanes.get(item.chat_id)
            if lane is not None:
                lane.append(item)
                continue
            self._lanes[item.chat_id] = deque([item])
            task = asyncio.create_task(self._empty(item.chat_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def run(
        self, settle: Callable[[datetime], None], hand_over: Callable[[Callable[[], Sequence[Outgoing]]], int]
    ) -> None:
        """Send until cancelled; what is being sent then is finished first, and what is left is given back.

        `settle` finds out about commits that were not acknowledged; `hand_over` has what is taken offered between two
        turns, and gives how much it was.
        """
        try:
            while True:
                self._wake.clear()
                await self._insist(settle, self._clock())
                worker = self._worker()
                count = 0
                if worker is not None:
                    count = await self._insist(hand_over, partial(self._outbox.take, worker, self._clock(), BATCH))
                if count < BATCH:
                    await self._rest()
        finally:
            await self._stop()

    async def _stop(self) -> None:
        self._stopping.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.gather(*self._tasks, return_exceptions=True)
        worker = self._worker()
        if worker is not None:
            with suppress(SQLAlchemyError):
                await asyncio.to_thread(self._outbox.release, worker)

    async def _rest(self) -> None:
        """Sleep until something is put in, or the next attempt is due."""
        due = await self._insist(self._outbox.next_due)
        nap = LONGEST_NAP_SECONDS if due is None else (due - self._clock()).total_seconds()
        # What is due and yet was not taken is behind something that is under way, whose end will wake us.
        least = 0.0 if not self._lanes else DATABASE_PAUSE_SECONDS
        with suppress(TimeoutError):
            async with asyncio.timeout(min(max(nap, least), LONGEST_NAP_SECONDS)):
                await self._wake.wait()

    async def _empty(self, chat_id: int) -> None:
        """Send a chat's messages, one after the other."""
        lane = self._lanes[chat_id]
        stirs = self._stirs
        try:
            while lane and not self._stopping.is_set():
                if await self._has_its_turn(chat_id):
                    await self._send(lane.popleft())
        finally:
            del self._lanes[chat_id]
        if self._stirs != stirs:
            # Something was put in meanwhile which could not be taken while this chat was busy.
            self._wake.set()

    async def _has_its_turn(self, chat_id: int) -> bool:
        """Wait until a message may go to the chat; False when the process is to stop."""
        loop = asyncio.get_running_loop()
        while (wait := self._pace.wait(chat_id, loop.time())) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._stopping.wait()
            if self._stopping.is_set():
                return False
        self._pace.forget_idle(loop.time())
        return True

    async def _send(self, item: Outgoing) -> None:
        try:
            await deliver(self._bot, self._calls, item.chat_id, item.payload, self._courier, self._pictures)
        except TryAgainError as error:
            await self._postpone(item, error)
        except ChatGoneError as error:
            await self._gone(item, error.reason)
        except RefusedError as error:
            await self._refused(item, error.reason)
        except SQLAlchemyError as error:
            await self._postpone(item, TryAgainError(f"the database is away: {type(error).__name__}"))
        except Exception as error:
            # A bug must not stop the queue: the item is put aside with its reason, and the next one goes out.
            log.exception("message %d cannot be sent", item.id)
            self._metrics.error("message")
            await self._insist(self._outbox.give_up, item.id, self._clock(), repr(error))
        else:
            self._metrics.sent()
            await self._record(item.id)
            if "from_staff" in item.payload:
                self.wake()  # the staff are told that it has arrived

    async def _record(self, item: int) -> None:
        """Write down that a message has left, together with others that leave now."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sent.append((item, written))
        if not self._recording:
            self._recording = True
            try:
                while self._sent:
                    sent, self._sent = self._sent, []
                    await self._insist(self._outbox.mark_sent, [number for number, _ in sent])
                    for _, each in sent:
                        each.set_result(None)
            finally:
                self._recording = False
        await written

    async def _gone(self, item: Outgoing, reason: str) -> None:
        """The user has blocked the bot. The staff group cannot mean that: what is for it waits until that is mended."""
        if is_for_staff(item.payload):
            log.error("the staff group cannot be reached: %s", reason)
            await self._postpone(item, TryAgainError(reason))
            return
        log.info("%s is gone, its messages are dropped: %s", pseudonym(item.chat_id), reason)
        self._metrics.error("chat gone")
        dropped = await self._insist(self._outbox.drop_chat, item.chat_id, self._clock(), reason)
        self._forget(item.chat_id, [each.id for each in dropped if each.id != item.id])
        await self._report(item.chat_id, [each.payload for each in dropped], reason)

    async def _postpone(self, item: Outgoing, error: TryAgainError) -> None:
        pause = min(FIRST_PAUSE_SECONDS * 2**item.attempts, LONGEST_PAUSE_SECONDS)
        pause = error.after if error.after is not None else pause * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
        log.warning("message %d is tried again in %.1f s: %s", item.id, pause, error.reason)
        self._metrics.error("postponed")
        due = self._clock() + timedelta(seconds=pause)
        given_back = await self._insist(self._outbox.postpone, item, self._worker(), due, error.reason)
        self._forget(item.chat_id, given_back)
        self.wake()

    def _forget(self, chat_id: int, items: Sequence[int]) -> None:
        """These are in our hand no more: they leave the lane, and those still on their way will not enter it."""
        lane = self._lanes[chat_id]
        gone = set(items)
        here = {item.id for item in lane if item.id in gone}
        kept = [item for item in lane if item.id not in gone]
        lane.clear()
        lane.extend(kept)
        self._given_back |= gone - here

    async def _refused(self, item: Outgoing, reason: str) -> None:
        """Telegram will not take it as it is: once more without formatting, then never again.

        A case that the staff group refuses waits instead: the bot may lack a right there, which the staff can give it.
        """
        log.error("message %d was refused: %s", item.id, reason)
        self._metrics.error("refused")
        if "copies" in item.payload:
            await self._again(item, without_copy(item.payload))
        elif "customer" in item.payload:
            await self._postpone(item, TryAgainError(reason))
        elif item.payload.get("plain") or "text" not in item.payload:
            await self._insist(self._outbox.give_up, item.id, self._clock(), reason)
            await self._report(item.chat_id, (item.payload,), reason)
        else:
            await self._again(item, plain(item.payload))

    async def _again(self, item: Outgoing, payload: dict[str, Any]) -> None:
        """Send `payload` in the item's place, at once."""
        await self._insist(self._outbox.replace, item.id, payload)
        self._lanes[item.chat_id].appendleft(Outgoing(item.id, item.chat_id, payload, item.attempts))

    async def _report(self, chat_id: int, payloads: Sequence[dict[str, Any]], reason: str) -> None:
        await self._insist(self._courier.report, chat_id, payloads, reason)
        self.wake()
