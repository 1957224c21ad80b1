"""The commands menu and the bot's description, in every language that the assistant speaks."""

from telegram import Bot, BotCommand

from bot.rendering import Renderer

TELEGRAM_CODES = {"fil": "tl"}
"""Telegram takes two letters; Filipino is tl there."""


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
