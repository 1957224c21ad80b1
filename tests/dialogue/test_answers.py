"""Known questions are answered, and what comes after them is understood in their light."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.dialogue import actions as act
from bot.dialogue.effects import NoteUnanswered
from bot.dialogue.events import Command
from bot.dialogue.fees import compute_fees
from bot.dialogue.replies import (
    Answer,
    Choices,
    ContactShown,
    CurrencyAsked,
    CurrencyChecked,
    Fallback,
    FeesComputed,
    HandOffOffered,
    LanguageSet,
    MethodChecked,
    Note,
    Plain,
    PrivacyShown,
    TroubleHelp,
)
from bot.dialogue.states import ChatState
from bot.knowledge import Kind, Knowledge
from bot.matching.understanding import Candidate, Decision, Signal, Slots, Understanding
from tests.dialogue.scripted import Talk, bare, meant, signal, unsure

SATURDAY_NIGHT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


@pytest.fixture
def talk(knowledge: Knowledge, now: datetime) -> Talk:
    return Talk(knowledge, now)


def test_every_intent_is_answered(knowledge: Knowledge, now: datetime) -> None:
    for intent in knowledge.intents.values():
        talk = Talk(knowledge, now, {"q": meant(intent.id, Slots(amount=Decimal(5000)))})
        response = talk.says("q")
        assert response.outcome.intents == (intent.id,)
        assert response.replies
        if intent.kind is Kind.ROUTE and intent.id != "account.security":
            assert response.replies[0].content == Answer(intent.id, hand_off=True)
            assert act.encode(act.TalkToPerson(intent.id)) in response.state.offered


# 0.8 % and 1.0 %: guide, section 6, "Choose 'Cross-border treasure' as the payment method"
@pytest.mark.parametrize(
    ("amount", "currency", "world_pay", "card"),
    [
        ("5000", "CNY", "40.00", "50.00"),
        ("12000", "CNY", "96.00", "120.00"),
        ("688.50", "CNY", "5.51", "6.89"),  # 5.508 and 6.885, half up
        ("0.01", "CNY", "0.00", "0.00"),
        ("20000", "JPY", "160", "200"),
        ("150", "JPY", "1", "2"),  # 1.2 and 1.5: yen have no cents
        ("999999999999", "CNY", "7999999999.99", "9999999999.99"),
    ],
)
def test_fees_are_exact_to_the_cent(
    knowledge: Knowledge, amount: str, currency: str, world_pay: str, card: str
) -> None:
    computed = compute_fees(knowledge.facts, Slots(amount=Decimal(amount), currency=currency))
    assert [(fee.method, str(fee.fee)) for fee in computed.fees] == [("world_pay", world_pay), ("card", card)]
    assert all(fee.total == computed.amount + fee.fee for fee in computed.fees)


def test_without_an_amount_both_fees_are_shown_and_an_amount_is_asked_for(talk: Talk) -> None:
    talk.hears = {"fee": meant("fees.calculate"), "8000": bare(amount=Decimal(8000))}
    talk.says("fee")
    assert talk.at == "ask:amount"
    assert isinstance(talk.content, FeesComputed)
    assert talk.content.example
    talk.says("8000")
    assert talk.at == "menu"
    assert isinstance(talk.content, FeesComputed)
    assert (talk.content.amount, talk.content.example) == (Decimal(8000), False)


def test_a_method_alone_refines_the_sum_before(talk: Talk) -> None:
    talk.hears = {"fee": meant("fees.calculate", Slots(Decimal(5000), "CNY")), "by card?": bare(method="card")}
    talk.says("fee")
    talk.says("by card?")
    assert isinstance(talk.content, FeesComputed)
    assert [(fee.method, fee.fee) for fee in talk.content.fees] == [("card", Decimal("50.00"))]


def test_an_amount_alone_after_a_fee_answer_is_worked_out_for_both(talk: Talk) -> None:
    talk.hears = {"visa": meant("fees.card", Slots(method="card")), "12k": bare(amount=Decimal(12000))}
    talk.says("visa")
    talk.says("12k")
    assert isinstance(talk.content, FeesComputed)
    assert [fee.method for fee in talk.content.fees] == ["world_pay", "card"]


def test_a_currency_alone_after_a_currency_answer_is_checked(talk: Talk) -> None:
    talk.hears = {"list": meant("currencies.list"), "and MYR?": bare(currency="MYR"), "VND": bare(currency="VND")}
    talk.says("list")
    talk.says("and MYR?")
    assert talk.content == CurrencyChecked("MYR", supported=True)
    talk.says("VND")
    assert talk.content == CurrencyChecked("VND", supported=False)


def test_a_sign_of_several_currencies_is_asked_back(talk: Talk) -> None:
    talk.hears = {"$?": meant("currencies.check", Slots(currencies=("USD", "SGD", "HKD")))}
    talk.says("$?")
    assert talk.content == CurrencyAsked(("USD", "SGD", "HKD"))
    assert talk.at == "ask:currency"
    talk.taps(act.PickCurrency("SGD"))
    assert talk.content == CurrencyChecked("SGD", supported=True)


def test_a_range_is_refused_and_an_amount_asked_for(talk: Talk) -> None:
    talk.hears = {"5 to 8k": meant("fees.calculate", Slots(amount_is_range=True))}
    talk.says("5 to 8k")
    assert talk.at == "ask:amount"


def test_other_methods_are_named_and_not_promised(talk: Talk) -> None:
    talk.hears = {"paypal?": meant("payment.other_methods", Slots(method="paypal"))}
    talk.says("paypal?")
    assert talk.content == MethodChecked("paypal")


def test_choices_are_settled_by_tap_or_by_word(talk: Talk) -> None:
    talk.hears = {"how long": unsure("topup.time", "shipping.status"), "the second one": signal(Signal.SECOND)}
    response = talk.says("how long")
    assert response.outcome.decision is Decision.CHOICES
    assert talk.content == Choices(("topup.time", "shipping.status"))
    response = talk.says("the second one")
    assert response.outcome.intents == ("shipping.status",)


def test_none_of_these_is_remembered_without_who_asked(talk: Talk) -> None:
    talk.hears = {"how long": unsure("topup.time", "shipping.status")}
    talk.says("how long")
    response = talk.taps(act.NoneOfThese())
    assert response.outcome.decision is Decision.FALLBACK
    assert response.effects == (NoteUnanswered("", "en", ("topup.time", "shipping.status"), rejected=True),)


def test_a_fallback_says_so_and_the_second_offers_a_person(talk: Talk) -> None:
    response = talk.says("is lazada down")
    assert isinstance(talk.content, Fallback)
    assert response.effects == (NoteUnanswered("is lazada down", "en", ()),)
    talk.says("and now")
    assert isinstance(talk.content, HandOffOffered)
    assert talk.content.sorry


def test_an_answer_in_between_starts_the_count_of_fallbacks_anew(talk: Talk) -> None:
    talk.hears = {"fee": meant("fees.overview")}
    talk.says("x")
    talk.says("fee")
    talk.says("x")
    assert isinstance(talk.content, Fallback)


def test_several_questions_are_answered_one_after_the_other(talk: Talk) -> None:
    talk.hears = {"two": (meant("fees.card"), meant("currencies.list"))}
    response = talk.says("two")
    assert response.outcome.intents == ("fees.card", "currencies.list")
    assert [reply.content for reply in response.replies] == [Answer("fees.card"), Answer("currencies.list")]
    assert not response.replies[0].rows


def test_security_comes_first_with_official_contacts(talk: Talk) -> None:
    talk.hears = {"hacked": meant("account.security")}
    talk.says("hacked")
    assert isinstance(talk.content, HandOffOffered)
    assert talk.content.urgent


def test_contact_knows_whether_the_line_is_open(talk: Talk) -> None:
    talk.hears = {"call?": meant("support.hours")}
    talk.says("call?")
    assert isinstance(talk.content, ContactShown)
    assert talk.content.availability.is_open
    talk.now = SATURDAY_NIGHT
    talk.says("call?")
    assert isinstance(talk.content, ContactShown)
    assert not talk.content.availability.is_open
    assert talk.content.reply_by.isoformat() == "2026-11-24"


def test_another_language_is_answered_in_it_and_offered_once(talk: Talk) -> None:
    talk.hears = {"ค่าธรรมเนียม": meant("fees.overview", language="th", clear=True)}
    response = talk.says("ค่าธรรมเนียม")
    assert response.outcome.language == "th"
    assert act.encode(act.ChooseLanguage("th")) in response.state.offered
    response = talk.says("ค่าธรรมเนียม")
    assert response.outcome.language == "th"
    assert act.encode(act.ChooseLanguage("th")) not in response.state.offered


def test_a_language_is_settled_by_asking_for_it(talk: Talk) -> None:
    talk.hears = {"speak thai": meant("language.change", Slots(language="th"))}
    response = talk.says("speak thai")
    assert talk.content == LanguageSet("th")
    assert response.outcome.language == "th"
    assert talk.says("/help").outcome.language == "th"


def test_an_app_in_a_language_that_is_not_spoken_gets_the_choice_at_once(talk: Talk) -> None:
    talk.says("/start")
    assert {act.encode(act.ChooseLanguage(language)) for language in ("en", "th", "zh")} <= set(talk.state.offered)


def test_an_app_in_a_language_that_is_spoken_is_not_asked(talk: Talk) -> None:
    talk.state = ChatState(telegram_language="th")
    talk.says("/start")
    assert not any(data.startswith("lang:") for data in talk.state.offered)


def test_a_language_that_is_not_spoken_gets_the_choice(talk: Talk) -> None:
    talk.hears = {"speak khmer": meant("language.change", Slots(language="km"))}
    talk.says("speak khmer")
    assert talk.at == "ask:language"
    talk.taps(act.ChooseLanguage("zh"))
    assert talk.state.language == "zh"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_message_gets_a_kind_line(talk: Talk, text: str) -> None:
    talk.says(text)
    assert talk.content == Note(Plain.EMPTY)


def test_deleting_asks_first_and_then_forgets_everything(talk: Talk) -> None:
    talk.says("/start")
    talk.taps(act.StartGuide(), act.AnswerOpening("has_verified_1688", "yes"))
    talk.says("/privacy")
    assert isinstance(talk.content, PrivacyShown)
    talk.taps(act.DeleteData(), act.ConfirmDelete())
    assert talk.state.progress == ChatState().progress


def test_a_deep_link_opens_a_section_a_step_or_an_answer(talk: Talk) -> None:
    for place, at in {"pay": "guide:pay.order", "topup-convert": "guide:topup.convert"}.items():
        talk.event(Command("start", place))
        assert talk.at == at
    talk.event(Command("start", "fees-card"))
    assert talk.content == Answer("fees.card")


def test_the_way_back_to_the_step_leaves_the_answer_in_sight(knowledge: Knowledge, now: datetime) -> None:
    talk = Talk(knowledge, now, {"visa fee": meant("fees.card")})
    talk.event(Command("start", "pay-method"))
    talk.says("visa fee")
    response = talk.taps(act.GoBack("pay.method"))
    assert talk.at == "guide:pay.method"
    assert not response.redraw


def test_small_talk_is_not_offered_as_near(knowledge: Knowledge, now: datetime) -> None:
    nearly = Understanding(
        Decision.FALLBACK, (Candidate("talk.goodbye", 0.2), Candidate("fees.card", 0.1)), Slots(), "en"
    )
    talk = Talk(knowledge, now, {"hm": nearly})
    talk.says("hm")
    assert talk.content == Fallback(("fees.card",))


def test_a_fee_on_the_amount_that_was_named_needs_no_asking_back(knowledge: Knowledge, now: datetime) -> None:
    nearly = Understanding(Decision.CHOICES, (Candidate("fees.calculate", 0.3),), Slots(amount=Decimal(12500)), "en")
    talk = Talk(knowledge, now, {"12500 yuan how": nearly, "how": unsure("fees.calculate")})
    talk.says("12500 yuan how")
    assert isinstance(talk.content, FeesComputed)
    talk.says("how")
    assert talk.content == Choices(("fees.calculate",))


@pytest.mark.parametrize(("number", "chosen"), [(Signal.FIRST, "code_missing"), (Signal.SECOND, "code_refused")])
def test_a_trouble_is_chosen_by_its_number(knowledge: Knowledge, now: datetime, number: Signal, chosen: str) -> None:
    talk = Talk(knowledge, now, {"n": signal(number)})
    talk.event(Command("start", "authorise-code"))
    talk.taps(act.Stuck("authorise.code"))
    talk.says("n")
    assert talk.content == TroubleHelp("authorise.code", chosen)
