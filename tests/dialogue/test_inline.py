"""What is offered in other chats: only answers that stand alone, in the language of the question."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.dialogue.inline import Offer, offer_answers
from bot.dialogue.replies import Answer, ContactShown, CurrencyChecked, FeesComputed
from bot.knowledge import Knowledge
from bot.matching.understanding import Reading, Slots
from tests.dialogue.scripted import make_assistant, meant, unknown, unsure

HEARS = {
    "fee": meant("fees.overview"),
    "visa": meant("fees.card"),
    "5000 yuan by card": meant("fees.calculate", Slots(Decimal(5000), "CNY", method="card")),
    "work out the fee": meant("fees.calculate"),
    "5 to 8k": meant("fees.calculate", Slots(amount_is_range=True)),
    "MYR?": meant("currencies.check", Slots(currency="MYR")),
    "$?": meant("currencies.check", Slots(currencies=("USD", "SGD", "HKD"))),
    "how": unsure("payment.how", "payment.failed", "order.how"),
    "two": (meant("fees.card"), meant("support.hours")),
    "locked out": meant("account.login"),
    "a person please": meant("support.human"),
    "hello": meant("talk.greeting"),
    "ค่าธรรมเนียม": meant("fees.overview", language="th", clear=True),
    "fee mah": meant("fees.overview", language="th", clear=False),
}


@pytest.fixture
def offers(knowledge: Knowledge, now: datetime) -> "Offers":
    return Offers(knowledge, now)


class Offers:
    def __init__(self, knowledge: Knowledge, now: datetime) -> None:
        self._now = now
        self.asked: list[str] = []
        self._assistant = make_assistant(knowledge, self._understand)

    def _understand(self, text: str, _language: str) -> Reading:
        self.asked.append(text)
        found = HEARS.get(text, unknown(text))
        return Reading(found if isinstance(found, tuple) else (found,))

    def to(self, query: str, app_language: str = "en") -> Offer:
        return offer_answers(self._assistant, query, app_language, self._now)

    def intents(self, query: str) -> list[str]:
        return [card.intent for card in self.to(query).cards]


def test_before_anything_is_typed_the_most_asked_is_offered(offers: Offers) -> None:
    assert offers.intents("  ") == ["fees.overview", "currencies.list", "payment.options", "support.hours"]
    assert offers.asked == []


def test_a_sure_question_is_answered_first_and_what_is_asked_next_behind(offers: Offers) -> None:
    offer = offers.to("visa")
    assert offer.cards[0].content == Answer("fees.card")
    assert offer.cards[0].step == "pay.method"
    assert [card.intent for card in offer.cards[1:]] == ["fees.overview", "payment.options"]
    assert offer.chat_answers is None


def test_an_unsure_question_offers_what_it_may_mean_and_the_guide_answers(offers: Offers) -> None:
    assert offers.intents("how") == ["payment.how", "order.how"]


def test_two_questions_are_both_answered(offers: Offers) -> None:
    assert offers.intents("two")[:2] == ["fees.card", "support.hours"]


def test_a_fee_is_worked_out(offers: Offers) -> None:
    content = offers.to("5000 yuan by card").cards[0].content
    assert isinstance(content, FeesComputed)
    assert [(fee.method, fee.fee) for fee in content.fees] == [("card", Decimal("50.00"))]


@pytest.mark.parametrize("query", ["work out the fee", "5 to 8k"])
def test_where_the_chat_would_ask_for_an_amount_the_fees_are_shown(offers: Offers, query: str) -> None:
    assert [card.content for card in offers.to(query).cards] == [Answer("fees.overview")]


def test_a_currency_is_checked(offers: Offers) -> None:
    assert offers.to("MYR?").cards[0].content == CurrencyChecked("MYR", supported=True)


def test_a_sign_of_several_currencies_is_checked_for_each(offers: Offers) -> None:
    contents = [card.content for card in offers.to("$?").cards]
    assert contents == [CurrencyChecked(code, supported=True) for code in ("USD", "SGD", "HKD")]


@pytest.mark.parametrize(
    ("query", "intent"),
    [("locked out", "account.login"), ("a person please", "support.human"), ("hello", "talk.greeting")],
)
def test_what_the_guide_does_not_answer_is_for_the_chat(offers: Offers, query: str, intent: str) -> None:
    offer = offers.to(query)
    assert intent not in [card.intent for card in offer.cards]
    assert offer.chat_answers == intent


def test_what_is_not_understood_offers_nothing(offers: Offers) -> None:
    assert offers.to("is lazada down") == Offer("en")


def test_a_secret_is_not_even_looked_at(offers: Offers) -> None:
    assert offers.to("my password is hunter2, what is the fee") == Offer("en")
    assert offers.asked == []


@pytest.mark.parametrize(
    ("query", "app_language", "language"),
    [
        pytest.param("fee", "th", "th", id="the app's"),
        pytest.param("", "zh", "zh", id="the app's, before anything is typed"),
        pytest.param("fee", "", "en", id="English, where the app's is not spoken"),
        pytest.param("ค่าธรรมเนียม", "en", "th", id="the question's, where it is clear"),
        pytest.param("fee mah", "zh", "zh", id="the app's, where the question's is not clear"),
    ],
)
def test_the_language_is_the_questions_or_the_apps(
    offers: Offers, query: str, app_language: str, language: str
) -> None:
    assert offers.to(query, app_language).language == language


def test_opening_hours_ask_nothing_back_and_hold_until_the_line_closes(offers: Offers) -> None:
    offer = offers.to("")
    hours = offer.cards[-1].content
    assert isinstance(hours, ContactShown)
    assert not hours.zone_guessed
    # Monday, 17:00 in Singapore.
    assert offer.holds_until == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert offers.to("visa").holds_until is None
