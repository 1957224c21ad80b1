"""When is a process killed, and what starts it again? Processes of the bot that live until their instant comes.

An instant is drawn from a seeded generator: so many calls of the Bot API into a life, at one stage of the call, and
then at once or a moment later, which is when the bot writes to its database; or a moment into the start.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT
from tests.chaos.witness import Stage

BOT_ID = 7100000001
DURING_START = 0.15
"""The share of kills during the start."""
START_SECONDS = 3.0
MOST_CALLS = 60
"""A start makes about 30."""
LONGEST_MOMENT_SECONDS = 0.03
LONGEST_WORK_SECONDS = 5.0
"""After its first call, a life takes no longer, even where so many calls do not come."""
LONGEST_LIFE_SECONDS = 60.0
"""On a machine on which a start takes most of it."""


@dataclass(frozen=True, slots=True)
class Instant:
    """So many `seconds` after the start, or after the `calls`-th call has come to the `stage`."""

    seconds: float
    calls: int = 0
    stage: Stage = Stage.ARRIVED


def draw_instant(chance: random.Random) -> Instant:
    if chance.random() < DURING_START:
        return Instant(chance.uniform(0, START_SECONDS))
    moment = chance.choice((0.0, chance.uniform(0, LONGEST_MOMENT_SECONDS)))
    return Instant(moment, chance.randint(1, MOST_CALLS), chance.choice(list(Stage)))


@dataclass(slots=True)
class Life:
    """One life of a process. `answers` are the calls of it that were answered while it lived."""

    token: str
    calls_left: int
    instant: Instant | None
    """None: it is let live."""
    process: asyncio.subprocess.Process | None = None
    is_killed: bool = False
    has_called: bool = False
    answers: int = 0

    def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        if self.process is not None and not self.is_killed:
            with suppress(ProcessLookupError):  # it has ended by itself, which is noticed
                self.process.send_signal(signal.SIGKILL)
            self.is_killed = True


@dataclass(frozen=True, slots=True)
class Program:
    """A command of the bot, with its settings."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


class Herd:
    """Processes that are killed `kills` times in all; what they say goes to files in `logs`."""

    def __init__(self, kills: int, seed: int, logs: Path) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - chance for tests, no secret
        self._logs = logs
        self._kills_left = kills
        self.lives: dict[str, Life] = {}
        self.ended: list[str] = []
        """Those that ended by themselves, which none should."""

    @property
    def killed(self) -> int:
        return sum(life.is_killed for life in self.lives.values())

    def reach(self, token: str, stage: Stage) -> None:
        """A call of the process with this token has come to this stage."""
        life = self.lives[token]
        if not life.has_called:
            life.has_called = True
            if life.instant is not None:
                self._kill_after(life, LONGEST_WORK_SECONDS)
        if stage is Stage.ANSWERED and not life.is_killed:
            life.answers += 1
        if life.instant is None or not life.instant.calls or life.instant.stage is not stage:
            return
        life.calls_left -= 1
        if life.calls_left == 0:
            self._kill_after(life, life.instant.seconds)

    def answers(self, token: str) -> int:
        """How many calls of a process were answered."""
        return self.lives[token].answers

    async def run(self, programs: Sequence[Program], killed: Callable[[], None]) -> None:
        """Keep a process of each program living and dying, and call `killed` after each time.

        Returns when all kills are done and the last lives have begun.
        """
        async with asyncio.TaskGroup() as group:
            for place, program in enumerate(programs):
                group.create_task(self._keep(place, program, killed))

    async def stop(self) -> None:
        """End what still lives."""
        for life in self.lives.values():
            if not life.is_killed and life.process is not None:
                with suppress(ProcessLookupError):
                    life.process.send_signal(signal.SIGTERM)
                await life.process.wait()

    async def _keep(self, place: int, program: Program, killed: Callable[[], None]) -> None:
        while self._kills_left > 0:
            self._kills_left -= 1
            life = await self._begin(place, program, draw_instant(self._chance))
            assert life.process is not None
            assert life.instant is not None
            self._kill_after(life, LONGEST_LIFE_SECONDS)
            if not life.instant.calls:
                self._kill_after(life, life.instant.seconds)
            await life.process.wait()
            if life.process.returncode != -signal.SIGKILL:
                self.ended.append(f"{program.command} ended by itself with {life.process.returncode}")
            killed()
        await self._begin(place, program, None)

    async def _begin(self, place: int, program: Program, instant: Instant | None) -> Life:
        token = f"{BOT_ID}:{len(self.lives):032d}"
        life = self.lives[token] = Life(token, instant.calls if instant else 0, instant)
        with (self._logs / f"{place}.log").open("ab") as log:
            life.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *program.command),
                cwd=ROOT,
                env={**os.environ, **program.environment, "TELEGRAM_BOT_TOKEN": token},
                stdout=log,
                stderr=log,
            )
        return life

    def _kill_after(self, life: Life, seconds: float) -> None:
        if seconds:
            asyncio.get_running_loop().call_later(seconds, life.kill)
        else:
            life.kill()
