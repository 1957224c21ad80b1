"""The bot at work: updates come in, turns are committed, the outbox is emptied."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy import Engine
from telegram import Bot
from telegram.error import InvalidToken

from bot.clock import Clock
from bot.conversation import Conversation, Speaker
from bot.metrics import Metrics
from bot.settings import Settings, SettingsError
from bot.storage import Handover, Topics, Turns
from bot.telegram.calls import Calls, until_taken
from bot.telegram.desk import StaffDesk
from bot.telegram.inline import InlineAnswers
from bot.telegram.intake import Intake
from bot.telegram.menu import keep_menu
from bot.telegram.polling import poll, stop_webhook
from bot.telegram.received import Update, parse
from bot.telegram.tasks import Task, Work, first_to_end, running
from bot.telegram.transport import AiohttpRequest
from bot.telegram.watch import watch
from bot.telegram.worker import Worker

log = logging.getLogger(__name__)


class Service:
    """One process of the bot. `speaker` gives the assistant as it is now, so that content can be reloaded.

    With `works` off, the process handles updates only, and leaves the outbox to others.
    """

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        speaker: Callable[[], Speaker],
        clock: Clock,
        *,
        works: bool = True,
    ) -> None:
        self._settings = settings
        self._speaker = speaker
        self._clock = clock
        self._engine = engine
        self._works = works
        self._beside: list[Callable[[], Work]] = []
        self._content_changed = asyncio.Event()
        self.metrics = Metrics()
        # Polling has a connection of its own, since it occupies one all the time.
        api = settings.telegram_api_url
        self._transports = (AiohttpRequest(api, pool_size=2), AiohttpRequest(api))
        self.bot = make_bot(settings, *self._transports)
        self._polls, self._calls = (Calls(self.bot, transport) for transport in self._transports)
        self._worker = Worker(settings, engine, self.bot, self._calls, clock, self.metrics, speaker)
        group = settings.support_chat_id
        handover = Handover(self._worker.number, self._worker.send, self._worker.stir) if works else None
        turns = Turns(engine, group, handover)
        self._conversation = Conversation(turns, speaker, user_rate=settings.user_rate, observe=self.metrics.match)
        topics = Topics(engine, group)
        desk = StaffDesk(group, self._conversation, topics, speaker, clock) if group is not None else None
        self._intake = Intake(self._conversation, desk, clock, lambda: self.bot.username, self.metrics)
        self._inline = InlineAnswers(
            speaker, self._calls, clock, lambda: self.bot.username, self.metrics, settings.user_rate
        )

    async def poll(self) -> None:
        """Run by long polling until cancelled. Raises SettingsError when Telegram does not know the token."""
        async with AsyncExitStack() as stack:
            tasks = await self._start(stack)
            await stop_webhook(self.bot)
            tasks.append(await stack.enter_async_context(running(watch(self.bot, self.metrics, webhook=False))))
            polling = await stack.enter_async_context(running(poll(self._polls, self._calls, self._take)))
            await first_to_end(polling, *tasks, await stack.enter_async_context(running(self._keep_menu())))

    async def serve(self, host: str, port: int) -> None:
        """Run by webhook until cancelled. Raises SettingsError for a wrong token or address, and for a taken port."""
        # Who polls starts without a web server.
        from bot.serving import serving  # noqa: PLC0415
        from bot.telegram.webhook import set_webhook, webhook_app  # noqa: PLC0415

        app = webhook_app(self._settings, self._take, self._engine, self.metrics, self._clock)
        async with AsyncExitStack() as stack:
            tasks = await self._start(stack)
            try:
                url = await stack.enter_async_context(serving(app, host, port))
            except OSError as error:
                raise SettingsError(f"PORT: cannot listen on {host}:{port}: {error.strerror}") from error
            log.info("listening at %s", url)
            await set_webhook(self.bot, self._settings)
            tasks.append(await stack.enter_async_context(running(watch(self.bot, self.metrics, webhook=True))))
            await first_to_end(*tasks, await stack.enter_async_context(running(self._keep_menu())))

    async def work(self) -> None:
        """Carry out the outbox and the scheduled work until cancelled."""
        async with AsyncExitStack() as stack:
            beside = await self._connect(stack)
            working = await stack.enter_async_context(running(self._worker.run(self._conversation)))
            await first_to_end(working, *beside)

    def run_beside(self, work: Callable[[], Work]) -> None:
        """Run `work` for as long as the service runs, from before Telegram is greeted; its failure is the service's."""
        self._beside.append(work)

    def content_changed(self) -> None:
        """The speaker was exchanged: what Telegram shows beside the chats may differ now."""
        self._content_changed.set()

    def wake(self) -> None:
        """Something is to be sent, or the clock was moved."""
        self._worker.wake()

    async def _start(self, stack: AsyncExitStack) -> list[Task]:
        """What carries updates out, and sends; it is stopped in the opposite order."""
        beside = await self._connect(stack)
        works = [self._intake.run(), self._inline.run()]
        if self._works:
            works.insert(0, self._worker.run(self._conversation))
        return [*beside, *[await stack.enter_async_context(running(work)) for work in works]]

    async def _keep_menu(self) -> None:
        """What Telegram shows beside the chats: last of all, since its many calls are in no hurry."""
        await keep_menu(self.bot, lambda: self._speaker().renderer, self._content_changed)

    async def _take(self, raw: Mapping[str, Any]) -> Update | None:
        """Returns when nothing of the update can be lost any more: an inline query is answered once, if at all."""
        update = parse(raw)
        if update is None:
            self.metrics.error("update")
        elif update.inline_query is not None:
            self._inline.take(update.inline_query)
        else:
            await self._intake.take(update)
        return update

    async def _connect(self, stack: AsyncExitStack) -> list[Task]:
        """Greet Telegram; an outage is waited for, a wrong token is not. Gives what runs beside from now on."""
        beside = [await stack.enter_async_context(running(work())) for work in self._beside]
        for transport in self._transports:
            stack.push_async_callback(transport.shutdown)
        try:
            await until_taken(self.bot.initialize, InvalidToken, "Telegram cannot be reached")
        except InvalidToken:
            raise SettingsError("TELEGRAM_BOT_TOKEN: Telegram does not know this token") from None
        log.info("connected as @%s", self.bot.username)
        return beside


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
