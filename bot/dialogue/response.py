"""What comes out of a turn, and the small pieces that every part of the dialogue builds it from."""

from dataclasses import dataclass, field, replace

from bot.dialogue.actions import Action
from bot.dialogue.effects import Effect
from bot.dialogue.replies import ActionButton, Content, Reply, Rows
from bot.dialogue.states import ChatState
from bot.matching.understanding import Decision, Slots


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was understood, for the `ask` channel, the metrics and the reports.

    `intents` are all that a message asked; `language` is the one that the replies are in.
    """

    decision: Decision = Decision.ANSWER
    intents: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    confidence: float = 1.0
    slots: Slots = field(default_factory=Slots)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """The chat's new state, what is said, what is to be done, and what was understood.

    `redraw` when the replies may take the place of the message that was tapped.
    """

    state: ChatState
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()
    outcome: Outcome = Outcome()
    redraw: bool = False


def say(state: ChatState, content: Content, rows: Rows = (), *effects: Effect) -> Response:
    """One reply and the state after it."""
    return Response(state, (Reply(content, rows),), effects)


def understood(response: Response, *intents: str, confidence: float = 1.0) -> Response:
    """The same response, reported as the answer to `intents`."""
    return replace(response, outcome=replace(response.outcome, intents=intents, confidence=confidence))


def buttons(*actions: Action) -> tuple[ActionButton, ...]:
    """A row of buttons."""
    return tuple(ActionButton(action) for action in actions)
