"""What becomes of a chat when content is taken away under it? Names that are gone are replaced or forgotten.

Editors take steps, sections, opening questions, intents and languages away while chats are under way. A chat at a step
that is gone stands at the nearest one from then on, and a button that named something gone counts as an old one.
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot.dialogue import actions as act
from bot.dialogue.route import nearest_step
from bot.dialogue.states import Asking, AtStep, Case, ChatState, HandingOff, Place, Progress, Topic, Where
from bot.knowledge import Knowledge

T = TypeVar("T", ChatState, Progress, Topic, Case, Asking, HandingOff)


@dataclass(frozen=True, slots=True)
class Present:
    """What may be named now."""

    knowledge: Knowledge
    languages: Container[str]

    def state(self, state: ChatState) -> ChatState:
        """`state` without any name that is gone."""
        intents = self.knowledge.intents
        return _with(
            state,
            where=self._where(state.where, state.progress),
            progress=self._progress(state.progress),
            topic=self._topic(state.topic),
            language=state.language if state.language in self.languages else None,
            spoken=state.spoken if state.spoken in self.languages else None,
            transcript=tuple((text, intent if intent in intents else "") for text, intent in state.transcript),
            draft=state.draft and self._case(state.draft),
        )

    def has(self, action: act.Action) -> bool:
        """Whether all that `action` names is there."""
        guide, intents = self.knowledge.guide, self.knowledge.intents
        match action:
            case act.ShowTrouble(step=step, trouble=trouble):
                return step in guide.steps and trouble in guide.troubles
            case (
                act.Next(step=step)
                | act.Back(step=step)
                | act.Why(step=step)
                | act.Stuck(step=step)
                | act.OtherTrouble(step=step)
                | act.GoStep(step=step)
                | act.GoBack(step=step)
            ):
                return step in guide.steps
            case act.OpenSection(section=section) | act.SkipSection(section=section) | act.MarkSection(section=section):
                return section in guide.section
            case act.AnswerOpening(question=question) | act.SkipOpening(question=question):
                return question in guide.question
            case act.Ask(intent=intent):
                return intent in intents
            case act.TalkToPerson(topic=topic):
                return not topic or topic in intents
            case act.ChooseLanguage(language=language):
                return language in self.languages
            case _:
                return True

    def _where(self, where: Where, progress: Progress) -> Where:
        match where:
            case Asking(back=back):
                return _with(where, back=self._place(back, progress))
            case HandingOff(case=case, back=back):
                return _with(where, case=self._case(case), back=self._place(back, progress))
            case place:
                return self._place(place, progress)

    def _place(self, place: Place, progress: Progress) -> Place:
        match place:
            case AtStep(step=step):
                return AtStep(nearest_step(self.knowledge.guide, step, progress.ahead))
            case _:
                return place

    def _progress(self, progress: Progress) -> Progress:
        guide = self.knowledge.guide
        return _with(
            progress,
            answers={question: answer for question, answer in progress.answers.items() if question in guide.question},
            step=progress.step and nearest_step(guide, progress.step, progress.ahead),
            done=progress.done.intersection(guide.section),
            skipped=progress.skipped.intersection(guide.section),
        )

    def _topic(self, topic: Topic) -> Topic:
        intents = self.knowledge.intents
        if topic.intent and topic.intent not in intents:
            return Topic()
        return _with(topic, choices=tuple(choice for choice in topic.choices if choice in intents))

    def _case(self, case: Case) -> Case:
        """No other step takes the place of the one that was written down: the team would look at a wrong one."""
        guide = self.knowledge.guide
        return _with(
            case,
            topic=case.topic if case.topic in self.knowledge.intents else "",
            step=case.step if case.step in guide.steps else "",
            have=tuple(have for have in case.have if have in guide.question),
        )


def _with(whole: T, **parts: Any) -> T:
    """`whole` with these parts; the same object where they are what they were, as they nearly always are."""
    if all(getattr(whole, name) == part for name, part in parts.items()):
        return whole
    return replace(whole, **parts)
