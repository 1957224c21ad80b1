"""The catalogue in one language, as the pages draw it: bubbles with words and keys, and what they refer to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from bot.dialogue.actions import decode
from bot.dialogue.replies import Reply
from bot.knowledge import Fact, Knowledge
from bot.preview.catalogue import Chapter, Entry, Kind, Part, Sample
from bot.preview.links import Links, sample_anchor
from bot.preview.references import References
from bot.rendering import MessageButton, Renderer

CHINESE = "zh"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_TRANSLATED = frozenset({Kind.STEP, Kind.SECTION, Kind.TROUBLE, Kind.QUESTION, Kind.INTENT})


@dataclass(frozen=True, slots=True)
class Key:
    """A button; `to` is the anchor of what a tap leads to, `value` an address or what is copied."""

    label: Markup
    does: str
    to: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Bubble:
    text: Markup
    rows: tuple[tuple[Key, ...], ...]
    photo: str | None
    contact: str | None


@dataclass(frozen=True, slots=True)
class SampleView:
    anchor: str
    when: str
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    name: str
    shown: Markup


@dataclass(frozen=True, slots=True)
class SourceView:
    section: str
    slide: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line of references to other entries: what they are to this one, and their anchors with words."""

    what: str
    to: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """`question` is what the user types, where it is an answer."""

    anchor: str
    name: str
    title: Markup
    question: Markup | None
    samples: tuple[SampleView, ...]
    facts: tuple[FactView, ...]
    sources: tuple[SourceView, ...]
    section: str | None
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    anchor: str
    number: str
    title: Markup
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class ChapterView:
    title: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What draws the catalogue in one language."""

    knowledge: Knowledge
    renderer: Renderer
    language: str
    links: Links
    references: References

    def chapters(self, chapters: tuple[Chapter, ...]) -> tuple[ChapterView, ...]:
        return tuple(
            ChapterView(chapter.title, tuple(self._part(part) for part in chapter.parts)) for chapter in chapters
        )

    def _part(self, part: Part) -> PartView:
        entries = tuple(self._entry(entry) for entry in part.entries)
        if not part.section:
            return PartView(f"part-{part.name}", "", escape(part.title), entries)
        number = self.knowledge.guide.section[part.section].number
        return PartView(f"part-{part.name}", number, self.words(part.title), entries)

    def _entry(self, entry: Entry) -> EntryView:
        intent = self.knowledge.intents[entry.name] if entry.kind is Kind.INTENT else None
        facts = self.references.facts[entry.anchor]
        return EntryView(
            entry.anchor,
            entry.name,
            self.words(intent.short if intent else entry.title) if entry.kind in _TRANSLATED else escape(entry.title),
            self.words(intent.question) if intent else None,
            tuple(self._sample(entry, index, sample) for index, sample in enumerate(entry.samples)),
            tuple(FactView(name, self.chinese(self.renderer.view(self.language).fact(name))) for name in facts),
            tuple(dict.fromkeys(source_of(self.knowledge.facts[name]) for name in facts)),
            intent.source if intent else None,
            tuple(pointer for pointer in self._pointers(entry) if pointer.to),
        )

    # -- words ------------------------------------------------------------------------------------------------------
    def words(self, source: str) -> Markup:
        """An editor's text in the page's language."""
        return self.chinese(self.renderer.view(self.language).text(source))

    def chinese(self, text: Markup) -> Markup:
        """Chinese words say so, so that a browser draws them in Chinese forms on a page of another language."""
        if self.language == CHINESE:
            return text
        return Markup(_HAN.sub(r'<span lang="zh-Hans">\g<0></span>', str(text)))  # noqa: S704 - it was safe before

    # -- bubbles ----------------------------------------------------------------------------------------------------
    def _sample(self, entry: Entry, index: int, sample: Sample) -> SampleView:
        anchor = sample_anchor(entry.anchor, index)
        bubbles = tuple(self._bubble(anchor, sample, reply) for reply in sample.response.replies)
        return SampleView(anchor, sample.when, bubbles)

    def _bubble(self, anchor: str, sample: Sample, reply: Reply) -> Bubble:
        message = self.renderer.render(reply, sample.response.outcome.language, sample.response.state)
        rows = tuple(tuple(self._key(anchor, sample, button) for button in row) for row in message.buttons)
        return Bubble(self.chinese(Markup(message.text)), rows, message.photo, message.contact)  # noqa: S704 - as sent

    def _key(self, anchor: str, sample: Sample, button: MessageButton) -> Key:
        action = decode(button.value) if button.does == "callback" else None
        to = self.links.target(anchor, sample.response, action) if action is not None else None
        return Key(self.chinese(escape(button.label)), button.does, to, button.value)

    # -- references -------------------------------------------------------------------------------------------------
    def _pointers(self, entry: Entry) -> Iterator[Pointer]:
        guide, references = self.knowledge.guide, self.references
        match entry.kind:
            case Kind.STEP:
                yield self._to_intents("Questions that open it", references.questions.get(entry.name, ()))
                troubles = guide.steps[entry.name].troubles
                yield Pointer(
                    "Troubles", tuple((f"trouble-{name}", self.words(guide.troubles[name].says)) for name in troubles)
                )
            case Kind.TROUBLE:
                yield self._to_places("Steps", references.steps.get(entry.name, ()))
                yield self._to_intents("A person is told it is about", (guide.troubles[entry.name].intent,))
            case Kind.QUESTION:
                question = guide.question[entry.name]
                yield self._to_places("“Yes” leaves out", question.yes_skips)
                yield self._to_questions("“Yes” answers too", question.implies)
                yield self._to_questions("Not asked after a “no” to", question.only_with)
            case Kind.INTENT:
                intent = self.knowledge.intents[entry.name]
                yield self._to_places("Opens", (intent.guide,) if intent.guide else ())
                yield self._to_intents("Offers next", intent.related)
                yield self._to_intents("Offered by", references.related_from.get(entry.name, ()))
            case _:
                return

    def _to_intents(self, what: str, names: tuple[str, ...]) -> Pointer:
        intents = self.knowledge.intents
        return Pointer(what, tuple((f"intent-{name}", self.words(intents[name].short)) for name in names))

    def _to_questions(self, what: str, names: tuple[str, ...]) -> Pointer:
        questions = self.knowledge.guide.question
        return Pointer(what, tuple((f"question-{name}", self.words(questions[name].asks)) for name in names))

    def _to_places(self, what: str, names: tuple[str, ...]) -> Pointer:
        """Sections or steps."""
        return Pointer(what, tuple(self._place(name) for name in names))

    def _place(self, name: str) -> tuple[str, Markup]:
        guide = self.knowledge.guide
        if name in guide.steps:
            number = guide.section_of[name].number
            return f"step-{name}", Markup("{} · {}").format(number, self.words(guide.steps[name].title))
        section = guide.section[name]
        return f"section-{name}", Markup("{} · {}").format(section.number, self.words(section.title))


def source_of(fact: Fact) -> SourceView:
    return SourceView(fact.source.section, fact.source.slide, written(fact.as_of))


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
