"""Does Telegram deliver? Asked at the start and every few minutes, and said plainly where it does not."""

import asyncio
import logging
from datetime import timedelta

from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot.clock import system_clock
from bot.metrics import Metrics

LOOK_SECONDS = 180.0
MANY_PENDING = 100
"""So many undelivered updates mean that the bot is too slow, or that nobody takes them."""

RECENT = timedelta(minutes=10)
"""An older failure of delivery is over."""

log = logging.getLogger(__name__)


async def watch(bot: Bot, metrics: Metrics, *, webhook: bool) -> None:
    """Look until cancelled; `webhook` tells in which way updates are to come."""
    while True:
        try:
            await bot.get_me()
            info = await bot.get_webhook_info()
        except TelegramError as error:
            log.warning("Telegram does not answer: %s", error.message)
            metrics.error("telegram")
        else:
            metrics.pending(info.pending_update_count)
            for line in complaints(info, webhook=webhook):
                log.error(line)
                metrics.error("not delivered")
        await asyncio.sleep(LOOK_SECONDS)


def complaints(info: WebhookInfo, *, webhook: bool) -> list[str]:
    """What is wrong with the delivery, a line each for the operator."""
    lines = []
    if webhook and not info.url:
        lines.append("Telegram has no webhook for this token: another program has taken it away")
    if not webhook and info.url:
        lines.append("Telegram delivers to a webhook, so polling gets nothing; stop whoever has set it, or use `serve`")
    if info.pending_update_count >= MANY_PENDING:
        lines.append(f"{info.pending_update_count} updates wait at Telegram and are not delivered")
    if info.last_error_date is not None and system_clock() - info.last_error_date < RECENT:
        lines.append(f"Telegram could not deliver at {info.last_error_date:%H:%M} UTC: {info.last_error_message}")
    return lines
