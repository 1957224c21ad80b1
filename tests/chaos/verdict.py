"""What came of a run, and which repeats are allowed?

A message may come twice where nobody could know that it had come once: its acceptance was lost, because the connection
broke before the whole answer was written, or because the process that had sent it was killed before it could record
the answer. Recording takes a moment, and longer while the database is away. All other repeats are faults of the bot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from tests.chaos.customers import Customer, Repeat
from tests.chaos.databases import Outage
from tests.chaos.processes import Life

RECORD_SECONDS = 1.0
"""So long after an acceptance a kill may come before its record, on a busy machine."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What must be nothing, and beside it how much happened."""

    unanswered: Sequence[str]
    out_of_order: Sequence[str]
    repeated: Sequence[str]
    """Without excuse."""
    ended: Sequence[str]
    """Processes that ended by themselves."""
    tracebacks: Sequence[str]
    left_in_outbox: int
    mails_missing: int
    happened: Mapping[str, int]

    @property
    def faults(self) -> dict[str, object]:
        """What is not as it must be."""
        checked = [field.name for field in fields(self) if field.name != "happened"]
        return {name: value for name in checked if (value := getattr(self, name))}


def is_excused(repeat: Repeat, lives: Mapping[str, Life], outages: Sequence[Outage]) -> bool:
    """Whether the acceptance of the message that was repeated had been lost."""
    if not repeat.before.request.is_answered:
        return True
    killed_at = lives[repeat.before.request.token].killed_at
    return killed_at is not None and killed_at <= _latest_record(repeat.before.at, outages)


def _latest_record(accepted_at: float, outages: Sequence[Outage]) -> float:
    latest = accepted_at + RECORD_SECONDS
    for outage in outages:
        if outage.begun <= latest and outage.ended >= accepted_at:
            latest = max(latest, outage.ended + RECORD_SECONDS)
    return latest


def out_of_order(customers: Sequence[Customer]) -> list[str]:
    return [line for customer in customers for line in customer.wrong]


def unanswered(customers: Sequence[Customer]) -> list[str]:
    return [f"{customer.user.id}: {piece!r}" for customer in customers for piece in customer.unanswered]


def repeated(customers: Sequence[Customer], lives: Mapping[str, Life], outages: Sequence[Outage]) -> list[str]:
    """The repeats without excuse."""
    return [
        f"{customer.user.id}: {repeat.again.call.method} {repeat.again.text.splitlines()[0]!r}"
        f" {repeat.again.at - repeat.before.at:.3f} s after the first, by {_who(repeat)}"
        for customer in customers
        for repeat in customer.repeats
        if not is_excused(repeat, lives, outages)
    ]


def _who(repeat: Repeat) -> str:
    before, again = repeat.before.request.token, repeat.again.request.token
    return "the same process" if before == again else "another process"
