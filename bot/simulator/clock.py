"""What time is it? A clock that can be set to a Saturday night in Jakarta, and ticks on from there."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.simulator.signals import Signal

LONGEST_NAP_SECONDS = 3600.0  # asyncio's timers count in floats; a far date is reached in naps


def _real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one place of the simulator that reads the real clock


class SimulatedClock:
    """The real time plus an offset; those who sleep on it wake when it is moved.

    Hand the same clock to the bot, in the same process, so that it lives at the simulated time too.
    """

    def __init__(self) -> None:
        self._offset = timedelta()
        self.moved = Signal()

    @property
    def is_real(self) -> bool:
        return not self._offset

    def now(self) -> datetime:
        """Aware, in UTC."""
        return _real_now() + self._offset

    def set(self, at: datetime) -> None:
        """Make it `at` now; the clock ticks on from there. `at` must be aware."""
        if at.tzinfo is None:
            raise ValueError("a clock is set to an aware datetime")
        self._offset = at - _real_now()
        self.moved.ring()

    def advance(self, by: timedelta) -> None:
        self._offset += by
        self.moved.ring()

    def reset(self) -> None:
        self._offset = timedelta()
        self.moved.ring()

    async def sleep_until(self, at: datetime) -> None:
        """Return once the clock shows `at` or later, be it by waiting or by being moved."""
        while (remaining := (at - self.now()).total_seconds()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(remaining, LONGEST_NAP_SECONDS)):
                    await self.moved.wait()
