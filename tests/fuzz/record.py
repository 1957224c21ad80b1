"""`python -m tests.fuzz.record`: updates of all kinds, as the simulator delivers them, into updates.json.

To be run again when the simulator learns a kind of update, or the bot new buttons.
"""

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.bootstrap import make_speaker
from bot.settings import Settings
from bot.simulator import Simulator, User, serve
from bot.storage import migrate, open_database
from bot.telegram.service import Service

RECORDED = Path(__file__).parent / "updates.json"
TOKEN = "7100000001:simulated-token-of-thirty-letters-or-more"
GUIDE = ("Start the guide", "Yes", "No", "Not sure", "Done, next →", "← Back", "I'm stuck")
QUESTIONS = (
    *("how do I pay?", "fee for 5000 yuan by card", "and MYR?", "支付宝账户管理", "รหัสไม่มา", "mã không về"),
    *("can i use dong or baht?", "what", "yes", "the code is 482913 what now", "my pw: hunter2x", "start over"),
)


async def answered(user: User) -> None:
    await user.waits_for(lambda messages: messages[-1].is_from_bot)


async def converse(user: User) -> None:
    """What one user does in a private chat."""
    for words in ("/start", "/start pay-method", "/guide", "/help", "/language", "/privacy", "/cancel", *QUESTIONS):
        await user.says(words)
        await answered(user)
    await user.says("/start")
    await answered(user)
    for label in GUIDE:
        with suppress(LookupError):
            tap = await user.taps(label)
            await user.waits_for_answer(tap)
    mine = await user.says("how do I pay?")
    await answered(user)
    await user.edits(mine, "what are the fees?")
    await user.says("and this?", reply_to=user.sees[-1])
    for send in ("photo", "document", "voice", "video", "sticker", "location", "contact", "poll"):
        arguments: tuple[Any, ...] = (b"x",) if send == "document" else ()
        await getattr(user, f"sends_{send}")(*arguments)
    picture = await user.sends_photo(caption="what does this page say?")
    await user.edits(picture, "and what is the fee?")
    await answered(user)


async def hand_over(user: User) -> None:
    """A case, up to its ticket."""
    await user.says("/contact")
    await user.waits_for_reply("seaclients")
    await user.taps("Write to the team")
    await user.waits_for_reply("What happened?")
    await user.says("<b>it</b> & {{ broke }}")
    await user.waits_for_reply("Since when?")
    await user.taps("Skip")
    await user.waits_for_reply("e-mail address")
    await user.says("lan@example.com")
    await user.waits_for_reply("Is it right?")
    await user.taps("Send")
    await user.waits_for_reply("Your ticket is")
    await user.taps("Where is my ticket?")
    await answered(user)


async def record() -> list[dict[str, Any]]:
    simulator = Simulator()
    recorded: list[dict[str, Any]] = []
    put = simulator.updates.put

    def keep(kind: str, chat: int, body: dict[str, Any]) -> Any:
        update = put(kind, chat, body)
        if update is not None:
            recorded.append(json.loads(json.dumps(update.as_json())))
        return update

    simulator.updates.put = keep  # type: ignore[method-assign]  # the recorder listens in
    staff = simulator.user("Priya", "en")
    desk = simulator.forum("Support desk", [staff])
    with TemporaryDirectory() as folder:
        async with serve(simulator) as url:
            settings = Settings(_env_file=None).model_copy(
                update={
                    "telegram_bot_token": TOKEN,
                    "telegram_api_url": url,
                    "database_url": f"sqlite:///{folder}/bot.sqlite3",
                    "support_chat_id": desk.id,
                    "send_rate": 0,
                    "send_rate_chat": 0,
                    "user_rate": 0,
                }
            )
            engine = open_database(settings.database_url)
            migrate(engine)
            speaker = make_speaker(settings)
            polling = asyncio.create_task(Service(settings, engine, lambda: speaker, simulator.clock.now).poll())
            mei, siti = simulator.user("Mei", "zh-hans"), simulator.user("Siti", "ms")
            english = simulator.user("Ann", "en")
            await converse(english)
            await hand_over(simulator.user("Lan", "en"))
            await mei.says("/start")
            await answered(mei)
            member = siti.at(simulator.group("Shop talk", [mei, siti], bot_is_admin=True))
            for words in ("good morning", "/help@guide_demo_bot", "@guide_demo_bot how do I pay?", "/help@other_bot"):
                await member.says(words)
            side = staff.at(desk)
            await side.waits_for(lambda _: bool(desk.topics))
            topic = staff.at(desk, next(iter(desk.topics)))
            for words in (
                "hello",
                "# a note",
                "/take",
                "/canned fees.card",
                "/snooze 4",
                "/language th",
                "/close",
                "/report",
            ):
                await topic.says(words)
            await english.blocks()
            await english.unblocks()
            await asyncio.sleep(1)
            polling.cancel()
            with suppress(asyncio.CancelledError):
                await polling
            engine.dispose()
    return recorded


def main() -> None:
    updates = asyncio.run(record())
    lines = ",\n".join(json.dumps(update, ensure_ascii=False) for update in updates)
    RECORDED.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(updates)} updates in {RECORDED.name}")  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
