"""Every reply in every language: whole, within Telegram's limits, and with its facts in it."""

from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len

from bot.bootstrap import make_desk
from bot.conversation import Incoming, Speaker
from bot.dialogue import replies
from bot.dialogue.events import Command
from bot.dialogue.replies import Content, Plain, Reply, Way
from bot.dialogue.response import Response
from bot.dialogue.states import AtStep, Case, ChatState
from bot.knowledge import Knowledge
from bot.preview.catalogue import Kind, entries_of
from bot.preview.samples import play_all
from bot.preview.talk import Stage
from bot.rendering import Message
from bot.support.hours import Availability, ClosedReason
from bot.support.secrets import Secret

LANGUAGES = ("en", "fil", "id", "ms", "th", "vi", "zh")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OPENS = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
REPLY_BY = date(2026, 11, 25)
ZONE = "Asia/Bangkok"

OPEN = Availability(is_open=True, closes_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
WEEKEND = Availability(is_open=False, opens_at=OPENS, reason=ClosedReason.WEEKEND)
CLOSED_DATE = Availability(is_open=False, opens_at=OPENS, reason=ClosedReason.HOLIDAY)
"""A date on which an operator closes the desk without giving it a name."""

HOSTILE = Case(words="<b>it & broke</b>", since="{card_fee}", email="mei@example.com")
OTHER_CONTENT = (
    replies.ContactShown("support.contact", CLOSED_DATE, REPLY_BY, ZONE, True),
    replies.HandOffOffered(CLOSED_DATE, REPLY_BY, ZONE, False, None),
    replies.PhoneShown(CLOSED_DATE, ZONE),
    replies.TicketsShown((), ZONE),
    replies.Note(replies.Plain.OTHER),
)
"""What no sample says with the content as it is."""


@pytest.fixture(scope="module")
def samples(knowledge: Knowledge) -> dict[str, list[Response]]:
    """Every turn that the preview shows, by the language of the chat."""
    played = {
        language: play_all(Stage(knowledge, make_desk(knowledge), LANGUAGES, language, "Asia/Singapore", 30))
        for language in LANGUAGES
    }
    return {
        language: [sample.response for entry in entries_of(chapters) for sample in entry.samples]
        for language, chapters in played.items()
    }


def render(speaker: Speaker, language: str, content: Content) -> Message:
    return speaker.renderer.render(Reply(content), language, ChatState(where=AtStep("pay.method")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_can_be_worded(speaker: Speaker, samples: dict[str, list[Response]], language: str) -> None:
    said = [reply.content for response in samples[language] for reply in response.replies]
    for content in (*said, *OTHER_CONTENT):
        text = render(speaker, language, content).text
        assert text.strip()
        assert len(text) <= 1024
        assert "{" not in text
        assert "None" not in text


def test_every_kind_of_reply_is_among_them(samples: dict[str, list[Response]]) -> None:
    said = {reply.content for response in samples["en"] for reply in response.replies}
    assert {type(content) for content in said} == set(Content.__args__)
    assert {content.kind for content in said if isinstance(content, replies.Note)} == set(Plain)
    assert {content.way for content in said if isinstance(content, replies.TicketOpened)} == set(Way)
    assert {content.secret for content in said if isinstance(content, replies.SecretRemoved)} == set(Secret)
    offers = [content.availability for content in said if isinstance(content, replies.HandOffOffered)]
    assert {offer.reason for offer in offers} == {None, *ClosedReason}
    assert any(offer.closing_soon for offer in offers)


def test_every_step_answer_and_trouble_is_among_them(knowledge: Knowledge) -> None:
    stage = Stage(knowledge, make_desk(knowledge), LANGUAGES, "en", "Asia/Singapore", 30)
    found = {kind: [entry.name for entry in entries_of(play_all(stage)) if entry.kind is kind] for kind in Kind}
    assert found[Kind.STEP] == list(knowledge.guide.steps)
    assert found[Kind.SECTION] == list(knowledge.guide.section)
    assert found[Kind.TROUBLE] == list(knowledge.guide.troubles)
    assert found[Kind.QUESTION] == list(knowledge.guide.question)
    assert sorted(found[Kind.INTENT]) == sorted(knowledge.intents)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_short_enough_for_a_phone(
    speaker: Speaker, samples: dict[str, list[Response]], language: str
) -> None:
    wide = {
        button.label
        for response in samples[language]
        for message in speaker.word(response).messages
        for row in message.buttons
        for button in row
        if cell_len(button.label) > 24
    }
    assert wide == set()


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
    contact = render(speaker, language, replies.ContactShown("support.contact", OPEN, REPLY_BY, ZONE, False))
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
    draft = render(speaker, "en", replies.DraftShown(HOSTILE, ZONE)).text
    assert "&lt;b&gt;it &amp; broke&lt;/b&gt;" in draft
    assert "{card_fee}" in draft


def test_times_are_in_the_readers_zone_with_the_desks_beside_it(speaker: Speaker) -> None:
    text = render(speaker, "en", replies.PhoneShown(WEEKEND, ZONE)).text
    assert "Tuesday" in text
    assert "08:00 (Bangkok · 09:00 Singapore)" in text
    assert "09:00 (Singapore)" in render(speaker, "en", replies.PhoneShown(WEEKEND, "Asia/Singapore")).text


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
