"""What do customers do, and what must they see? Each message of theirs is answered by words that fit no other.

A customer does several things in a row, some without waiting, and goes on when all are answered. What they see is
compared at once with what must come next: an answer that is missing, or comes early, is out of order.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.simulator import User
from tests.chaos.witness import Accepted

FIRST_AMOUNT = 20_000
LONGEST_BURST = 4
RUN_SECONDS = 7200.0
"""No run is longer."""
TICKET = "A-1"
"""How the number of a ticket begins."""
PHONE = "+65 6805 4380"


@dataclass(frozen=True, slots=True)
class Say:
    """`shows` is a piece of each message that answers, in order."""

    text: str
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tap:
    """The button of this label on the message that came last."""

    label: str
    shows: tuple[str, ...]


Act = Say | Tap


def question(amount: int) -> Act:
    return Say(f"card fee for {amount} CNY", (f"On RMB {amount:,}.00:",))


CASE: Sequence[Act] = (
    Say("/contact", (PHONE,)),
    Tap("Write to the team", ("What happened?",)),
    Say("the money is gone", ("Since when?",)),
    Tap("Skip", ("e-mail address",)),
    Say("mei@example.com", ("Is it right?",)),
    Tap("Send", (TICKET,)),
)
"""A case for the team, told from its beginning to the ticket's number."""

WALK: Sequence[Act] = (
    Say("/start alipay-register", ("step 1 of 5",)),
    *(Tap("Done, next →", (f"step {step} of 5",)) for step in (2, 3, 4)),
    *(Tap("← Back", (f"step {step} of 5",)) for step in (3, 2)),
)
NUMBER: Sequence[Act] = (
    Say("/contact", (PHONE,)),
    Tap("Show the number", (f"☎️ <b>{PHONE}</b>", PHONE)),
)
"""A text, and a card after it."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A message that came again: `before` is the one that it repeats."""

    before: Accepted
    again: Accepted


@dataclass(slots=True)
class Customer:
    """`expected` are pieces of all messages that must come, of which `seen` have, and `wrong` is what fits nowhere."""

    user: User
    random: random.Random
    opens_case: bool
    said: int = 0
    expected: list[str] = field(default_factory=list)
    seen: int = 0
    last: Accepted | None = None
    repeats: list[Repeat] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def unanswered(self) -> Sequence[str]:
        return self.expected[self.seen :]

    @property
    def has_ticket(self) -> bool:
        return TICKET in self.expected and self.expected.index(TICKET) < self.seen

    def hear(self, accepted: Accepted) -> None:
        """A message of the bot's, new or edited, has reached the chat; no two that follow each other are alike."""
        awaited = self.unanswered
        if self.last is not None and accepted.text == self.last.text:
            self.repeats.append(Repeat(self.last, accepted))
        elif awaited and awaited[0] in accepted.text:
            self.seen += 1
        else:
            came = " ".join(accepted.text.split())
            self.wrong.append(f"{self.user.id}: awaited {next(iter(awaited), 'nothing')!r}, there came {came!r}")
        self.last = accepted

    async def live(self, is_over: Callable[[], bool]) -> None:
        """Do one thing after the other until the run is over; does not return when something is not answered."""
        for thing in self._things():
            for burst in thing:
                for act in burst:
                    await self._do(act)
                await self.user.waits_for(lambda _: not self.unanswered or self.wrong, RUN_SECONDS)
            if is_over() or self.wrong:
                return

    def _things(self) -> Iterator[Sequence[Sequence[Act]]]:
        """What to do, without end: each thing is finished, and what is in one burst is done without waiting."""
        if self.opens_case:
            yield [(act,) for act in CASE]
        amount = FIRST_AMOUNT
        while True:
            count = self.random.randint(1, LONGEST_BURST)
            yield [[question(amount + number) for number in range(count)]]
            amount += count
            yield [(act,) for act in self.random.choice((WALK, NUMBER, (), ()))]

    async def _do(self, act: Act) -> None:
        self.said += 1
        self.expected.extend(act.shows)
        match act:
            case Say(text=text):
                await self.user.says(text)
            case Tap(label=label):
                assert self.last is not None
                await self.user.taps(label, self.user.chat.messages[self.last.message])
