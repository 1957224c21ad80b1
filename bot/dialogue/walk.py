"""How does a user move through the guide? Every move has a case, and every case a reply.

Moves name the step they start from; `assistant.py` has already made sure that they are on offer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.dialogue import actions as act
from bot.dialogue.effects import NoteStuck
from bot.dialogue.replies import (
    CopyButton,
    GuideDone,
    LabelCard,
    LinkButton,
    NearestQuestions,
    OpeningAsked,
    OpeningHint,
    Reply,
    RouteLaidOut,
    Rows,
    SectionOpened,
    SectionsListed,
    StartOverAsked,
    StepShown,
    StepWhy,
    Stopped,
    TroubleHelp,
    TroublesListed,
    WelcomeBack,
)
from bot.dialogue.response import Response, buttons, say
from bot.dialogue.route import Route, nearest_step, open_questions
from bot.dialogue.states import (
    Asked,
    Asking,
    AtDone,
    AtMenu,
    AtQuestion,
    AtRoute,
    AtStep,
    ChatState,
    Place,
    Progress,
)
from bot.knowledge import Guide, Knowledge, Section

NEAREST_SHOWN = 3
COPIES_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Walk:
    """The guide's moves for one knowledge."""

    knowledge: Knowledge

    @property
    def guide(self) -> Guide:
        return self.knowledge.guide

    # -- opening ----------------------------------------------------------------------------------------------------
    def start(self, state: ChatState) -> Response:
        """Begin the guide: with the first opening question not answered yet, or with the route."""
        waiting = open_questions(self.guide, state.progress.answers)
        if not waiting:
            return self.show_route(state)
        first = not state.progress.answers
        return self._ask_opening(state, waiting[0], first=first)

    def change_answers(self, state: ChatState) -> Response:
        """Ask the opening questions anew; what is done stays done."""
        progress = replace(state.progress, answers={}, again=False)
        return self.start(replace(state, progress=progress))

    def answer_opening(self, state: ChatState, question: str, answer: str) -> Response:
        if question not in self.guide.question:
            return self.start(state)
        if answer == "unsure":
            rows = (
                buttons(act.AnswerOpening(question, "yes"), act.AnswerOpening(question, "no")),
                buttons(act.SkipOpening(question)),
            )
            return say(state.at(AtQuestion(question, unsure=True)), OpeningHint(question), rows)
        answers = {**state.progress.answers, question: answer}
        return self.start(replace(state, progress=replace(state.progress, answers=answers)))

    def show_route(self, state: ChatState) -> Response:
        """The way ahead; once under way, the list of sections."""
        if state.progress.step is not None:
            return self.list_sections(state)
        route = Route(self.guide, state.progress)
        first = route.first_open()
        if route.steps and first is None:
            return self.finish(state)
        content = RouteLaidOut(route.lines(None), len(route.sections), len(route.steps))
        rows: Rows = ()
        if first is not None:
            rows = (*rows, buttons(act.GoStep(first)))
        rows = (*rows, buttons(act.ShowSections(), act.ChangeAnswers()))
        return say(state.at(AtRoute()), content, rows)

    def _ask_opening(self, state: ChatState, question: str, *, first: bool) -> Response:
        rows = (
            buttons(*(act.AnswerOpening(question, answer) for answer in ("yes", "no", "unsure"))),
            buttons(act.SkipOpening(question)),
        )
        return say(state.at(AtQuestion(question)), OpeningAsked(question, first), rows)

    # -- walking ----------------------------------------------------------------------------------------------------
    def show_step(self, state: ChatState, step_id: str, *, finished: str | None = None) -> Response:
        """Arrive at a step, or at the nearest one that the guide still has."""
        step = self.guide.steps[nearest_step(self.guide, step_id, state.progress.ahead)]
        progress = replace(state.progress, step=step.id)
        route = Route(self.guide, progress)
        progress = replace(progress, ahead=route.ahead(step.id))
        among = route.in_section(step.id)
        content = StepShown(step.id, among.index(step.id) + 1, len(among), route.track(step.id), finished)
        shown = Reply(content, self._step_rows(route, step.id))
        if progress.cards.issuperset(step.labels):
            return Response(replace(state, where=AtStep(step.id), progress=progress), (shown,))
        progress = replace(progress, cards=progress.cards | set(step.labels))
        return Response(replace(state, where=AtStep(step.id), progress=progress), (Reply(LabelCard(step.id)), shown))

    def next(self, state: ChatState, step_id: str) -> Response:
        """The step is done: on to the next one, or to the end."""
        step_id = nearest_step(self.guide, step_id, state.progress.ahead)
        route = Route(self.guide, state.progress)
        following = route.after(step_id)
        section = self.guide.section_of[step_id]
        finished = following is None or self.guide.section_of[following] != section
        if finished:
            state = replace(state, progress=_mark_done(state.progress, section.id))
        if following is None:
            return self.finish(state)
        return self.show_step(state, following, finished=section.id if finished else None)

    def back(self, state: ChatState, step_id: str) -> Response:
        step_id = nearest_step(self.guide, step_id, state.progress.ahead)
        return self.show_step(state, Route(self.guide, state.progress).before(step_id) or step_id)

    def finish(self, state: ChatState) -> Response:
        """The summary: what is done, and what every further order needs."""
        progress = replace(state.progress, step=None, ahead=())
        content = GuideDone(Route(self.guide, progress).lines(None))
        rows = (buttons(act.NextOrder()), buttons(act.ShowSections(), act.ShowMenu()))
        return say(replace(state, where=AtDone(), progress=progress), content, rows)

    def next_order(self, state: ChatState) -> Response:
        """From topping up to paying once more."""
        every_order = {section.id for section in self.guide.sections if section.every_order}
        progress = replace(
            state.progress,
            again=True,
            step=None,
            done=state.progress.done - every_order,
            skipped=state.progress.skipped - every_order,
        )
        state = replace(state, progress=progress)
        return self.show_step(state, Route(self.guide, progress).steps[0])

    def why(self, state: ChatState, step_id: str) -> Response:
        return say(state, StepWhy(step_id), (buttons(act.GoStep(step_id)),))

    # -- stuck ------------------------------------------------------------------------------------------------------
    def stuck(self, state: ChatState, step_id: str) -> Response:
        """What is known to go wrong at this step, one tap each."""
        step = self.guide.steps[step_id]
        if not step.troubles:
            return self.other_trouble(state, step_id)
        rows = (
            *(buttons(act.ShowTrouble(step_id, trouble)) for trouble in step.troubles),
            buttons(act.OtherTrouble(step_id)),
            buttons(act.GoStep(step_id)),
        )
        return say(state, TroublesListed(step_id), rows, NoteStuck(step_id))

    def trouble(self, state: ChatState, step_id: str, trouble_id: str) -> Response:
        trouble = self.guide.troubles.get(trouble_id)
        if trouble is None:
            return self.other_trouble(state, step_id)
        rows = (
            buttons(act.GoStep(step_id)),
            buttons(act.OtherTrouble(step_id), act.TalkToPerson(trouble.intent)),
        )
        return say(state, TroubleHelp(step_id, trouble_id), rows, NoteStuck(step_id, trouble_id))

    def other_trouble(self, state: ChatState, step_id: str) -> Response:
        """The questions that belong to the step, then a person."""
        intents = self.questions_near(step_id)
        rows = (
            *(buttons(act.Ask(intent)) for intent in intents),
            buttons(act.TalkToPerson()),
            buttons(act.GoStep(step_id)),
        )
        return say(state, NearestQuestions(step_id, intents), rows, NoteStuck(step_id, "other"))

    def questions_near(self, step_id: str) -> tuple[str, ...]:
        """Intents whose answer opens this step, then those that open its section or a neighbour in it."""
        section = self.guide.section_of[step_id]
        places = (step_id, section.id, *(step.id for step in section.steps))
        intents = self.knowledge.intents.values()
        near = [intent.id for place in places for intent in intents if intent.guide == place]
        return tuple(dict.fromkeys(near))[:NEAREST_SHOWN]

    # -- sections ---------------------------------------------------------------------------------------------------
    def list_sections(self, state: ChatState) -> Response:
        current = state.progress.step
        route = Route(self.guide, state.progress)
        rows: Rows = tuple(buttons(act.OpenSection(section.id)) for section in self.guide.sections)
        if current is not None and current in self.guide.steps:
            rows = (*rows, buttons(act.Resume(), act.StartOver()))
        elif route.steps:
            first = route.first_open()
            rows = (*rows, buttons(act.GoStep(first) if first is not None else act.NextOrder()))
        rows = (*rows, buttons(act.ChangeAnswers(), act.ShowMenu()))
        return say(state, SectionsListed(route.lines(current)), rows)

    def open_section(self, state: ChatState, section_id: str) -> Response:
        section = self.guide.section.get(section_id)
        if section is None:
            return self.list_sections(state)
        route = Route(self.guide, state.progress)
        status = route.status(section, state.progress.step)
        rows = (
            *(buttons(act.GoStep(step.id)) for step in section.steps),
            buttons(act.MarkSection(section_id), act.SkipSection(section_id)),
            buttons(act.ShowSections()),
        )
        return say(state, SectionOpened(section_id, status), rows)

    def skip_section(self, state: ChatState, section_id: str) -> Response:
        """Leave a section out, or take it back in; whoever stands in it goes on behind it."""
        skipped = state.progress.skipped ^ {section_id}
        progress = replace(state.progress, skipped=skipped, done=state.progress.done - {section_id})
        return self._after_change(state, progress, section_id, left=section_id in skipped)

    def mark_section(self, state: ChatState, section_id: str) -> Response:
        """Mark a section done, or not done."""
        done = state.progress.done ^ {section_id}
        progress = replace(state.progress, done=done, skipped=state.progress.skipped - {section_id})
        return self._after_change(state, progress, section_id, left=section_id in done)

    def _after_change(self, state: ChatState, progress: Progress, section_id: str, *, left: bool) -> Response:
        section = self.guide.section.get(section_id)
        if section is None:
            return self.list_sections(state)
        state = replace(state, progress=progress)
        if left and progress.step is not None and self.guide.section_of.get(progress.step) == section:
            following = self._behind(section, progress)
            return self.show_step(state, following) if following else self.finish(state)
        return self.list_sections(state)

    def _behind(self, section: Section, progress: Progress) -> str | None:
        order = self.guide.step_order
        last = order.index(section.steps[-1].id)
        on_route = Route(self.guide, progress).steps
        return next((step for step in order[last + 1 :] if step in on_route), None)

    # -- leaving and coming back ------------------------------------------------------------------------------------
    def welcome_back(self, state: ChatState, step_id: str) -> Response:
        step_id = nearest_step(self.guide, step_id, state.progress.ahead)
        among = Route(self.guide, state.progress).in_section(step_id)
        rows = (buttons(act.Resume()), buttons(act.ShowSections(), act.ShowMenu()))
        content = WelcomeBack(step_id, among.index(step_id) + 1, len(among))
        progress = replace(state.progress, step=step_id)
        return say(replace(state, where=AtStep(step_id), progress=progress), content, rows)

    def resume(self, state: ChatState) -> Response:
        step = state.progress.step
        return self.show_step(state, step) if step is not None else self.start(state)

    def stop(self, state: ChatState) -> Response:
        rows = (buttons(act.Resume()), buttons(act.ShowMenu()))
        return say(state.at(AtMenu()), Stopped(state.progress.step), rows)

    def ask_start_over(self, state: ChatState) -> Response:
        rows = (buttons(act.ConfirmStartOver(), act.Resume()),)
        return say(state.at(Asking(Asked.START_OVER, state.place)), StartOverAsked(), rows)

    def start_over(self, state: ChatState) -> Response:
        fresh = Progress(cards=state.progress.cards)
        return self.start(replace(state, progress=fresh, where=AtMenu()))

    def redraw(self, state: ChatState, place: Place, menu: Callable[[ChatState], Response]) -> Response:
        """What is true now, at `place`."""
        match place:
            case AtStep(step=step):
                return self.show_step(state, step)
            case AtQuestion(question=question, unsure=unsure) if question in self.guide.question:
                if unsure:
                    return self.answer_opening(state, question, "unsure")
                return self._ask_opening(state, question, first=not state.progress.answers)
            case AtQuestion():
                return self.start(state)
            case AtRoute():
                return self.show_route(state)
            case AtDone():
                return self.finish(state)
            case AtMenu():
                return menu(state)

    def _step_rows(self, route: Route, step_id: str) -> Rows:
        step = self.guide.steps[step_id]
        copies = tuple(CopyButton(label) for label in step.labels)
        copy_rows = tuple(copies[start : start + COPIES_A_ROW] for start in range(0, len(copies), COPIES_A_ROW))
        link_rows = tuple((LinkButton(link.to, link.says),) for link in step.links)
        moves = buttons(act.Next(step_id))
        if route.before(step_id) is not None:
            moves = (*buttons(act.Back(step_id)), *moves)
        helps = buttons(act.Stuck(step_id), act.ShowSections())
        if step.why or self.guide.section_of[step_id].why:
            helps = buttons(act.Stuck(step_id), act.Why(step_id), act.ShowSections())
        return (*copy_rows, *link_rows, moves, helps)


def _mark_done(progress: Progress, section_id: str) -> Progress:
    return replace(progress, done=progress.done | {section_id}, skipped=progress.skipped - {section_id})
