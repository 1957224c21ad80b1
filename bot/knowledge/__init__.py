"""Reads and checks knowledge/ into frozen, typed objects."""

from bot.knowledge.facts import (
    CurrenciesFact,
    DaysFact,
    EmailFact,
    Fact,
    Facts,
    HolidayOverride,
    HoursFact,
    LabelFact,
    PercentFact,
    PhoneFact,
    Source,
    TextFact,
    TimeRange,
    UrlFact,
    Weekday,
)
from bot.knowledge.guide import Guide, Link, OpeningQuestion, Section, SectionId, Step, StepId, Trouble
from bot.knowledge.intents import Intent, IntentId, Kind
from bot.knowledge.knowledge import Knowledge
from bot.knowledge.load import content_hash, load_knowledge, read_knowledge
from bot.knowledge.problems import ContentError, Problem

__all__ = [
    "ContentError",
    "CurrenciesFact",
    "DaysFact",
    "EmailFact",
    "Fact",
    "Facts",
    "Guide",
    "HolidayOverride",
    "HoursFact",
    "Intent",
    "IntentId",
    "Kind",
    "Knowledge",
    "LabelFact",
    "Link",
    "OpeningQuestion",
    "PercentFact",
    "PhoneFact",
    "Problem",
    "Section",
    "SectionId",
    "Source",
    "Step",
    "StepId",
    "TextFact",
    "TimeRange",
    "Trouble",
    "UrlFact",
    "Weekday",
    "content_hash",
    "load_knowledge",
    "read_knowledge",
]
