"""What came of a run, and which repeats are allowed?

A message may come twice where nobody could know that it had come once: its acceptance was lost, because the connection
broke before the whole answer was written, or because the process that had sent it was killed before it could record
the answer. How long that takes is counted in the answers that the process got meanwhile: it records before it sends
the chat's next message, so it cannot have got more than it has calls under way. All other repeats are faults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from bot.telegram.transport import POOL_SIZE
from tests.chaos.customers import Customer, Repeat
from tests.chaos.processes import Life

MOST_ANSWERS_UNRECORDED = POOL_SIZE
"""As many calls a process has under way at most."""


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


def is_excused(repeat: Repeat, lives: Mapping[str, Life]) -> bool:
    """Whether the acceptance of the message that was repeated had been lost."""
    before = repeat.before
    life = lives[before.request.token]
    was_killed_soon = life.is_killed and life.answers - before.answers <= MOST_ANSWERS_UNRECORDED
    return was_killed_soon or not before.request.is_answered


def out_of_order(customers: Sequence[Customer]) -> list[str]:
    return [line for customer in customers for line in customer.wrong]


def unanswered(customers: Sequence[Customer]) -> list[str]:
    return [f"{customer.user.id}: {piece!r}" for customer in customers for piece in customer.unanswered]


def repeated(customers: Sequence[Customer], lives: Mapping[str, Life]) -> list[str]:
    """The repeats without excuse."""
    return [
        f"{customer.user.id}: {repeat.again.call.method} {repeat.again.text.splitlines()[0]!r} by {_who(repeat)}"
        for customer in customers
        for repeat in customer.repeats
        if not is_excused(repeat, lives)
    ]


def _who(repeat: Repeat) -> str:
    before, again = repeat.before.request.token, repeat.again.request.token
    return "the same process" if before == again else "another process"
