"""How does a run go? Customers at work, processes killed under them, and all that fails around them."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from bot.simulator import Kind, receive_mail, serve
from bot.simulator.faults import Faults
from tests.chaos import verdict
from tests.chaos.balancer import balancing, free_port
from tests.chaos.customers import Customer
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
DRAIN_SECONDS = 60.0
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
    loop = asyncio.get_running_loop()
    by_chat: dict[int, Customer] = {}

    def hear(chat: int, accepted: Accepted) -> None:
        by_chat[chat].hear(accepted)

    herd = Herd(plan.kills, plan.seed, folder)
    witness = Witness(loop.time, herd.reach, hear)
    _let_fail(witness.faults)
    post = UnreliablePost(witness.world, {}, witness.faults)
    for number in range(CUSTOMERS):
        user = witness.user(f"Mei {number}", "en")
        by_chat[user.id] = Customer(user, random.Random(plan.seed + number), opens_case=number % OPEN_CASES == 0)
    customers = list(by_chat.values())
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(serve(witness))
        smtp = await stack.enter_async_context(receive_mail(post))
        settings = {
            "TELEGRAM_API_URL": api,
            "DATABASE_URL": database.url,
            "SMTP_URL": smtp,
            "SUPPORT_EMAIL_FROM": "assistant@example.com",
            "SEND_RATE": "60",
            "SEND_RATE_CHAT": "0",
            "USER_RATE": "0",
            "LOG_LEVEL": "WARNING",
        }
        programs = await stack.enter_async_context(_programs(plan.layout, settings))
        stack.push_async_callback(herd.stop)
        await _let_live(plan, herd, programs, customers, database, witness)
        witness.faults.clear()
        tickets = sum(customer.opens_case for customer in customers)
        await _settled(lambda: not witness.updates.pending and len(post.mails) >= tickets, database)
    repeats = sum(len(customer.repeats) for customer in customers)
    struck = Counter(happened.fault.kind.value for happened in witness.faults.happened)
    return Verdict(
        verdict.unanswered(customers),
        verdict.out_of_order(customers),
        verdict.repeated(customers, herd.lives, database.outages),
        herd.ended,
        _tracebacks(folder),
        left_in_outbox(database.url),
        tickets - len(post.mails),
        {
            "kills": herd.killed,
            "restarts of the database": len(database.outages),
            "messages of customers": sum(customer.said for customer in customers),
            "messages to customers": sum(len(customer.seen) for customer in customers),
            "repeats": repeats,
            "tickets": tickets,
            **struck,
        },
    )


async def _let_live(
    plan: Plan,
    herd: Herd,
    programs: Sequence[Program],
    customers: Sequence[Customer],
    database: Database,
    witness: Witness,
) -> None:
    is_over = False
    living = [asyncio.create_task(customer.live(lambda: is_over)) for customer in customers]
    restarting = asyncio.create_task(_restart_now_and_then(plan, herd, database, witness))
    try:
        await herd.run(programs, witness.world.changed.ring)
        await restarting
        is_over = True
        await asyncio.gather(*living, return_exceptions=True)
    finally:
        restarting.cancel()
        for task in living:
            task.cancel()


async def _restart_now_and_then(plan: Plan, herd: Herd, database: Database, witness: Witness) -> None:
    chance = random.Random(plan.seed)  # noqa: S311 - chance for tests, no secret
    for number in range(plan.restarts):
        at = plan.kills * (number + 1) // (plan.restarts + 1)
        await witness.world.changed.until(lambda at=at: True if herd.killed >= at else None, 3600)
        await database.restart(chance)


async def _settled(is_done: Callable[[], bool], database: Database) -> None:
    """Wait until all is done and the outbox is empty; the verdict tells what is not."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + DRAIN_SECONDS
    # Another process's database has no event to wait for.
    while loop.time() < deadline and not (is_done() and not await asyncio.to_thread(left_in_outbox, database.url)):
        await asyncio.sleep(LOOK_SECONDS)


def _let_fail(faults: Faults) -> None:
    for kind, share in SHARES.items():
        faults.often(kind, share=share, seconds=SLOW_SECONDS if kind is Kind.SLOW else 1.0)


@asynccontextmanager
async def _programs(layout: Layout, settings: Mapping[str, str]) -> AsyncIterator[Sequence[Program]]:
    match layout:
        case Layout.RUN:
            yield [Program(("run",), settings)]
        case Layout.RUN_AND_WORKERS:
            workers = [Program(("worker",), settings)] * 2
            yield [Program(("run", "--no-worker"), settings), *workers]
        case Layout.SERVE_TWICE:
            ports = free_port(), free_port()
            async with balancing(ports) as url:
                webhook = {**settings, "WEBHOOK_URL": url, "WEBHOOK_SECRET": "a-secret-of-the-chaos-run"}
                command = ("serve", "--host", "127.0.0.1")
                yield [Program(command, {**webhook, "PORT": str(port)}) for port in ports]


def _tracebacks(folder: Path) -> list[str]:
    """Where a log tells of a bug."""
    return [
        f"{log.name}: {line}"
        for log in sorted(folder.glob("*.log"))
        for line in log.read_text("utf-8", "replace").splitlines()
        if line.startswith("Traceback")
    ]
