"""The known questions: what each is called, what is answered, and what it opens."""

from enum import Enum
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.knowledge.facts import Content

IntentId = str


class Kind(Enum):
    """What the reply to an intent does."""

    ANSWER = "answer"
    """The guide answers it."""
    ROUTE = "route"
    """Customers ask it and the guide does not answer it: say so, and offer a person."""
    ACTION = "action"
    """The reply does something: starts the guide, computes a fee, opens a hand-off."""
    TALK = "talk"
    """Small talk."""


class Intent(Content):
    """One known question.

    `question` is how a customer would ask it, for "did you mean" lists; `short` fits a button. `answer` may be empty
    where an action writes its own reply. `guide` is the step or section that "Show me how" opens; `source` is the
    guide's section where the answer stands, shown under it. `related` are intents offered next.
    """

    id: IntentId
    kind: Annotated[Kind, BeforeValidator(Kind)]
    question: str
    short: str
    answer: str = ""
    guide: str | None = None
    source: str | None = None
    related: Annotated[tuple[IntentId, ...], Field(strict=False, max_length=2)] = ()
