"""An editor and the open clusters, one after the other; what was decided is tried together at the end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import typer
from rich.console import Console
from sqlalchemy import Engine

from bot.knowledge.examples import OUT_OF_SCOPE, Example
from bot.knowledge.intents import Intent, Kind
from bot.teaching import deciding, showing
from bot.teaching.deciding import DecisionError
from bot.teaching.draft import apply_draft
from bot.teaching.examples import choose_examples, propose
from bot.teaching.lessons import Lesson, NewIntent, OpenCluster, Outcome
from bot.teaching.open_questions import settle
from bot.teaching.trial import School, Trial, keep_index, try_lessons

QUESTION = "[a]ttach to an intent, [n]ew intent, [o]ut of scope, [d]ismiss for good, [s]kip, [q]uit"


def interview(engine: Engine, clusters: Sequence[OpenCluster], school: School, console: Console) -> None:
    """Walk through `clusters`, then try and apply what was decided. Dismissals count at once."""
    lessons: list[Lesson] = []
    intents = dict(school.intents)
    for count, cluster in enumerate(clusters, start=1):
        showing.print_cluster(cluster, f"{count} of {len(clusters)}", intents, console)
        answer = _ask(QUESTION, lambda text: text[:1].lower() in set("anodsq"), "s")[:1].lower()
        if answer == "q":
            break
        if answer == "d":
            settle(engine, [Lesson(cluster, Outcome.DISMISSED)])
        elif answer != "s":
            try:
                lessons.append(_decide(answer, cluster, intents, school, console))
            except DecisionError as error:
                console.print(f"skipped: {error}", style="red", markup=False)
    _finish(engine, lessons, school, console)


def apply_trial(engine: Engine, trial: Trial, school: School) -> tuple[Path, ...]:
    """Write what was tried, and settle its questions; gives the files. Raises MovedError."""
    written = apply_draft(trial.draft, school.project)
    keep_index(trial, school.cache)
    settle(engine, trial.lessons)
    return written


def _decide(answer: str, cluster: OpenCluster, intents: dict[str, Intent], school: School, console: Console) -> Lesson:
    match answer:
        case "a":
            intent = _pick_intent(cluster, intents, console)
            lesson = deciding.attach(cluster, intent, intents, school.taken)
        case "o":
            intent = OUT_OF_SCOPE
            lesson = deciding.leave_out(cluster, school.taken)
        case _:
            return _open_intent(cluster, intents, school, console)
    return replace(lesson, examples=_pick_examples(cluster, intent, school, console))


def _pick_intent(cluster: OpenCluster, intents: Mapping[str, Intent], console: Console) -> str:
    offered = tuple(name for name in cluster.nearest if name in intents)
    while True:
        answer = typer.prompt(
            "Intent: its number above, its id, or words to look for", default="1" if offered else None
        )
        if answer.isdecimal() and 0 < int(answer) <= len(offered):
            return offered[int(answer) - 1]
        offered = deciding.find_intents(answer, intents)
        if len(offered) == 1:
            return offered[0]
        showing.print_intents(offered, intents, console)


def _pick_examples(cluster: OpenCluster, intent: str, school: School, console: Console) -> tuple[Example, ...]:
    choice = choose_examples(cluster.wordings, intent, school.taken)
    for reason in choice.reasons:
        console.print(f"left out: {reason}", style="dim", markup=False)
    if len(choice.usable) == 1:
        return choice.usable
    for number, example in enumerate(choice.usable, start=1):
        console.print(f"  {number}  {example.language:<4}{example.text}", markup=False, highlight=False)
    proposed = propose(choice.usable)
    numbers = ",".join(str(number) for number, each in enumerate(choice.usable, start=1) if each in proposed)
    answer = _ask("Which become examples? Numbers", _are_numbers(len(choice.usable)), numbers)
    return tuple(choice.usable[number - 1] for number in _numbers(answer))


def _open_intent(cluster: OpenCluster, intents: dict[str, Intent], school: School, console: Console) -> Lesson:
    console.print("The guide does not answer it: the assistant will say so, and offer a person. In English, please.")
    new = NewIntent(
        id=_ask_right("Id, as shipping.insurance", lambda text: deciding.check_id(text, intents), console),
        question=_ask_right("Question, as a customer would ask it", deciding.check_words, console),
        short=_ask_right("Short, for a button", deciding.check_short, console),
        answer=_ask_right("Answer: what the guide does say, or that it says nothing", deciding.check_words, console),
    )
    lesson = deciding.open_intent(cluster, new, (), intents, school.taken)
    examples = _pick_examples(cluster, new.id, school, console)
    missing = sorted(school.taken.languages - {example.language for example in examples})
    typed = [(language, _prompt_or_nothing(f"An example in {language} (empty: later)")) for language in missing]
    more = deciding.open_intent(cluster, new, [pair for pair in typed if pair[1]], intents, school.taken)
    intents[new.id] = Intent(id=new.id, kind=Kind.ROUTE, question=new.question, short=new.short, answer=new.answer)
    added = tuple(example for example in more.examples if example not in lesson.examples)
    return replace(lesson, examples=(*examples, *added))


def _finish(engine: Engine, lessons: Sequence[Lesson], school: School, console: Console) -> None:
    """Try the lessons until all, some or none of them are applied."""
    while lessons:
        showing.print_lessons(lessons, console)
        console.print("learning them on trial: about a minute", style="dim")
        with try_lessons(school, lessons) as trial:
            showing.print_trial(trial, console)
            answer = _ask_which(trial)
            if answer == "all":
                showing.print_written(apply_trial(engine, trial, school), console)
        lessons = [] if answer in {"all", "none"} else [lessons[number - 1] for number in _numbers(answer)]


def _ask_which(trial: Trial) -> str:
    are_some = _are_numbers(len(trial.lessons))
    allowed = {"none"} if trial.checked.mistakes else {"none", "all"}
    question = "Apply: all, none, or the numbers of some"
    return _ask(question, lambda text: text in allowed or are_some(text), "all" if trial.is_harmless else "none")


def _ask(question: str, is_right: Callable[[str], bool], default: str) -> str:
    while True:
        answer = str(typer.prompt(question, default=default)).strip()
        if is_right(answer):
            return answer


def _ask_right(question: str, mistake: Callable[[str], str], console: Console) -> str:
    while True:
        answer = str(typer.prompt(question)).strip()
        wrong = mistake(answer)
        if not wrong:
            return answer
        console.print(wrong, style="red", markup=False)


def _prompt_or_nothing(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False)).strip()


def _are_numbers(most: int) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        parts = [part.strip() for part in text.split(",")]
        return all(part.isdecimal() and 0 < int(part) <= most for part in parts)

    return check


def _numbers(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})
