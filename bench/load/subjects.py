"""What is measured: command lines, each with its environment."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot. `command` gets an empty folder of its own; so does `environment`."""

    name: str
    command: Callable[[Path], tuple[str, ...]]
    environment: Callable[[Path], Mapping[str, str]] = field(default=lambda _folder: {})
    texts_only: bool = True
    """It has no buttons: taps are texts."""


BASE = "python-telegram-bot, echo"
"""The subject that the others are compared with."""
NO_LIMITS = {"SEND_RATE": "0", "SEND_RATE_CHAT": "0", "USER_RATE": "0", "LOG_LEVEL": "WARNING"}


def _module(name: str) -> tuple[str, ...]:
    return sys.executable, "-m", name


SUBJECTS = (
    Subject("a client that does nothing", lambda _: _module("bench.load.ceiling")),
    Subject(BASE, lambda _: _module("bench.load.echo")),
    Subject("python-telegram-bot, ConversationHandler", lambda folder: (*_module("bench.load.dialogue"), str(folder))),
    Subject(
        "guidebot run, SQLite",
        lambda _: (*_module("bot"), "run"),
        lambda folder: {**NO_LIMITS, "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite3"},
        texts_only=False,
    ),
)
