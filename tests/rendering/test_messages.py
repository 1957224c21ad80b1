"""Every reply in every language: whole, within Telegram's limits, and with its facts in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from rich.cells import cell_len

from bot.conversation import Incoming, Speaker
from bot.dialogue import actions as act
from bot.dialogue import replies
from bot.dialogue.events import Command
from bot.dialogue.fees import compute_fees
from bot.dialogue.replies import Content, Plain, Reply, SectionLine, SectionStatus
from bot.dialogue.response import Response
from bot.dialogue.states import AtStep, ChatState
from bot.knowledge import Knowledge
from bot.matching.understanding import Slots
from bot.rendering import Message
from bot.support.hours import Availability, ClosedReason
from bot.support.secrets import Secret
from tests.dialogue.scripted import Talk, meant
from tests.rendering.handoff import handoff_contents, handoff_responses

LANGUAGES = ("en", "fil", "id", "ms", "th", "vi", "zh")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OPENS = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ZONE = "Asia/Bangkok"

OPEN = Availability(is_open=True, closes_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
CLOSING = Availability(is_open=True, closes_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC), closing_soon=True)
CLOSED = [
    Availability(is_open=False, opens_at=OPENS, reason=reason, holiday=holiday)
    for reason, holiday in [
        (ClosedReason.WEEKEND, None),
        (ClosedReason.OUTSIDE_HOURS, None),
        (ClosedReason.HOLIDAY, "Christmas Day"),
        (ClosedReason.HOLIDAY, "Vesak Day (observed)"),
        (ClosedReason.HOLIDAY, None),
    ]
]


def contents(knowledge: Knowledge) -> Iterator[Content]:
    """One of every kind of reply, and every variant of those with variants."""
    line = SectionLine("pay", SectionStatus.AHEAD, 4)
    yield from (replies.Welcome(), replies.Menu(), replies.StartOverAsked())
    yield from (replies.Stopped(None), replies.Stopped("pay.method"))
    for question in knowledge.guide.question:
        yield from (replies.OpeningAsked(question, True), replies.OpeningHint(question))
    yield from (replies.RouteLaidOut((line,), 1, 4), replies.RouteLaidOut((), 0, 0))
    yield from (replies.SectionsListed((line,)), replies.GuideDone((line,)), replies.WelcomeBack("pay.method", 3, 4))
    for section in knowledge.guide.section:
        for status in SectionStatus:
            yield replies.SectionOpened(section, status)
    for step in knowledge.guide.steps.values():
        yield replies.StepShown(step.id, 1, 5, tuple(SectionStatus), "alipay")
        yield from (replies.LabelCard(step.id), replies.StepWhy(step.id), replies.TroublesListed(step.id))
        yield replies.NearestQuestions(step.id, ("fees.card",))
        yield from (replies.TroubleHelp(step.id, trouble) for trouble in step.troubles)
    for intent in knowledge.intents:
        yield from (replies.Answer(intent), replies.Answer(intent, hand_off=True))
    for method in (None, "card", "alipay", "paypal"):
        for example in (False, True):
            yield compute_fees(knowledge.facts, Slots(Decimal(5000), "CNY", method=method), example=example)
    yield from (replies.AmountAsked("range"), replies.AmountAsked("bounds"), replies.CurrencyAsked(("USD", "SGD")))
    yield from (replies.CurrencyChecked("MYR", True), replies.CurrencyChecked("VND", False))
    yield from (replies.MethodChecked("paypal"), replies.MethodChecked(None))
    yield from (replies.Choices(("fees.card", "topup.time")), replies.Fallback(), replies.Fallback(("fees.card",)))
    yield from (replies.Note(kind) for kind in Plain)
    yield from (replies.LanguagesListed(), replies.LanguagesListed("km"), replies.LanguageSet("th"))
    yield replies.PrivacyShown(30)
    yield from (replies.SecretRemoved(secret) for secret in Secret)
    for availability in (OPEN, CLOSING, *CLOSED):
        for about in ("support.contact", "support.hours", "support.email_time"):
            yield replies.ContactShown(about, availability, date(2026, 11, 25), ZONE, True)
        yield replies.HandOffOffered(availability, date(2026, 11, 25), ZONE, False, "pay.method", urgent=True)
        yield replies.HandOffOffered(availability, date(2026, 11, 25), "Asia/Singapore", True, None, sorry=True)
        yield replies.PhoneShown(availability, ZONE)
        yield from handoff_contents(availability)


def render(speaker: Speaker, language: str, content: Content) -> Message:
    return speaker.renderer.render(Reply(content), language, ChatState(where=AtStep("pay.method")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_can_be_worded(speaker: Speaker, knowledge: Knowledge, language: str) -> None:
    for content in contents(knowledge):
        text = render(speaker, language, content).text
        is_empty_answer = isinstance(content, replies.Answer) and not knowledge.intents[content.intent].answer
        assert text.strip() or is_empty_answer
        assert len(text) <= 1024
        assert "{" not in text
        assert "None" not in text


def test_every_kind_of_reply_is_among_them(knowledge: Knowledge) -> None:
    assert {type(content) for content in contents(knowledge)} == set(Content.__args__)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_short_enough_for_a_phone(speaker: Speaker, knowledge: Knowledge, language: str) -> None:
    wide = {
        button.label
        for response in every_response(knowledge)
        for reply in response.replies
        for row in speaker.renderer.render(reply, language, response.state).buttons
        for button in row
        if cell_len(button.label) > 24
    }
    assert wide == set()


def every_response(knowledge: Knowledge) -> Iterator[Response]:
    """Replies with their buttons: every step with its help, every section, every intent, the menus."""
    talk = Talk(knowledge, NOW)
    yield talk.says("/start")
    yield talk.taps(act.StartGuide())
    yield talk.taps(act.AnswerOpening("has_verified_1688", "unsure"))
    for step in knowledge.guide.steps.values():
        yield talk.event(Command("start", step.id.replace(".", "-")))
        yield talk.taps(act.Stuck(step.id))
        yield talk.taps(act.OtherTrouble(step.id))
        yield talk.says("/guide")
        yield talk.taps(act.ShowSections())
        section = knowledge.guide.section_of[step.id].id
        for change in (act.MarkSection(section), act.SkipSection(section)):
            yield talk.taps(act.OpenSection(section))
            talk.taps(change, act.ShowSections())
            yield talk.taps(act.OpenSection(section))
            talk.taps(change, act.ShowSections())
    for command in ("/help", "/language", "/privacy", "/contact", "/cancel"):
        yield talk.says(command)
    yield from handoff_responses(knowledge)
    for intent in knowledge.intents:
        asked = Talk(knowledge, NOW, {"q": meant(intent, Slots(currencies=("USD", "SGD", "HKD")))})
        yield asked.says("q")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_facts_are_in_the_answers(speaker: Speaker, language: str) -> None:
    def answer(intent: str) -> str:
        return render(speaker, language, replies.Answer(intent)).text

    comma = language in {"id", "vi"}
    world_pay, card = ("0,8%", "1,0%") if comma else ("0.8%", "1.0%")
    assert world_pay in answer("fees.overview")
    assert card in answer("fees.overview")
    for code in "CNH USD SGD HKD GBP EUR AUD JPY NZD CAD MYR THB IDR PHP".split():
        assert code in answer("currencies.list")
    contact = render(speaker, language, replies.ContactShown("support.contact", OPEN, date(2026, 11, 25), ZONE, False))
    assert "+65 6805 4380" in contact.text
    assert "seaclients@service.worldfirst.com" in contact.text
    assert "支付宝账户管理" in answer("account_1688.verify")
    assert "现在去认证" in answer("account_1688.verify")
    assert "已绑定已认证" in answer("account_1688.status")
    assert "个人账户注册" in answer("account_1688.type")
    assert "Cross-border treasure" in answer("payment.checkout_choice")
    assert "portal.worldfirst.com/register" in answer("world_account.register")
    assert "global.1688.com" in answer("order.global_site")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_fits_telegrams_limits(speaker: Speaker, language: str) -> None:
    texts = speaker.renderer.menu(language)
    assert len(texts.commands) == 8
    assert all(1 <= len(words) <= 256 for words in texts.commands.values())
    assert len(texts.description) <= 512
    assert len(texts.short_description) <= 120


def test_what_a_user_typed_is_never_markup(speaker: Speaker) -> None:
    text = render(speaker, "en", replies.MethodChecked("<b>x</b>&{card_fee}")).text
    assert "<b>" not in text.lower()
    assert "&amp;" in text


def test_times_are_in_the_readers_zone_with_the_desks_beside_it(speaker: Speaker) -> None:
    text = render(speaker, "en", replies.PhoneShown(CLOSED[0], ZONE)).text
    assert "Tuesday" in text
    assert "08:00 (Bangkok · 09:00 Singapore)" in text
    assert "09:00 (Singapore)" in render(speaker, "en", replies.PhoneShown(CLOSED[0], "Asia/Singapore")).text


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", "zh"), ("zh-TW", "zh"), ("zh-Hant", "zh"), ("in", "id"), ("tl", "fil"), ("ms-SG", "ms"),
        ("en-GB", "en"), ("yue", "zh"), ("km", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_a_telegram_language_is_mapped_to_one_of_ours(speaker: Speaker, code: str, language: str) -> None:
    said = speaker.speak(ChatState(), Incoming(1, Command("help"), code), NOW)
    assert said.response.outcome.language == language
