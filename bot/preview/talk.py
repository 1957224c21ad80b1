"""Conversations with the real assistant, played for a reader. What a message means is told: the matcher is left out."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.dialogue import actions as act
from bot.dialogue.actions import Action
from bot.dialogue.answers import Answers
from bot.dialogue.assistant import Assistant
from bot.dialogue.effects import OpenTicket
from bot.dialogue.events import Command, Event, Tap, Text
from bot.dialogue.handoff import number_ticket
from bot.dialogue.people import People
from bot.dialogue.replies import Way
from bot.dialogue.response import Response
from bot.dialogue.states import ChatState
from bot.dialogue.walk import Walk
from bot.knowledge import Knowledge
from bot.matching.understanding import Candidate, Decision, Reading, Slots, Understanding
from bot.support.hours import Desk

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 in Singapore."""

TICKET = "A-1042"


@dataclass(frozen=True, slots=True)
class Stage:
    """What conversations are played with. `language` is that of the user's app."""

    knowledge: Knowledge
    desk: Desk
    languages: tuple[str, ...]
    language: str
    default_zone: str
    retention_days: int


@dataclass
class Talk:
    """One conversation, from its first message. `way` is how its cases reach the team."""

    stage: Stage
    now: datetime = MONDAY_MORNING
    way: Way = Way.COPY
    mails: bool = False
    state: ChatState = field(init=False)

    def __post_init__(self) -> None:
        stage = self.stage
        self.state = ChatState(telegram_language=stage.language)
        self._meaning = self.unclear()
        walk = Walk(stage.knowledge)
        people = People(stage.desk, stage.default_zone, self.way, self.mails)
        answers = Answers(stage.knowledge, walk, people, stage.languages, stage.retention_days)
        self.assistant = Assistant(stage.knowledge, self._understand, walk, answers, people, stage.languages)

    def event(self, event: Event) -> Response:
        response = self.assistant.respond(self.state, event, self.now)
        if any(isinstance(effect, OpenTicket) for effect in response.effects):
            response = number_ticket(response, TICKET)
        self.state = response.state
        return response

    def command(self, name: str, argument: str = "") -> Response:
        return self.event(Command(name, argument))

    def say(self, text: str, meaning: Understanding | None = None) -> Response:
        """The user types `text`, which is understood as `meaning`, or not at all."""
        self._meaning = replace(meaning or self.unclear(), text=text)
        return self.event(Text(text))

    def ask(self, intent: str, slots: Slots | None = None) -> Response:
        """The user asks a question that is understood for sure."""
        return self.say(intent, self.meant(intent, slots))

    def tap(self, *actions: Action) -> Response:
        """The user taps one button after the other; the last response. Raises ValueError for one that is not there."""
        responses = []
        for action in actions:
            if act.encode(action) not in self.state.offered:
                raise ValueError(f"no button does {action}: there are {', '.join(self.state.offered)}")
            responses.append(self.event(Tap(action)))
        return responses[-1]

    def tap_first(self, kind: type[Action]) -> Response:
        """The user taps the first button of a kind."""
        found = (act.decode(data) for data in self.state.offered)
        action = next((action for action in found if isinstance(action, kind)), None)
        if action is None:
            raise ValueError(f"no button is a {kind.__name__}: there are {', '.join(self.state.offered)}")
        return self.event(Tap(action))

    def wait(self, pause: timedelta) -> None:
        self.now += pause

    # -- meanings ---------------------------------------------------------------------------------------------------
    def meant(self, intent: str, slots: Slots | None = None) -> Understanding:
        return Understanding(Decision.ANSWER, (Candidate(intent, 1.0),), slots or Slots(), self.stage.language)

    def unsure(self, *intents: str) -> Understanding:
        candidates = tuple(Candidate(intent, 0.3) for intent in intents)
        return Understanding(Decision.CHOICES, candidates, Slots(), self.stage.language)

    def unclear(self, *near: str) -> Understanding:
        candidates = tuple(Candidate(intent, 0.1) for intent in near)
        return Understanding(Decision.FALLBACK, candidates, Slots(), self.stage.language)

    def _understand(self, _text: str, _language: str) -> Reading:
        return Reading((self._meaning,))
