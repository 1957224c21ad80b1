"""The content in force while the bot runs, exchanged as one between two turns.

Why is it read twice? A process of its own checks it and makes the index, so that chats go on without delay; what it has
made is then read here, beside the turns: in a twentieth of a second where only facts, steps or translations changed. If
a file was saved in between, all begins again: nothing comes into force that was not checked.
"""

import asyncio
import hashlib
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from bot.bootstrap import make_speaker
from bot.conversation import Speaker
from bot.knowledge import ContentError
from bot.matching.index import Progress
from bot.reloading import REFUSED
from bot.reloading.asking import Outcome, Requests, Result, answer, socket_folder
from bot.settings import ROOT, Settings
from bot.telegram.tasks import Work, first_to_end, running

CONTENT = ("knowledge", "locales")
MATCHED = ("knowledge/intents", "knowledge/questions", "knowledge/vocabulary")
"""What the matcher is made of; while it stays the same, so does the matcher."""

SUFFIXES = (".yaml", ".po", ".png")
LINES_LOGGED = 20
STANDARD_INPUT = 0

log = logging.getLogger(__name__)


class PreparationError(Exception):
    """The content could neither be found in order nor refused."""


class LiveContent:
    """What is made of the content under `root`: read at once, and again on demand."""

    def __init__(self, settings: Settings, progress: Progress | None = None, root: Path = ROOT) -> None:
        """Raises ContentError when the content cannot be used."""
        self._settings = settings
        self._root = root
        self._in_force, self._matched = fingerprint(root), fingerprint(root, MATCHED)
        self._speaker = make_speaker(settings, progress, root)

    def speaker(self) -> Speaker:
        """The assistant over the content in force, and the words for it."""
        return self._speaker

    async def keep(self, exchanged: Callable[[], None], *, watch: bool = False) -> None:
        """Reload on SIGHUP, on `python -m bot reload`, and with `watch` after each save, until cancelled.

        `exchanged` is called whenever other content has come into force.
        """
        requests = Requests()
        async with AsyncExitStack() as stack:
            stack.enter_context(_hearing_signals(requests.want))
            try:
                await stack.enter_async_context(requests.serving(socket_folder(self._settings)))
            except OSError as error:
                log.warning("`reload` cannot reach this bot, SIGHUP can; it has no socket under var/: %s", error)
            works: list[Work] = [self._serve(requests, exchanged)]
            if watch:
                works.append(self._watch(requests.want))
            await first_to_end(*[await stack.enter_async_context(running(work)) for work in works])

    async def reload(self) -> Outcome:
        """Put what is on disk in force if it is in order. Only one reload may be under way."""
        try:
            outcome = await self._reload()
        except Exception:
            log.exception("the new content could not be read; that from before stays in force")
            return Outcome(Result.REFUSED, "it could not be read, by an error of the program's own: see its log")
        if outcome.result is Result.REFUSED:
            lines = outcome.report.splitlines()
            told = "\n".join([*lines[:LINES_LOGGED], *(["..."] if len(lines) > LINES_LOGGED else [])])
            log.error("the new content is refused; that from before stays in force:\n%s", told)
        else:
            log.info(outcome.report)
        return outcome

    async def _reload(self) -> Outcome:
        while True:
            found = await asyncio.to_thread(fingerprint, self._root)
            if found == self._in_force:
                return Outcome(Result.UNCHANGED, "nothing has changed in knowledge/ and locales/")
            report = await prepare_apart(self._root, self._settings.cache)
            if report:
                return Outcome(Result.REFUSED, report)
            try:
                matched = await asyncio.to_thread(fingerprint, self._root, MATCHED)
                understand = self._speaker.assistant.understand if matched == self._matched else None
                speaker = await asyncio.to_thread(make_speaker, self._settings, None, self._root, understand)
            except ContentError as error:
                return Outcome(Result.REFUSED, str(error))
            if await asyncio.to_thread(fingerprint, self._root) == found:
                self._speaker, self._in_force, self._matched = speaker, found, matched
                return Outcome(Result.RELOADED, "the new content is in force")

    async def _serve(self, requests: Requests, exchanged: Callable[[], None]) -> None:
        while True:
            waiting = await requests.next()
            outcome = await self.reload()
            if outcome.result is Result.RELOADED:
                exchanged()
            for writer in waiting:
                answer(writer, outcome)

    async def _watch(self, want: Callable[[], None]) -> None:
        from watchfiles import awatch  # noqa: PLC0415 - only who edits needs it

        folders = [self._root / part for part in CONTENT]
        async for _ in awatch(*folders, watch_filter=lambda _, name: name.endswith(SUFFIXES)):
            want()


def fingerprint(root: Path, parts: Iterable[str] = CONTENT) -> str:
    """A hash over the files of `parts` of the content under `root`; one that vanishes meanwhile is none."""
    digest = hashlib.sha256()
    for file in sorted(file for part in parts for file in (root / part).rglob("*") if file.suffix in SUFFIXES):
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            continue
        digest.update(f"{file.relative_to(root)}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


async def prepare_apart(root: Path, cache: Path) -> str:
    """What a process of its own reports on the content under `root`; empty when it is in order."""
    command = (sys.executable, "-m", "bot.reloading.preparing", str(root), str(cache))
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
        start_new_session=True,  # a Ctrl-C is for the bot, which then ends this process
    )
    try:
        said, failed = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode in (0, REFUSED):
        return said.decode()
    why = failed.decode(errors="replace").strip() or f"exit code {process.returncode}"
    raise PreparationError(f"the process that checks it ended: {why}")


@contextmanager
def _hearing_signals(want: Callable[[], None]) -> Iterator[None]:
    """SIGHUP asks for a reload; from a terminal that is closed it still ends the bot."""
    had_terminal = os.isatty(STANDARD_INPUT)

    def hang_up() -> None:
        if had_terminal and not os.isatty(STANDARD_INPUT):
            signal.raise_signal(signal.SIGTERM)
        else:
            want()

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)
