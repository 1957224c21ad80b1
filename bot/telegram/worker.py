"""Everything that is done beside the turns: messages, reminders and e-mails leave, and what is old is deleted."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot

from bot.clock import Clock
from bot.conversation import Conversation, Speaker
from bot.knowledge import EmailFact
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage import Agenda, Mailbox, Outbox, Outgoing, Pictures, Sender, Topics, forget_old
from bot.telegram.agenda import Punctual
from bot.telegram.calls import Calls
from bot.telegram.courier import Courier, Printed
from bot.telegram.delivery import Delivery
from bot.telegram.pacing import Pace
from bot.telegram.tasks import first_to_end, running

if TYPE_CHECKING:
    from bot.mailing import Mailing

HOUSEKEEPING_SECONDS = 3600.0

log = logging.getLogger(__name__)


class Worker:
    """Carries out the outbox, the agenda and the mail of one process, as long as it runs."""

    def __init__(  # noqa: PLR0913, PLR0917 - wiring
        self,
        settings: Settings,
        engine: Engine,
        bot: Bot,
        calls: Calls,
        clock: Clock,
        metrics: Metrics,
        speaker: Callable[[], Speaker],
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._clock = clock
        self._speaker = speaker
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sender = Sender(engine, self.wake)
        outbox = Outbox(engine)
        self._pace = Pace(settings.send_rate, settings.send_rate_chat, lambda: self._sender.count)
        courier = Courier(Topics(engine, settings.support_chat_id), outbox, clock, self._print_report)
        pictures = Pictures(engine, int(settings.token.partition(":")[0]))
        self._delivery = Delivery(outbox, bot, calls, clock, self._pace, courier, pictures, self.number, metrics)
        self._mailing = self._make_mailing()
        self._punctual: Punctual | None = None

    def number(self) -> int | None:
        """This process's number as a sender, once it has one."""
        return self._sender.number

    async def run(self, conversation: Conversation) -> None:
        """Work until cancelled. `conversation` is where reminders are said."""
        self._loop = asyncio.get_running_loop()
        self._punctual = Punctual(Agenda(self._engine), conversation, self._clock, self._delivery.wake)
        delivering = self._delivery.run(conversation.settle, conversation.hand_over)
        works = [self._sender.run(), self._keep_house(), self._punctual.run(), delivering]
        if self._mailing is not None:
            works.append(self._mailing.run())
        async with AsyncExitStack() as stack:
            tasks = [await stack.enter_async_context(running(work)) for work in works]
            await first_to_end(*tasks)

    def wake(self) -> None:
        """Something is to be done, or the clock was moved."""
        self._delivery.wake()
        if self._punctual is not None:
            self._punctual.wake()
        if self._mailing is not None:
            self._mailing.wake()

    def send(self, items: Sequence[Outgoing]) -> None:
        """Messages that this process has in hand; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._delivery.offer, items)

    def stir(self) -> None:
        """As `wake`, from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.wake)

    def _print_report(self, days: int) -> Printed:
        # What counts and draws takes long to import, and the staff ask for it now and then.
        from bot.reporting import choose_period, make_report  # noqa: PLC0415
        from bot.reporting.brief import brief  # noqa: PLC0415
        from bot.reporting.page import render_page  # noqa: PLC0415

        now, zone = self._clock(), self._zone()
        period = choose_period(None, now.astimezone(zone).date(), days, zone)
        report = make_report(self._engine, self._speaker().assistant.knowledge, period, now)
        return Printed(f"report-{report.period.until}.html", render_page(report), brief(report))

    def _zone(self) -> ZoneInfo:
        return self._speaker().assistant.people.desk.zone

    def _desk_address(self) -> str:
        """Where cases are mailed to, as the content now has it."""
        return cast(EmailFact, self._speaker().assistant.knowledge.facts["support_email"]).email

    def _make_mailing(self) -> "Mailing | None":
        """Without a mail server, users send the text of their tickets themselves."""
        settings = self._settings
        if settings.smtp_url is None or settings.support_email_from is None:
            return None
        from bot.mailing import Mailing, read_server  # noqa: PLC0415 - who sends no mail starts without it

        return Mailing(
            Mailbox(self._engine),
            self._clock,
            read_server(settings.smtp_url),
            settings.support_email_from,
            self._desk_address,
            self.number,
            self.wake,
        )

    async def _keep_house(self) -> None:
        """Delete, every hour, what has been kept long enough."""
        while True:
            days = self._settings.retention_days
            try:
                forgotten = await asyncio.to_thread(forget_old, self._engine, self._clock(), days, self._zone())
            except SQLAlchemyError as error:
                log.warning("old chats could not be deleted, trying again later: %s", type(error).__name__)
            else:
                if forgotten:
                    log.info("%d chats were silent for %d days and are forgotten", forgotten, days)
            await asyncio.sleep(HOUSEKEEPING_SECONDS)
