"""What a subject costs is that of all its processes."""

import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from bench.load.processes import started, usage

HUNDRED_MB = "held = bytearray(100_000_000); print(flush=True); input()"


async def test_a_child_in_a_group_of_its_own_counts_as_postgresqls_backends_do(tmp_path: Path) -> None:
    before = usage(os.getpid()).resident
    async with started((sys.executable, "-c", HUNDRED_MB), {}, tmp_path / "errors", stdin=PIPE) as child:
        assert child.stdout is not None
        await child.stdout.readline()
        assert os.getpgid(child.pid) != os.getpgid(os.getpid())
        assert usage(os.getpid()).resident - before > 90_000_000
