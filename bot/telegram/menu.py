"""The commands menu and the bot's description, in every language that the assistant speaks.

Only what differs from what Telegram has is set: it allows few such changes, and a bot may start often.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from telegram import Bot, BotCommand
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.rendering import Renderer
from bot.telegram.transport import seconds_asked

TELEGRAM_CODES = {"fil": "tl"}
"""Telegram takes two letters; Filipino is tl there."""

RETRY_SECONDS = 60.0

log = logging.getLogger(__name__)


async def keep_menu(bot: Bot, renderer: Callable[[], Renderer], changed: asyncio.Event) -> None:
    """Set the menu, and again whenever the content has `changed`, until cancelled; an outage is waited for."""
    while True:
        changed.clear()
        pause = None
        try:
            await set_menu(bot, renderer())
        except BadRequest as error:
            log.error("Telegram refuses the commands menu: %s", error.message)  # noqa: TRY400 - no traceback needed
        except TelegramError as error:
            pause = seconds_asked(error) if isinstance(error, RetryAfter) else RETRY_SECONDS
            log.warning("the commands menu could not be set, trying again in %.0f s: %s", pause, error.message)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await changed.wait()


async def set_menu(bot: Bot, renderer: Renderer) -> None:
    """Tell Telegram the commands and descriptions, where they differ from what it has."""
    for language in renderer.catalogues.languages:
        code = "" if language == "en" else TELEGRAM_CODES.get(language, language)
        texts = renderer.menu(language)
        commands = [BotCommand(name, words) for name, words in texts.commands.items()]
        if list(await bot.get_my_commands(language_code=code)) != commands:
            await bot.set_my_commands(commands, language_code=code)
        if (await bot.get_my_description(language_code=code)).description != texts.description:
            await bot.set_my_description(texts.description, language_code=code)
        if (await bot.get_my_short_description(language_code=code)).short_description != texts.short_description:
            await bot.set_my_short_description(texts.short_description, language_code=code)
