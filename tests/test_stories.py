"""Whole conversations, as tests/stories/*.yaml tell them.

A story asserts intent, state, replies, effects and the facts that are shown, not whole sentences: better wording must
not break it. A turn that asserts nothing is an error of the story.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.console import describe_turn, event_of
from bot.conversation import Incoming, Said, Speaker
from bot.dialogue.actions import decode
from bot.dialogue.events import Attachment, AttachmentKind, Event, Tap
from bot.dialogue.states import ChatState

FOLDER = Path(__file__).parent / "stories"
ACTS = {"user", "tap", "sends"}
ASSERTIONS = {
    "intent",
    "intents",
    "decision",
    "choices",
    "state",
    "replies",
    "effects",
    "shows",
    "hides",
    "language",
    "values",
    "offers",
}
SETTINGS_OF_A_TURN = {"after", "timezone"}


@dataclass(frozen=True)
class Story:
    file: str
    title: str
    language: str
    now: datetime
    turns: tuple[dict[str, Any], ...]


def read_stories() -> list[Story]:
    stories = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for data in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            start = data.get("start", {})
            now = datetime.fromisoformat(start.get("now", "2026-11-23T10:00:00+08:00"))
            turns = list(data["turns"])
            stories.append(Story(file.stem, data["story"], start.get("language", "en"), now, tuple(turns)))
    return stories


STORIES = read_stories()


@pytest.mark.parametrize("story", [pytest.param(s, id=f"{s.file}: {s.title}") for s in STORIES])
def test_story(story: Story, speaker: Speaker) -> None:
    state, labels, now = ChatState(), dict[str, str](), story.now
    for number, turn in enumerate(story.turns, start=1):
        unknown = set(turn) - ACTS - ASSERTIONS - SETTINGS_OF_A_TURN
        assert not unknown, f"turn {number}: unknown keys {unknown}"
        assert set(turn) & ASSERTIONS, f"turn {number} asserts nothing"
        now += timedelta(**{unit: int(count) for unit, count in turn.get("after", {"seconds": 20}).items()})
        event = event_of_turn(turn, labels)
        said = speaker.speak(state, Incoming(1, event, story.language, zone=turn.get("timezone")), now)
        state, labels = said.response.state, said.labels
        for problem in problems_of(turn, said):
            pytest.fail(f"turn {number} ({turn.get('user') or turn.get('tap') or turn.get('sends')}): {problem}")


def event_of_turn(turn: dict[str, Any], labels: dict[str, str]) -> Event:
    if "tap" in turn:
        found = [data for label, data in labels.items() if turn["tap"] in label]
        assert found or turn.get("decision") == "stale", f"no button '{turn['tap']}' among {list(labels)}"
        return Tap(decode(found[0]))
    if "sends" in turn:
        return Attachment(AttachmentKind(turn["sends"]))
    return event_of(turn["user"])


def problems_of(turn: dict[str, Any], said: Said) -> list[str]:
    described = describe_turn(said)
    described["intents"] = list(said.response.outcome.intents)
    found = []
    for key in ("intent", "intents", "decision", "choices", "state", "language", "effects"):
        if key in turn and described[key] != turn[key]:
            found.append(f"{key} is {described[key]}, not {turn[key]}")
    replies = [type(reply.content).__name__ for reply in said.response.replies]
    if "replies" in turn and replies != turn["replies"]:
        found.append(f"replies are {replies}, not {turn['replies']}")
    found += [
        f"'{words}' is not shown in: {described['text']}"
        for words in turn.get("shows", [])
        if words not in described["text"]
    ]
    found += [
        f"'{words}' is shown in: {described['text']}" for words in turn.get("hides", []) if words in described["text"]
    ]
    found += [
        f"no button '{label}' in {described['buttons']}"
        for label in turn.get("offers", [])
        if not any(label in b for row in described["buttons"] for b in row)
    ]
    for name, value in turn.get("values", {}).items():
        if described["values"].get(name) != value:
            found.append(f"{name} is {described['values'].get(name)}, not {value}")
    return found
