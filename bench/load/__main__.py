"""`make bench-load`: the bot, and what it is compared with, over the real wire, one after the other."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bench.load.figures import Figures, show, show_soak
from bench.load.measure import SubjectError, measure
from bench.load.peer import Plan
from bench.load.subjects import SOAKED, SUBJECTS, Subject

SOAK_WINDOWS = 20
TURNS_A_CHAT = 10
"""While soaking, so that a million turns are those of 100,000 chats."""


def main(  # noqa: PLR0913, PLR0917 - options of a command
    only: Annotated[list[str] | None, typer.Option(help="Part of a subject's name; may be given often.")] = None,
    users: Annotated[int, typer.Option(help="Users in the closed loop.")] = 200,
    seconds: Annotated[float, typer.Option(help="How long each window is.")] = 10.0,
    warm_up: Annotated[float, typer.Option(help="Seconds before the first window.")] = 3.0,
    rate: Annotated[float, typer.Option(help="Turns a second in the open loop; 0 leaves it out.")] = 100.0,
    soak: Annotated[float, typer.Option(help="Watch the memory of `run` on SQLite for so many seconds instead.")] = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as a list of objects.")] = False,
) -> None:
    """Turns a second, latency, memory and CPU of the bot beside bare python-telegram-bot."""
    if soak:
        plan = Plan(
            *(users, soak / SOAK_WINDOWS, warm_up, 0),
            texts_only=False,
            closed_windows=SOAK_WINDOWS,
            longest=TURNS_A_CHAT,
        )
        figures = _measured([(next(each for each in SUBJECTS if each.name == SOAKED), plan)])
    else:
        chosen = [each for each in SUBJECTS if not only or any(part in each.name for part in only)]
        if not chosen:
            raise typer.BadParameter("no subject has that in its name: " + "; ".join(each.name for each in SUBJECTS))
        figures = _measured(
            [(each, Plan(users, seconds, warm_up, rate, each.texts_only, each.webhooks)) for each in chosen]
        )
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in figures], indent=2))
    elif soak:
        show_soak(figures)
    else:
        show(figures, users, rate)


def _measured(plans: Sequence[tuple[Subject, Plan]]) -> list[Figures]:
    figures: list[Figures] = []
    for subject, plan in plans:
        print(f"{subject.name} ...", file=sys.stderr, flush=True)  # noqa: T201 - a sign of life
        try:
            figures += asyncio.run(measure(subject, plan))
        except SubjectError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
    return figures


if __name__ == "__main__":
    typer.run(main)
