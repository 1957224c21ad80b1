"""How many turns may one user take? A burst is answered once with "one moment", and then waited out."""

from dataclasses import dataclass, replace
from datetime import datetime

SECONDS_A_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """`left` turns at the instant `at`; `is_told` once the user knows that they must wait."""

    left: float
    at: datetime
    is_told: bool = False


def spend(before: Allowance | None, now: datetime, rate: float) -> tuple[Allowance, bool]:
    """The allowance after one more turn, and whether that turn may be taken.

    `rate` turns a minute flow in, and as many may be taken at once.
    """
    if before is None:
        return Allowance(rate - 1, now), True
    passed = max((now - before.at).total_seconds(), 0.0)
    left = min(before.left + passed * rate / SECONDS_A_MINUTE, rate)
    if left < 1:
        return replace(before, left=left, at=now), False
    return Allowance(left - 1, now), True
