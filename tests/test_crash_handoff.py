"""Killed while a case is on its way: the team has it once, by e-mail and in its group."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.simulator import Kind, PostOffice, Simulator, User, receive_mail, serve
from tests.test_crash import Bot


class DeadlyPost(PostOffice):
    """Kills the bot before it can learn that its first mail was taken."""

    victim: Bot | None = None
    received = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        answer = await super().handle_DATA(server, session, envelope)
        DeadlyPost.received += 1
        if DeadlyPost.received == 1 and DeadlyPost.victim is not None:
            await DeadlyPost.victim.kill()
        return answer


@asynccontextmanager
async def bot_at(simulator: Simulator, folder: Path, post: PostOffice, **more: str) -> AsyncIterator[Bot]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serve(simulator))
        smtp = await stack.enter_async_context(receive_mail(post))
        bot = Bot(url, folder, SMTP_URL=smtp, SUPPORT_EMAIL_FROM="assistant@example.com", **more)
        await bot.start()
        yield bot
        await bot.kill()


async def hand_over(mei: User) -> None:
    await mei.says("/contact")
    await mei.waits_for_reply("phone line", timeout=20)
    await mei.taps("Write to the team")
    await mei.waits_for_reply("What happened?")
    await mei.says("the money is gone")
    await mei.waits_for_reply("Since when?")
    await mei.taps("Skip")
    await mei.waits_for_reply("e-mail address")
    await mei.says("mei@example.com")
    await mei.waits_for_reply("Is it right?")
    await mei.taps("Send")


async def test_killed_before_it_knew_that_its_mail_was_taken_the_team_sees_one(tmp_path: Path) -> None:
    simulator = Simulator()
    post = DeadlyPost(simulator.world, {})
    async with bot_at(simulator, tmp_path, post) as bot:
        DeadlyPost.victim = bot
        mei = simulator.user("Mei", "en")
        await hand_over(mei)
        await mei.waits_for(lambda _: DeadlyPost.received == 1, timeout=20)
        await bot.start()
        await mei.waits_for(lambda _: DeadlyPost.received == 2, timeout=20)
    assert list(post.mails) == ["<ticket-a-1001@example.com>"]


async def test_killed_before_the_case_reached_the_group_it_is_there_once_after_the_restart(tmp_path: Path) -> None:
    simulator = Simulator()
    staff = simulator.user("Priya", "en")
    group = simulator.forum("Support desk", [staff])
    post = PostOffice(simulator.world, {})
    async with bot_at(simulator, tmp_path, post, SUPPORT_CHAT_ID=str(group.id)) as bot:
        mei = simulator.user("Mei", "en")
        simulator.faults.often(Kind.DROPPED_BEFORE, "createForumTopic", share=1.0)
        await hand_over(mei)
        # The case is committed once Telegram was asked for its topic.
        await mei.waits_for(lambda _: len(simulator.calls_of("createForumTopic")) >= 1, timeout=20)
        await bot.kill()
        simulator.faults.clear()
        await bot.start()
        await staff.at(group).waits_for(lambda _: len(group.topics) == 1, timeout=20)
        [topic] = group.topics
        side = staff.at(group, topic)
        await side.waits_for_reply("the money is gone", timeout=20)
    assert len([message for message in side.sees if "the money is gone" in message.text]) == 1
    assert len(group.topics) == 1
