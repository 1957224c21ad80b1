"""Long polling that loses nothing: an update is confirmed only after its turn is committed.

Telegram takes the offset of the next getUpdates as the confirmation of all before it. So a batch is worked off whole,
and only then is the next one asked for. Whatever is killed in between is delivered again, and does nothing the second
time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram.updates import ALLOWED_UPDATES

POLL_SECONDS = 25
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
"""A bot that waited longer would stay deaf for so long after an outage."""

log = logging.getLogger(__name__)

Handle = Callable[[Iterable[Update]], Awaitable[None]]
"""Carries out the turns of a batch; returns when all are committed."""


async def poll(bot: Bot, handle: Handle) -> None:
    """Fetch updates and hand them on until cancelled. Raises InvalidToken, which waiting does not mend."""
    offset = 0
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            updates = await bot.get_updates(
                offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES, read_timeout=POLL_SECONDS + 10
            )
        except InvalidToken:
            raise
        except RetryAfter as error:
            seconds = error.retry_after
            await asyncio.sleep(seconds if isinstance(seconds, int) else seconds.total_seconds())
            continue
        except Conflict:
            log.error(  # noqa: TRY400 - the operator's to mend, no traceback needed
                "another program is polling with this token, or a webhook is set; waiting for it to stop"
            )
        except (NetworkError, TelegramError) as error:
            log.warning("Telegram cannot be reached, trying again in %.1f s: %s", pause, error.message)
        else:
            pause = FIRST_PAUSE_SECONDS
            if updates:
                await handle(updates)
                offset = updates[-1].update_id + 1
            continue
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
