"""How does a run go? Customers at work, processes killed under them, and all that fails around them."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from bench.ports import reserved_port
from bot.simulator import Kind, receive_mail, serve
from tests.chaos import verdict
from tests.chaos.balancer import balancing
from tests.chaos.customers import RUN_SECONDS, Customer
from tests.chaos.databases import Database, left_in_outbox
from tests.chaos.post import UnreliablePost
from tests.chaos.processes import Herd, Program
from tests.chaos.verdict import Verdict
from tests.chaos.witness import Accepted, Witness

CUSTOMERS = 20
OPEN_CASES = 3
"""Of so many customers, one opens a case."""
SHARES = {
    Kind.SERVER_ERROR: 0.02,
    Kind.TOO_MANY: 0.01,
    Kind.DROPPED_BEFORE: 0.02,
    Kind.DROPPED_AFTER: 0.01,
    Kind.SLOW: 0.01,
}
SLOW_SECONDS = 0.2
SETTLE_SECONDS = 60.0
LOOK_SECONDS = 0.05


class Layout(Enum):
    """Which processes share the work."""

    RUN = "run"
    SERVE_TWICE = "serve, serve"
    RUN_AND_WORKERS = "run --no-worker, worker, worker"


@dataclass(frozen=True, slots=True)
class Plan:
    layout: Layout
    kills: int
    restarts: int
    """Of the database."""
    seed: int


async def run_chaos(plan: Plan, database: Database, folder: Path) -> Verdict:
    """Returns when all kills are done, and everything that customers have said is answered, or will never be."""
    run = _Run(plan, database, folder)
    async with AsyncExitStack() as stack:
        settings = {
            "TELEGRAM_API_URL": await stack.enter_async_context(serve(run.witness)),
            "DATABASE_URL": database.url,
            "SMTP_URL": await stack.enter_async_context(receive_mail(run.post)),
            "SUPPORT_EMAIL_FROM": "assistant@example.com",
            "SEND_RATE": "60",
            "SEND_RATE_CHAT": "0",
            "USER_RATE": "0",
            "LOG_LEVEL": "WARNING",
        }
        programs = await stack.enter_async_context(_programs(plan.layout, settings))
        stack.push_async_callback(run.herd.stop)
        await run.let_live(programs)
        await run.settle()
    return run.judge(folder)


class _Run:
    """Everybody who takes part in it."""

    def __init__(self, plan: Plan, database: Database, folder: Path) -> None:
        self.plan = plan
        self.database = database
        self.herd = Herd(plan.kills, plan.seed, folder)
        self.witness = Witness(self.herd.answers, self.herd.reach, self._hear)
        self.post = UnreliablePost(self.witness.world, {}, self.witness.faults)
        self.customers: dict[int, Customer] = {}
        for number in range(CUSTOMERS):
            chance = random.Random(plan.seed + number)  # noqa: S311 - chance for tests, no secret
            user = self.witness.user("Mei", "en")
            self.customers[user.id] = Customer(user, chance, opens_case=number % OPEN_CASES == 0)
        for kind, share in SHARES.items():
            seconds = SLOW_SECONDS if kind is Kind.SLOW else 1.0
            self.witness.faults.often(kind, share=share, seconds=seconds)

    @property
    def tickets(self) -> int:
        return sum(customer.has_ticket for customer in self.customers.values())

    def _hear(self, chat: int, accepted: Accepted) -> None:
        self.customers[chat].hear(accepted)

    async def let_live(self, programs: Sequence[Program]) -> None:
        """Kill until all kills are done, and let the customers finish what they have begun."""
        is_over = False
        living = [asyncio.create_task(customer.live(lambda: is_over)) for customer in self.customers.values()]
        restarting = asyncio.create_task(self._restart_database())
        try:
            await self.herd.run(programs, self.witness.world.changed.ring)
            await restarting
            is_over = True
            self.witness.faults.clear()
            await asyncio.wait(living, timeout=SETTLE_SECONDS)  # who waits in vain, the verdict tells
        finally:
            for task in (restarting, *living):
                task.cancel()

    async def _restart_database(self) -> None:
        """Now and then, between the kills."""
        chance = random.Random(self.plan.seed)  # noqa: S311 - chance for tests, no secret
        for number in range(self.plan.restarts):
            at = self.plan.kills * (number + 1) // (self.plan.restarts + 1)
            await self.witness.world.changed.until(partial(self._has_killed, at), RUN_SECONDS)
            await self.database.restart(chance)

    def _has_killed(self, kills: int) -> bool | None:
        return True if self.herd.killed >= kills else None

    async def settle(self) -> None:
        """Wait until all is done and the outbox is empty; the verdict tells what is not."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + SETTLE_SECONDS
        # Another process's database has no event to wait for.
        while loop.time() < deadline and not await asyncio.to_thread(self._is_settled):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)

    def _is_settled(self) -> bool:
        is_done = not self.witness.updates.pending and len(self.post.mails) >= self.tickets
        return is_done and left_in_outbox(self.database.url) == 0

    def judge(self, folder: Path) -> Verdict:
        """What came of it; `folder` holds the logs."""
        customers = list(self.customers.values())
        struck = Counter(happened.fault.kind.value for happened in self.witness.faults.happened)
        return Verdict(
            verdict.unanswered(customers),
            verdict.out_of_order(customers),
            verdict.repeated(customers, self.herd.lives),
            self.herd.ended,
            _tracebacks(folder),
            left_in_outbox(self.database.url),
            self.tickets - len(self.post.mails),
            {
                "kills": self.herd.killed,
                "restarts of the database": self.plan.restarts,
                "customers said": sum(customer.said for customer in customers),
                "customers saw": sum(customer.seen for customer in customers),
                "repeats": sum(len(customer.repeats) for customer in customers),
                "mails": len(self.post.mails),
                **struck,
            },
        )


@asynccontextmanager
async def _programs(layout: Layout, settings: Mapping[str, str]) -> AsyncIterator[Sequence[Program]]:
    match layout:
        case Layout.RUN:
            yield [Program(("run",), settings)]
        case Layout.RUN_AND_WORKERS:
            workers = [Program(("worker",), settings)] * 2
            yield [Program(("run", "--no-worker"), settings), *workers]
        case Layout.SERVE_TWICE:
            with reserved_port() as first, reserved_port() as second:
                async with balancing((first, second)) as url:
                    webhook = {**settings, "WEBHOOK_URL": url, "WEBHOOK_SECRET": "a-secret-of-the-chaos-run"}
                    command = ("serve", "--host", "127.0.0.1")
                    yield [Program(command, {**webhook, "PORT": str(port)}) for port in (first, second)]


def _tracebacks(folder: Path) -> list[str]:
    """Where a log tells of a bug."""
    return [
        f"{log.name}: {line}"
        for log in sorted(folder.glob("*.log"))
        for line in log.read_text("utf-8", "replace").splitlines()
        if line.startswith("Traceback")
    ]
