"""Long polling that loses nothing: an update is confirmed only after its turn is committed.

Telegram takes the offset of the next getUpdates as the confirmation of all before it. So a batch is worked off whole,
and only then is the next one asked for. Whatever is killed in between is delivered again, and does nothing the second
time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram.calls import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Calls, until_taken
from bot.telegram.intake import DatabaseAwayError
from bot.telegram.received import Update, is_numbered
from bot.telegram.transport import seconds_asked
from bot.telegram.updates import ALLOWED_UPDATES

POLL_SECONDS = 25
log = logging.getLogger(__name__)

Take = Callable[[Mapping[str, Any]], Awaitable[Update | None]]
"""Carries out the turn of an update as Telegram wrote it; returns when it is committed, with what was read, if anything
could be. Raises DatabaseAwayError when it could not be committed."""


async def stop_webhook(bot: Bot) -> None:
    """While a webhook is set, Telegram refuses to be polled. An outage is waited for. Raises InvalidToken."""
    await until_taken(bot.delete_webhook, InvalidToken, "Telegram cannot be reached")


async def poll(polls: Calls, answers: Calls, take: Take) -> None:
    """Fetch updates and hand them on until cancelled. Raises InvalidToken, which waiting does not mend.

    `polls` has a connection of its own, which a long poll occupies; `answers` is for all other calls.
    """
    under_way: set[asyncio.Task[None]] = set()
    offset = 0
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            found = await _fetch(polls, offset)
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds_asked(error))
            continue
        except Conflict:
            log.error(  # noqa: TRY400 - the operator's to mend, no traceback needed
                "another program is polling with this token, or a webhook is set; waiting for it to stop"
            )
        except (NetworkError, TelegramError) as error:
            log.warning("Telegram cannot be reached, trying again in %.1f s: %s", pause, error.message)
        else:
            pause = FIRST_PAUSE_SECONDS
            if found:
                for update in await _hand_on(found, take):
                    if update is not None and update.callback_query is not None:
                        answering = asyncio.create_task(_stop_spinner(answers, update.callback_query.id))
                        under_way.add(answering)
                        answering.add_done_callback(under_way.discard)
                offset = found[-1]["update_id"] + 1  # they are in order
            continue
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def _fetch(calls: Calls, offset: int) -> list[dict[str, Any]]:
    """The next updates as Telegram wrote them, in order: one that cannot be read must not hide the others."""
    fields = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
    found = await calls("getUpdates", fields, POLL_SECONDS + 10)
    numbered = [raw for raw in found if is_numbered(raw)] if isinstance(found, list) else []
    if found and not numbered:
        # Nothing in it can be confirmed: it would come again at once, without end.
        raise NetworkError("its answer holds no updates")
    return sorted(numbered, key=itemgetter("update_id"))


async def _hand_on(found: Sequence[Mapping[str, Any]], take: Take) -> list[Update | None]:
    """Returns when all are committed; while the database is away, they are handed in again."""
    while True:
        outcomes = await asyncio.gather(*(take(raw) for raw in found), return_exceptions=True)
        failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        for failure in failures:
            if not isinstance(failure, DatabaseAwayError):
                raise failure
        if not failures:
            return [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
        log.warning("the database is away, trying again in %.1f s: %s", FIRST_PAUSE_SECONDS, failures[0])
        await asyncio.sleep(FIRST_PAUSE_SECONDS)


async def _stop_spinner(calls: Calls, query: str) -> None:
    """On the button that was tapped. It is too late for some, and then nothing is lost."""
    with suppress(TelegramError):
        await calls("answerCallbackQuery", {"callback_query_id": query})
