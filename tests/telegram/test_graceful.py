"""Told to stop, a process ends in order and soon; a restart under load loses nothing and repeats nothing."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bench.ports import reserved_port
from bot.settings import ROOT
from bot.simulator import Kind, Simulator, User, serve
from bot.storage import Outbox, open_database
from tests.chaos.balancer import balancing

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"
STOP_SECONDS = 10


class Program:
    """`python -m bot` in processes of its own, all on one database: a SQLite file, or the one at `database`."""

    def __init__(self, url: str, folder: Path, database: str = "") -> None:
        self.database = database or f"sqlite:///{folder / 'bot.sqlite3'}"
        own = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "DATABASE_URL": self.database}
        limits = {"SEND_RATE": "0", "SEND_RATE_CHAT": "0", "USER_RATE": "0"}
        self._environment = {**os.environ, **own, **limits}

    async def start(self, *command: str, stderr: int | None = None, **environment: str) -> Process:
        whole = (sys.executable, "-m", "bot", *command)
        return await asyncio.create_subprocess_exec(
            *whole, cwd=ROOT, env={**self._environment, **environment}, stderr=stderr
        )


async def stop(process: Process, signal_number: int = signal.SIGTERM) -> int | None:
    """The exit code. Raises TimeoutError for a process that does not end in time."""
    process.send_signal(signal_number)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()


async def ask(users: Sequence[User], first: int, last: int) -> None:
    """A burst of questions of each, whose answers tell them apart."""
    for amount in range(first, last + 1):
        for user in users:
            await user.says(f"card fee for {amount} CNY")


async def is_answered(user: User, amount: int) -> None:
    await user.waits_for(lambda messages: f"On RMB {amount:,}.00:" in messages[-1].text, timeout=60)


def answers(user: User) -> list[str]:
    told = [message.text for message in user.sees if message.is_from_bot]
    return [text.partition("On RMB ")[2].partition(".00:")[0] for text in told]


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.usefixtures("speaker")  # has the matcher's index made, for which the processes would wait
async def test_a_restart_under_load_loses_and_repeats_nothing(tmp_path: Path, signal_number: int) -> None:
    simulator = Simulator()
    users = [simulator.user(f"User {number}", "en") for number in range(5)]
    async with serve(simulator) as url:
        program = Program(url, tmp_path)
        process = await program.start("run")
        await ask(users, 20_000, 20_003)
        await is_answered(users[0], 20_000)  # the others are under way
        assert await stop(process, signal_number) == 0
        await ask(users, 20_004, 20_007)
        process = await program.start("run")
        for user in users:
            await is_answered(user, 20_007)
        assert await stop(process) == 0
    for user in users:
        assert answers(user) == [f"20,00{number}" for number in range(8)]


async def test_a_process_that_waits_for_its_database_stops_in_order(tmp_path: Path) -> None:
    with reserved_port() as nobody_listens:
        program = Program("http://127.0.0.1", tmp_path, f"postgresql://guide@127.0.0.1:{nobody_listens}/guide")
        process = await program.start("run", stderr=PIPE)
        assert process.stderr is not None
        assert b"waiting up to" in await process.stderr.readline()
        assert await stop(process) == 0
        assert await process.stderr.read() == b""


@pytest.mark.usefixtures("speaker")
async def test_a_process_that_telegram_does_not_answer_stops_in_time_and_keeps_what_is_to_be_sent(
    tmp_path: Path,
) -> None:
    simulator = Simulator()
    mei = simulator.user("Mei", "en")
    async with serve(simulator) as url:
        program = Program(url, tmp_path)
        process = await program.start("run")
        await mei.says("/help")
        await mei.waits_for(lambda messages: len(messages) == 2, timeout=60)
        simulator.faults.often(Kind.DROPPED_BEFORE, "sendMessage", share=1.0)
        await ask([mei], 20_000, 20_003)
        await mei.waits_for(lambda _: len(simulator.calls_of("sendMessage")) > 2)
        assert await stop(process) == 0
    engine = open_database(program.database)
    assert Outbox(engine).depth()[0] + len(simulator.updates.pending) >= 4
    engine.dispose()


@pytest.mark.usefixtures("speaker")
async def test_a_sender_and_its_handler_are_restarted_one_after_the_other(tmp_path: Path) -> None:
    simulator = Simulator()
    users = [simulator.user(f"User {number}", "en") for number in range(4)]
    async with serve(simulator) as url:
        program = Program(url, tmp_path)
        handler, sender = await program.start("run", "--no-worker"), await program.start("worker")
        await ask(users, 20_000, 20_002)
        await is_answered(users[0], 20_000)
        next_sender = await program.start("worker")
        assert await stop(sender) == 0
        await ask(users, 20_003, 20_005)
        assert await stop(handler) == 0
        handler = await program.start("run", "--no-worker")
        await ask(users, 20_006, 20_006)  # for the new one: what came before, the old one may have handled
        for user in users:
            await is_answered(user, 20_006)
        assert [await stop(handler), await stop(next_sender)] == [0, 0]
    for user in users:
        assert answers(user) == [f"20,00{number}" for number in range(7)]


@pytest.fixture
def ports() -> Iterator[tuple[int, int]]:
    with reserved_port() as first, reserved_port() as second:
        yield first, second


@pytest.mark.usefixtures("speaker")
async def test_two_that_serve_are_restarted_one_after_the_other(
    tmp_path: Path, postgresql_engine: Engine, ports: tuple[int, int]
) -> None:
    simulator = Simulator(webhook_retry_seconds=(0.0,))
    users = [simulator.user(f"User {number}", "en") for number in range(4)]
    database = postgresql_engine.url.render_as_string(hide_password=False)
    async with serve(simulator) as url, balancing(ports) as address:
        program = Program(url, tmp_path, database.replace("+psycopg", ""))

        async def start(port: int) -> Process:
            """It listens when it tells Telegram where to deliver."""
            told = len(simulator.calls_of("setWebhook"))
            secret = "a-secret-of-sixteen-or-more"
            environment: dict[str, Any] = {"WEBHOOK_URL": address, "WEBHOOK_SECRET": secret, "PORT": str(port)}
            process = await program.start("serve", "--host", "127.0.0.1", **environment)
            await simulator.world.changed.until(lambda: len(simulator.calls_of("setWebhook")) > told or None, 60)
            return process

        processes = [await start(port) for port in ports]
        await ask(users, 20_000, 20_001)
        await is_answered(users[0], 20_000)
        for number, port in enumerate(ports):
            assert await stop(processes[number]) == 0
            await ask(users, 20_002 + number, 20_002 + number)
            processes[number] = await start(port)
            await is_answered(users[0], 20_002 + number)
        for user in users:
            await is_answered(user, 20_003)
        assert [await stop(process) for process in processes] == [0, 0]
    for user in users:
        assert answers(user) == [f"20,00{number}" for number in range(4)]
