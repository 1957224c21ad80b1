"""What do lessons change in how questions are understood? The labelled questions, asked before and after.

A lesson is for the intents that it teaches; no other may become worse. The training draws lots, though: one example
more, of whatever intent, and questions change sides that have nothing to do with it. After one and two examples more,
at equal confidence, 36 to 80 of 2,786 questions changed sides, as many for the better as for the worse; of 77 intents
none lost more than 3 of its 36 or so in sum. Hence the slack below: more than that is worse.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.examples import NONE, OUT_OF_SCOPE, Question
from bot.knowledge.intents import Kind
from bot.matching.evaluate import evaluate
from bot.matching.understanding import Reading
from bot.teaching.lessons import Lesson

SLACK_QUESTIONS = 3
SLACK_SHARE = 0.01
"""An intent is worse when it loses more questions than this, whichever is more."""

Place = tuple[str, str]
"""Intent and language; the intent is `none` for what is out of scope."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of `asked` questions so many were `right` and so many `wrong`; the others were met with choices or a fallback."""

    asked: int
    right: int
    wrong: int
    missed: frozenset[str]
    """The questions that were not right."""

    def __add__(self, other: "Score") -> "Score":
        sums = (self.asked + other.asked, self.right + other.right, self.wrong + other.wrong)
        return Score(*sums, self.missed | other.missed)


NOTHING = Score(0, 0, 0, frozenset())


@dataclass(frozen=True, slots=True)
class Change:
    """The scores of some questions before and after."""

    before: Score
    after: Score

    @property
    def is_none(self) -> bool:
        return (self.before.right, self.before.wrong) == (self.after.right, self.after.wrong)

    @property
    def is_worse(self) -> bool:
        slack = max(SLACK_QUESTIONS, SLACK_SHARE * self.before.asked)
        return max(self.before.right - self.after.right, self.after.wrong - self.before.wrong) > slack

    @property
    def lost(self) -> tuple[str, ...]:
        return tuple(sorted(self.after.missed - self.before.missed))


@dataclass(frozen=True)
class Effect:
    """The changes by intent and language; `taught` are the intents that the lessons are for."""

    places: Mapping[Place, Change]
    taught: frozenset[str]

    @property
    def intents(self) -> Mapping[str, Change]:
        return self._by(0)

    @property
    def languages(self) -> Mapping[str, Change]:
        return self._by(1)

    @property
    def worse(self) -> tuple[str, ...]:
        """The intents that suffer without being taught."""
        return tuple(name for name, change in self.intents.items() if change.is_worse and name not in self.taught)

    def _by(self, part: int) -> dict[str, Change]:
        sums: dict[str, Change] = {}
        for place, change in self.places.items():
            so_far = sums.get(place[part], Change(NOTHING, NOTHING))
            sums[place[part]] = Change(so_far.before + change.before, so_far.after + change.after)
        return dict(sorted(sums.items()))


def measure(
    questions: Sequence[Question],
    understand: Callable[[str, str], Reading],
    kinds: Mapping[str, Kind],
    report: Callable[[int, int], None],
) -> dict[Place, Score]:
    """How `questions` are understood, by the first intent that each expects and by language."""
    groups: dict[Place, list[Question]] = defaultdict(list)
    for question in questions:
        groups[question.expect[0], question.language].append(question)
    scores = {}
    done = 0
    for place, group in groups.items():
        found = evaluate(group, understand, kinds)
        left_alone = found.none_ok.part
        scores[place] = Score(
            len(group),
            found.right.part + left_alone,
            found.wrong.part + found.none_ok.whole - left_alone,
            frozenset(miss.question.text for miss in found.misses),
        )
        done += len(group)
        report(done, len(questions))
    return scores


def compare(before: Mapping[Place, Score], after: Mapping[Place, Score], lessons: Iterable[Lesson]) -> Effect:
    """What the lessons changed; both scores are of the same questions."""
    taught = {NONE if intent == OUT_OF_SCOPE else intent for lesson in lessons for intent in lesson.intents}
    return Effect({place: Change(score, after[place]) for place, score in before.items()}, frozenset(taught))
