"""The way in by webhook: Telegram is told 200 only after the turn is committed, and so delivers again what is lost.

Beside it stand what operators and their tools ask: is the process alive, can it work, and how does it fare?
"""

import asyncio
import hmac
import json
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from telegram import Bot
from telegram.error import BadRequest

from bot.clock import Clock
from bot.metrics import Metrics
from bot.settings import Settings, SettingsError
from bot.storage import Outbox
from bot.telegram.calls import until_taken
from bot.telegram.intake import DatabaseAwayError
from bot.telegram.polling import Take
from bot.telegram.received import is_numbered
from bot.telegram.updates import ALLOWED_UPDATES

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
MAX_BODY_BYTES = 1024 * 1024
"""An update of Telegram's stays far below; more is not read."""

MAX_CONNECTIONS = 100
"""How many updates Telegram may deliver at the same time: the most that it allows."""

TAKEN = Response()
log = logging.getLogger(__name__)


def webhook_app(settings: Settings, take: Take, engine: Engine, metrics: Metrics, clock: Clock) -> ASGIApp:
    """The application that Telegram and operators call."""
    receiver = _Receiver(settings.secret, take)
    state = _State(engine, metrics, clock)
    others = Starlette(
        routes=[
            Route("/healthz", state.is_alive),
            Route("/readyz", state.is_ready),
            Route("/metrics", state.figures),
        ]
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # Updates come a thousand times as often as all else, and go past the routes.
        chosen: ASGIApp = receiver if scope["type"] == "http" and scope["path"] == PATH else others
        await chosen(scope, receive, send)

    return app


@dataclass(frozen=True, slots=True)
class _Receiver:
    secret: str
    take: Take

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._receive(Request(scope, receive))
        await response(scope, receive, send)

    async def _receive(self, request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse("updates are posted", 405, {"Allow": "POST"})
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self.secret.encode()):
            return PlainTextResponse("not from Telegram", 403)
        body = await _read(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        raw = _decode(body)
        if raw is None:
            return TAKEN  # it would never become readable: Telegram is not to send it again
        try:
            update = await self.take(raw)
        except DatabaseAwayError:
            return PlainTextResponse("try again", 503)
        if update is not None and update.callback_query is not None:
            # A call in the answer saves one of its own: the button's spinner stops.
            return JSONResponse({"method": "answerCallbackQuery", "callback_query_id": update.callback_query.id})
        return TAKEN


@dataclass(frozen=True, slots=True)
class _State:
    engine: Engine
    metrics: Metrics
    clock: Clock

    async def is_alive(self, _: Request) -> Response:
        return PlainTextResponse("alive")

    async def is_ready(self, _: Request) -> Response:
        try:
            await asyncio.to_thread(self._ask_database)
        except SQLAlchemyError as error:
            return PlainTextResponse(f"the database is away: {type(error).__name__}", 503)
        return PlainTextResponse("ready")

    async def figures(self, _: Request) -> Response:
        try:
            outbox = await asyncio.to_thread(Outbox(self.engine).depth)
        except SQLAlchemyError:
            outbox = None
        return Response(self.metrics.page(outbox, self.clock()), media_type="text/plain; version=0.0.4")

    def _ask_database(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))


async def set_webhook(bot: Bot, settings: Settings) -> None:
    """Tell Telegram where to deliver; an outage is waited for. Raises SettingsError when WEBHOOK_URL is refused."""
    tell = partial(
        bot.set_webhook,
        f"{settings.webhook_url}{PATH}",
        secret_token=settings.secret,
        allowed_updates=ALLOWED_UPDATES,
        max_connections=MAX_CONNECTIONS,
    )
    try:
        await until_taken(tell, BadRequest, "the webhook cannot be set")
    except BadRequest as error:
        raise SettingsError(f"WEBHOOK_URL: Telegram refuses it: {error.message}") from None
    log.info("Telegram delivers to %s%s", settings.webhook_url, PATH)


async def _read(request: Request) -> bytes | None:
    """The body; None when it is larger than any update."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


def _decode(body: bytes) -> dict[str, Any] | None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        log.warning("a delivery of %d bytes is no JSON and was passed over", len(body))
        return None
    return raw if is_numbered(raw) else None
