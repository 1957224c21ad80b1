"""An assistant whose understanding is scripted, so that the dialogue is tested apart from the matcher."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.bootstrap import make_desk
from bot.dialogue.actions import Action
from bot.dialogue.answers import Answers
from bot.dialogue.assistant import Assistant
from bot.dialogue.events import Command, Event, Tap, Text
from bot.dialogue.people import People
from bot.dialogue.replies import Content
from bot.dialogue.response import Response
from bot.dialogue.states import ChatState, describe
from bot.dialogue.walk import Walk
from bot.knowledge import Knowledge
from bot.matching.understanding import Candidate, Decision, Reading, Signal, Slots, Understanding

LANGUAGES = ("en", "th", "zh")


def meant(intent: str, slots: Slots | None = None, *, language: str = "en", clear: bool = False) -> Understanding:
    """Understood for sure."""
    return Understanding(Decision.ANSWER, (Candidate(intent, 0.95),), slots or Slots(), language, clear)


def unsure(*intents: str) -> Understanding:
    """A "did you mean"."""
    return Understanding(Decision.CHOICES, tuple(Candidate(intent, 0.3) for intent in intents), Slots(), "en")


def unknown(text: str = "what") -> Understanding:
    return Understanding(Decision.FALLBACK, (), Slots(), "en", text=text)


def bare(**slots: object) -> Understanding:
    """Slots and filler words only."""
    return Understanding(Decision.FALLBACK, (), Slots(**slots), "en", bare=True)  # type: ignore[arg-type]


def signal(found: Signal) -> Understanding:
    return Understanding(Decision.FALLBACK, (), Slots(), "en", signal=found)


@dataclass
class Talk:
    """A conversation under test. `hears` is what the next texts are understood to be."""

    knowledge: Knowledge
    now: datetime
    hears: Mapping[str, Understanding | tuple[Understanding, ...]] = field(default_factory=dict)
    state: ChatState = field(default_factory=ChatState)

    def __post_init__(self) -> None:
        self.assistant = make_assistant(self.knowledge, self._understand)
        self.last: Response | None = None

    def _understand(self, text: str, _language: str) -> Reading:
        found = self.hears.get(text, unknown(text))
        return Reading(found if isinstance(found, tuple) else (found,))

    def event(self, event: Event) -> Response:
        self.last = self.assistant.respond(self.state, event, self.now)
        self.state = self.last.state
        return self.last

    def says(self, text: str) -> Response:
        return self.event(Command(text[1:]) if text.startswith("/") else Text(text))

    def taps(self, *actions: Action) -> Response:
        response = None
        for action in actions:
            response = self.event(Tap(action))
        assert response is not None
        return response

    def waits(self, pause: timedelta) -> None:
        self.now += pause

    @property
    def at(self) -> str:
        return describe(self.state.where)

    @property
    def content(self) -> Content:
        """What the last reply says."""
        assert self.last is not None
        return self.last.replies[-1].content


def make_assistant(knowledge: Knowledge, understand: object) -> Assistant:
    walk = Walk(knowledge)
    people = People(make_desk(knowledge), "Asia/Singapore")
    answers = Answers(knowledge, walk, people, LANGUAGES, 30)
    return Assistant(knowledge, understand, walk, answers, people, LANGUAGES)  # type: ignore[arg-type]
