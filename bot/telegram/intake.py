"""Updates become turns: each chat in its order, and all that are waiting in one transaction.

Whoever hands in an update is told when its turn is committed, and only then tells Telegram so.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.clock import Clock
from bot.conversation import Conversation, Incoming
from bot.dialogue.secrecy import words_of
from bot.logs import pseudonym, redacted
from bot.metrics import Metrics
from bot.telegram.desk import StaffDesk
from bot.telegram.received import Update
from bot.telegram.updates import incoming

BATCH = 100

log = logging.getLogger(__name__)


class DatabaseAwayError(Exception):
    """The turn could not be committed now: hand the update in again."""


@dataclass(slots=True)
class _Waiting:
    update: Update
    committed: asyncio.Future[None]
    since: float = field(default_factory=lambda: asyncio.get_running_loop().time())


class Intake:
    """Carries out updates, as long as it runs. `desk` is the staff group's, if there is one."""

    def __init__(
        self,
        conversation: Conversation,
        desk: StaffDesk | None,
        clock: Clock,
        bot_name: Callable[[], str],
        metrics: Metrics,
    ) -> None:
        self._conversation = conversation
        self._desk = desk
        self._clock = clock
        self._bot_name = bot_name
        self._metrics = metrics
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue()

    async def take(self, update: Update) -> None:
        """Returns when the turn is committed. Raises DatabaseAwayError when it could not be."""
        waiting = _Waiting(update, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(waiting)
        await waiting.committed

    async def run(self) -> None:
        """Carry out what is handed in, until cancelled; the turns under way are finished first."""
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            work = asyncio.ensure_future(asyncio.to_thread(self._carry_out, [each.update for each in batch]))
            try:
                await asyncio.wait([work])
            except asyncio.CancelledError:
                await asyncio.wait([work])
                raise
            finally:
                self._tell(batch, work)

    def _tell(self, batch: Sequence[_Waiting], work: "asyncio.Future[None]") -> None:
        error = work.exception()
        now = asyncio.get_running_loop().time()
        for each in batch:
            if each.committed.done():
                continue
            if error is None:
                self._metrics.turns(1, now - each.since)
                each.committed.set_result(None)
            else:
                each.committed.set_exception(error)

    def _carry_out(self, updates: Sequence[Update]) -> None:
        """Runs of customers' updates are committed at once; what the staff write is a turn of its own."""
        together: list[Incoming] = []
        for update in updates:
            if self._desk is not None and self._desk.owns(update):
                self._commit(together)
                together = []
                self._hear_staff(self._desk, update)
                continue
            found = self._read(update)
            if found is not None:
                together.append(found)
        self._commit(together)

    def _read(self, update: Update) -> Incoming | None:
        try:
            found = incoming(update, self._bot_name())
        except Exception:
            # It would come again and again, and hold up all that is behind it.
            log.exception("update %s could not be read", update.update_id)
            self._metrics.error("update")
            return None
        if found is not None and log.isEnabledFor(logging.DEBUG):
            words = redacted(words_of(found.event))
            log.debug(
                "%s, update %s: %s %s", pseudonym(found.chat_id), found.update_id, type(found.event).__name__, words
            )
        return found

    def _commit(self, together: Sequence[Incoming]) -> None:
        if not together:
            return
        try:
            self._conversation.take_all(together, self._clock())
        except SQLAlchemyError as error:
            if _is_away(error):
                self._metrics.error("database")
                raise DatabaseAwayError(type(error).__name__) from error
            self._commit_each(together)
        except Exception:  # noqa: BLE001 - the one that it is about is logged when it stands alone
            self._commit_each(together)

    def _commit_each(self, together: Sequence[Incoming]) -> None:
        """Something in one of these cannot be stored: each on its own, and that one is given up."""
        for found in together:
            try:
                self._conversation.take_all((found,), self._clock())
            except Exception as error:
                if isinstance(error, SQLAlchemyError) and _is_away(error):
                    raise DatabaseAwayError(type(error).__name__) from error
                log.exception("update %s cannot be stored", found.update_id)
                self._metrics.error("turn")

    def _hear_staff(self, desk: StaffDesk, update: Update) -> None:
        """What goes wrong with a staff message must not hold up the customers' updates behind it."""
        try:
            desk.take(update)
        except SQLAlchemyError as error:
            if _is_away(error):
                raise DatabaseAwayError(type(error).__name__) from error
            log.exception("update %s of the staff group cannot be stored", update.update_id)
        except Exception:
            log.exception("update %s of the staff group could not be handled", update.update_id)
            self._metrics.error("staff")


def _is_away(error: SQLAlchemyError) -> bool:
    """Whether trying again may help: a lost connection, a lock, a full disk; not something that cannot be stored."""
    return isinstance(error, OperationalError | InterfaceError | DisconnectionError | PoolTimeoutError)
