"""What is offered to somebody who only names the assistant in another chat: answers that stand alone.

There is no conversation behind it: nothing is remembered, and nothing can be asked back. So only what the guide answers
is offered; what needs a person, or a walk through the guide, is for the chat with the assistant. A query that holds a
secret is not even looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.assistant import MAX_TEXT, Assistant
from bot.dialogue.replies import AmountAsked, Answer, ContactShown, Content, CurrencyAsked, FeesComputed
from bot.dialogue.states import ChatState
from bot.knowledge import Kind
from bot.matching.understanding import Decision, Reading, Slots, Understanding
from bot.support.secrets import find_secret

MAX_CARDS = 5
MOST_ASKED = ("fees.overview", "currencies.list", "payment.options", "support.hours")
"""Offered before anything is typed."""

COMPUTED = frozenset({"fees.calculate", "currencies.check"})
"""What is worked out from the words of the question alone."""

Asked = tuple[str, Slots]
"""An intent, and what was read out of the question."""


@dataclass(frozen=True, slots=True)
class Card:
    """An answer to `intent`; `step` is where the guide shows how."""

    intent: str
    content: Content
    step: str | None


@dataclass(frozen=True, slots=True)
class Offer:
    """The cards, best first. `language` is the one to word them in, and `holds_until` when one of them becomes untrue.

    `chat_answers` is an intent that was asked for and that only the chat can answer.
    """

    language: str
    cards: tuple[Card, ...] = ()
    chat_answers: str | None = None
    holds_until: datetime | None = None


def offer_answers(assistant: Assistant, query: str, app_language: str, now: datetime) -> Offer:
    """The answers to what somebody has typed so far; `app_language` is one of the assistant's, or empty."""
    state = ChatState(telegram_language=app_language)
    language = assistant.language_of(state)
    query = query.strip()
    if find_secret(query) is not None:
        return Offer(language)
    if not query:
        return _offer(assistant, state, language, ((intent, Slots()) for intent in MOST_ASKED), now)
    reading = assistant.understand(query[:MAX_TEXT], language)
    language = assistant.reply_language(state, reading.first)
    offer = _offer(assistant, state, language, _asked(assistant, reading), now)
    intent = reading.first.intent
    return offer if intent is None or _stands_alone(assistant, intent) else replace(offer, chat_answers=intent)


def _asked(assistant: Assistant, reading: Reading) -> Iterator[Asked]:
    """What the questions mean or may mean; behind a sure answer, what is often asked next."""
    understood = [question for question in reading.questions if question.decision is not Decision.FALLBACK]
    for question in understood:
        yield from _meant(question)
    for question in understood:
        if question.intent is not None:
            yield from ((intent, Slots()) for intent in assistant.knowledge.intents[question.intent].related)


def _meant(question: Understanding) -> Iterator[Asked]:
    for candidate in question.candidates:
        yield candidate.intent, question.slots


def _stands_alone(assistant: Assistant, intent: str) -> bool:
    return intent in COMPUTED or assistant.knowledge.intents[intent].kind is Kind.ANSWER


def _offer(assistant: Assistant, state: ChatState, language: str, asked: Iterable[Asked], now: datetime) -> Offer:
    cards: dict[Content, Card] = {}
    for intent, slots in asked:
        if intent in assistant.knowledge.intents and _stands_alone(assistant, intent):
            for card in _cards(assistant, state, intent, slots, now):
                cards.setdefault(card.content, card)
    kept = tuple(cards.values())[:MAX_CARDS]
    ends = [end for card in kept if (end := _holds_until(card.content)) is not None]
    return Offer(language, kept, holds_until=min(ends, default=None))


def _cards(assistant: Assistant, state: ChatState, intent: str, slots: Slots, now: datetime) -> Iterator[Card]:
    """The answer as it is in a chat; what would be asked back there is left open, or shown for each case."""
    content = assistant.answers.answer(state, intent, slots, now).replies[0].content
    match content:
        case CurrencyAsked(currencies=currencies):
            for currency in currencies:
                yield from _cards(assistant, state, intent, Slots(currency=currency), now)
            return
        case AmountAsked() | FeesComputed(example=True):
            intent, content = "fees.overview", Answer("fees.overview")
        case ContactShown():
            content = replace(content, zone_guessed=False)
        case _:
            pass
    place = assistant.knowledge.intents[intent].guide
    yield Card(intent, content, assistant.walk.guide.first_step(place) if place else None)


def _holds_until(content: Content) -> datetime | None:
    """When the line opens or closes, where the answer says whether it is open."""
    if not isinstance(content, ContactShown):
        return None
    return content.availability.closes_at or content.availability.opens_at
