"""What would the content be with these lessons in it? Written into a copy, checked there, then put in place."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from bot.checking import Finding, Severity, check_content, read_content
from bot.knowledge.examples import OUT_OF_SCOPE, Example
from bot.knowledge.load import read_knowledge
from bot.teaching.edits import add_examples, add_intent
from bot.teaching.lessons import Lesson, NewIntent, RefusedError

COPIED = ("knowledge", "locales", "bot/rendering/templates")
"""What the checks read."""

INTENTS = Path("knowledge/intents")

TO_DO = frozenset({"missing-examples", "stale-catalogue"})
"""The checks that a new intent cannot pass before it has examples and translations in every language."""

ANY_AGE_DAYS = 10**6
"""How old facts are is not what is checked here."""


class MovedError(RefusedError):
    """Somebody else wrote to a file after it was read, or it cannot be written."""


@dataclass(frozen=True)
class Draft:
    """The content with lessons in it, in a copy at `root`; the files that changed, before and after."""

    root: Path
    before: Mapping[Path, bytes]
    after: Mapping[Path, bytes]


@dataclass(frozen=True, slots=True)
class Checked:
    """What `bot check` says of a draft: `mistakes` forbid it, `left_to_do` is what a new intent still needs."""

    mistakes: tuple[Finding, ...]
    left_to_do: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    """Warnings about what was added."""


def make_draft(project: Path, lessons: Iterable[Lesson], root: Path) -> Draft:
    """Copy the content of `project` to `root`, and write `lessons` into it. Raises EditError."""
    for folder in COPIED:
        shutil.copytree(project / folder, root / folder)
    homes = _homes(root)
    before: dict[Path, bytes] = {}
    after: dict[Path, bytes] = {}
    for lesson in lessons:
        written = [_open_intent(root, homes, lesson.opens)] if lesson.opens is not None else []
        written += _teach(root, homes, lesson.examples)
        for name in written:
            file = project / name
            before.setdefault(name, file.read_bytes() if file.exists() else b"")
            after[name] = (root / name).read_bytes()
    return Draft(root, before, after)


def check_draft(draft: Draft, lessons: Iterable[Lesson], today: date) -> Checked:
    """All that `bot check` finds in the copy."""
    findings = check_content(read_content(draft.root), today, ANY_AGE_DAYS)
    errors = [found for found in findings if found.severity is Severity.ERROR]
    added = [f"'{example.text}'" for lesson in lessons for example in lesson.examples]
    return Checked(
        tuple(found for found in errors if found.check not in TO_DO),
        tuple(found for found in errors if found.check in TO_DO),
        tuple(
            found
            for found in findings
            if found.severity is Severity.WARNING and any(text in found.problem.what for text in added)
        ),
    )


def apply_draft(draft: Draft, project: Path) -> tuple[Path, ...]:
    """Put the changed files in place, all or none; gives their names. Raises MovedError."""
    for name, data in draft.before.items():
        file = project / name
        if (file.read_bytes() if file.exists() else b"") != data:
            raise MovedError(f"{name} was changed by somebody else meanwhile; nothing was written, please start again")
    done: list[Path] = []
    try:
        for name, data in draft.after.items():
            _replace(project / name, data)
            done.append(name)
    except OSError as error:
        for name in done:
            _replace(project / name, draft.before[name])
        raise MovedError(f"{error.filename} cannot be written: {error.strerror}; nothing was changed") from error
    return tuple(done)


def _open_intent(root: Path, homes: dict[str, str], new: NewIntent) -> Path:
    name = INTENTS / _home(new.id, homes)
    homes[new.id] = name.name
    _write(root / name, add_intent(_read(root / name, f"# Questions about {_family(new.id)}."), new))
    return name


def _teach(root: Path, homes: Mapping[str, str], examples: Iterable[Example]) -> list[Path]:
    written = []
    by_place = sorted(examples, key=_place)  # stable: within a file they stay in their order
    for (language, intent), some in groupby(by_place, _place):
        if intent not in homes:
            raise RefusedError(f"no intent '{intent}'; apply the lesson that opens it, too")
        name = INTENTS / language / homes[intent]
        text = _read(root / name, f"# How people ask about {_family(intent)}.")
        _write(root / name, add_examples(text, intent, [example.text for example in some]))
        written.append(name)
    return written


def _place(example: Example) -> tuple[str, str]:
    return example.language, example.intent


def _homes(root: Path) -> dict[str, str]:
    """The name of the file that each intent stands in; its examples stand in files of the same name."""
    knowledge, _ = read_knowledge(root / "knowledge")
    found = {OUT_OF_SCOPE: f"{OUT_OF_SCOPE}.yaml"}
    for file in sorted((root / INTENTS).glob("*.yaml")):
        text = f"\n{_read(file, '')}"
        found |= {intent: file.name for intent in knowledge.intents if f"\n{intent}:" in text}
    return found


def _home(intent: str, homes: Mapping[str, str]) -> str:
    """Where a new intent belongs: beside those of its family, if there are any."""
    family = f"{_family(intent)}."
    return next((name for known, name in homes.items() if known.startswith(family)), f"{family}yaml")


def _family(intent: str) -> str:
    return intent.partition(".")[0]


def _read(file: Path, opening: str) -> str:
    return file.read_bytes().decode("utf-8-sig") if file.exists() else f"{opening}\n"


def _write(file: Path, text: str) -> None:
    file.write_bytes(text.encode())


def _replace(file: Path, data: bytes) -> None:
    """Write `data` in one move, so that nobody reads half of it; a file without any is taken away."""
    if not data:
        file.unlink(missing_ok=True)
        return
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as stream:
        half_done = Path(stream.name)
        stream.write(data)
    with suppress(OSError):
        half_done.chmod(file.stat().st_mode)
    half_done.replace(file)
