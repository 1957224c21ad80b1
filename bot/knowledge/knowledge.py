"""Everything that editors wrote, read once, checked, and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.facts import Facts
from bot.knowledge.guide import Guide
from bot.knowledge.intents import Intent, IntentId


@dataclass(frozen=True)
class Knowledge:
    """`version` is a hash of the files that it was read from."""

    facts: Facts
    guide: Guide
    intents: Mapping[IntentId, Intent]
    version: str
