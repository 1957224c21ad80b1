"""One turn of the conversation: `respond(state, event, now)`.

Pure: no clock, network or database. An event is first made sense of in the light of what was asked before (an open
question, a list of choices, the step at hand); only then is it a new question for the matcher's verdict.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import assert_never

from bot.dialogue import actions as act
from bot.dialogue import live, secrecy
from bot.dialogue.answers import FEE_INTENTS, Answers, menu_rows, merge, settle_language
from bot.dialogue.context import button_meant, question_meant
from bot.dialogue.deep_links import read_parameter
from bot.dialogue.effects import Effect, EraseChat, ExportChat, NoteUnanswered, TellDesk
from bot.dialogue.events import (
    Attachment,
    Command,
    Event,
    FollowUpDue,
    Location,
    MailRefused,
    ReminderDue,
    SilenceDue,
    SnoozeOver,
    StaffChoseLanguage,
    StaffLeft,
    StaffSpoke,
    Tap,
    Text,
)
from bot.dialogue.handoff import HandOff, sent_today
from bot.dialogue.labels import step_with_label
from bot.dialogue.people import People
from bot.dialogue.present import Present
from bot.dialogue.replies import (
    ActionButton,
    Choices,
    Fallback,
    Menu,
    Note,
    PhoneShown,
    Plain,
    Reply,
    Rows,
    Welcome,
)
from bot.dialogue.response import Outcome, Response, buttons, say, understood
from bot.dialogue.states import (
    Asked,
    Asking,
    AtMenu,
    AtStep,
    ChatState,
    HandingOff,
    Topic,
)
from bot.dialogue.walk import Walk
from bot.knowledge import Kind, Knowledge
from bot.matching.understanding import Decision, Reading, Signal, Slots, Understanding
from bot.support.secrets import Secret

PAUSE = timedelta(hours=6)
"""After so long a silence, a greeting is met with where the user was."""

FALLBACKS_BEFORE_A_PERSON = 2
TRANSCRIPT_KEPT = 6
MAX_TEXT = 4096
LANGUAGES_A_ROW = 2
MAX_QUESTIONS = 3
"""More questions than this in one message: the first ones are answered."""

_ANSWERS = frozenset(
    {Signal.YES, Signal.NO, Signal.UNSURE, Signal.NONE, Signal.FIRST, Signal.SECOND, Signal.THIRD}
    | {Signal.BACK, Signal.NEXT, Signal.RESUME}
)
"""These ask nothing: where they answer nothing either ("ok", after an answer), they get what is true now."""

LANGUAGE_INTENT = "language.change"
Understand = Callable[[str, str], Reading]
"""(utterance, language of the chat) -> what was asked."""


@dataclass(frozen=True)
class Assistant:
    """The assistant over one knowledge: everything that it needs besides the chat's state."""

    knowledge: Knowledge
    understand: Understand
    walk: Walk
    answers: Answers
    people: People
    languages: tuple[str, ...]

    def respond(self, state: ChatState, event: Event, now: datetime) -> Response:  # noqa: C901, PLR0912 - a table
        """The state after `event`, the replies to it, and their effects. `now` is aware."""
        state = self.present.state(state)
        secret = secrecy.secret_in(state, event)
        if secret is not None:
            return self._settle(state, self._remove(state, event, secret, now), now)
        relayed = live.relay(state, event, now)
        if relayed is not None:
            return relayed
        match event:
            case Text(text=text):
                response = self._hear(state, text, now)
            case Command(name=name, argument=argument):
                response = self._obey(state, name, argument, now)
            case Tap(action=action):
                response = self._tap(state, action, now)
            case Attachment(kind=kind, caption=caption):
                response = self._hear(state, caption, now) if caption.strip() else self._note(state, Plain(kind.value))
            case Location(latitude=latitude, longitude=longitude):
                response = self._locate(state, latitude, longitude)
            case ReminderDue():
                return self._interject(state, self.handoff.remind(state, now))
            case FollowUpDue(number=number):
                return self._interject(state, self.handoff.follow_up(state, number))
            case MailRefused(number=number):
                return self._interject(state, self.handoff.mail_refused(state, number))
            case StaffSpoke(name=name):
                return self._interject(state, live.join(state, name, now))
            case StaffLeft():
                return self._interject(state, live.leave(state))
            case StaffChoseLanguage(language=language):
                return self._interject(state, Response(replace(state, language=language, spoken=language), ()))
            case SilenceDue():
                return self._interject(state, live.look(state, now))
            case SnoozeOver():
                reminder = TellDesk("You asked to be reminded of this case.")
                return self._interject(state, Response(state, (), (reminder,)))
            case _:
                assert_never(event)
        return self._settle(state, response, now)

    @cached_property
    def handoff(self) -> HandOff:
        return HandOff(self.knowledge, self.people)

    @cached_property
    def present(self) -> Present:
        return Present(self.knowledge, self.languages)

    def _interject(self, before: ChatState, response: Response) -> Response:
        """Something that is said unasked: what was on offer stays so."""
        language = before.spoken or self.language_of(before)
        state = replace(response.state, offered=(*before.offered, *_offers(response)))
        return replace(response, state=state, outcome=Outcome(language=language))

    def _locate(self, state: ChatState, latitude: float, longitude: float) -> Response:
        """A location settles the zone where the zone matters."""
        wanted = isinstance(state.where, HandingOff) or (
            isinstance(state.where, Asking) and state.where.what is Asked.ZONE
        )
        return self.handoff.locate(state, latitude, longitude) if wanted else self._note(state, Plain.LOCATION)

    def _settle(self, before: ChatState, response: Response, now: datetime) -> Response:
        """What every turn ends with: which buttons are on offer now, and when and in which language it was."""
        offered = _offers(response)
        language = response.outcome.language or self.language_of(response.state)
        fallbacks = before.fallbacks + 1 if response.outcome.decision is Decision.FALLBACK else 0
        state = replace(response.state, offered=offered, seen=now, spoken=language, fallbacks=fallbacks)
        return replace(response, state=state, outcome=replace(response.outcome, language=language))

    def language_of(self, state: ChatState) -> str:
        """The language that the chat is in: settled, or the app's."""
        spoken = (state.language, state.telegram_language)
        return next((language for language in spoken if language and language in self.languages), "en")

    # -- commands ---------------------------------------------------------------------------------------------------
    def _obey(self, state: ChatState, name: str, argument: str, now: datetime) -> Response:
        match name:
            case "start":
                return self._start(state, argument, now)
            case "guide":
                return self.walk.resume(state)
            case "ask":
                return self._hear(state, argument, now) if argument.strip() else self._note(state, Plain.ASK_ME)
            case "contact":
                return understood(self.people.offer(state, now), "support.human")
            case "language":
                return self.answers.list_languages(state)
            case "privacy":
                return self.answers.privacy(state)
            case "help":
                return self._note(state, Plain.HELP)
            case "cancel":
                return self._cancel(state)
            case _:
                return self._note(state, Plain.UNKNOWN_COMMAND)

    def _start(self, state: ChatState, parameter: str, now: datetime) -> Response:
        """/start, perhaps by a link to a section, a step or an intent, or in a language."""
        link = read_parameter(parameter)
        if link.language in self.languages:
            state = settle_language(state, link.language)
        step = self.walk.guide.first_step(link.place)
        if step is not None:
            return self.walk.show_step(state, step)
        if link.place in self.knowledge.intents:
            return self._answer(state, link.place, Slots(), now)
        if state.progress.step is not None:
            return self.walk.welcome_back(state, state.progress.step)
        return say(state.at(AtMenu()), Welcome(), (*menu_rows(), *self._language_rows(state)))

    def _language_rows(self, state: ChatState) -> Rows:
        """Every language at once, for whoever has an app in one that the assistant does not speak."""
        if state.language or state.telegram_language:
            return ()
        choices = buttons(*(act.ChooseLanguage(language) for language in self.languages))
        return tuple(choices[start : start + LANGUAGES_A_ROW] for start in range(0, len(choices), LANGUAGES_A_ROW))

    def _cancel(self, state: ChatState) -> Response:
        match state.where:
            case Asking() | HandingOff():
                response = self._redraw(replace(state.at(state.place), draft=None))
                return replace(response, replies=(Reply(Note(Plain.CANCELLED)), *response.replies))
            case AtMenu():
                return say(state, Note(Plain.NOTHING_TO_CANCEL), menu_rows())
            case _:
                return self.walk.stop(state)

    # -- taps -------------------------------------------------------------------------------------------------------
    def _tap(self, state: ChatState, action: act.Action | None, now: datetime) -> Response:
        """Carry out what is on offer; anything else was on an old message, and the present is redrawn."""
        if action is None or not self._is_on_offer(state, action):
            return replace(self._redraw(state), redraw=True)
        response = self._act(state, action, now)
        # An answer is a message of its own, so that what was asked before stays in sight; all else turns the page.
        new_message = isinstance(action, act.Ask | act.GoBack | act.TalkToPerson | act.ShowNumber | act.ExportData)
        settles_choice = isinstance(state.where, Asking) and state.where.what is Asked.CHOICE
        return replace(response, redraw=settles_choice or not new_message)

    def _is_on_offer(self, state: ChatState, action: act.Action) -> bool:
        return act.encode(action) in state.offered and self.present.has(action)

    def _act(self, state: ChatState, action: act.Action, now: datetime) -> Response:  # noqa: C901, PLR0912
        # One case an action: a table of the whole keyboard, which reads better than the same spread over modules.
        walk, answers = self.walk, self.answers
        match action:
            case act.ShowMenu():
                return self._menu(state.at(AtMenu()))
            case act.StartGuide():
                return walk.resume(state)
            case act.AnswerOpening(question=question, answer=answer):
                return walk.answer_opening(state, question, answer)
            case act.SkipOpening(question=question):
                return walk.answer_opening(state, question, "skipped")
            case act.ChangeAnswers():
                return walk.change_answers(state)
            case act.ShowRoute() | act.ShowSections():
                return walk.list_sections(state.at(state.place))
            case act.Next(step=step):
                return walk.next(state, step)
            case act.Back(step=step):
                return walk.back(state, step)
            case act.Why(step=step):
                return walk.why(state, step)
            case act.Stuck(step=step):
                return walk.stuck(state, step)
            case act.ShowTrouble(step=step, trouble=trouble):
                return walk.trouble(state, step, trouble)
            case act.OtherTrouble(step=step):
                return walk.other_trouble(state, step)
            case act.OpenSection(section=section):
                return walk.open_section(state, section)
            case act.SkipSection(section=section):
                return walk.skip_section(state, section)
            case act.MarkSection(section=section):
                return walk.mark_section(state, section)
            case act.GoStep(step=step) | act.GoBack(step=step):
                return walk.show_step(state, step)
            case act.Resume():
                return walk.resume(state.at(state.place))
            case act.StartOver():
                return walk.ask_start_over(state)
            case act.ConfirmStartOver():
                return walk.start_over(state)
            case act.NextOrder():
                return walk.next_order(state)
            case act.Ask(intent=intent):
                return self._ask(state.at(state.place), intent, now)
            case act.NoneOfThese():
                return self._none_of_these(state)
            case act.PickCurrency(currency=currency):
                slots = Slots(currency=currency, amount=state.topic.amount, method=state.topic.method)
                return self._answer(state.at(state.place), state.topic.intent or "currencies.check", slots, now)
            case act.TalkToPerson(topic=topic):
                return understood(self.people.offer(state.at(state.place), now, topic=topic), "support.human")
            case act.ShowNumber():
                availability = self.people.desk.availability(now)
                content = PhoneShown(availability, self.people.zone(state))
                return say(state, content, self._back_rows(state))
            case (
                act.WriteToTeam()
                | act.SkipDetail()
                | act.AddDetail()
                | act.SendCase()
                | act.ChangeText()
                | act.ListLines()
                | act.StrikeLine()
                | act.ShowDraft()
                | act.CancelCase()
                | act.ShowTicket()
                | act.SaySolved()
                | act.Rate()
                | act.Remind()
                | act.DropReminder()
                | act.SetZone()
                | act.AskZone()
            ):
                return self.handoff.act(state, action, now)
            case act.ShowLanguages():
                return answers.list_languages(state)
            case act.ChooseLanguage(language=language):
                return answers.set_language(state, language)
            case act.ShowPrivacy():
                return answers.privacy(state)
            case act.ExportData():
                return say(state, Note(Plain.EXPORTED), self._back_rows(state), ExportChat())
            case act.DeleteData():
                asking = state.at(Asking(Asked.DELETE, state.place))
                return say(asking, Note(Plain.DELETE_ASKED), (buttons(act.ConfirmDelete(), act.ShowMenu()),))
            case act.ConfirmDelete():
                # What keeps others from harm goes on: a flood must not begin anew with each deletion.
                fresh = ChatState(
                    telegram_language=state.telegram_language,
                    allowance=state.allowance,
                    erased=sent_today(state, now),
                )
                note = Note(Plain.DELETED_BUT_SENT if state.tickets else Plain.DELETED)
                return say(fresh, note, (buttons(act.ShowMenu()),), EraseChat())
            case _:
                assert_never(action)

    def _redraw(self, state: ChatState) -> Response:
        """What is true now. An open question stays open: its reply is drawn again from the place behind it."""
        match state.where:
            case Asking(what=Asked.START_OVER):
                return self.walk.ask_start_over(state)
            case Asking(what=Asked.LANGUAGE):
                return self.answers.list_languages(state)
            case Asking() | HandingOff():
                return self.handoff.redraw(state) or self.walk.redraw(state.at(state.place), state.place, self._menu)
            case place:
                return self.walk.redraw(state, place, self._menu)

    def _menu(self, state: ChatState) -> Response:
        return say(state, Menu(), menu_rows())

    def _ask(self, state: ChatState, intent: str, now: datetime) -> Response:
        if intent not in self.knowledge.intents:
            return self._redraw(state)
        return self._answer(state, intent, Slots(), now)

    def _none_of_these(self, state: ChatState) -> Response:
        """Nothing that was offered was meant: remembered for the editors."""
        asked = state.transcript[-1][0] if state.transcript else ""
        language = state.spoken or self.language_of(state)
        note = NoteUnanswered(asked, language, state.topic.choices, rejected=True)
        state = replace(state.at(state.place), topic=Topic())
        return self._fallback(state, (), language, note)

    # -- secrets ----------------------------------------------------------------------------------------------------
    def _remove(self, state: ChatState, event: Event, secret: Secret, now: datetime) -> Response:
        """Remove a message that holds a secret, and go on with what was waited for, or what else the message asks."""
        if live.is_live(state, now):
            return secrecy.warn_and_tell(live.stay(state, now), secret)
        shown, says_more = secrecy.rest_of(state, event)
        reading = self.understand(shown[:MAX_TEXT], state.language or state.spoken or self.language_of(state))
        warning = secrecy.warn(state, secret, self._back_rows(state), self.reply_language(state, reading.first))
        waiting = self.handoff.redraw(state)
        if waiting is not None:
            return secrecy.warn_first(warning, waiting)
        asked = tuple(question for question in reading.questions if question.decision is Decision.ANSWER)
        if not says_more or not asked:
            return warning
        return secrecy.warn_first(warning, self._questions(state, Reading(asked), now))

    # -- words ------------------------------------------------------------------------------------------------------
    def _hear(self, state: ChatState, text: str, now: datetime) -> Response:
        text = text.strip()
        if not text:
            return self._note(state, Plain.EMPTY)
        pasted = step_with_label(self.knowledge, text, state.progress)
        if pasted is not None:
            return self.walk.show_step(state, pasted)
        reading = self.understand(text[:MAX_TEXT], state.language or state.spoken or self.language_of(state))
        first = reading.first
        response = self._hand_off(state, text, first, now)
        if response is not None:
            return response
        if first.signal is not None:
            response = self._signal(state, first.signal, now)
            if response is not None:
                return response
        response = self._in_context(state, first, now)
        if response is not None:
            return response
        response = self._welcome_after_pause(state, first, now)
        if response is not None:
            return response
        if first.signal in _ANSWERS and first.intent is None:
            response = self._redraw(state.at(state.place))
            return replace(response, outcome=replace(response.outcome, language=self.reply_language(state, first)))
        return self._questions(state, reading, now)

    def _hand_off(self, state: ChatState, text: str, first: Understanding, now: datetime) -> Response | None:
        """Words that the hand-off waits for, or that name a ticket; None where they are neither."""
        numbered = _TICKET_NUMBER.fullmatch(text.strip(" ?#").upper()) and state.tickets
        if first.signal is Signal.TICKET or numbered:
            return self.handoff.tickets(state, now)
        if isinstance(state.where, Asking) and state.where.what is Asked.ZONE and first.signal is None:
            found = self.handoff.hear_place(state, text, now)
            return found or (None if first.intent else self.handoff.place_unknown(state))
        return self.handoff.hear(state, text, first.signal)

    def _questions(self, state: ChatState, reading: Reading, now: datetime) -> Response:
        """The message's questions, one after the other."""
        state = state.at(state.place)
        answered = [question for question in reading.questions[:MAX_QUESTIONS] if question.intent]
        if len(answered) < 2:  # noqa: PLR2004 - one question needs no joining
            return self._question(state, answered[0] if answered else reading.first, now)
        replies: tuple[Reply, ...] = ()
        effects: tuple[Effect, ...] = ()
        outcome: Outcome | None = None
        for question in answered:
            response = self._question(state, question, now)
            # Buttons stand under the last reply only: one set is on offer at a time.
            replies = (*(Reply(reply.content) for reply in replies), *response.replies)
            effects = (*effects, *response.effects)
            intents = tuple(q.intent for q in answered if q.intent)
            outcome = outcome or replace(response.outcome, intents=intents)
            state = response.state
        return Response(state, replies, effects, outcome or Outcome())

    def _question(self, state: ChatState, question: Understanding, now: datetime) -> Response:
        language = self.reply_language(state, question)
        state = replace(state, transcript=_remember(state, question))
        decision = Decision.ANSWER if _shows_by_itself(question) else question.decision
        match decision:
            case Decision.ANSWER:
                intent = question.candidates[0].intent
                slots = question.slots
                if intent == "fees.calculate" and state.topic.intent in FEE_INTENTS:
                    slots = merge(slots, state.topic)
                response = self._answer(state, intent, slots, now, question.confidence)
                if intent == LANGUAGE_INTENT:
                    language = response.state.language or language
            case Decision.CHOICES:
                response = self._choices(state, question)
            case Decision.FALLBACK:
                near = tuple(candidate.intent for candidate in question.candidates)
                note = NoteUnanswered(question.text, language, near)
                worth_showing = tuple(i for i in near if self.knowledge.intents[i].kind is not Kind.TALK)
                response = self._fallback(state, worth_showing, language, note, now=now)
            case _:
                assert_never(decision)
        outcome = replace(response.outcome, slots=question.slots, language=language)
        response = replace(response, outcome=outcome)
        return self._offer_language(response, question, language)

    def _answer(self, state: ChatState, intent: str, slots: Slots, now: datetime, confidence: float = 1.0) -> Response:
        return understood(self.answers.answer(state, intent, slots, now), intent, confidence=confidence)

    def _choices(self, state: ChatState, question: Understanding) -> Response:
        intents = tuple(candidate.intent for candidate in question.candidates)
        topic = Topic(
            amount=question.slots.amount,
            currency=question.slots.currency,
            currencies=question.slots.currencies,
            method=question.slots.method,
            choices=intents,
        )
        rows = (*(buttons(act.Ask(intent)) for intent in intents), buttons(act.NoneOfThese()))
        asking = replace(state, where=Asking(Asked.CHOICE, state.place), topic=topic)
        response = say(asking, Choices(intents), rows)
        outcome = Outcome(Decision.CHOICES, choices=intents, confidence=question.confidence)
        return replace(response, outcome=outcome)

    def _fallback(
        self, state: ChatState, near: tuple[str, ...], language: str, *effects: Effect, now: datetime | None = None
    ) -> Response:
        """Nothing fits: say so. The second time in a row, a person is offered at once."""
        outcome = Outcome(Decision.FALLBACK, language=language)
        again = state.fallbacks + 1 >= FALLBACKS_BEFORE_A_PERSON
        if again and now is not None:
            response = self.people.offer(state, now, sorry=True)
            return replace(response, effects=effects, outcome=outcome)
        place = state.place
        way_on = act.GoBack(place.step) if isinstance(place, AtStep) else act.StartGuide()
        rows: Rows = (*(buttons(act.Ask(intent)) for intent in near), buttons(way_on, act.TalkToPerson()))
        return replace(say(state, Fallback(near), rows, *effects), outcome=outcome)

    # -- context ----------------------------------------------------------------------------------------------------
    def _signal(self, state: ChatState, signal: Signal, now: datetime) -> Response | None:
        """A short word ("yes", "back", "the second one") as the answer to what was asked; None where it is none."""
        action = button_meant(state, signal)
        if action is not None and self._is_on_offer(state, action):
            return self._act(state, action, now)
        match signal, state.where:
            case Signal.START_OVER, _:
                return self.walk.ask_start_over(state)
            case Signal.CANCEL, _:
                return self._cancel(state)
            case Signal.RESUME, _ if state.progress.step is not None:
                return self.walk.resume(state)
            case Signal.NEXT, AtStep(step=step):
                return self.walk.next(state, step)
            case (Signal.BACK, AtStep(step=step)):
                return self.walk.back(state, step)
            case (Signal.STUCK, AtStep(step=step)):
                return self.walk.stuck(state, step)
            case (Signal.WHY, AtStep(step=step)):
                return self.walk.why(state, step)
            case (Signal.NO | Signal.BACK, Asking()):
                return self._redraw(state.at(state.place))
            case _:
                return None

    def _in_context(self, state: ChatState, question: Understanding, now: datetime) -> Response | None:
        """An utterance that only makes sense after the one before: "and by card?", "8000", "and MYR?"."""
        meant = question_meant(state, question)
        if meant is None:
            return None
        intent, slots = meant
        state = replace(state.at(state.place), transcript=_remember(state, question))
        response = self._answer(state, intent, slots, now)
        language = self.reply_language(state, question)
        return replace(response, outcome=replace(response.outcome, slots=slots, language=language))

    def _welcome_after_pause(self, state: ChatState, question: Understanding, now: datetime) -> Response | None:
        step = state.progress.step
        if question.intent != "talk.greeting" or step is None or state.seen is None or now - state.seen < PAUSE:
            return None
        return understood(self.walk.welcome_back(state, step), "talk.greeting", confidence=question.confidence)

    # -- language ---------------------------------------------------------------------------------------------------
    def reply_language(self, state: ChatState, question: Understanding) -> str:
        """A question clearly in another language is answered in that one."""
        chat = self.language_of(state)
        return question.language if question.language_is_clear and question.language in self.languages else chat

    def _offer_language(self, response: Response, question: Understanding, language: str) -> Response:
        """Offer once to stay with the language that a question was asked in."""
        state = response.state
        if state.language_offered or language == self.language_of(state) or not question.language_is_clear:
            return response
        offer = buttons(act.ChooseLanguage(language))
        *earlier, last = response.replies
        offered = Reply(last.content, (*last.rows, offer))
        return replace(response, state=replace(state, language_offered=True), replies=(*earlier, offered))

    # -- pieces -----------------------------------------------------------------------------------------------------
    def _note(self, state: ChatState, kind: Plain) -> Response:
        return say(state, Note(kind), self._back_rows(state))

    def _back_rows(self, state: ChatState) -> Rows:
        place = state.place
        return (buttons(act.GoBack(place.step)),) if isinstance(place, AtStep) else menu_rows()


_TICKET_NUMBER = re.compile(r"[A-Z]-\d{4,9}")


def _offers(response: Response) -> tuple[str, ...]:
    """The callback data of every button."""
    return tuple(
        act.encode(button.action)
        for reply in response.replies
        for row in reply.rows
        for button in row
        if isinstance(button, ActionButton)
    )


def _shows_by_itself(question: Understanding) -> bool:
    """Whether one look at the answer tells if it was meant: the fee on the very amount that was named."""
    only = [candidate.intent for candidate in question.candidates]
    return question.decision is Decision.CHOICES and only == ["fees.calculate"] and question.slots.amount is not None


def _remember(state: ChatState, question: Understanding) -> tuple[tuple[str, str], ...]:
    return (*state.transcript, (question.text, question.intent or ""))[-TRANSCRIPT_KEPT:]
