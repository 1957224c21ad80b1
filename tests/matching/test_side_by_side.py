"""Long work on all cores: results in order, progress from all, and nothing lost when a process dies."""

import os
from functools import partial

import pytest

from bot.matching.side_by_side import Report, side_by_side


def square(number: int, report: Report) -> int:
    report(number, number)
    return number * number


def place(report: Report) -> int:
    return os.getpid()


def killed_elsewhere(home: int, report: Report) -> str:
    if os.getpid() != home:
        os._exit(9)
    return "done here"


@pytest.mark.parametrize("processes", [False, True])
def test_results_are_in_the_order_of_the_tasks(processes: bool) -> None:
    told: list[tuple[int, int]] = []
    tasks = [partial(square, number) for number in (2, 3, 4)]
    assert side_by_side(tasks, lambda *how_far: told.append(how_far), processes=processes) == [4, 9, 16]
    assert told[-1] == (9, 9)


def test_each_task_has_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    places = side_by_side([place, place], lambda done, total: None, processes=True)
    assert len({os.getpid(), *places}) == 3


def test_what_a_dead_process_left_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    tasks = [partial(killed_elsewhere, os.getpid()), partial(killed_elsewhere, os.getpid())]
    assert side_by_side(tasks, lambda done, total: None, processes=True) == ["done here"] * 2
