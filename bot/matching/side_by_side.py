"""How is long work done on all cores? Each task in a process of its own, with a report of how far all of them are."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

Result = TypeVar("Result")
Report = Callable[[int, int], None]
"""(how much is done, how much there is)."""

Task = Callable[[Report], Result]


def side_by_side(tasks: Sequence[Task[Result]], report: Report, *, processes: bool) -> list[Result]:
    """What the `tasks` return, in their order; with `processes`, tasks and results must be picklable.

    What a process could not finish, for want of memory perhaps, is done here afterwards.
    """
    told = [(0, 1)] * len(tasks)

    def tell(at: int, done: int, total: int) -> None:
        told[at] = done, total
        report(sum(done for done, _ in told), sum(total for _, total in told))

    finished = _in_processes(tasks, tell) if processes and (os.cpu_count() or 1) > 1 else {}
    return [finished[at] if at in finished else task(partial(tell, at)) for at, task in enumerate(tasks)]


def _in_processes(tasks: Sequence[Task[Result]], tell: Callable[[int, int, int], None]) -> dict[int, Result]:
    """The results of those tasks whose processes lived to their end, by place."""
    started = [_start(task) for task in tasks]
    places = {connection: at for at, (_, connection) in enumerate(started)}
    finished: dict[int, Result] = {}
    try:
        while places:
            for connection in [ready for ready in wait(places) if isinstance(ready, Connection)]:
                try:
                    message = connection.recv()
                except EOFError:
                    del places[connection]
                    continue
                if isinstance(message, _Done):
                    finished[places[connection]] = message.result
                else:
                    tell(places[connection], *message)
    finally:
        for process, connection in started:
            process.terminate()
            process.join()
            connection.close()
    return finished


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any


def _start(task: Task[Any]) -> tuple[SpawnProcess, Connection]:
    # Spawned, since a fork of a process with threads may hang.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(task, there), daemon=True)
    process.start()
    there.close()
    return process, here


def _work(task: Task[Any], connection: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    with suppress(BrokenPipeError):
        connection.send(_Done(task(lambda done, total: connection.send((done, total)))))
