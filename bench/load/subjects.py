"""What is measured: command lines, each with its environment."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot. `command` gets an empty folder of its own."""

    name: str
    command: Callable[[Path], tuple[str, ...]]
    base: str
    """The subject that it is compared with."""
    webhooks: int = 0
    """How many processes of it are delivered to; 0: one that polls."""
    postgresql: bool = False
    """On a PostgreSQL server of its own; otherwise DATABASE_URL is a SQLite file."""
    texts_only: bool = True
    """It has no buttons: taps are texts."""


BY_POLLING = "python-telegram-bot, echo"
BY_WEBHOOK = "python-telegram-bot, echo by webhook"
SOAKED = "guidebot run, SQLite"


def _module(name: str) -> tuple[str, ...]:
    return sys.executable, "-m", name


def _dialogue(folder: Path) -> tuple[str, ...]:
    return *_module("bench.load.dialogue"), str(folder)


def _run(_: Path) -> tuple[str, ...]:
    return *_module("bot"), "run"


def _serve(_: Path) -> tuple[str, ...]:
    return *_module("bot"), "serve", "--host", "127.0.0.1"


SUBJECTS = (
    Subject("a client that does nothing", lambda _: _module("bench.load.ceiling"), BY_POLLING),
    Subject(BY_POLLING, lambda _: _module("bench.load.echo"), BY_POLLING),
    Subject("python-telegram-bot, ConversationHandler", _dialogue, BY_POLLING),
    Subject(SOAKED, _run, BY_POLLING, texts_only=False),
    Subject("guidebot run, PostgreSQL", _run, BY_POLLING, postgresql=True, texts_only=False),
    Subject(BY_WEBHOOK, lambda _: _module("bench.load.echo_webhook"), BY_WEBHOOK, webhooks=1),
    Subject(
        "python-telegram-bot, echo behind uvicorn", lambda _: _module("bench.load.echo_uvicorn"), BY_WEBHOOK, webhooks=1
    ),
    Subject("guidebot serve, SQLite", _serve, BY_WEBHOOK, webhooks=1, texts_only=False),
    Subject("guidebot serve, PostgreSQL", _serve, BY_WEBHOOK, webhooks=1, postgresql=True, texts_only=False),
    Subject("two guidebot serve, PostgreSQL", _serve, BY_WEBHOOK, webhooks=2, postgresql=True, texts_only=False),
)
