"""How clusters and trials are shown, on a terminal and to programs."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.knowledge.intents import Intent
from bot.teaching.effect import Change, Effect
from bot.teaching.lessons import Lesson, OpenCluster, Outcome
from bot.teaching.trial import Outlook, Trial

WORDINGS_SHOWN = 8
LOST_SHOWN = 5
FINDINGS_SHOWN = 12


def clusters_as_json(clusters: Sequence[OpenCluster], intents: Mapping[str, Intent]) -> str:
    return json.dumps([_plain(cluster, intents) for cluster in clusters], ensure_ascii=False, indent=1)


def print_clusters(clusters: Sequence[OpenCluster], console: Console) -> None:
    """A line for each cluster, under the number that `--attach` and the others take."""
    if not clusters:
        console.print("no question is open: all that was not understood has been looked at")
        return
    table = Table("Cluster", "Times", "Languages", "For example", "Nearest intent", box=box.SIMPLE_HEAD)
    for cluster in clusters:
        nearest = cluster.nearest[0] if cluster.nearest else ""
        cells = (cluster.number, len(cluster.ids), ", ".join(cluster.languages), cluster.wordings[0].text, nearest)
        table.add_row(*(Text(str(cell)) for cell in cells))
    console.print(table)


def print_cluster(cluster: OpenCluster, place: str, intents: Mapping[str, Intent], console: Console) -> None:
    """All that an editor needs to decide; `place` tells which of how many it is."""
    console.rule(Text(f"Cluster {cluster.number} ({place})"), align="left")
    times = len(cluster.ids)
    console.print(Text(f"asked {times} time{'' if times == 1 else 's'}, in {', '.join(cluster.languages)}"))
    for wording in cluster.wordings[:WORDINGS_SHOWN]:
        console.print(Text(f"  {wording.times:>3} × {wording.language:<4}{wording.text}"))
    if len(cluster.wordings) > WORDINGS_SHOWN:
        console.print(Text(f"  and {len(cluster.wordings) - WORDINGS_SHOWN} more wordings", style="dim"))
    if cluster.nearest:
        console.print(Text("nearest intents:", style="bold"))
        print_intents(cluster.nearest, intents, console)


def print_intents(names: Sequence[str], intents: Mapping[str, Intent], console: Console) -> None:
    """Numbered from 1, each with its question."""
    for number, name in enumerate(names, start=1):
        question = intents[name].question if name in intents else "(no intent any more)"
        console.print(Text(f"  {number}  {name}  “{question}”"))


def print_lessons(lessons: Sequence[Lesson], console: Console) -> None:
    """What is about to be learnt, numbered from 1."""
    table = Table("", "Cluster", "Goes to", "Examples", box=box.SIMPLE_HEAD, title="Lessons", title_justify="left")
    for number, lesson in enumerate(lessons, start=1):
        examples = "\n".join(f"{example.language}: {example.text}" for example in lesson.examples)
        table.add_row(str(number), str(lesson.cluster.number), Text(_goal(lesson)), Text(examples))
    console.print(table)


def print_trial(trial: Trial, console: Console) -> None:
    """What the checks say, and what changes in the figures."""
    checked = trial.checked
    groups = (
        ("The content would be broken:", checked.mistakes, "red"),
        (
            "Left to do before the new content can be reloaded (`make messages`, then translate):",
            checked.left_to_do,
            "",
        ),
        ("Please look at these again:", checked.doubts, "yellow"),
    )
    for title, findings, style in groups:
        if findings:
            console.print(Text(title, style=style or "bold"))
            for found in findings[:FINDINGS_SHOWN]:
                console.print(Text(f"  {found.problem}"), soft_wrap=True)
            if len(findings) > FINDINGS_SHOWN:
                console.print(f"  and {len(findings) - FINDINGS_SHOWN} more")
    if trial.outlook is not None:
        _print_outlook(trial.outlook, console)


def print_written(files: Sequence[Path], console: Console) -> None:
    """What was applied."""
    for file in files:
        console.print(f"written: {file}", markup=False, highlight=False, soft_wrap=True)
    console.print("`python -m bot reload` puts it in force")


def _print_outlook(outlook: Outlook, console: Console) -> None:
    now, then = outlook.answered_from, outlook.will_answer_from
    table = _effect_table("Labelled questions by language, as they will be answered", "Language")
    for language, change in outlook.live.languages.items():
        table.add_row(*_cells(language, change))
    console.print(table)
    if now != then:
        console.print(f"Answers will be given from a confidence of {then:.2f} on, so far from {now:.2f}.")
    _print_effect(outlook.effect, f"By intent and language, at {now:.2f}", console)


def _print_effect(effect: Effect, title: str, console: Console) -> None:
    shown = {*effect.taught, *effect.worse} & set(effect.intents)
    table = _effect_table(title, "Intent")
    for intent in sorted(shown):
        table.add_row(*_cells(intent, effect.intents[intent]), style="red" if intent in effect.worse else "bold")
        for (owner, language), change in effect.places.items():
            if owner == intent and not change.is_none:
                table.add_row(*_cells(f"  {language}", change))
    if shown:
        console.print(table)
    others = [name for name, change in effect.intents.items() if name not in shown and not change.is_none]
    if others:
        console.print(f"{len(others)} other intents moved no more than any new training moves them")
    for intent in effect.worse:
        console.print(Text(f"{intent} would be understood worse:", style="red"))
        for question in effect.intents[intent].lost[:LOST_SHOWN]:
            console.print(Text(f"  no longer right: {question}"))


def _effect_table(title: str, first: str) -> Table:
    table = Table(first, box=box.SIMPLE_HEAD, title=title, title_justify="left")
    for name in ("Questions", "Right", "Wrong"):
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _cells(name: str, change: Change) -> tuple[str, str, str, str]:
    before, after = change.before, change.after
    return name, str(before.asked), _moved(before.right, after.right), _moved(before.wrong, after.wrong)


def _moved(before: int, after: int) -> str:
    return str(after) if before == after else f"{before} → {after}"


def _goal(lesson: Lesson) -> str:
    if lesson.outcome is Outcome.OUT_OF_SCOPE:
        return "out of scope"
    return f"{', '.join(sorted(lesson.intents))}{' (new)' if lesson.opens else ''}"


def _plain(cluster: OpenCluster, intents: Mapping[str, Intent]) -> dict[str, object]:
    return {
        "cluster": cluster.number,
        "count": len(cluster.ids),
        "languages": cluster.languages,
        "wordings": [
            {"text": each.text, "language": each.language, "count": each.times, "usable": each.usable}
            for each in cluster.wordings
        ],
        "nearest": [
            {"intent": name, "question": intents[name].question if name in intents else None}
            for name in cluster.nearest
        ],
    }
