"""`make bench-load`: the bot, and what it is compared with, over the real wire, one after the other."""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bench.load.peer import Plan
from bench.load.processes import Usage, busy, started, usage
from bench.load.subjects import BASE, SUBJECTS, TOKEN, Subject

STEP_SECONDS = 400.0
"""Longer than any step of the peer's may take."""
PAPER_COLUMNS = 150
"""The table's width where it goes to no terminal."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One subject in one window. Times are milliseconds, sizes MB, shares of one core."""

    subject: str
    window: str
    turns: int
    turns_a_second: float
    taps: float
    """The share of turns that were taps."""
    messages: int
    p50: float
    p99: float
    cpu_a_turn: float
    resident: float
    peer_cpu_a_turn: float
    others: float
    """Cores that were busy with neither the subject nor its peer: more than a little, and the figures are doubtful."""
    lost: int
    strays: int


class SubjectError(Exception):
    """A subject or the peer ended too early; the message has its last words."""


def main(  # noqa: PLR0913, PLR0917 - options of a command
    only: Annotated[list[str] | None, typer.Option(help="Part of a subject's name; may be given often.")] = None,
    users: Annotated[int, typer.Option(help="Users in the closed loop.")] = 200,
    seconds: Annotated[float, typer.Option(help="How long each window is.")] = 10.0,
    warm_up: Annotated[float, typer.Option(help="Seconds before the first window.")] = 3.0,
    rate: Annotated[float, typer.Option(help="Turns a second in the open loop; 0 leaves it out.")] = 100.0,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as a list of objects.")] = False,
) -> None:
    """Turns a second, latency, memory and CPU of the bot beside bare python-telegram-bot."""
    chosen = [subject for subject in SUBJECTS if not only or any(part in subject.name for part in only)]
    if not chosen:
        raise typer.BadParameter("no subject has that in its name: " + "; ".join(subject.name for subject in SUBJECTS))
    figures: list[Figures] = []
    for subject in chosen:
        print(f"{subject.name} ...", file=sys.stderr, flush=True)  # noqa: T201 - a sign of life
        plan = Plan(users, seconds, warm_up, rate, subject.texts_only)
        try:
            figures += asyncio.run(measure(subject, plan))
        except SubjectError as error:
            raise typer.Exit(_fail(error)) from error
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in figures], indent=2))
    else:
        show(figures, users, rate)


def _fail(error: SubjectError) -> int:
    typer.echo(str(error), err=True)
    return 1


async def measure(subject: Subject, plan: Plan) -> list[Figures]:
    """Start the peer and the subject, and gather what both say."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = (sys.executable, "-m", "bench.load.peer")
        async with started(command, {}, folder / "peer.log", stdin=PIPE) as peer:
            assert peer.stdin is not None
            peer.stdin.write(json.dumps(asdict(plan)).encode() + b"\n")
            listening = await _next(peer, peer, folder)
            environment = {
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": f"http://127.0.0.1:{listening['port']}",
                **subject.environment(folder),
            }
            async with started(subject.command(folder), environment, folder / "subject.log") as process:
                windows = 2 if plan.rate else 1
                return [await _window(subject, peer, process, folder) for _ in range(windows)]


async def _window(subject: Subject, peer: Process, process: Process, folder: Path) -> Figures:
    await _next(peer, process, folder)
    before = usage(process.pid), usage(peer.pid), busy()
    end = await _next(peer, process, folder)
    after = usage(process.pid), usage(peer.pid), busy()
    return _figures(subject, end, before, after)


async def _next(peer: Process, process: Process, folder: Path) -> dict[str, Any]:
    """The peer's next event. Raises SubjectError when one of both has ended, or nothing comes."""
    assert peer.stdout is not None
    reading, ending = asyncio.ensure_future(peer.stdout.readline()), asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait((reading, ending), timeout=STEP_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        line = reading.result() if reading.done() else b""
    finally:
        reading.cancel()
        ending.cancel()
    if not line:
        logs = (folder / "peer.log", folder / "subject.log")
        words = "\n".join(log.read_text(encoding="utf-8")[-2000:] for log in logs if log.exists())
        raise SubjectError(f"the measurement broke off\n{words}")
    event: dict[str, Any] = json.loads(line)
    return event


Spent = tuple[Usage, Usage, float]


def _figures(subject: Subject, end: dict[str, Any], before: Spent, after: Spent) -> Figures:
    seconds, latencies = end["seconds"], end["latencies"]
    turns = max(len(latencies), 1)
    own, peers = after[0].cpu - before[0].cpu, after[1].cpu - before[1].cpu
    return Figures(
        subject.name,
        end["window"],
        len(latencies),
        len(latencies) / seconds,
        end["taps"] / max(end["taps"] + end["texts"], 1),
        end["messages"],
        1000 * statistics.median(latencies or [0.0]),
        1000 * percentile(latencies, 0.99),
        1000 * own / turns,
        after[0].resident / 1e6,
        1000 * peers / turns,
        max(after[2] - before[2] - own - peers, 0.0) / seconds,
        end["lost"],
        end["strays"],
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def show(figures: Sequence[Figures], users: int, rate: float) -> None:
    console = Console(width=None if sys.stdout.isatty() else PAPER_COLUMNS)
    closed = [each for each in figures if each.window == "closed"]
    base = next((each for each in closed if each.subject == BASE), None)
    table = Table(
        *("subject", "turns/s", "× echo", "p50 ms", "p99 ms", "CPU ms/turn", "× echo", "RSS MB", "peer ms/turn"),
        *("others' cores", "lost", "stray"),
        title=f"{users} users, each says the next thing when the last one is answered",
        caption=f"{os.cpu_count()} cores for the subject, its peer and all else on this machine",
    )
    for each in closed:
        more = f"{each.turns_a_second / base.turns_a_second:.2f}" if base else ""
        dearer = f"{each.cpu_a_turn / base.cpu_a_turn:.2f}" if base else ""
        table.add_row(
            *(each.subject, f"{each.turns_a_second:.0f}", more, f"{each.p50:.0f}", f"{each.p99:.0f}"),
            *(f"{each.cpu_a_turn:.2f}", dearer, f"{each.resident:.0f}", f"{each.peer_cpu_a_turn:.2f}"),
            *(f"{each.others:.2f}", str(each.lost), str(each.strays)),
        )
    console.print(table)
    paced = [each for each in figures if each.window == "open"]
    if paced:
        table = Table("subject", "turns", "p50 ms", "p99 ms", "CPU ms/turn", "others' cores", "lost", "stray")
        table.title = f"{rate:.0f} turns a second, whether answered or not"
        for each in paced:
            table.add_row(
                *(each.subject, str(each.turns), f"{each.p50:.0f}", f"{each.p99:.0f}", f"{each.cpu_a_turn:.2f}"),
                *(f"{each.others:.2f}", str(each.lost), str(each.strays)),
            )
        console.print(table)


if __name__ == "__main__":
    typer.run(main)
