"""Links into the chat, for posters, e-mails and web pages: checked, so that none leads nowhere.

What a link carries, and what `/start` makes of it, is in `dialogue/deep_links.py`.
"""

import re
from collections.abc import Collection
from pathlib import Path

import segno
from telegram.error import InvalidToken, TelegramError

from bot.dialogue.deep_links import Destination
from bot.knowledge import Knowledge
from bot.knowledge.load import nearest
from bot.settings import Settings, SettingsError
from bot.telegram.service import make_bot
from bot.telegram.transport import AiohttpRequest

BOT_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{4,31})")
PICTURES = (".png", ".svg")
PIXELS_A_MODULE = 10


class LinkError(Exception):
    """No link can be made of what was asked for; the message is one line."""


def find_destination(knowledge: Knowledge, languages: Collection[str], target: str, language: str) -> Destination:
    """Where `target` leads, a section, step, intent or language; `language` is empty where the link settles none.

    Raises LinkError, with the nearest name that exists.
    """
    if language and language not in languages:
        raise LinkError(f"no language '{language}'; the assistant speaks {', '.join(languages)}")
    place = target.strip().lower().replace("-", ".")
    places = {*knowledge.guide.section, *knowledge.guide.steps, *knowledge.intents}
    if place in places:
        return Destination(place, language)
    if place in languages and language in {"", place}:
        return Destination(language=place)
    if place in languages:
        raise LinkError(f"'{target}' and --language {language} are two languages; give one of them")
    raise LinkError(f"no section, step, intent or language '{target}'; {nearest(place, {*places, *languages})}")


def check_bot_name(name: str) -> str:
    """A bot's username without its @. Raises LinkError where it can be none."""
    found = BOT_NAME.fullmatch(name.strip())
    if found is None:
        raise LinkError(f"'{name}' is no bot's name; give it as @guide_bot: letters, digits and _, at least five")
    return found[1]


async def ask_bot_name(settings: Settings) -> str:
    """The name of the bot whose token is set, from Telegram. Raises SettingsError and LinkError."""
    if settings.telegram_bot_token is None:
        raise LinkError("give the bot's name with --bot, or set TELEGRAM_BOT_TOKEN and Telegram is asked for it")
    transport = AiohttpRequest(settings.telegram_api_url, pool_size=1)
    await transport.initialize()
    try:
        me = await make_bot(settings, transport, transport).get_me()
    except InvalidToken:
        raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token") from None
    except TelegramError as error:
        raise LinkError(f"Telegram cannot be asked for the bot's name ({error.message}); give it with --bot") from error
    finally:
        await transport.shutdown()
    return me.username or ""


def draw_link(address: str, file: Path) -> None:
    """Draw `address` as a QR code, for print or a screen; the file's name tells PNG or SVG. Raises LinkError."""
    if file.suffix.lower() not in PICTURES:
        raise LinkError(f"'{file}' is no picture that can be drawn; end its name with {' or '.join(PICTURES)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        segno.make_qr(address, error="m").save(str(file), scale=PIXELS_A_MODULE)
    except OSError as error:
        raise LinkError(f"'{file}' cannot be written: {error.strerror}") from error
