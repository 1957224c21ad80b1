"""Which updates wait for the bot, and how does it fetch them? The queue behind getUpdates and the webhook.

An update stays until it is confirmed: by a getUpdates with a higher offset, or by a webhook that answered 2xx.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from bot.simulator.chats import Json
from bot.simulator.limits import Refusal
from bot.simulator.signals import Signal

FIRST_UPDATE = 100_000_001
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MAX_POLL = 100
TWO_POLLS = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    chat: int
    body: Json

    def as_json(self) -> Json:
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """The bot's queue. `allowed` is what the bot asked for last; None is Telegram's default."""

    def __init__(self, first_update: int = FIRST_UPDATE) -> None:
        self.pending: list[Update] = []
        self.arrived = Signal()
        self.polled = Signal()  # rings when a long poll begins to wait
        self.allowed: frozenset[str] | None = None
        self.webhook_url = ""
        self._next = first_update
        self._poll = 0
        self._terminated_by = TWO_POLLS
        self._closed = False

    def put(self, kind: str, chat: int, body: Json) -> Update | None:
        """None when the bot does not want this kind."""
        if kind not in self.allowed if self.allowed is not None else kind in ONLY_IF_ASKED:
            return None
        update = Update(self._next, kind, chat, body)
        self._next += 1
        self.pending.append(update)
        self.arrived.ring()
        return update

    def repeat(self, update: Update) -> None:
        """Deliver an update once more, under its old id: as Telegram does when a confirmation got lost."""
        self.pending.insert(0, update)
        self.arrived.ring()

    def allow(self, kinds: Iterable[str] | None) -> None:
        """None keeps what was asked for before; an empty list is Telegram's default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def drop_pending(self) -> None:
        self.pending.clear()

    def confirm(self, update: Update) -> None:
        with suppress(ValueError):
            self.pending.remove(update)

    def interrupt_polls(self, by: str) -> None:
        """End the long poll that runs, with a 409."""
        self._poll += 1
        self._terminated_by = by
        self.arrived.ring()

    def close(self) -> None:
        self._closed = True
        self.arrived.ring()

    async def poll(self, offset: int, limit: int, timeout_seconds: float) -> list[Update]:
        """As getUpdates: confirm what is before `offset`, then wait for something to give."""
        if self.webhook_url:
            raise Refusal(409, WEBHOOK_ACTIVE)
        self.interrupt_polls(TWO_POLLS)
        mine = self._poll
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update.id >= offset]
        self.polled.ring()
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_seconds):
                while not self.pending and not self._closed and mine == self._poll:
                    await self.arrived.wait()
        if mine != self._poll:
            raise Refusal(409, self._terminated_by)
        return self.pending[: limit if 1 <= limit <= MAX_POLL else MAX_POLL]
