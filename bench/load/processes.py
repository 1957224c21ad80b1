"""Processes that are measured, and that do not outlive the measurement. Linux: the numbers stand in /proc."""

import asyncio
import os
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
STOP_SECONDS = 5.0
LINE = 2**26
"""Bytes that a line of standard output may have: all latencies stand in one."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Of a process and all that it started: seconds of CPU up to now, and resident bytes."""

    cpu: float
    resident: int


@asynccontextmanager
async def started(
    command: Sequence[str], environment: Mapping[str, str], errors: Path, *, stdin: int | None = None
) -> AsyncIterator[Process]:
    """A process in a group of its own, which is ended with all that is in it."""
    with errors.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=stdin,
            stdout=PIPE,
            stderr=stderr,
            start_new_session=True,
            limit=LINE,
        )
    try:
        yield process
    finally:
        for way in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, way)
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await process.wait()


def usage(leader: int) -> Usage:
    """Of a process, of its group and of its children: those of PostgreSQL's server have groups of their own."""
    cpu, resident = 0.0, 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                # The name of the program, in brackets, may hold spaces; what follows it is counted from there.
                numbers = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if leader in {int(folder.name), int(numbers[1]), int(numbers[2])}:
                    cpu += (int(numbers[11]) + int(numbers[12])) / TICKS
                    resident += int(numbers[21]) * PAGE
    return Usage(cpu, resident)


def busy() -> float:
    """Seconds of CPU that the whole machine has spent up to now."""
    with open("/proc/stat", encoding="ascii") as stat:  # noqa: PTH123 - a kernel's table, no file
        user, nice, system, _idle, _iowait, *rest = (int(number) for number in stat.readline().split()[1:8])
    return (user + nice + system + sum(rest)) / TICKS
