"""Killed at random instants, under load, with everything around it failing, the bot loses and confuses nothing.

CHAOS_KILLS says how often, in each configuration; CHAOS_SEED chooses another run. A run is not repeated exactly by its
seed: the machine has a share in it.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.chaos.databases import Database, own_postgresql, sqlite_file
from tests.chaos.run import Layout, Plan, run_chaos

KILLS = int(os.environ.get("CHAOS_KILLS", "4"))
SEED = int(os.environ.get("CHAOS_SEED", "20261129"))
FEW_KILLS = 20
KILLS_A_RESTART = 20
RESTARTS = max(1, KILLS // KILLS_A_RESTART)


@pytest.mark.parametrize(
    ("layout", "open_database", "restarts"),
    [
        pytest.param(Layout.RUN, sqlite_file, 0, id="sqlite-run"),
        pytest.param(Layout.SERVE_TWICE, own_postgresql, RESTARTS, id="postgresql-serve-twice"),
        pytest.param(
            Layout.RUN_AND_WORKERS,
            own_postgresql,
            RESTARTS,
            id="postgresql-run-and-workers",
            marks=pytest.mark.skipif(KILLS < FEW_KILLS, reason="for `make chaos`: it takes as long as the others"),
        ),
    ],
)
@pytest.mark.usefixtures("speaker")  # has the matcher's index made, for which the processes would wait
def test_nothing_is_lost_confused_or_repeated(
    layout: Layout,
    open_database: Callable[[Path], AbstractContextManager[Database]],
    restarts: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = Plan(layout, KILLS, restarts, SEED)
    with open_database(tmp_path) as database:
        verdict = asyncio.run(run_chaos(plan, database, tmp_path))
    with capsys.disabled():
        print(f"\n{plan}: {dict(verdict.happened)}")  # noqa: T201 - the figures of a run
    assert verdict.faults == {}
