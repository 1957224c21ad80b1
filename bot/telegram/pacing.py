"""How fast may messages leave? Telegram asks for 30 a second in all, one to one chat, and 20 a minute to a group."""

from collections.abc import Callable
from dataclasses import dataclass, field

CHAT_BURST = 4.0
"""Messages that one chat may get at once before its own limit begins to count."""

GROUP_SHARE = 20 / 60
"""A group's rate, of a private chat's."""


TIDY_SECONDS = 10.0


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate` a second flow in, up to `burst`. Times are seconds of a monotonic clock."""

    rate: float
    burst: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one may be taken."""
        self._fill(now)
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate

    def take(self, now: float) -> None:
        self._fill(now)
        self.level -= 1

    def _fill(self, now: float) -> None:
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now


@dataclass(slots=True)
class Pace:
    """The limits over all chats and for each; a rate of 0 is no limit.

    `senders` tells how many processes share the limit over all chats.
    """

    rate: float
    rate_chat: float
    senders: Callable[[], int] = lambda: 1
    _all: Bucket | None = None
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _tidied: float = 0.0

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until a message may go to `chat_id`; 0 takes its place in both limits."""
        buckets = [bucket for bucket in (self._bucket(now), self._chat_bucket(chat_id, now)) if bucket is not None]
        waits = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if waits <= 0:
            for bucket in buckets:
                bucket.take(now)
        return waits

    def forget_idle(self, now: float) -> None:
        """Drop the chats whose limit has recovered, so that memory does not grow with all who ever wrote."""
        if now - self._tidied < TIDY_SECONDS:
            return
        self._tidied = now
        full = [chat for chat, bucket in self._chats.items() if now - bucket.at > bucket.burst / bucket.rate]
        for chat in full:
            del self._chats[chat]

    def _bucket(self, now: float) -> Bucket | None:
        if not self.rate:
            return None
        share = self.rate / self.senders()
        if self._all is None or self._all.rate != share:
            self._all = Bucket(share, max(share, 1.0), max(share, 1.0) if self._all is None else 0.0, now)
        return self._all

    def _chat_bucket(self, chat_id: int, now: float) -> Bucket | None:
        if not self.rate_chat:
            return None
        rate = self.rate_chat if chat_id > 0 else self.rate_chat * GROUP_SHARE
        return self._chats.setdefault(chat_id, Bucket(rate, CHAT_BURST, CHAT_BURST, now))
