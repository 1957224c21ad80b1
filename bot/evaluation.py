"""`evaluate`: the figures of the matcher on files of labelled questions, as a table or as JSON."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from bot.conversation import Speaker
from bot.knowledge import ContentError, Knowledge, Problem
from bot.knowledge.examples import Question, read_questions
from bot.matching.evaluate import Figures, Share, evaluate

CONFUSIONS_SHOWN = 8
NAMES = ("right", "offered", "wrong", "none_ok", "slots")


def run_evaluation(speaker: Speaker, files: Sequence[Path], *, as_json: bool, misses: int) -> None:
    """Evaluate each of `files`, named by language, and print the figures. Raises ContentError for a broken file."""
    knowledge = speaker.assistant.knowledge
    questions = {file: _read(file, knowledge) for file in files}
    kinds = {intent.id: intent.kind for intent in knowledge.intents.values()}
    figures: dict[Path, Figures] = {}
    with Progress(console=Console(stderr=True), transient=True) as bar:
        for file, asked in questions.items():
            task = bar.add_task(file.name, total=len(asked))
            figures[file] = evaluate(asked, speaker.assistant.understand, kinds, partial(_advance, bar, task))
    if as_json:
        print(json.dumps({str(file): _plain(found) for file, found in figures.items()}, ensure_ascii=False))  # noqa: T201
    else:
        _print(figures, misses)


def _advance(bar: Progress, task: TaskID, done: int, _total: int) -> None:
    bar.update(task, completed=done)


def _read(file: Path, knowledge: Knowledge) -> Sequence[Question]:
    if not file.is_file():
        raise ContentError([Problem(file, 1, 1, "there is no such file", "give the path of a file of questions")])
    questions, problems = read_questions(file, file, knowledge.intents)
    if problems:
        raise ContentError(problems)
    return questions


def _print(figures: Mapping[Path, Figures], misses: int) -> None:
    console = Console(width=None)
    table = Table("file", "questions", *NAMES, "calibration error", title="Understanding")
    for file, found in figures.items():
        shares = [_percent(getattr(found, name)) for name in NAMES]
        asked = found.right.whole + found.none_ok.whole
        table.add_row(file.stem, str(asked), *shares, f"{found.calibration_error:.3f}")
    console.print(table)
    confusions = sorted(
        ((confusion.times, file.stem, confusion) for file, found in figures.items() for confusion in found.confusions),
        key=lambda entry: -entry[0],
    )
    for times, name, confusion in confusions[:CONFUSIONS_SHOWN]:
        console.print(f"{name}: {confusion.expected} taken for {confusion.got}, {times} times", highlight=False)
    for file, found in figures.items():
        for miss in found.misses[:misses]:
            got = miss.got.intent or [candidate.intent for candidate in miss.got.candidates] or miss.got.decision.value
            console.print(f"{file.stem}: {miss.question.text} | {'/'.join(miss.question.expect)} | {got}", markup=False)


def _plain(found: Figures) -> dict[str, object]:
    return {
        **{name: getattr(found, name).percent for name in NAMES},
        "first": found.first.percent,
        "questions": found.right.whole + found.none_ok.whole,
        "calibration_error": found.calibration_error,
        "confusions": [[c.expected, c.got, c.times] for c in found.confusions],
        "reliability": [[b.begins, b.questions, b.confidence, b.right] for b in found.bins],
    }


def _percent(share: Share) -> str:
    return "–" if share.percent is None else f"{share.percent:.1f} %"
