"""What if the network or Telegram fails? Faults by method, for the next calls or for a share of all."""

import random
from collections import deque
from dataclasses import dataclass
from enum import Enum
from math import ceil

EVERY_METHOD = "*"
GROUP_WINDOW_SECONDS = 60.0


class Kind(Enum):
    SERVER_ERROR = "server_error"
    """Telegram answers 502 and did nothing."""
    TOO_MANY = "too_many"
    """Telegram answers 429 with `retry_after`, and did nothing."""
    DROPPED_BEFORE = "dropped_before"
    """The connection breaks before Telegram accepts the call."""
    DROPPED_AFTER = "dropped_after"
    """Telegram carries the call out, and the connection breaks before the answer."""
    SLOW = "slow"
    """The answer comes `seconds` late."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong; `seconds` is the wait of SLOW, and the `retry_after` of TOO_MANY."""

    kind: Kind
    seconds: float = 1.0


@dataclass(slots=True)
class _Rule:
    fault: Fault
    method: str
    times: int | None
    share: float

    def covers(self, method: str) -> bool:
        return self.method in {EVERY_METHOD, method} and (self.times is None or self.times > 0)


@dataclass(frozen=True, slots=True)
class Happened:
    method: str
    fault: Fault


class Faults:
    """Rules are tried in the order in which they were added; the first that strikes is the one.

    A share is drawn from a seeded generator, so that a run can be repeated.
    """

    def __init__(self, seed: int = 0) -> None:
        self._rules: list[_Rule] = []
        self._random = random.Random(seed)  # noqa: S311 - chance for tests, no secret
        self.happened: list[Happened] = []

    def next(self, kind: Kind, method: str = EVERY_METHOD, *, times: int = 1, seconds: float = 1.0) -> None:
        """Let the next `times` calls of `method` fail."""
        self._rules.append(_Rule(Fault(kind, seconds), method, times, 1.0))

    def often(self, kind: Kind, method: str = EVERY_METHOD, *, share: float, seconds: float = 1.0) -> None:
        """Let a `share` (0 to 1) of all calls of `method` fail, until `clear`."""
        self._rules.append(_Rule(Fault(kind, seconds), method, None, share))

    def clear(self) -> None:
        self._rules.clear()

    def strike(self, method: str) -> Fault | None:
        """The fault that this call of `method` meets."""
        for rule in self._rules:
            if rule.covers(method) and (rule.share >= 1 or self._random.random() < rule.share):
                if rule.times is not None:
                    rule.times -= 1
                self.happened.append(Happened(method, rule.fault))
                return rule.fault
        return None

    def as_json(self) -> list[dict[str, object]]:
        return [
            {"kind": r.fault.kind.value, "method": r.method, "times": r.times, "share": r.share}
            for r in self._rules
            if r.times is None or r.times > 0
        ]


class Pacing:
    """Telegram's limits on sending: `overall` a second, `per_chat` a second with bursts, `per_group` a minute.

    Source: core.telegram.org/bots/faq, "My bot is hitting limits"; the size of a burst is an observation.
    """

    def __init__(self, overall: float = 30, per_chat: float = 1, burst: int = 5, per_group: int = 20) -> None:
        self._per_chat, self._burst, self._per_group = per_chat, burst, per_group
        self._all = _Bucket(overall, overall)
        self._chats: dict[int, _Bucket] = {}
        self._groups: dict[int, deque[float]] = {}

    def retry_after(self, chat_id: int, now: float) -> int | None:
        """None when a message to the chat may go at `now` (seconds of any steady clock), else the seconds to wait."""
        if chat_id < 0 and (wait := self._group_wait(chat_id, now)):
            return wait
        chat = self._chats.setdefault(chat_id, _Bucket(self._burst, self._per_chat))
        wait_seconds = max(self._all.wait(now), chat.wait(now))
        if wait_seconds > 0:
            return ceil(wait_seconds)
        self._all.take()
        chat.take()
        if chat_id < 0:
            self._groups[chat_id].append(now)
        return None

    def _group_wait(self, chat_id: int, now: float) -> int | None:
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - GROUP_WINDOW_SECONDS:
            sent.popleft()
        return ceil(sent[0] + GROUP_WINDOW_SECONDS - now) if len(sent) >= self._per_group else None


class _Bucket:
    def __init__(self, size: float, per_second: float) -> None:
        self._size, self._per_second = size, per_second
        self._left = size
        self._at: float | None = None

    def wait(self, now: float) -> float:
        """Seconds until one may be taken."""
        if self._at is not None:
            self._left = min(self._size, self._left + (now - self._at) * self._per_second)
        self._at = now
        return max(0.0, (1 - self._left) / self._per_second)

    def take(self) -> None:
        self._left -= 1
