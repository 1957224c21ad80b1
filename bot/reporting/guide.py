"""How far do people come in the guide, and where do they stop?

A chat is counted at a place when it comes there for the first time. Whoever has not come to a new place since has
stopped there: for good, for a pause, or because they are there at this moment.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.guide import Guide
from bot.reporting.counts import Counts
from bot.reporting.tables import Cell, Column, Table, Unit, median, share
from bot.storage.turn_log import DONE, OPENING, START


@dataclass(frozen=True, slots=True)
class StepFigures:
    """`stuck` is how often "I'm stuck" was said there, `troubles` what was the matter, the most frequent first."""

    id: str
    title: str
    reached: int
    stopped: int
    stuck: int
    troubles: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """`minutes` is the median time from the first step of the section to the first one of another."""

    id: str
    title: str
    reached: int
    stopped: int
    minutes: int | None
    steps: tuple[StepFigures, ...]

    @property
    def stuck(self) -> int:
        return sum(step.stuck for step in self.steps)


@dataclass(frozen=True, slots=True)
class Funnel:
    """From the first word to the end; `entered` counts the chats that came to any place of the guide."""

    start: StepFigures
    opening: StepFigures
    sections: tuple[SectionFigures, ...]
    end: StepFigures
    entered: int

    @property
    def places(self) -> tuple[StepFigures | SectionFigures, ...]:
        """The sections with what comes before and after."""
        return self.start, self.opening, *self.sections, self.end


def make_funnel(counts: Counts, guide: Guide) -> Funnel:
    """The sections and steps in the guide's order; steps that it has no more come last."""
    sections = [
        _section(counts, guide, section.id, f"{section.number}. {section.title}", [step.id for step in section.steps])
        for section in guide.sections
    ]
    gone = [step for step in counts.arrived if "." in step and step not in guide.steps]
    if gone:
        sections.append(_section(counts, guide, "", "No longer in the guide", sorted(gone)))
    start, opening, end = (_step(counts, guide, step) for step in (START, OPENING, DONE))
    return Funnel(start, opening, tuple(sections), end, counts.entered)


def sections_table(funnel: Funnel) -> Table:
    return Table(
        "sections",
        "The guide by section",
        (
            Column("section", "Section", Unit.TEXT),
            *_REACHED,
            Column("median_minutes", "Median time", Unit.MINUTES),
            Column("stuck", "“I'm stuck”"),
        ),
        tuple(
            (
                place.title,
                *_reached(place, funnel),
                place.minutes if isinstance(place, SectionFigures) else None,
                place.stuck if place.id not in BESIDE else None,
            )
            for place in funnel.places
            if place.id
        ),
        "A chat is counted when it first comes to a section. Stopped: it has come to no new one since. "
        "Median time: from the first step of the section to the first one of another, pauses included.",
    )


def steps_table(funnel: Funnel) -> Table:
    return Table(
        "steps",
        "The guide by step",
        (
            Column("section", "Section", Unit.TEXT),
            Column("step", "Step", Unit.TEXT),
            Column("title", "Title", Unit.TEXT),
            *_REACHED,
            Column("stuck", "“I'm stuck”"),
        ),
        tuple(
            (section.id or section.title, step.id, step.title, *_reached(step, funnel), step.stuck)
            for section in funnel.sections
            for step in section.steps
        ),
    )


def troubles_table(funnel: Funnel) -> Table:
    steps = (step for section in funnel.sections for step in section.steps)
    told = [(count, step.id, trouble) for step in steps for trouble, count in step.troubles]
    return Table(
        "troubles",
        "Where people are stuck, and with what",
        (Column("step", "Step", Unit.TEXT), Column("trouble", "Trouble", Unit.TEXT), Column("times", "Times")),
        tuple((step, trouble, count) for count, step, trouble in sorted(told, reverse=True)),
    )


_REACHED = (
    Column("reached", "Reached"),
    Column("reached_share", "Of all in the guide", Unit.SHARE),
    Column("stopped", "Stopped"),
    Column("stopped_share", "Of those there", Unit.SHARE),
)


def _reached(place: StepFigures | SectionFigures, funnel: Funnel) -> tuple[Cell, ...]:
    of_all = share(place.reached, funnel.entered) if place.id != START else None
    if place.id == DONE:
        return place.reached, of_all, None, None
    return place.reached, of_all, place.stopped, share(place.stopped, place.reached)


def _section(counts: Counts, guide: Guide, section: str, title: str, steps: Iterable[str]) -> SectionFigures:
    times = {minutes: chats for (left, minutes), chats in counts.times.items() if left == section}
    return SectionFigures(
        section,
        title,
        counts.arrived.get(section, 0),
        _stopped(counts, section),
        median(times),
        tuple(_step(counts, guide, step) for step in steps),
    )


def _step(counts: Counts, guide: Guide, step: str) -> StepFigures:
    said = Counter({trouble: count for (at, trouble), count in counts.stuck.items() if at == step})
    stuck = said.pop("", 0)
    known = guide.steps.get(step)
    return StepFigures(
        step,
        known.title if known else BESIDE.get(step, step),
        counts.arrived.get(step, 0),
        _stopped(counts, step),
        stuck,
        tuple((_trouble(guide, trouble), count) for trouble, count in said.most_common()),
    )


BESIDE = {START: "New chats", OPENING: "Opening questions", DONE: "The end"}
"""What is no step of the guide, and yet a place on the way."""


def _stopped(counts: Counts, place: str) -> int:
    return counts.arrived.get(place, 0) - counts.left.get(place, 0)


def _trouble(guide: Guide, trouble: str) -> str:
    if trouble == "other":
        return "Something else"
    known = guide.troubles.get(trouble)
    return known.says if known else trouble
