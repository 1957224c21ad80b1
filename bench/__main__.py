"""`make bench`: start, memory, a turn and the rendering of replies; then the matcher beside its peers."""

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from bench import matching
from bot.bootstrap import make_speaker
from bot.conversation import Incoming, Speaker
from bot.dialogue.events import Command
from bot.dialogue.states import ChatState
from bot.settings import ROOT, Settings

RUNS = 5
REPEATS = 2000
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def main() -> None:
    settings = Settings(_env_file=None)
    speaker = make_speaker(settings)  # builds the index where it is missing, so that starts are measured warm
    table = Table("what", "median", "required", title="The bot")
    seconds, megabytes = start()
    table.add_row("from `run` to the first poll", f"{seconds:.2f} s", "1.5 s")
    table.add_row("resident memory then", f"{megabytes:.0f} MB", "120 MB (200 with all languages)")
    table.add_row("a guide turn through respond()", f"{respond(speaker):.3f} ms", "0.3 ms")
    for language in speaker.assistant.languages:
        table.add_row(f"rendering a step, {language}", f"{render(speaker, language):.3f} ms", "0.5 ms")
    Console().print(table)
    matching.main()


def start() -> tuple[float, float]:
    """Median seconds from start to the first getUpdates, and the resident memory at that moment, in MB."""
    runs = []
    for _ in range(RUNS):
        # A process of its own each time, since the simulator is one that the bot does not share.
        probe = [sys.executable, "-m", "bench.start"]
        done = subprocess.run(probe, capture_output=True, text=True, cwd=ROOT, check=True)
        runs.append([float(number) for number in re.findall(r"[\d.]+", done.stdout)])
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def respond(speaker: Speaker) -> float:
    state = ChatState()
    return timed(lambda: speaker.assistant.respond(state, Command("start", "pay-method"), NOW))


def render(speaker: Speaker, language: str) -> float:
    said = speaker.speak(ChatState(), Incoming(1, Command("start", "account_1688-verify"), language), NOW)
    reply, state = said.response.replies[-1], said.response.state
    return timed(lambda: speaker.renderer.render(reply, language, state))


def timed(work: Callable[[], object]) -> float:
    """Median milliseconds of one call."""
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
