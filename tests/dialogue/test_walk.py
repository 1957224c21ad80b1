"""The guide as a state machine: every move, in every situation."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.dialogue import actions as act
from bot.dialogue.events import Command
from bot.dialogue.replies import (
    Answer,
    GuideDone,
    OpeningAsked,
    OpeningHint,
    RouteLaidOut,
    SectionsListed,
    SectionStatus,
    StepShown,
    StepWhy,
    TroubleHelp,
    TroublesListed,
    WelcomeBack,
)
from bot.dialogue.states import AtStep, Progress
from bot.knowledge import Knowledge
from bot.matching.understanding import Signal
from tests.dialogue.scripted import Talk, meant, signal


@pytest.fixture
def talk(knowledge: Knowledge, now: datetime) -> Talk:
    return Talk(knowledge, now)


def start_at(place: str) -> Command:
    """A deep link, as `?start=pay-method` on a web page."""
    return Command("start", place)


def start(talk: Talk, **answers: str) -> None:
    """Begin the guide and answer its questions; what is not named is answered with no."""
    talk.says("/start")
    talk.taps(act.StartGuide())
    while isinstance(talk.content, OpeningAsked):
        question = talk.content.question
        talk.taps(act.AnswerOpening(question, answers.get(question, "no")))


def walk_to_the_end(talk: Talk) -> list[str]:
    """Tap Next until the end; the steps on the way."""
    assert isinstance(talk.content, RouteLaidOut)
    first = talk.assistant.walk.guide.step_order
    talk.taps(act.GoStep(next(step for step in first if act.encode(act.GoStep(step)) in talk.state.offered)))
    seen: list[str] = []
    while isinstance(talk.content, StepShown):
        seen.append(talk.content.step)
        talk.taps(act.Next(talk.content.step))
    return seen


def test_from_nothing_the_route_is_all_31_steps(talk: Talk, knowledge: Knowledge) -> None:
    start(talk)
    assert isinstance(talk.content, RouteLaidOut)
    assert (talk.content.section_count, talk.content.step_count) == (7, 31)
    assert walk_to_the_end(talk) == list(knowledge.guide.step_order)
    assert isinstance(talk.content, GuideDone)
    assert talk.at == "guide:done"


def test_a_verified_1688_account_leaves_out_alipay_and_1688(talk: Talk) -> None:
    start(talk, has_verified_1688="yes")
    steps = walk_to_the_end(talk)
    assert {step.partition(".")[0] for step in steps} == {"world_account", "authorise", "topup", "order", "pay"}


def test_with_everything_but_money_the_route_begins_at_topping_up(talk: Talk) -> None:
    start(talk, has_verified_1688="yes", has_world_account="yes", has_authorised="yes")
    assert walk_to_the_end(talk)[0] == "topup.create"


def test_an_unverified_1688_account_leaves_only_its_verification(talk: Talk) -> None:
    start(talk, has_1688="yes", has_alipay="yes")
    steps = walk_to_the_end(talk)
    assert [step for step in steps if step.startswith(("alipay.", "account_1688."))] == ["account_1688.verify"]


def test_not_sure_shows_how_to_find_out_and_asks_again(talk: Talk) -> None:
    talk.says("/start")
    talk.taps(act.StartGuide(), act.AnswerOpening("has_verified_1688", "unsure"))
    assert talk.content == OpeningHint("has_verified_1688")
    assert talk.at == "guide:question:has_verified_1688"
    talk.taps(act.SkipOpening("has_verified_1688"))
    assert talk.content == OpeningAsked("has_1688", first=False)


def test_changed_answers_change_the_route(talk: Talk) -> None:
    start(talk)
    talk.taps(act.ChangeAnswers())
    talk.taps(act.AnswerOpening("has_verified_1688", "yes"))
    talk.taps(act.AnswerOpening("has_world_account", "yes"), act.AnswerOpening("has_authorised", "yes"))
    assert isinstance(talk.content, RouteLaidOut)
    assert talk.content.section_count == 3


def test_back_returns_to_the_step_before(talk: Talk) -> None:
    start(talk)
    talk.taps(act.GoStep("alipay.register"), act.Next("alipay.register"), act.Back("alipay.code"))
    assert talk.at == "guide:alipay.register"
    assert act.encode(act.Back("alipay.register")) not in talk.state.offered


def test_a_finished_section_is_marked(talk: Talk) -> None:
    start(talk, has_verified_1688="yes")
    talk.taps(act.GoStep("world_account.register"), act.Next("world_account.register"))
    talk.taps(act.Next("world_account.complete"))
    assert isinstance(talk.content, StepShown)
    assert talk.content.finished == "world_account"
    assert talk.content.track[:4] == (SectionStatus.DONE,) * 3 + (SectionStatus.CURRENT,)


def test_skipping_the_section_at_hand_goes_on_behind_it(talk: Talk) -> None:
    start(talk)
    talk.taps(act.GoStep("alipay.register"), act.ShowSections(), act.OpenSection("alipay"), act.SkipSection("alipay"))
    assert talk.at == "guide:account_1688.open"
    assert "alipay" in talk.state.progress.skipped


def test_a_skipped_section_can_be_taken_back(talk: Talk) -> None:
    start(talk)
    talk.taps(act.ShowSections(), act.OpenSection("topup"), act.SkipSection("topup"))
    assert isinstance(talk.content, SectionsListed)
    talk.taps(act.OpenSection("topup"), act.SkipSection("topup"))
    assert talk.state.progress.skipped == frozenset()


def test_any_step_can_be_jumped_to_and_its_section_goes_on(talk: Talk) -> None:
    start(talk, has_verified_1688="yes", has_world_account="yes", has_authorised="yes")
    talk.taps(act.ShowSections(), act.OpenSection("alipay"), act.GoStep("alipay.address"))
    talk.taps(act.Next("alipay.address"), act.Next("alipay.details"))
    assert talk.at == "guide:topup.create"


def test_why_is_shown_on_demand(talk: Talk) -> None:
    start(talk)
    talk.taps(act.GoStep("alipay.register"), act.Why("alipay.register"))
    assert talk.content == StepWhy("alipay.register")
    assert talk.at == "guide:alipay.register"


def test_stuck_shows_the_steps_own_troubles_then_questions_then_people(talk: Talk) -> None:
    talk.says("/start")
    talk.event(start_at("authorise-code"))
    talk.taps(act.Stuck("authorise.code"))
    assert talk.content == TroublesListed("authorise.code")
    talk.taps(act.ShowTrouble("authorise.code", "code_missing"))
    assert talk.content == TroubleHelp("authorise.code", "code_missing")
    response = talk.taps(act.OtherTrouble("authorise.code"))
    assert "code.not_received" in getattr(talk.content, "intents", ())
    assert response.effects
    talk.taps(act.TalkToPerson())
    assert talk.at == "handoff:offered"
    assert getattr(talk.content, "step", None) == "authorise.code"


def test_every_step_has_troubles_that_can_be_opened(talk: Talk, knowledge: Knowledge) -> None:
    for step in knowledge.guide.steps.values():
        talk.event(start_at(step.id.replace(".", "-")))
        assert talk.at == f"guide:{step.id}"
        for trouble in step.troubles:
            talk.taps(act.Stuck(step.id), act.ShowTrouble(step.id, trouble))
            assert talk.content == TroubleHelp(step.id, trouble)
            talk.taps(act.GoStep(step.id))
            assert isinstance(talk.content, StepShown)


def test_a_tap_on_an_old_message_moves_nothing(talk: Talk) -> None:
    start(talk)
    talk.taps(act.GoStep("alipay.register"), act.Next("alipay.register"), act.Next("alipay.code"))
    before = talk.state.progress
    talk.taps(act.Next("alipay.register"))
    assert talk.at == "guide:alipay.identity"
    assert talk.state.progress == before
    assert isinstance(talk.content, StepShown)


def test_a_double_tap_on_next_moves_once(talk: Talk) -> None:
    start(talk)
    talk.taps(act.GoStep("alipay.register"), act.Next("alipay.register"), act.Next("alipay.register"))
    assert talk.at == "guide:alipay.code"


def test_a_question_in_the_middle_leads_back_to_the_very_step(talk: Talk) -> None:
    talk.hears = {"visa fee?": meant("fees.card")}
    start(talk)
    talk.event(start_at("alipay-identity"))
    talk.says("visa fee?")
    assert talk.content == Answer("fees.card")
    assert talk.at == "guide:alipay.identity"
    talk.taps(act.GoStep("alipay.identity"))
    assert isinstance(talk.content, StepShown)


@pytest.mark.parametrize(
    ("label", "step"),
    [
        ("个人账户注册", "account_1688.type"),
        ("「支付宝账户管理」", "account_1688.verify"),
        ("现在去 认证", "account_1688.verify"),
        ("已绑定已认证", "account_1688.verify"),
    ],
)
def test_a_pasted_label_opens_its_step(talk: Talk, label: str, step: str) -> None:
    talk.says(label)
    assert talk.at == f"guide:{step}"


def test_a_pasted_label_opens_the_step_at_hand_if_it_shows_it(talk: Talk) -> None:
    talk.event(start_at("authorise-verified"))
    talk.says("现在去认证")
    assert talk.at == "guide:authorise.verified"


def test_after_a_pause_a_greeting_is_met_with_where_the_user_was(talk: Talk) -> None:
    talk.hears = {"hi": meant("talk.greeting")}
    talk.event(start_at("topup-currency"))
    talk.waits(timedelta(days=4))
    talk.says("hi")
    assert talk.content == WelcomeBack("topup.currency", 2, 5)
    talk.taps(act.Resume())
    assert talk.at == "guide:topup.currency"


def test_starting_over_asks_first(talk: Talk) -> None:
    talk.hears = {"start over": signal(Signal.START_OVER), "yes": signal(Signal.YES), "no": signal(Signal.NO)}
    talk.event(start_at("topup-currency"))
    talk.says("start over")
    assert talk.at == "ask:start_over"
    talk.says("no")
    assert talk.at == "guide:topup.currency"
    talk.says("start over")
    talk.says("yes")
    assert talk.at == "guide:question:has_verified_1688"
    assert talk.state.progress == Progress()


def test_words_move_through_the_guide_as_buttons_do(talk: Talk) -> None:
    talk.hears = {"done": signal(Signal.NEXT), "back": signal(Signal.BACK), "stuck": signal(Signal.STUCK)}
    talk.event(start_at("alipay-register"))
    talk.says("done")
    assert talk.at == "guide:alipay.code"
    talk.says("back")
    assert talk.at == "guide:alipay.register"
    talk.says("stuck")
    assert talk.content == TroublesListed("alipay.register")


def test_the_next_order_needs_only_topping_up_ordering_and_paying(talk: Talk) -> None:
    start(talk)
    walk_to_the_end(talk)
    talk.taps(act.NextOrder())
    steps = []
    while isinstance(talk.content, StepShown):
        steps.append(talk.content.step)
        talk.taps(act.Next(talk.content.step))
    assert {step.partition(".")[0] for step in steps} == {"topup", "order", "pay"}
    assert len(steps) == 13


def test_a_removed_step_lands_on_the_one_that_followed_it(knowledge: Knowledge, now: datetime) -> None:
    talk = Talk(knowledge, now)
    talk.event(start_at("alipay-identity"))
    shorter = without_steps(knowledge, "alipay.identity", "alipay.address")
    after = Talk(shorter, now, state=talk.state)
    after.taps(act.Next("gone"))
    assert after.at == "guide:alipay.details"


def test_a_removed_section_lands_on_what_followed(knowledge: Knowledge, now: datetime) -> None:
    talk = Talk(knowledge, now)
    talk.event(start_at("topup-balance"))
    shorter = without_steps(knowledge, *(step.id for step in knowledge.guide.section["topup"].steps))
    after = Talk(shorter, now, state=talk.state)
    after.says("/guide")
    assert after.at == "guide:order.login"


def test_reordered_steps_keep_the_user_on_the_same_step(knowledge: Knowledge, now: datetime) -> None:
    talk = Talk(knowledge, now)
    talk.event(start_at("pay-method"))
    section = knowledge.guide.section["pay"]
    turned = section.model_copy(update={"steps": tuple(reversed(section.steps))})
    sections = tuple(turned if found.id == "pay" else found for found in knowledge.guide.sections)
    after = Talk(replace(knowledge, guide=replace(knowledge.guide, sections=sections)), now, state=talk.state)
    after.says("/guide")
    assert after.state.where == AtStep("pay.method")


def without_steps(knowledge: Knowledge, *gone: str) -> Knowledge:
    """The content after an editor has removed steps; a section without any goes with them."""
    sections = []
    for section in knowledge.guide.sections:
        left = tuple(step for step in section.steps if step.id not in gone)
        if left:
            sections.append(section.model_copy(update={"steps": left}))
    return replace(knowledge, guide=replace(knowledge.guide, sections=tuple(sections)))
