"""A picture of the content is uploaded once; after that, it is sent by Telegram's own id for it."""

import asyncio
import hashlib
import logging

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.settings import CARDS
from bot.storage import Pictures

log = logging.getLogger(__name__)


async def send_picture(bot: Bot, chat_id: int, name: str, caption: str, sent_before: Pictures) -> None:
    """Send the card of this name; `caption` is HTML. Raises Telegram's errors."""
    picture = await asyncio.to_thread((CARDS / name).read_bytes)
    digest = hashlib.sha256(picture).hexdigest()
    known = await asyncio.to_thread(sent_before.find, digest)
    if known is not None:
        try:
            await bot.send_photo(chat_id, known, caption=caption, parse_mode=ParseMode.HTML)
        except BadRequest as error:
            # If it is not about the id, the upload is refused for the same reason.
            log.info("the picture %s is uploaded anew: %s", name, error.message)
        else:
            return
    message = await bot.send_photo(chat_id, picture, caption=caption, parse_mode=ParseMode.HTML)
    try:
        await asyncio.to_thread(sent_before.save, digest, message.photo[-1].file_id)
    except SQLAlchemyError as error:
        # It has left: trying again for the sake of the id would send it twice.
        log.warning("the id of the picture %s could not be kept: %s", name, type(error).__name__)
