"""The real bot against the simulator: one process, the real wire between the two, one clock for both."""

import asyncio
import secrets

import typer

from bot.conversation import Speaker
from bot.settings import Settings, SettingsError
from bot.simulator import SimulatedClock, Simulator, serve
from bot.storage import migrate, open_database
from bot.telegram.service import Service


async def simulate(settings: Settings, speaker: Speaker, host: str, port: int) -> None:
    """Serve the page and run the bot until cancelled. Raises SettingsError when the port is taken."""
    clock = SimulatedClock()
    # The database remembers updates from one demo to the next: ids that grow with time are never used twice.
    simulator = Simulator(clock, first_update=int(clock.now().timestamp()))
    simulator.user("Mei", "en")
    engine = open_database(settings.database_url)
    await asyncio.to_thread(migrate, engine)
    try:
        async with serve(simulator, host, port) as url:
            local = settings.model_copy(
                update={
                    "telegram_bot_token": make_token(),
                    "telegram_api_url": url,
                    "send_rate": 0,
                    "send_rate_chat": 0,
                }
            )
            typer.echo(f"Chat with the bot at {url}  (Ctrl-C ends it)")
            await Service(local, engine, lambda: speaker, clock.now).poll()
    except OSError as error:
        raise SettingsError(f"cannot listen on {host}:{port}: {error.strerror}; choose another --port") from error


def make_token() -> str:
    """A token of the right shape that belongs to nobody."""
    return f"1000000001:{secrets.token_urlsafe(32)}"
