"""Where everything is wired together, once, by arguments."""

from pathlib import Path

from bot.conversation import Speaker
from bot.dialogue.answers import Answers
from bot.dialogue.assistant import Assistant, Understand
from bot.dialogue.people import People
from bot.dialogue.replies import Way
from bot.dialogue.walk import Walk
from bot.knowledge import ContentError, DaysFact, HoursFact, Knowledge, load_knowledge
from bot.matching.index import Progress
from bot.matching.matcher import load_matcher
from bot.rendering import Renderer, load_catalogues
from bot.settings import KNOWLEDGE, LOCALES, ROOT, Settings
from bot.support.calendars import KeptHolidays, PublicHolidays, public_holidays
from bot.support.hours import Desk


def make_speaker(
    settings: Settings, progress: Progress | None = None, root: Path = ROOT, understand: Understand | None = None
) -> Speaker:
    """Read the content and the catalogues under `root`; raises ContentError.

    `understand` is the matcher's where it is at hand: reading that takes nearly all of the time.
    """
    folder = root / KNOWLEDGE.name
    knowledge = load_knowledge(folder)
    catalogues = load_catalogues(root / LOCALES.name, settings.cache / "locales")
    if understand is None:
        understand = load_matcher(
            folder, settings.cache / "matching", progress=progress, acceptable_wrong=settings.acceptable_wrong
        ).understand
    desk = make_desk(knowledge, KeptHolidays(settings.cache / "holidays"))
    people = People(desk, settings.default_timezone, way_to_team(settings), settings.smtp_url is not None)
    walk = Walk(knowledge)
    answers = Answers(knowledge, walk, people, catalogues.languages, settings.retention_days)
    assistant = Assistant(knowledge, understand, walk, answers, people, catalogues.languages)
    return Speaker(assistant, Renderer(knowledge, catalogues))


def make_desk(knowledge: Knowledge, holidays: PublicHolidays = public_holidays) -> Desk:
    """The desk's calendar from its two facts."""
    hours, reply = knowledge.facts.get("support_hours"), knowledge.facts.get("email_reply_time")
    if not isinstance(hours, HoursFact) or not isinstance(reply, DaysFact):
        raise ContentError(())
    return Desk(hours, reply.working_days, holidays)


def way_to_team(settings: Settings) -> Way:
    """How cases reach the team: the staff group, else our e-mail, else the user's own."""
    if settings.support_chat_id is not None:
        return Way.LIVE
    return Way.MAIL if settings.smtp_url is not None else Way.COPY
