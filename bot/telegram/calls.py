"""The few Bot API calls that every turn makes, as plain JSON.

Why not python-telegram-bot's methods for these? They build objects from every answer, of which only the error matters;
its transport, its errors and all other calls stay.
"""

from collections.abc import Mapping
from typing import Any

from telegram import Bot

from bot.telegram.transport import AiohttpRequest


class Calls:
    """Calls of `bot` over `transport`. Raises python-telegram-bot's errors."""

    def __init__(self, bot: Bot, transport: AiohttpRequest) -> None:
        self._bot = bot
        self._transport = transport

    async def __call__(self, method: str, fields: Mapping[str, Any], read_timeout: float | None = None) -> Any:
        """What the Bot API's `method` gives for `fields`, as it is in the answer's JSON."""
        return await self._transport.post_json(f"{self._bot.base_url}/{method}", fields, read_timeout)
