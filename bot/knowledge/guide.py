"""The guide: its opening questions, sections and steps, as `knowledge/guide/*.yaml` words them.

Steps are known by id, never by position. What an editor may reorder is the order of the lists here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from bot.knowledge.facts import Content

StepId = str
SectionId = str

MAX_BUTTON_COLUMNS = 24
"""A button's label on a phone, wide characters counted as two."""


class Link(Content):
    """A button that opens a page: `to` is the id of a url fact."""

    to: str
    says: str


class Trouble(Content):
    """What people get stuck on: the button's words, the help, and the intent whose hand-off fits if it didn't."""

    says: str
    help: str
    intent: str


class Step(Content):
    """One thing to do.

    `do` is the message; `title` names the step in lists; `short` fits a button. `labels` are the label facts that the
    step shows and offers to copy; `troubles` are ids of `troubles.yaml`, the likeliest first.
    """

    id: StepId
    title: str
    short: str
    do: str
    why: str | None = None
    labels: Annotated[tuple[str, ...], Field(strict=False)] = ()
    links: Annotated[tuple[Link, ...], Field(strict=False)] = ()
    troubles: Annotated[tuple[str, ...], Field(strict=False)] = ()


class Section(Content):
    id: SectionId
    number: str
    title: str
    short: str
    why: str | None = None
    every_order: bool = False
    steps: Annotated[tuple[Step, ...], Field(strict=False, min_length=1)]


class OpeningQuestion(Content):
    """A question that shortens the route.

    `yes_skips` names sections, or steps, which fall away when the user has it already; `unsure` helps who does not
    know. `implies` are the questions that a yes answers as well; the question is left out where one of `only_with` was
    answered with no.
    """

    id: str
    asks: str
    unsure: str
    yes_skips: Annotated[tuple[str, ...], Field(strict=False, min_length=1)]
    implies: Annotated[tuple[str, ...], Field(strict=False)] = ()
    only_with: Annotated[tuple[str, ...], Field(strict=False)] = ()


@dataclass(frozen=True)
class Guide:
    """All of the guide in its order, with look-ups by id."""

    questions: tuple[OpeningQuestion, ...]
    sections: tuple[Section, ...]
    troubles: Mapping[str, Trouble]

    @cached_property
    def steps(self) -> Mapping[StepId, Step]:
        """Every step by id, in the guide's order."""
        return {step.id: step for section in self.sections for step in section.steps}

    @cached_property
    def section_of(self) -> Mapping[StepId, Section]:
        return {step.id: section for section in self.sections for step in section.steps}

    @cached_property
    def section(self) -> Mapping[SectionId, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def question(self) -> Mapping[str, OpeningQuestion]:
        return {question.id: question for question in self.questions}

    @cached_property
    def step_order(self) -> tuple[StepId, ...]:
        return tuple(self.steps)

    def first_step(self, place: str) -> StepId | None:
        """The step that `place`, a step's or a section's id, leads to."""
        if place in self.steps:
            return place
        section = self.section.get(place)
        return section.steps[0].id if section else None
