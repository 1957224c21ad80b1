"""A local Telegram: the Bot API over the real wire, people who talk to the bot, and a page to chat with it.

simulator = Simulator()
async with serve(simulator) as url:  # TELEGRAM_API_URL for the bot
    mei = simulator.user("Mei", "zh-hans")
    await mei.says("/start")
    reply = await mei.waits_for_reply("1688")
    await mei.taps("Fees")
"""

from bot.simulator.bot_api import Call
from bot.simulator.chats import Chat, Message, Person
from bot.simulator.clock import SimulatedClock
from bot.simulator.faults import Fault, Faults, Kind, Pacing
from bot.simulator.people import Member, Tap, User
from bot.simulator.post import PostOffice, receive_mail
from bot.simulator.server import Simulator, serve

__all__ = [
    "Call",
    "Chat",
    "Fault",
    "Faults",
    "Kind",
    "Member",
    "Message",
    "Pacing",
    "Person",
    "PostOffice",
    "SimulatedClock",
    "Simulator",
    "Tap",
    "User",
    "receive_mail",
    "serve",
]
