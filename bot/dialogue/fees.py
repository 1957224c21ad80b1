"""What does paying cost? Decimal arithmetic on the two percentages that the guide names."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision

from bot.dialogue.replies import FeesComputed, MethodFee
from bot.knowledge import Facts, PercentFact
from bot.matching.understanding import Slots

FEE_FACTS = {"world_pay": "world_pay_fee", "card": "card_fee"}
"""The ways of paying that have a fee in the guide, and the fact that holds it."""

EXAMPLE_AMOUNT = Decimal(1000)
MAX_AMOUNT = Decimal(10) ** 12
ORDER_CURRENCY = "CNY"
"""What an amount is in where no currency is named: 1688 shows its prices in yuan."""


def compute_fees(facts: Facts, slots: Slots, *, example: bool = False) -> FeesComputed:
    """The fees on `slots.amount`, which must be set: for the method named, or for both side by side.

    A sign that several currencies share does not matter here, since a percentage is the same in each: the likeliest is
    shown.
    """
    if slots.amount is None:
        raise ValueError("no amount to compute a fee on")
    currency = slots.currency or (slots.currencies[0] if slots.currencies else ORDER_CURRENCY)
    methods = [slots.method] if slots.method in FEE_FACTS else list(FEE_FACTS)
    unknown = slots.method if slots.method is not None and slots.method not in FEE_FACTS else None
    fees = tuple(method_fee(facts, method, slots.amount, currency) for method in methods if method)
    return FeesComputed(slots.amount, currency, fees, example, unknown)


def method_fee(facts: Facts, method: str, amount: Decimal, currency: str) -> MethodFee:
    fact = facts[FEE_FACTS[method]]
    if not isinstance(fact, PercentFact):
        raise TypeError(f"{FEE_FACTS[method]} is no percentage")
    minor_unit = Decimal(1).scaleb(-get_currency_precision(currency))
    fee = (amount * fact.percent / 100).quantize(minor_unit, ROUND_HALF_UP)
    return MethodFee(method, fact.percent, fee, amount + fee)
