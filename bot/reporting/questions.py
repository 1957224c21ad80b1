"""What do people ask, in which language, and how often are they understood?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.knowledge import Intent
from bot.matching.clusters import Cluster
from bot.matching.understanding import Decision
from bot.rendering.formats import language_name
from bot.reporting.counts import IN_WORDS, Counts
from bot.reporting.period import Period
from bot.reporting.tables import Column, Table, Unit, share
from bot.storage.turn_log import TurnKind


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions in people's own words: answered, met with "do you mean ...?", and not understood."""

    answered: int = 0
    offered: int = 0
    missed: int = 0

    @property
    def total(self) -> int:
        return self.answered + self.offered + self.missed


def asked_in_all(counts: Counts) -> Asked:
    return _asked((decision, count) for (_, decision), count in counts.asked.items())


def asked_over_time(counts: Counts, period: Period) -> tuple[Asked, ...]:
    """For each stretch of the period."""
    found: dict[object, list[tuple[str, int]]] = {first: [] for first in period.stretches()}
    for (day, decision), count in counts.asked.items():
        found[period.first_of(day)].append((decision, count))
    return tuple(_asked(each) for each in found.values())


def over_time_table(counts: Counts, period: Period) -> Table:
    rows = zip(period.stretches(), asked_over_time(counts, period), strict=True)
    return Table(
        "questions_over_time",
        f"Questions by {period.stretch.value}",
        (Column("from", f"{period.stretch.value.capitalize()} from", Unit.DAY), *_ASKED),
        tuple((first, *_figures(asked)) for first, asked in rows),
    )


def languages_table(counts: Counts) -> Table:
    spoken: dict[str, list[tuple[str, int]]] = {}
    rejected: Counter[str] = Counter()
    for turns, count in counts.turns.items():
        if turns.kind in IN_WORDS and turns.decision:
            spoken.setdefault(turns.language, []).append((turns.decision, count))
        elif turns.kind == TurnKind.TAP.value and turns.decision == Decision.FALLBACK.value:
            rejected[turns.language] += count
    by_language = {language: _asked(found) for language, found in spoken.items()}
    ordered = sorted(by_language.items(), key=lambda pair: -pair[1].total)
    return Table(
        "questions_by_language",
        "Questions by language",
        (Column("language", "Language", Unit.TEXT), *_ASKED, Column("rejected", "None of the offered")),
        tuple((language_name(code, "en"), *_figures(asked), rejected[code]) for code, asked in ordered),
        "Offered: the assistant asked “do you mean …?”. None of the offered: that was then answered with "
        "“None of these”.",
    )


INTENT_COLUMNS = (
    Column("intent", "Intent", Unit.TEXT),
    Column("question", "Question", Unit.TEXT),
    Column("in_words", "In words"),
    Column("by_button", "By button"),
)
"""A column for each language stands behind these."""


def intents_table(counts: Counts, intents: Mapping[str, Intent]) -> Table:
    """What was understood, in words and by buttons, the most frequent first."""
    words: dict[str, Counter[str]] = {}
    taps: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for turns, count in counts.turns.items():
        if not turns.intent:
            continue
        by_language = words.setdefault(turns.intent, Counter())
        if turns.kind in IN_WORDS:
            by_language[turns.language] += count
            spoken[turns.language] += count
        else:
            taps[turns.intent] += count
    languages = [language for language, _ in spoken.most_common()]
    ordered = sorted(words, key=lambda intent: (-words[intent].total(), -taps[intent], intent))
    return Table(
        "questions_by_intent",
        "What they ask",
        (*INTENT_COLUMNS, *(Column(language, language) for language in languages)),
        tuple(
            (
                intent,
                question(intents, intent),
                words[intent].total(),
                taps[intent],
                *(words[intent][language] for language in languages),
            )
            for intent in ordered
        ),
        "The languages are those of the questions in words.",
    )


def missed_table(clusters: Iterable[Cluster], intents: Mapping[str, Intent], looked_at: int, in_all: int) -> Table:
    note = "Questions that are alike stand together; numbers, addresses and links are left out."
    if looked_at < in_all:
        note += f" These are the latest {looked_at:,} of {in_all:,}."
    return Table(
        "not_understood",
        "What was not understood",
        (
            Column("count", "Times"),
            Column("examples", "Examples", Unit.TEXT),
            Column("languages", "Languages", Unit.TEXT),
            Column("nearest", "Nearest intent", Unit.TEXT),
            Column("nearest_question", "Its question", Unit.TEXT),
        ),
        tuple(
            (
                found.count,
                " · ".join(found.examples),
                ", ".join(found.languages),
                found.nearest,
                question(intents, found.nearest or ""),
            )
            for found in clusters
        ),
        note,
    )


def question(intents: Mapping[str, Intent], intent: str) -> str:
    """How a customer would ask it; empty for an intent that is no more."""
    known = intents.get(intent)
    return known.question if known else ""


_ASKED = (
    Column("questions", "Questions"),
    Column("answered", "Answered"),
    Column("offered", "Offered"),
    Column("not_understood", "Not understood"),
    Column("answered_share", "Answered", Unit.SHARE),
    Column("not_understood_share", "Not understood", Unit.SHARE),
)


def _figures(asked: Asked) -> tuple[int | float | None, ...]:
    shares = share(asked.answered, asked.total), share(asked.missed, asked.total)
    return asked.total, asked.answered, asked.offered, asked.missed, *shares


def _asked(found: Iterable[tuple[str, int]]) -> Asked:
    sums: Counter[str] = Counter()
    for decision, count in found:
        sums[decision] += count
    return Asked(sums[Decision.ANSWER.value], sums[Decision.CHOICES.value], sums[Decision.FALLBACK.value])
