"""Where does a button lead? It is tapped, and what is said then is looked up among the samples."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dialogue.actions import Action
from bot.dialogue.assistant import Assistant
from bot.dialogue.events import Tap
from bot.dialogue.replies import Content
from bot.dialogue.response import Response
from bot.preview.catalogue import Chapter, Kind, entries_of
from bot.preview.talk import MONDAY_MORNING, Stage, Talk

SUBJECTS = ("step", "trouble", "intent", "section", "question", "about", "kind", "way", "stage")
"""The values that tell what a reply is about."""


@dataclass(frozen=True, slots=True)
class Links:
    """Finds the sample that a button leads to: one that says the very same, else of the same thing, else the like."""

    assistant: Assistant
    anchors: Mapping[object, str]
    known: dict[tuple[str, Action], str | None]

    def target(self, sample: str, response: Response, action: Action) -> str | None:
        """The anchor of what is said when `action` is tapped under `response`, which `sample` is the anchor of."""
        if (sample, action) not in self.known:
            self.known[sample, action] = self._find(response, action)
        return self.known[sample, action]

    def _find(self, response: Response, action: Action) -> str | None:
        after = self.assistant.respond(response.state, Tap(action), MONDAY_MORNING)
        if not after.replies:
            return None
        content = after.replies[-1].content
        found = (self.anchors.get(same(content)) for same in (_exactly, _about, type))
        return next((anchor for anchor in found if anchor is not None), None)


def make_links(stage: Stage, chapters: tuple[Chapter, ...], known: dict[tuple[str, Action], str | None]) -> Links:
    """`known` is what other languages have found: a button leads to the same place in each."""
    turns = [
        (entry.kind, index, sample_anchor(entry.anchor, index), sample.response.replies[-1].content)
        for entry in entries_of(chapters)
        for index, sample in enumerate(entry.samples)
    ]
    anchors: dict[object, str] = {}
    for same in (_exactly, _about):
        for _, _, anchor, content in turns:
            anchors.setdefault(same(content), anchor)
    # An entry of a reply shows it in all its forms; it comes before whatever else happens to be answered with it.
    for _, _, anchor, content in sorted(turns, key=lambda turn: (turn[0] is not Kind.REPLY, turn[1] > 0)):
        anchors.setdefault(type(content), anchor)
    return Links(Talk(stage).assistant, anchors, known)


def sample_anchor(entry: str, index: int) -> str:
    """The first sample is where its entry begins."""
    return f"{entry}--{index + 1}" if index else entry


def _exactly(content: Content) -> object:
    return content


def _about(content: Content) -> object:
    return type(content), tuple(getattr(content, name, None) for name in SUBJECTS)
