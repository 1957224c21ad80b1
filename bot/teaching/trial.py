"""Lessons on trial: written into a copy of the content, checked, learnt and measured there, before anything is kept."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from bot.knowledge import load_knowledge
from bot.knowledge.intents import Intent, Kind
from bot.matching.matcher import load_matcher
from bot.teaching.draft import Checked, Draft, check_draft, make_draft
from bot.teaching.effect import Effect, Place, Score, compare, measure
from bot.teaching.examples import Taken, read_taken
from bot.teaching.lessons import Lesson

Progress = Callable[[str, int, int], None]
"""(what is being done, how much of it is done, how much there is)."""


@dataclass(frozen=True)
class School:
    """The project that is taught: its root, and where its index is kept.

    `acceptable_wrong` is the operator's setting, from which the matcher's threshold follows. `progress` makes a bar.
    """

    project: Path
    cache: Path
    acceptable_wrong: float
    today: date
    progress: Callable[[], Progress]

    @cached_property
    def intents(self) -> Mapping[str, Intent]:
        """Those that exist before any lesson. Raises ContentError."""
        return load_knowledge(self.project / "knowledge").intents

    @cached_property
    def taken(self) -> Taken:
        """The examples and questions that exist before any lesson. Raises ContentError."""
        return read_taken(self.project, self.intents)

    def score(self, project: Path, cache: Path) -> dict[Place, Score]:
        """How the labelled questions are understood by the content of `project`."""
        folder = project / "knowledge"
        progress = self.progress()
        kinds: Mapping[str, Kind] = {name: intent.kind for name, intent in load_knowledge(folder).intents.items()}
        matcher = load_matcher(folder, cache, progress=progress, acceptable_wrong=self.acceptable_wrong)
        return measure(
            self.taken.questions,
            matcher.understand,
            kinds,
            lambda done, total: progress("asking the labelled questions", done, total),
        )


@dataclass(frozen=True)
class Trial:
    """What came of it: `effect` is None where the content with the lessons in it is broken, or nothing is to learn."""

    lessons: tuple[Lesson, ...]
    draft: Draft
    checked: Checked
    effect: Effect | None

    @property
    def is_harmless(self) -> bool:
        return not self.checked.mistakes and not (self.effect and self.effect.worse)


@contextmanager
def try_lessons(school: School, lessons: Sequence[Lesson]) -> Iterator[Trial]:
    """Try `lessons`; the copy is there as long as the context. Raises EditError and ContentError."""
    with tempfile.TemporaryDirectory(prefix="guidebot-teach-") as name:
        root = Path(name)
        draft = make_draft(school.project, lessons, root)
        checked = check_draft(draft, lessons, school.today)
        effect = None
        if draft.after and not checked.mistakes:
            before = school.score(school.project, school.cache)
            effect = compare(before, school.score(root, root / "cache"), lessons)
        yield Trial(tuple(lessons), draft, checked, effect)


def keep_index(trial: Trial, cache: Path) -> None:
    """The index that was learnt on trial serves the content once it is in place: spare learning it again."""
    for file in (trial.draft.root / "cache").glob("*.index"):
        cache.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, cache / file.name)
