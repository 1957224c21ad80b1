"""The few Bot API calls that every turn makes, as plain JSON.

Why not python-telegram-bot's methods for these? They build objects from every answer, of which only the error matters;
its transport, its errors and all other calls stay.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.telegram.transport import AiohttpRequest, seconds_asked

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
"""A bot that waited longer would stay deaf for so long after an outage."""

log = logging.getLogger(__name__)


class Calls:
    """Calls of `bot` over `transport`. Raises python-telegram-bot's errors."""

    def __init__(self, bot: Bot, transport: AiohttpRequest) -> None:
        self._bot = bot
        self._transport = transport

    async def __call__(self, method: str, fields: Mapping[str, Any], read_timeout: float | None = None) -> Any:
        """What the Bot API's `method` gives for `fields`, as it is in the answer's JSON."""
        return await self._transport.post_json(f"{self._bot.base_url}/{method}", fields, read_timeout)


async def until_taken(call: Callable[[], Awaitable[object]], final: type[TelegramError], failure: str) -> None:
    """Make `call` until Telegram takes it; an outage is waited for, in growing pauses. Raises `final` only.

    `failure` begins the line that is logged.
    """
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            await call()
        except final:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds_asked(error))
        except TelegramError as error:
            log.warning("%s, trying again in %.1f s: %s", failure, pause, error.message)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        else:
            return
