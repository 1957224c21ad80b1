"""What operators watch: counters and gauges in Prometheus' form."""

from datetime import datetime
from math import nan

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

LATENCY_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds."""


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter("guidebot_turns", "Turns committed", registry=self._registry)
        self._seconds = Histogram(
            "guidebot_turn_seconds",
            "From an update's arrival to the commit of its turn",
            buckets=LATENCY_BUCKETS,
            registry=self._registry,
        )
        self._matches = Counter("guidebot_matches", "What became of a turn", ["decision"], registry=self._registry)
        self._errors = Counter("guidebot_errors", "What went wrong", ["kind"], registry=self._registry)
        self._sent = Counter("guidebot_messages_sent", "Messages that Telegram took", registry=self._registry)
        self._depth = Gauge("guidebot_outbox_depth", "Messages that wait to be sent", registry=self._registry)
        self._age = Gauge("guidebot_outbox_age_seconds", "How long the oldest of them waits", registry=self._registry)
        self._pending = Gauge(
            "guidebot_telegram_pending_updates", "Updates that Telegram has not delivered", registry=self._registry
        )

    def turns(self, count: int, seconds: float) -> None:
        """So many turns were committed, each of which had waited so long."""
        self._turns.inc(count)
        for _ in range(count):
            self._seconds.observe(seconds)

    def match(self, decision: str) -> None:
        self._matches.labels(decision).inc()

    def error(self, kind: str) -> None:
        self._errors.labels(kind).inc()

    def sent(self) -> None:
        self._sent.inc()

    def pending(self, updates: int) -> None:
        self._pending.set(updates)

    def page(self, outbox: tuple[int, datetime | None] | None, now: datetime) -> bytes:
        """The figures as Prometheus reads them; `outbox` is how many messages wait, and since when, if known."""
        depth, oldest = outbox or (nan, None)
        age = max((now - oldest).total_seconds(), 0.0) if oldest else 0.0
        self._depth.set(depth)
        self._age.set(nan if outbox is None else age)
        return generate_latest(self._registry)
