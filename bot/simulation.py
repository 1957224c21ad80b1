"""The real bot against the simulator: one process, the real wire between the two, one clock for both."""

import asyncio
import secrets
from collections.abc import Callable

import typer

from bot.reloading.live import LiveContent
from bot.settings import Settings, SettingsError
from bot.simulator import SimulatedClock, Simulator, receive_mail, serve
from bot.storage import Topics, migrate, open_database
from bot.telegram.service import Service

UPDATES_A_SECOND = 100
"""More than come in at the fastest, from all users of the page together."""


async def simulate(
    settings: Settings, read: Callable[[Settings], LiveContent], host: str, port: int, *, watch: bool
) -> None:
    """Serve the page and run the bot until cancelled, with a staff group and a mailbox of its own.

    `read` reads the content for the settings that the simulator gives; with `watch` it is reloaded after each save.
    Raises SettingsError when the port is taken.
    """
    clock = SimulatedClock()
    # The database remembers updates from one demo to the next: ids that outrun every hand are never used twice.
    simulator = Simulator(clock, first_update=int(clock.now().timestamp() * UPDATES_A_SECOND))
    simulator.user("Mei", "en")
    desk = simulator.forum("Support desk", [simulator.user("Priya", "en")])
    engine = open_database(settings.database_url)
    await asyncio.to_thread(migrate, engine)
    await asyncio.to_thread(Topics(engine, desk.id).forget_all)
    try:
        async with serve(simulator, host, port) as url, receive_mail(simulator.post) as smtp_url:
            local = settings.model_copy(
                update={
                    "telegram_bot_token": make_token(),
                    "telegram_api_url": url,
                    "support_chat_id": desk.id,
                    "smtp_url": smtp_url,
                    "support_email_from": "assistant@example.com",
                    "send_rate": 0,
                    "send_rate_chat": 0,
                }
            )
            content = read(local)
            service = Service(local, engine, content.speaker, clock.now)
            service.run_beside(lambda: content.keep(service.content_changed, watch=watch))
            typer.echo(f"Chat with the bot at {url}  (Ctrl-C ends it)")
            watching = asyncio.create_task(_wake_when_moved(clock, service))
            try:
                await service.poll()
            finally:
                watching.cancel()
    except OSError as error:
        raise SettingsError(f"cannot listen on {host}:{port}: {error.strerror}; choose another --port") from error


async def _wake_when_moved(clock: SimulatedClock, service: Service) -> None:
    """What falls due when the clock is moved is done at once."""
    while True:
        await clock.moved.wait()
        service.wake()


def make_token() -> str:
    """A token of the right shape that belongs to nobody."""
    return f"1000000001:{secrets.token_urlsafe(32)}"
