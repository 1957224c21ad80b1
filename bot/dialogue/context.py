"""What does an utterance mean in the light of what was asked or answered before it?

"yes", "back", "the second one" stand for a button on offer; "and by card?", "8000", "and MYR?" for a question about
what was talked of last.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bot.dialogue import actions as act
from bot.dialogue.answers import CURRENCY_INTENTS, FEE_INTENTS, merge
from bot.dialogue.states import Asked, Asking, AtMenu, AtQuestion, AtStep, ChatState
from bot.matching.understanding import Signal, Slots, Understanding

METHOD_INTENTS = {
    ("fees", "card"): "fees.card",
    ("fees", "world_pay"): "fees.world_pay",
    ("fees", "alipay"): "fees.alipay",
    ("payment", "card"): "payment.card",
    ("payment", "world_pay"): "payment.world_pay",
    ("payment", "alipay"): "payment.alipay",
}
"""What a way of paying alone asks for, after a question about fees or about paying."""

_ORDINALS = (Signal.FIRST, Signal.SECOND, Signal.THIRD)


def button_meant(state: ChatState, signal: Signal) -> act.Action | None:
    """The button that a short word stands for; whether it is on offer is for the caller to see."""
    proposed = _proposed(state, signal)
    if proposed is not None:
        return proposed
    match signal, state.where:
        case ((Signal.YES | Signal.NO | Signal.UNSURE), AtQuestion(question=question)):
            return act.AnswerOpening(question, signal.value)
        case Signal.YES, Asking(what=Asked.START_OVER):
            return act.ConfirmStartOver()
        case Signal.YES, Asking(what=Asked.DELETE):
            return act.ConfirmDelete()
        case ((Signal.YES | Signal.FIRST | Signal.SECOND | Signal.THIRD), Asking(what=Asked.CHOICE)):
            return _nth([act.Ask(intent) for intent in state.topic.choices], signal)
        case ((Signal.FIRST | Signal.SECOND | Signal.THIRD), AtStep() | AtMenu()):
            return _nth(_listed(state), signal)
        case ((Signal.NONE | Signal.NO), Asking(what=Asked.CHOICE)):
            return act.NoneOfThese()
        case Signal.YES | Signal.NEXT, AtStep(step=step):
            return act.Next(step)
        case Signal.BACK, AtStep(step=step):
            return act.Back(step)
        case _:
            return None


def _proposed(state: ChatState, signal: Signal) -> act.Action | None:
    """What the last message proposed by its first button and `signal` accepts: "Shall I show you how to reach them?".

    A person, the guide, or the first step of the route that it laid out.
    """
    match signal, _on_offer(state):
        case Signal.YES, [act.TalkToPerson() as first, *_]:
            return first
        case ((Signal.YES | Signal.NEXT), [act.StartGuide() as first, *_]):
            return first
        case ((Signal.YES | Signal.NEXT), [act.GoStep() as first, *others]) if act.ChangeAnswers() in others:
            return first
        case _:
            return None


def _on_offer(state: ChatState) -> list[act.Action]:
    return [action for data in state.offered if (action := act.decode(data)) is not None]


def _nth(actions: Sequence[act.Action], signal: Signal) -> act.Action | None:
    """The second one, say; a yes means the only one."""
    if signal is Signal.YES:
        return actions[0] if len(actions) == 1 else None
    index = _ORDINALS.index(signal)
    return actions[index] if index < len(actions) else None


def _listed(state: ChatState) -> tuple[act.Action, ...]:
    """The troubles or questions that the last message lists for choosing one of; a person is offered below them."""
    on_offer = _on_offer(state)
    listed = tuple(takewhile(lambda action: isinstance(action, act.ShowTrouble | act.OtherTrouble | act.Ask), on_offer))
    below = on_offer[len(listed) :]
    return listed if act.TalkToPerson() in below or any(isinstance(a, act.OtherTrouble) for a in listed) else ()


def question_meant(state: ChatState, question: Understanding) -> tuple[str, Slots] | None:
    """The intent that a bare utterance asks for, with its slots filled up; None where nothing before explains it."""
    if not question.bare:
        return None
    slots, topic = question.slots, state.topic
    asked = state.where.what if isinstance(state.where, Asking) else None
    names_amount = slots.amount is not None or slots.amount_is_range
    if asked is Asked.CURRENCY and slots.currency is not None:
        slots = replace(slots, amount=slots.amount or topic.amount, method=slots.method or topic.method)
        return topic.intent or "currencies.check", slots
    if names_amount and (asked is Asked.AMOUNT or topic.intent in FEE_INTENTS):
        return "fees.calculate", merge(slots, topic)
    if topic.intent == "fees.calculate" and topic.amount is not None and (slots.method or slots.currency):
        return "fees.calculate", merge(slots, topic)
    if topic.intent in CURRENCY_INTENTS and (slots.currency or slots.currencies):
        return "currencies.check", slots
    by_method = METHOD_INTENTS.get((topic.intent.partition(".")[0], slots.method or ""))
    return (by_method, slots) if by_method is not None else None
