"""What is said to a known question? Words come from knowledge/; what must be computed or looked up is done here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue import actions as act
from bot.dialogue.fees import EXAMPLE_AMOUNT, MAX_AMOUNT, compute_fees
from bot.dialogue.people import People
from bot.dialogue.replies import (
    AmountAsked,
    Answer,
    CurrencyAsked,
    CurrencyChecked,
    LanguageSet,
    LanguagesListed,
    MethodChecked,
    PrivacyShown,
    Rows,
)
from bot.dialogue.response import Response, buttons, say
from bot.dialogue.states import Asked, Asking, AtStep, ChatState, Place, Topic
from bot.dialogue.walk import Walk
from bot.knowledge import CurrenciesFact, Intent, Kind, Knowledge
from bot.matching.understanding import Slots

FEE_INTENTS = frozenset(
    {"fees.overview", "fees.world_pay", "fees.card", "fees.alipay", "fees.cheapest", "fees.calculate"}
)
"""After these, a bare amount or method asks for the fee on it."""

CURRENCY_INTENTS = frozenset({"currencies.list", "currencies.check"})
YUAN = {"CNY": "CNH"}
"""The guide's list names the yuan by its offshore code."""

COUNTED_METHODS = {"card": "payment.card", "world_pay": "payment.world_pay", "alipay": "payment.alipay"}
"""The ways of paying that have an answer of their own."""


@dataclass(frozen=True)
class Answers:
    """The replies to intents, for one knowledge."""

    knowledge: Knowledge
    walk: Walk
    people: People
    languages: tuple[str, ...]
    retention_days: int

    def answer(self, state: ChatState, intent_id: str, slots: Slots, now: datetime) -> Response:
        """Reply to `intent_id`; the chat stays where it is, unless the intent opens something."""
        intent = self.knowledge.intents[intent_id]
        state = replace(state, topic=_topic(intent_id, slots, state.topic))
        special = self._special().get(intent_id)
        if special is not None:
            return special(state, slots, now)
        return self._plain(state, intent)

    def _special(self) -> dict[str, Callable[[ChatState, Slots, datetime], Response]]:
        return {
            "fees.calculate": self._fees,
            "currencies.check": self._currency,
            "payment.other_methods": self._other_method,
            "support.contact": self._contact("support.contact"),
            "support.hours": self._contact("support.hours"),
            "support.email_time": self._contact("support.email_time"),
            "support.human": lambda state, _, now: self.people.offer(state, now),
            "account.security": lambda state, _, now: self.people.offer(
                state, now, topic="account.security", urgent=True
            ),
            "talk.complaint": lambda state, _, now: self.people.offer(state, now, sorry=True),
            "guide.start": lambda state, _, __: self._start_guide(state),
            "guide.overview": lambda state, _, __: self.walk.list_sections(state),
            "language.change": self._language,
            "privacy.data": lambda state, _, __: self.privacy(state),
        }

    def _plain(self, state: ChatState, intent: Intent) -> Response:
        if intent.kind is Kind.TALK:
            return say(state, Answer(intent.id), _back_row(state.place) or menu_rows())
        hand_off = intent.kind is Kind.ROUTE
        rows: Rows = ()
        if hand_off:
            rows = (buttons(act.TalkToPerson(intent.id)),)
        if intent.related:
            rows = (*rows, buttons(*(act.Ask(related) for related in intent.related)))
        return say(state, Answer(intent.id, hand_off), (*rows, *self.closing_rows(state, intent.guide)))

    def closing_rows(self, state: ChatState, place: str | None) -> Rows:
        """Under every answer: the way back to the very step, or the step that shows how."""
        back = _back_row(state.place)
        if back:
            return back
        step = self.walk.guide.first_step(place) if place else None
        return (buttons(act.GoStep(step)),) if step else ()

    # -- fees -------------------------------------------------------------------------------------------------------
    def _fees(self, state: ChatState, slots: Slots, _now: datetime) -> Response:
        asking = Asking(Asked.AMOUNT, state.place)
        back = _back_row(state.place)
        if slots.amount_is_range:
            return say(state.at(asking), AmountAsked("range"), back)
        if slots.amount is None:
            both = replace(slots, amount=EXAMPLE_AMOUNT, method=None)
            example = compute_fees(self.knowledge.facts, both, example=True)
            return say(state.at(asking), example, back)
        if not 0 < slots.amount <= MAX_AMOUNT:
            return say(state.at(asking), AmountAsked("bounds"), back)
        rows = (*self._fee_rows(slots), *self.closing_rows(state, "pay.method"))
        return say(state.at(state.place), compute_fees(self.knowledge.facts, slots), rows)

    def _fee_rows(self, slots: Slots) -> Rows:
        if slots.method is not None:
            return (buttons(act.Ask("fees.cheapest"), act.Ask("payment.options")),)
        return (buttons(act.Ask("payment.options")),)

    # -- currencies and methods -------------------------------------------------------------------------------------
    def _currency(self, state: ChatState, slots: Slots, now: datetime) -> Response:
        if slots.currencies:
            picks: Rows = tuple(buttons(act.PickCurrency(currency)) for currency in slots.currencies[:3])
            asking = state.at(Asking(Asked.CURRENCY, state.place))
            return say(asking, CurrencyAsked(slots.currencies[:3]), (*picks, *_back_row(state.place)))
        if slots.currency is None:
            return self.answer(state, "currencies.list", slots, now)
        currency = YUAN.get(slots.currency, slots.currency)
        supported = currency in self._receiving_currencies()
        rows: Rows = () if supported else (buttons(act.TalkToPerson("currencies.check")),)
        rows = (*rows, *self.closing_rows(state, "topup.currency"))
        return say(state.at(state.place), CurrencyChecked(currency, supported), rows)

    def _receiving_currencies(self) -> tuple[str, ...]:
        fact = self.knowledge.facts["receiving_currencies"]
        if not isinstance(fact, CurrenciesFact):
            raise TypeError("receiving_currencies is no list of currencies")
        return fact.currencies

    def _other_method(self, state: ChatState, slots: Slots, now: datetime) -> Response:
        if slots.method in COUNTED_METHODS:
            return self.answer(state, COUNTED_METHODS[slots.method], slots, now)
        rows = (buttons(act.Ask("payment.options"), act.Ask("fees.overview")), *self.closing_rows(state, "pay.method"))
        return say(state, MethodChecked(slots.method), rows)

    # -- the rest ---------------------------------------------------------------------------------------------------
    def _contact(self, about: str) -> Callable[[ChatState, Slots, datetime], Response]:
        def reply(state: ChatState, _slots: Slots, now: datetime) -> Response:
            return self.people.contact(state, now, about)

        return reply

    def _start_guide(self, state: ChatState) -> Response:
        step = state.progress.step
        return self.walk.welcome_back(state, step) if step is not None else self.walk.start(state)

    def _language(self, state: ChatState, slots: Slots, _now: datetime) -> Response:
        if slots.language in self.languages:
            return self.set_language(state, slots.language)
        return self.list_languages(state, unknown=slots.language)

    def list_languages(self, state: ChatState, unknown: str | None = None) -> Response:
        rows = tuple(buttons(act.ChooseLanguage(language)) for language in self.languages)
        return say(state.at(Asking(Asked.LANGUAGE, state.place)), LanguagesListed(unknown), rows)

    def set_language(self, state: ChatState, language: str) -> Response:
        settled = settle_language(state.at(state.place), language)
        return say(settled, LanguageSet(language), _back_row(settled.place) or menu_rows())

    def privacy(self, state: ChatState) -> Response:
        rows = (buttons(act.ExportData(), act.DeleteData()), *(_back_row(state.place) or (buttons(act.ShowMenu()),)))
        return say(state, PrivacyShown(self.retention_days), rows)


def settle_language(state: ChatState, language: str) -> ChatState:
    """The chat goes on in `language`, whatever the user's app speaks."""
    return replace(state, language=language, spoken=language, language_offered=True)


def menu_rows() -> Rows:
    """The main menu."""
    return (
        buttons(act.StartGuide()),
        buttons(act.Ask("fees.overview"), act.Ask("currencies.list"), act.Ask("payment.options")),
        buttons(act.TalkToPerson(), act.ShowLanguages()),
    )


def _back_row(place: Place) -> Rows:
    return (buttons(act.GoBack(place.step)),) if isinstance(place, AtStep) else ()


def _topic(intent: str, slots: Slots, before: Topic) -> Topic:
    """What the conversation is about now; slots carry over while it stays among fees."""
    if intent in FEE_INTENTS and before.intent in FEE_INTENTS:
        slots = merge(slots, before)
    return Topic(intent, slots.amount, slots.currency, slots.currencies, slots.method)


def merge(slots: Slots, topic: Topic) -> Slots:
    """The new slots, filled up with what was said before."""
    named = slots.currency is not None or bool(slots.currencies)
    return replace(
        slots,
        amount=slots.amount if slots.amount is not None or slots.amount_is_range else topic.amount,
        currency=slots.currency if named else topic.currency,
        currencies=slots.currencies if named else topic.currencies,
        # A way of paying that was only asked about does not narrow the sum that follows.
        method=slots.method or (topic.method if topic.intent == "fees.calculate" else None),
    )
