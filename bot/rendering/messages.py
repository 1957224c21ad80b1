"""Replies become messages: text in Telegram's HTML, and buttons with their words."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any, Literal

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from bot.dialogue import actions as act
from bot.dialogue.replies import (
    ActionButton,
    AmountAsked,
    Answer,
    Button,
    Choices,
    ContactShown,
    Content,
    CopyButton,
    CopyCaseButton,
    CurrencyAsked,
    CurrencyChecked,
    Fallback,
    GuideDone,
    HandOffOffered,
    LabelCard,
    LanguageSet,
    LanguagesListed,
    LinkButton,
    Menu,
    MethodChecked,
    Note,
    OpeningAsked,
    OpeningHint,
    PhoneShown,
    Reply,
    RouteLaidOut,
    SectionOpened,
    SectionsListed,
    SectionStatus,
    StepShown,
    StepWhy,
    TroubleHelp,
    TroublesListed,
    Welcome,
    WelcomeBack,
)
from bot.dialogue.states import AtStep, ChatState
from bot.knowledge import Knowledge, LabelFact, PhoneFact, UrlFact
from bot.rendering.cards import card_of
from bot.rendering.catalogues import Catalogues
from bot.rendering.content import ContentView
from bot.rendering.rows import fit_row

MAX_TEXT = 4096
"""Telegram's limit for a message, counted after its entities are parsed."""

MAX_COPIED = 256
"""Telegram's limit for what a button copies."""

COMMON_KEPT = 4096
COMMON = (
    AmountAsked,
    Answer,
    Choices,
    ContactShown,
    CurrencyAsked,
    CurrencyChecked,
    Fallback,
    GuideDone,
    HandOffOffered,
    LabelCard,
    LanguageSet,
    LanguagesListed,
    Menu,
    MethodChecked,
    Note,
    OpeningAsked,
    OpeningHint,
    RouteLaidOut,
    SectionOpened,
    SectionsListed,
    StepShown,
    StepWhy,
    TroubleHelp,
    TroublesListed,
    Welcome,
    WelcomeBack,
)
"""Replies that hold none of the user's own words or figures, nor their name."""

_BLANK_LINES = re.compile(r"\n{3,}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def without_tags(text: str) -> str:
    """A message's HTML as plain text."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


@dataclass(frozen=True, slots=True)
class MessageButton:
    """`does` tells what `value` is: callback data, a page's address, or a text to copy."""

    label: str
    does: Literal["callback", "url", "copy"]
    value: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message to send: `text` is HTML; `contact` a phone number to send as a card after it.

    With a `photo`, a file's name in the folder of cards, `text` is its caption.
    """

    text: str
    buttons: tuple[tuple[MessageButton, ...], ...] = ()
    contact: str | None = None
    photo: str | None = None

    @property
    def labels(self) -> dict[str, str]:
        """What each callback button says, with its data."""
        return {b.label: b.value for row in self.buttons for b in row if b.does == "callback"}


@dataclass(frozen=True, slots=True)
class MenuTexts:
    """What Telegram shows beside the chat: the commands with their words, and the bot's descriptions."""

    commands: Mapping[str, str]
    description: str
    short_description: str


COMMANDS = ("start", "guide", "ask", "contact", "language", "privacy", "help", "cancel")
"""The commands, in the menu's order."""


class _Compiled(BytecodeCache):
    """Templates as code, compiled once for all languages."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


class Renderer:
    """Words for replies, in every language of the catalogues. Holds compiled templates; safe to share."""

    def __init__(self, knowledge: Knowledge, catalogues: Catalogues) -> None:
        self.knowledge = knowledge
        self.catalogues = catalogues
        self._views = {language: ContentView(knowledge, catalogues, language) for language in catalogues.languages}
        compiled = _Compiled()
        self._environments = {language: self._environment(view, compiled) for language, view in self._views.items()}
        # The same few hundred texts and labels are said all day; what holds a user's own words is never kept.
        self._common_words = lru_cache(COMMON_KEPT)(self._words)
        self._common_label = lru_cache(COMMON_KEPT)(self._label)
        self._cards = {step: card_of(knowledge, step) for step in knowledge.guide.steps}

    def render(self, reply: Reply, language: str, state: ChatState) -> Message:
        """`reply` in `language`; `state` is the one after the turn, which some labels depend on."""
        words = self._common_words if isinstance(reply.content, COMMON) else self._words
        text = words(reply.content, language)
        rows = tuple(
            tuple(self._button(button, reply, language, state) for button in row)
            for row in reply.rows
            if not any(isinstance(button, CopyCaseButton) and not _fits(button) for button in row)
        )
        rows = tuple(fitting for row in rows for fitting in fit_row(row))
        return Message(text, rows, self._contact(reply), self._photo(reply))

    def _words(self, content: Content, language: str) -> str:
        template = self._environments[language].get_template(template_name(type(content)))
        return _BLANK_LINES.sub("\n\n", template.render(reply=content)).strip()

    def _label(self, name: str, action: act.Action, language: str) -> str:
        return str(getattr(self._labels(language), name)(action)).strip()

    def menu(self, language: str) -> MenuTexts:
        texts = self._environments[language].get_template("menu_texts.j2").module
        commands = {command: html.unescape(getattr(texts, command)()) for command in COMMANDS}
        description, short = (html.unescape(getattr(texts, name)()) for name in ("description", "short_description"))
        return MenuTexts(commands, description, short)

    def view(self, language: str) -> ContentView:
        return self._views[language]

    def _environment(self, view: ContentView, compiled: _Compiled) -> Environment:
        environment = Environment(
            loader=PackageLoader("bot.rendering"),
            bytecode_cache=compiled,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # a reload of the content makes a renderer of its own
        )
        environment.globals.update(content=view, _=view.translate, ngettext=view.translate_plural)
        return environment

    def _button(self, button: Button, reply: Reply, language: str, state: ChatState) -> MessageButton:
        match button:
            case ActionButton(action=action):
                words = self._common_label(_label_name(action, reply, state), action, language)
                return MessageButton(words, "callback", act.encode(action))
            case LinkButton(fact=name, says=says):
                fact = self.knowledge.facts[name]
                if not isinstance(fact, UrlFact):
                    raise TypeError(f"{name} is no address")
                return MessageButton(str(self.view(language).text(says)), "url", fact.url)
            case CopyButton(fact=name):
                label = self.knowledge.facts[name]
                if not isinstance(label, LabelFact):
                    raise TypeError(f"{name} is no label")
                return MessageButton(f"📋 {label.label}", "copy", label.label)
            case CopyCaseButton():
                words = str(self._labels(language).copycase(button)).strip()
                return MessageButton(words, "copy", _copied(button))

    def _labels(self, language: str) -> Any:
        return self._environments[language].get_template("labels.j2").module

    def _photo(self, reply: Reply) -> str | None:
        if not isinstance(reply.content, LabelCard):
            return None
        card = self._cards.get(reply.content.step)
        return card.name if card else None

    def _contact(self, reply: Reply) -> str | None:
        phone = self.knowledge.facts["support_phone"]
        shows = isinstance(reply.content, PhoneShown)
        return phone.phone if shows and isinstance(phone, PhoneFact) else None


def _copied(button: CopyCaseButton) -> str:
    return f"{button.number}\n{button.text}"


def _fits(button: CopyCaseButton) -> bool:
    return len(_copied(button)) <= MAX_COPIED


def template_name(content: type) -> str:
    """StepShown is worded by step_shown.j2."""
    return _CAMEL.sub("_", content.__name__).lower() + ".j2"


def _label_name(action: act.Action, reply: Reply, state: ChatState) -> str:
    """The macro in labels.j2: the action's code, or a variant where the same action reads differently."""
    match action, reply.content:
        case act.GoStep(step=step), _ if state.place == AtStep(step):
            return "goback"
        case act.StartGuide(), _ if state.progress.step is not None:
            return "resume"
        case act.NoneOfThese(), Choices(intents=(_,)):
            return "notthis"
        case act.MarkSection(), SectionOpened(status=SectionStatus.DONE):
            return "unmark"
        case act.SkipSection(), SectionOpened(status=SectionStatus.SKIPPED):
            return "unskipsec"
        case _:
            return action.code
