"""Which questions are still to be looked at, by cluster? Read from what was not understood, and settled there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select, update
from sqlmodel import col

from bot.knowledge.examples import comparable
from bot.matching.clusters import Unasked, group_alike
from bot.reporting.missed import redact
from bot.storage import transaction
from bot.storage.tables import Unanswered
from bot.teaching.lessons import Lesson, OpenCluster, Outcome, Wording

MOST_QUESTIONS = 5000
"""Of more open ones, the latest are looked at."""

NEAREST_SHOWN = 3
IDS_AT_ONCE = 500

_FOR_GOOD = frozenset({Outcome.OUT_OF_SCOPE.value, Outcome.DISMISSED.value})


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    text: str
    language: str
    nearest: tuple[str, ...]
    rejected: bool


def read_clusters(engine: Engine) -> tuple[OpenCluster, ...]:
    """The open questions, those that are alike together, the most frequent first."""
    rows = _open_rows(engine)
    asked = [Unasked(redact(row.text), row.language) for row in rows]
    return tuple(_describe([[rows[at] for at in same] for same in group]) for group in group_alike(asked))


def settle(engine: Engine, lessons: Iterable[Lesson]) -> None:
    """The questions of `lessons` are no longer open."""
    with transaction(engine) as session:
        for lesson in lessons:
            ids = lesson.cluster.ids
            for first in range(0, len(ids), IDS_AT_ONCE):
                chosen = col(Unanswered.id).in_(ids[first : first + IDS_AT_ONCE])
                session.execute(update(Unanswered).where(chosen).values(settled=lesson.outcome.value))


def _open_rows(engine: Engine) -> list[_Row]:
    told = (Unanswered.id, Unanswered.text, Unanswered.language, Unanswered.nearest, Unanswered.rejected)
    with transaction(engine) as session:
        closed = session.execute(select(col(Unanswered.text)).where(col(Unanswered.settled).in_(_FOR_GOOD)).distinct())
        known = {comparable(text) for (text,) in closed}
        latest = (
            select(*(col(column) for column in told))
            .where(col(Unanswered.settled) == "")
            .order_by(col(Unanswered.id).desc())
            .limit(MOST_QUESTIONS)
        )
        rows = [_Row(at, text, language, tuple(near), no) for at, text, language, near, no in session.execute(latest)]
    return [row for row in reversed(rows) if comparable(row.text) not in known]


def _describe(alike: Sequence[Sequence[_Row]]) -> OpenCluster:
    """`alike` are the questions of a cluster, those that differ in nothing that matters together."""
    rows = [row for same in alike for row in same]
    near: Counter[str] = Counter()
    rejected: set[str] = set()
    for row in rows:
        if row.rejected:
            rejected.update(row.nearest)
        else:
            near.update({intent: len(row.nearest) - place for place, intent in enumerate(row.nearest)})
    languages = Counter(row.language for row in rows)
    return OpenCluster(
        ids=tuple(sorted(row.id for row in rows)),
        languages=tuple(language for language, _ in languages.most_common()),
        wordings=tuple(map(_wording, alike)),
        nearest=tuple(intent for intent, _ in near.most_common() if intent not in rejected)[:NEAREST_SHOWN],
    )


def _wording(same: Sequence[_Row]) -> Wording:
    language = Counter(row.language for row in same).most_common(1)[0][0]
    row = next(row for row in same if row.language == language)
    shown = redact(row.text)
    usable = shown == " ".join(row.text.split()) and shown.isprintable()
    return Wording(shown, language, len(same), usable)
