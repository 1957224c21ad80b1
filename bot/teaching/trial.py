"""Lessons on trial: written into a copy of the content, checked, learnt and measured there, before anything is kept."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from bot.knowledge import load_knowledge
from bot.knowledge.intents import Intent, Kind
from bot.matching.index import Progress
from bot.matching.matcher import Matcher, load_matcher
from bot.teaching.draft import Checked, Draft, check_draft, make_draft
from bot.teaching.effect import Effect, Place, Score, compare, measure
from bot.teaching.examples import Taken, read_taken
from bot.teaching.lessons import Lesson


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

    def learn(self, project: Path, cache: Path) -> Matcher:
        """The matcher over the content of `project`; its index is kept in `cache`."""
        folder = project / "knowledge"
        return load_matcher(folder, cache, progress=self.progress(), acceptable_wrong=self.acceptable_wrong)

    def score(self, matcher: Matcher, kinds: Mapping[str, Kind]) -> dict[Place, Score]:
        """How `matcher` understands the labelled questions."""
        progress = self.progress()
        return measure(
            self.taken.questions,
            matcher.understand,
            kinds,
            lambda done, total: progress("asking the labelled questions", done, total),
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """What changes. `effect` is at the confidence from which is answered now: what the lessons do.

    `live` is what users will see. The confidence from which to answer is chosen anew with every training, and a few
    questions out of scope decide it: it may jump, and every intent with it, whatever was taught.
    """

    effect: Effect
    live: Effect
    answered_from: float
    will_answer_from: float


@dataclass(frozen=True)
class Trial:
    """What came of it: `outlook` is None where the content with the lessons in it is broken."""

    lessons: tuple[Lesson, ...]
    draft: Draft
    checked: Checked
    outlook: Outlook | None

    @property
    def is_harmless(self) -> bool:
        return self.outlook is not None and not self.outlook.effect.worse


@contextmanager
def try_lessons(school: School, lessons: Sequence[Lesson]) -> Iterator[Trial]:
    """Try `lessons`; the copy is there as long as the context. Raises EditError and ContentError."""
    with tempfile.TemporaryDirectory(prefix="guidebot-teach-") as name:
        root = Path(name)
        draft = make_draft(school.project, lessons, root)
        checked = check_draft(draft, lessons, school.today)
        outlook = None if checked.mistakes else _look_ahead(school, lessons, root)
        yield Trial(tuple(lessons), draft, checked, outlook)


def _look_ahead(school: School, lessons: Sequence[Lesson], root: Path) -> Outlook:
    now, then = school.learn(school.project, school.cache), school.learn(root, root / "cache")
    kinds = {name: intent.kind for name, intent in load_knowledge(root / "knowledge").intents.items()}
    before, live = school.score(now, kinds), school.score(then, kinds)
    same = then.answer_from == now.answer_from
    judged = live if same else school.score(replace(then, answer_from=now.answer_from), kinds)
    return Outlook(compare(before, judged, lessons), compare(before, live, lessons), now.answer_from, then.answer_from)


def keep_index(trial: Trial, cache: Path) -> None:
    """The index that was learnt on trial serves the content once it is in place: spare learning it again."""
    for file in (trial.draft.root / "cache").glob("*.index"):
        cache.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, cache / file.name)
