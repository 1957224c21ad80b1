"""The bot at work: updates come in, turns are committed, the outbox is emptied."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress

from sqlalchemy import Engine
from telegram import Bot, Update
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.conversation import Conversation, Incoming, Speaker
from bot.knowledge import EmailFact
from bot.mailing import Mailing, read_server
from bot.settings import Settings, SettingsError
from bot.storage import Agenda, Mailbox, Outbox, Topics, Turns, forget_old
from bot.telegram.agenda import Punctual
from bot.telegram.courier import Courier
from bot.telegram.delivery import Delivery
from bot.telegram.desk import StaffDesk
from bot.telegram.menu import set_menu
from bot.telegram.pacing import Pace
from bot.telegram.polling import poll
from bot.telegram.transport import AiohttpRequest
from bot.telegram.updates import incoming

CONNECT_PAUSES_SECONDS = (0.5, 1, 2, 4, 8)
STOP_SECONDS = 8.0
HOUSEKEEPING_SECONDS = 3600.0

log = logging.getLogger(__name__)


class Service:
    """One process of the bot. `speaker` gives the assistant as it is now, so that content can be reloaded."""

    def __init__(self, settings: Settings, engine: Engine, speaker: Callable[[], Speaker], clock: Clock) -> None:
        self._settings = settings
        self._speaker = speaker
        self._clock = clock
        self._engine = engine
        self._conversation = Conversation(Turns(engine, settings.support_chat_id), speaker)
        self._outbox = Outbox(engine)
        # Polling has a connection of its own, since it occupies one all the time.
        self._transports = (AiohttpRequest(pool_size=2), AiohttpRequest())
        self.bot = make_bot(settings, *self._transports)
        pace = Pace(settings.send_rate, settings.send_rate_chat)
        group = settings.support_chat_id
        topics = Topics(engine, group)
        courier = Courier(topics, self._outbox, clock)
        self._delivery = Delivery(self._outbox, self.bot, clock, pace, courier)
        self._desk = StaffDesk(group, self._conversation, topics, speaker, clock) if group is not None else None
        self._punctual = Punctual(Agenda(engine), self._conversation, clock, self._delivery.wake)
        self._mailing = self._make_mailing()

    async def poll(self) -> None:
        """Run by long polling until cancelled. Raises SettingsError when Telegram does not know the token."""
        async with AsyncExitStack() as stack:
            await self._connect(stack)
            delivering = asyncio.create_task(self._delivery.run())
            stack.push_async_callback(_stop, delivering)
            works = [self._set_menu(), self._keep_house(), self._punctual.run()]
            if self._mailing is not None:
                works.append(self._mailing.run())
            for work in works:
                stack.push_async_callback(_stop, asyncio.create_task(work))
            await poll(self.bot, self.handle)

    def wake(self) -> None:
        """Something is to be sent, or the clock was moved."""
        self._delivery.wake()
        self._punctual.wake()
        if self._mailing is not None:
            self._mailing.wake()

    def _make_mailing(self) -> Mailing | None:
        """Without a mail server, users send the text of their tickets themselves."""
        settings, desk = self._settings, self._speaker().assistant.knowledge.facts["support_email"]
        if settings.smtp_url is None or settings.support_email_from is None or not isinstance(desk, EmailFact):
            return None
        return Mailing(
            Mailbox(self._engine),
            self._clock,
            read_server(settings.smtp_url),
            settings.support_email_from,
            desk.email,
            self._punctual.wake,
        )

    async def handle(self, updates: Iterable[Update]) -> None:
        """Carry out the turns of a batch, each chat in its order; returns when all are committed."""
        name = self.bot.username
        queries: list[str] = []
        for update in updates:
            if self._desk is not None and self._desk.owns(update):
                await asyncio.to_thread(self._hear_staff, self._desk, update)
                self.wake()
                continue
            found = incoming(update, name)
            if update.callback_query is not None:
                queries.append(update.callback_query.id)
            if found is not None:
                await asyncio.to_thread(self._take, found)
                self.wake()
        for query in queries:
            asyncio.create_task(self._answer_query(query))  # noqa: RUF006 - nothing depends on its end

    @staticmethod
    def _hear_staff(desk: StaffDesk, update: Update) -> None:
        """What goes wrong with a staff message must not hold up the customers' updates behind it."""
        try:
            desk.take(update)
        except Exception:
            log.exception("update %s of the staff group could not be handled", update.update_id)

    def _take(self, found: Incoming) -> None:
        """One turn. What goes wrong in it is said to the user, once; the update is then done with."""
        now = self._clock()
        try:
            self._conversation.take(found, now)
        except Exception:
            log.exception("update %s could not be handled", found.update_id)
            self._conversation.apologize(found, now)

    async def _answer_query(self, query: str) -> None:
        """Stop the button's spinner. It is too late for some, and then nothing is lost."""
        with suppress(TelegramError):
            await self.bot.answer_callback_query(query)

    async def _connect(self, stack: AsyncExitStack) -> None:
        """Greet Telegram; an outage is waited for, a wrong token is not."""
        for transport in self._transports:
            stack.push_async_callback(transport.shutdown)
        attempt = 0
        while True:
            try:
                await self.bot.initialize()
            except InvalidToken:
                raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token") from None
            except TelegramError as error:
                pause = CONNECT_PAUSES_SECONDS[min(attempt, len(CONNECT_PAUSES_SECONDS) - 1)]
                attempt += 1
                log.warning("Telegram cannot be reached, trying again in %.1f s: %s", pause, error.message)
                await asyncio.sleep(pause)
            else:
                break
        log.info("connected as @%s", self.bot.username)

    async def _keep_house(self) -> None:
        """Delete, every hour, what has been kept long enough."""
        while True:
            days, zone = self._settings.retention_days, self._speaker().assistant.people.desk.zone
            forgotten = await asyncio.to_thread(forget_old, self._engine, self._clock(), days, zone)
            if forgotten:
                log.info("%d chats were silent for %d days and are forgotten", forgotten, days)
            await asyncio.sleep(HOUSEKEEPING_SECONDS)

    async def _set_menu(self) -> None:
        try:
            await set_menu(self.bot, self._speaker().renderer)
        except TelegramError as error:
            log.warning("the commands menu could not be set: %s", error.message)


def make_bot(settings: Settings, polling: AiohttpRequest, calls: AiohttpRequest) -> Bot:
    """The Bot API's client."""
    base = settings.telegram_api_url
    return Bot(
        settings.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=calls,
        get_updates_request=polling,
    )


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError, TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await task
