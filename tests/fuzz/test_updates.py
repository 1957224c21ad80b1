"""No update, however strange, stops the bot, and no reply to it is one that Telegram would refuse."""

import asyncio
import logging
import os
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.dialogue import actions as act
from bot.settings import Settings
from tests.fuzz.harness import Harness
from tests.fuzz.mutator import HOSTILE, Mutator

UPDATES = int(os.environ.get("FUZZ_UPDATES", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "20261129"))
BATCH = 25


@pytest.fixture
def harness(settings: Settings) -> Iterator[Harness]:
    with Harness(settings) as harness:
        yield harness


def test_mutated_updates_are_answered_or_passed_over(harness: Harness, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "bot")
    mutator = Mutator(SEED)
    for _ in range(UPDATES // BATCH):
        batch = [mutator.make(harness.offered) for _ in range(BATCH)]
        asyncio.run(harness.take([mutated.raw for mutated in batch]))
        harness.check_what_is_sent()
        harness.check_all_were_handled([mutated.raw for mutated in batch if mutated.sound])
        assert errors_of(caplog, {mutated.raw["update_id"] for mutated in batch if mutated.sound}) == []
        caplog.clear()


def errors_of(caplog: pytest.LogCaptureFixture, sound: set[int]) -> list[str]:
    """What was logged of updates that are sound, or of none that is named."""
    errors = []
    for record in caplog.records:
        named = re.search(r"\bupdate (\d+)\b", record.getMessage())
        if record.levelno >= logging.WARNING and (named is None or int(named[1]) in sound):
            errors.append(logging.Formatter().format(record))
    return errors


def test_a_case_in_hostile_words_can_be_told_checked_and_sent(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    people = dict(enumerate(HOSTILE, start=600_000_001))
    acts: tuple[act.Action | str | None, ...] = (
        *("/contact", act.WriteToTeam(), None, None, "mei@example.com"),
        *(act.ListLines(), act.ShowDraft(), act.SendCase(), act.ShowTicket()),
    )
    for step in acts:
        batch = [harness.does(person, step or words, words) for person, words in people.items()]
        asyncio.run(harness.take(batch))
        harness.check_what_is_sent()
    assert caplog.records == []
    # Commands, secrets, "cancel" and the like are no words of a case.
    assert harness.tickets() >= 0.6 * len(HOSTILE)


@given(text=st.text(min_size=1, max_size=4096), name=st.text(min_size=1, max_size=64), language=st.text(max_size=35))
@hypothesis_settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_of_anybody_are_answered(harness: Harness, text: str, name: str, language: str) -> None:
    update = harness.does(7, text.encode("utf-8", "replace").decode(), name, language)
    asyncio.run(harness.take([update]))
    harness.check_what_is_sent()
    harness.check_all_were_handled([update])
