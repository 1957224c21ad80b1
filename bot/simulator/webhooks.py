"""How do updates reach a bot that listens? POST to its webhook until it answers 2xx.

The updates of one chat go one by one, those of different chats in parallel; what fails is tried again, later each time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from bot.simulator.chats import Json
from bot.simulator.clock import SimulatedClock
from bot.simulator.limits import bad_request
from bot.simulator.signals import Signal
from bot.simulator.updates import Update, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
RETRY_DELAYS_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
ANSWER_SECONDS = 60.0
DEFAULT_CONNECTIONS = 40
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}

Reply = Callable[[Json], Awaitable[None]]


class Webhooks:
    """Delivers what is in `updates` while a URL is set. `reply` carries out a method named in a webhook's answer."""

    def __init__(
        self, updates: Updates, clock: SimulatedClock, retry_delays: Sequence[float] = RETRY_DELAYS_SECONDS
    ) -> None:
        self._updates, self._clock, self._retry_delays = updates, clock, retry_delays
        self._secret = ""
        self._connections = DEFAULT_CONNECTIONS
        self._last_error: tuple[datetime, str] | None = None
        self._dispatcher: asyncio.Task[None] | None = None
        self._busy: set[int] = set()
        self.attempted = Signal()
        self.reply: Reply | None = None

    async def start(self, url: str, secret: str, connections: int) -> None:
        """Deliver to `url` from now on. Plain HTTP passes to this machine alone, as with a local Bot API server."""
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        await self.stop()
        self._updates.webhook_url = url
        self._secret, self._connections = secret, connections or DEFAULT_CONNECTIONS
        self._dispatcher = asyncio.create_task(self._dispatch(url))

    async def stop(self) -> None:
        self._updates.webhook_url = ""
        self._last_error = None
        dispatcher, self._dispatcher = self._dispatcher, None
        if dispatcher:
            dispatcher.cancel()
            with suppress(asyncio.CancelledError):
                await dispatcher

    def info(self) -> Json:
        info: Json = {
            "url": self._updates.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self._updates.webhook_url:
            info |= {"max_connections": self._connections, "ip_address": "127.0.0.1"}
        if self._last_error:
            at, message = self._last_error
            info |= {"last_error_date": int(at.timestamp()), "last_error_message": message}
        if self._updates.allowed is not None:
            info["allowed_updates"] = sorted(self._updates.allowed)
        return info

    async def _dispatch(self, url: str) -> None:
        self._busy.clear()
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_SECONDS)) as http,
            asyncio.TaskGroup() as tasks,
        ):
            while True:
                while (update := self._next()) is not None:
                    self._busy.add(update.chat)
                    tasks.create_task(self._deliver(http, url, update))
                await self._updates.arrived.wait()

    def _next(self) -> Update | None:
        """The oldest update whose chat has none under way."""
        if len(self._busy) >= self._connections:
            return None
        return next((update for update in self._updates.pending if update.chat not in self._busy), None)

    async def _deliver(self, http: aiohttp.ClientSession, url: str, update: Update) -> None:
        attempt = 0
        while update in self._updates.pending:
            error = await self._post(http, url, update)
            if error is None:
                self._updates.confirm(update)
                break
            self._last_error = (self._clock.now(), error)
            self.attempted.ring()
            await asyncio.sleep(self._retry_delays[min(attempt, len(self._retry_delays) - 1)])
            attempt += 1
        self._busy.discard(update.chat)
        self._updates.arrived.ring()
        self.attempted.ring()

    async def _post(self, http: aiohttp.ClientSession, url: str, update: Update) -> str | None:
        """None when the bot took it, else what getWebhookInfo will say."""
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        try:
            async with http.post(url, json=update.as_json(), headers=headers) as answer:
                if not answer.ok:
                    return f"Wrong response from the webhook: {answer.status} {answer.reason}"
                named = await answer.json(content_type=None) if answer.content_type == "application/json" else None
        except aiohttp.ClientConnectorError:
            return "Connection refused"
        except TimeoutError:
            return "Read timeout expired"
        except (aiohttp.ClientError, ValueError):
            return "Wrong response from the webhook: the connection was closed"
        if self.reply and isinstance(named, dict) and "method" in named:
            await self.reply(named)
        return None
