"""The answers, played: every question as somebody asks it from the menu, and what is computed or asked back."""

from decimal import Decimal
from itertools import groupby

from bot.dialogue import actions as act
from bot.dialogue.response import Response
from bot.knowledge import Intent
from bot.matching.understanding import Slots
from bot.preview.catalogue import Entry, Kind, Part, Sample, said
from bot.preview.talk import Stage, Talk

AMOUNT = Slots(Decimal(5000), "CNY")


def play_answers(stage: Stage) -> tuple[Part, ...]:
    """A part for each topic: what stands before the dot in its intents' ids."""
    grouped = groupby(sorted(stage.knowledge.intents.values(), key=_topic), _topic)
    return tuple(
        Part(topic, topic, tuple(_answered(stage, intent) for intent in intents)) for topic, intents in grouped
    )


def _topic(intent: Intent) -> str:
    return intent.id.partition(".")[0]


def _answered(stage: Stage, intent: Intent) -> Entry:
    return Entry(Kind.INTENT, intent.id, intent.question, (Sample("Asked", Talk(stage).ask(intent.id)),))


def play_computed(stage: Stage) -> Part:
    """What depends on an amount, a currency or a way of paying that somebody names."""

    def fee(slots: Slots) -> Response:
        return Talk(stage).ask("fees.calculate", slots)

    def currency(slots: Slots) -> Response:
        return Talk(stage).ask("currencies.check", slots)

    def method(name: str | None) -> Response:
        return Talk(stage).ask("payment.other_methods", Slots(method=name))

    entries = (
        said(
            "fee",
            "A fee is computed",
            ("5,000 yuan, no way of paying named", fee(AMOUNT)),
            ("5,000 yuan by card", fee(Slots(Decimal(5000), "CNY", method="card"))),
            ("5,000 yuan by World Pay", fee(Slots(Decimal(5000), "CNY", method="world_pay"))),
            ("5,000 yuan by Alipay, which has no fee in the guide", fee(Slots(Decimal(5000), "CNY", method="alipay"))),
            ("5,000 yuan by PayPal, which is not in the guide", fee(Slots(Decimal(5000), "CNY", method="paypal"))),
            ("100,000 rupiah, which have no cents", fee(Slots(Decimal(100000), "IDR"))),
            ("No amount", fee(Slots())),
        ),
        said(
            "amount",
            "An amount that cannot be used",
            ("“5 to 8 thousand”", fee(Slots(amount_is_range=True))),
            ("“0”", fee(Slots(Decimal(0)))),
        ),
        said(
            "currency",
            "A currency is looked up",
            ("One of the list", currency(Slots(currency="MYR"))),
            ("Not on the list", currency(Slots(currency="VND"))),
            ("A sign that several share: “$”", currency(Slots(currencies=("USD", "SGD", "HKD")))),
        ),
        said(
            "method",
            "A way of paying that the guide does not list",
            ("PayPal", method("paypal")),
            ("None named", method(None)),
        ),
    )
    return Part("computed", "Amounts, currencies, ways of paying", entries)


def play_unclear(stage: Stage) -> Part:
    """When the assistant is not sure, or does not know."""
    two, three, near, again, none = (Talk(stage) for _ in range(5))
    again.say("…")
    none.say("…", none.unsure("fees.card", "topup.time"))
    entries = (
        said(
            "choices",
            "Do you mean …?",
            ("Two questions are close", two.say("…", two.unsure("fees.card", "topup.time"))),
            ("Three are", three.say("…", three.unsure("fees.card", "topup.time", "currencies.list"))),
        ),
        said(
            "fallback",
            "Not understood",
            ("Nothing fits", Talk(stage).say("…")),
            ("One question is near", near.say("…", near.unclear("fees.card"))),
            ("“None of these”", none.tap(act.NoneOfThese())),
            ("The second time in a row", again.say("…")),
        ),
    )
    return Part("unclear", "Not sure, or not known", entries)
