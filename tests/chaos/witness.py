"""Who called the Bot API, and could they hear its answer? The simulator, with an eye on each request.

Each life of a process has a token of its own, by which its calls are known: the simulator takes any token for the same
bot.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.simulator import Simulator
from bot.simulator.bot_api import Call

PATH = re.compile(r"/bot(?P<token>[^/]+)/\w+")
SEEN_BY_CUSTOMERS = frozenset({"sendMessage", "editMessageText", "sendContact"})
WEBHOOK_RETRY_SECONDS = (0.2, 0.5, 1.0)
"""Shorter than Telegram's, so that a run is short."""


class Stage(Enum):
    """How far a call has come."""

    ARRIVED = "arrived"
    ACCEPTED = "accepted"
    """Telegram has done it, or refused it, and not answered yet."""
    ANSWERED = "answered"


@dataclass(slots=True)
class Request:
    """A call, made with `token`. `is_answered` when the whole answer was written to the connection."""

    token: str
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """Something that a customer sees; until then, the process had got `answers` to its calls."""

    request: Request
    call: Call
    answers: int

    @property
    def text(self) -> str:
        return str(self.call.parameters.get("text") or self.call.parameters.get("phone_number"))

    @property
    def message(self) -> int:
        """The id of the message that was sent or edited."""
        given = self.call.parameters.get("message_id")
        return int(given) if given else int((self.call.answer or {})["result"]["message_id"])


_REQUEST: ContextVar[Request | None] = ContextVar("request", default=None)


class Witness(Simulator):
    """`reached` is told of each stage of a call, with the token; `heard` of what customers see, with their chat.

    `answers` tells how many calls with a token were answered.
    """

    def __init__(
        self,
        answers: Callable[[str], int],
        reached: Callable[[str, Stage], None],
        heard: Callable[[int, Accepted], None],
    ) -> None:
        super().__init__(webhook_retry_seconds=WEBHOOK_RETRY_SECONDS)
        self._answers = answers
        self._reached = reached
        self._heard = heard
        self.app = _Watched(self.app, reached)

    def record(self, call: Call) -> None:
        super().record(call)
        request = _REQUEST.get()
        if request is None:
            return  # named in the answer to a webhook's delivery
        if call.ok and call.method in SEEN_BY_CUSTOMERS:
            self._heard(int(call.parameters["chat_id"]), Accepted(request, call, self._answers(request.token)))
        if call.answer is not None:
            self._reached(request.token, Stage.ACCEPTED)


@dataclass(frozen=True, slots=True)
class _Watched:
    """The simulator's application, with its requests known and their stages told."""

    app: ASGIApp
    reached: Callable[[str, Stage], None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = PATH.fullmatch(scope["path"])
        if found is None:
            await self.app(scope, receive, send)
            return
        request = Request(found["token"])
        _REQUEST.set(request)  # each request has a context of its own
        self.reached(request.token, Stage.ARRIVED)

        async def send_and_tell(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                request.is_answered = True
                self.reached(request.token, Stage.ANSWERED)

        await self.app(scope, receive, send_and_tell)
