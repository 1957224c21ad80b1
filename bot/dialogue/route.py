"""Which steps lie ahead of this user, and where does a chat land when the guide has changed?

The route is the guide less what the user already has (answers to the opening questions) and has chosen to skip. It is
computed anew each time, so a changed answer changes it at once. A step outside the route can still be opened: from
there its section goes on to its end, and then the route.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.replies import SectionLine, SectionStatus
from bot.dialogue.states import Progress
from bot.knowledge import Guide, Section, SectionId, StepId

AHEAD_KEPT = 6
"""How many following steps a chat remembers, in case its own is removed from the guide."""


@dataclass(frozen=True)
class Route:
    """The way of one user through the guide."""

    guide: Guide
    progress: Progress

    @cached_property
    def had(self) -> frozenset[StepId]:
        """Steps that fall away because the user already has what they lead to."""
        places = {
            place
            for question in self.guide.questions
            if self.progress.answers.get(question.id) == "yes"
            for place in question.yes_skips
        }
        return frozenset(
            step.id
            for section in self.guide.sections
            for step in section.steps
            if section.id in places or step.id in places
        )

    @cached_property
    def steps(self) -> tuple[StepId, ...]:
        """The steps of the route, in the guide's order."""
        return tuple(
            step.id
            for section in self.guide.sections
            if section.id not in self.progress.skipped and (section.every_order or not self.progress.again)
            for step in section.steps
            if step.id not in self.had
        )

    @cached_property
    def sections(self) -> tuple[SectionId, ...]:
        """The sections that have a step on the route."""
        on_route = set(self.steps)
        return tuple(s.id for s in self.guide.sections if any(step.id in on_route for step in s.steps))

    def in_section(self, step: StepId) -> tuple[StepId, ...]:
        """The steps among which `step` is counted: its section's on the route, or all of them where it is off it."""
        section = self.guide.section_of[step]
        on_route = tuple(s.id for s in section.steps if s.id in self.steps)
        return on_route if step in on_route else tuple(s.id for s in section.steps)

    def after(self, step: StepId) -> StepId | None:
        """The step to go on with once `step` is done, None at the end."""
        order = self.guide.step_order
        reachable = {*self.steps, *self.in_section(step)}
        return next((later for later in order[order.index(step) + 1 :] if later in reachable), None)

    def before(self, step: StepId) -> StepId | None:
        order = self.guide.step_order
        reachable = {*self.steps, *self.in_section(step)}
        return next((earlier for earlier in reversed(order[: order.index(step)]) if earlier in reachable), None)

    def ahead(self, step: StepId) -> tuple[StepId, ...]:
        """The steps that follow `step` in the guide, as many as a chat remembers."""
        order = self.guide.step_order
        start = order.index(step) + 1
        return order[start : start + AHEAD_KEPT]

    def first_open(self) -> StepId | None:
        """The first step of the route in a section that is not done."""
        return next((step for step in self.steps if self.guide.section_of[step].id not in self.progress.done), None)

    def status(self, section: Section, current: StepId | None) -> SectionStatus:
        if current is not None and self.guide.section_of[current] == section:
            return SectionStatus.CURRENT
        if section.id in self.progress.done:
            return SectionStatus.DONE
        if section.id in self.sections:
            return SectionStatus.AHEAD
        skipped = section.id in self.progress.skipped
        return (
            SectionStatus.SKIPPED
            if skipped or not self.had.issuperset(s.id for s in section.steps)
            else SectionStatus.DONE
        )

    def track(self, current: StepId | None) -> tuple[SectionStatus, ...]:
        """The bar: one status for each section of the guide."""
        return tuple(self.status(section, current) for section in self.guide.sections)

    def lines(self, current: StepId | None) -> tuple[SectionLine, ...]:
        """Every section of the guide, with the number of its steps on the route."""
        on_route = set(self.steps)
        return tuple(
            SectionLine(section.id, self.status(section, current), sum(step.id in on_route for step in section.steps))
            for section in self.guide.sections
        )


def open_questions(guide: Guide, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The opening questions still to be asked, given the answers so far."""
    implied = {
        implied for question in guide.questions if answers.get(question.id) == "yes" for implied in question.implies
    }
    return tuple(
        question.id
        for question in guide.questions
        if question.id not in answers
        and question.id not in implied
        and not any(answers.get(needed) == "no" for needed in question.only_with)
    )


def nearest_step(guide: Guide, step: StepId, ahead: tuple[StepId, ...]) -> StepId:
    """`step` if the guide still has it, else the one that followed it, else the first of its section, or of all."""
    for candidate in (step, *ahead):
        if candidate in guide.steps:
            return candidate
    section = guide.section.get(step.partition(".")[0])
    return section.steps[0].id if section else guide.step_order[0]
