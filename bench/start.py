"""How long does `python -m bot run` take to its first poll, and how large is it then? One run, two numbers."""

import asyncio
import os
import sys
import tempfile
import time

from bot.simulator import Simulator, serve
from bot.storage import migrate, open_database

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"


async def measure() -> tuple[float, float]:
    simulator = Simulator()
    async with serve(simulator) as url:
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "TELEGRAM_BOT_TOKEN": TOKEN,
                "TELEGRAM_API_URL": url,
                "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite3",
            }
            migrate(open_database(environment["DATABASE_URL"]))  # a restart is measured, not a first installation
            begun = time.perf_counter()
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment, stderr=asyncio.subprocess.DEVNULL
            )
            await simulator.updates.polled.wait()
            seconds = time.perf_counter() - begun
            megabytes = resident(process.pid)
            process.kill()
            await process.wait()
    return seconds, megabytes


def resident(pid: int) -> float:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:  # noqa: PTH123 - a kernel's table, no file
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(*asyncio.run(measure()))  # noqa: T201 - the numbers are the output
