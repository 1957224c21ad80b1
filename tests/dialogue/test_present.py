"""Content is taken away under a chat: it goes on at the nearest place, and no button or memory leads into the void."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.dialogue import actions as act
from bot.dialogue.effects import OpenTicket
from bot.dialogue.events import Command, Tap, Text
from bot.dialogue.replies import Answer, StepShown
from bot.dialogue.states import AtStep, ChatState, HandingOff
from bot.knowledge import Knowledge, load_knowledge
from bot.rendering import Renderer, load_catalogues
from bot.settings import KNOWLEDGE, LOCALES, Settings
from tests.dialogue.scripted import Talk, meant, unsure

STEPS = sorted(load_knowledge(KNOWLEDGE).guide.steps)


def without(knowledge: Knowledge, step: str) -> Knowledge:
    """The content after an editor has taken a step away, and all that pointed at it."""
    guide = knowledge.guide
    sections = tuple(
        section.model_copy(update={"steps": tuple(each for each in section.steps if each.id != step)})
        for section in guide.sections
    )
    questions = tuple(
        question.model_copy(update={"yes_skips": tuple(skip for skip in question.yes_skips if skip != step)})
        for question in guide.questions
    )
    intents = {
        name: intent.model_copy(update={"guide": None}) if intent.guide == step else intent
        for name, intent in knowledge.intents.items()
    }
    guide = replace(guide, sections=tuple(found for found in sections if found.steps), questions=questions)
    return replace(knowledge, guide=guide, intents=intents)


@pytest.mark.parametrize("step", STEPS)
def test_every_button_of_a_step_that_is_gone_leads_on(
    knowledge: Knowledge, settings: Settings, now: datetime, step: str
) -> None:
    before = Talk(knowledge, now)
    before.event(Command("start", step.replace(".", "-")))
    shorter = without(knowledge, step)
    renderer = Renderer(shorter, load_catalogues(LOCALES, settings.cache / "locales"))
    for data in before.state.offered:
        after = Talk(shorter, now, state=before.state)
        response = after.event(Tap(act.decode(data)))
        assert all(renderer.render(reply, "en", response.state).text for reply in response.replies)
        assert after.state.progress.step in shorter.guide.steps


@pytest.mark.parametrize("words", ["/guide", "/contact", "/cancel", "/start", "what now"])
def test_whatever_is_said_at_a_step_that_is_gone_is_answered(
    knowledge: Knowledge, settings: Settings, now: datetime, words: str
) -> None:
    before = Talk(knowledge, now)
    before.event(Command("start", "pay-method"))
    shorter = without(knowledge, "pay.method")
    renderer = Renderer(shorter, load_catalogues(LOCALES, settings.cache / "locales"))
    after = Talk(shorter, now, state=before.state)
    response = after.says(words)
    assert all(renderer.render(reply, "en", response.state).text for reply in response.replies)


def test_done_at_a_step_that_is_gone_shows_the_one_that_followed(knowledge: Knowledge, now: datetime) -> None:
    before = Talk(knowledge, now)
    before.event(Command("start", "alipay-identity"))
    after = Talk(without(knowledge, "alipay.identity"), now, state=before.state)
    after.taps(act.Next("alipay.identity"))
    assert after.at == "guide:alipay.address"
    assert isinstance(after.content, StepShown)


def test_a_case_at_a_step_that_is_gone_is_written_without_it(knowledge: Knowledge, now: datetime) -> None:
    before = Talk(knowledge, now)
    before.event(Command("start", "pay-method"))
    before.says("/contact")
    before.taps(act.WriteToTeam())
    before.says("the page stays white")
    after = Talk(without(knowledge, "pay.method"), now, state=before.state)
    after.says("since monday")
    assert isinstance(after.state.where, HandingOff)
    assert after.state.where.case.step == ""
    assert isinstance(after.state.where.back, AtStep)
    assert after.state.where.back.step in after.knowledge.guide.steps
    while act.encode(act.SendCase()) not in after.state.offered:
        stage = next(act.decode(data) for data in after.state.offered if data.startswith("skipdetail"))
        after.event(Tap(stage))
    [opened] = after.taps(act.SendCase()).effects
    assert isinstance(opened, OpenTicket)
    assert "Step" not in opened.text


def test_of_the_questions_offered_those_that_are_gone_are_no_choice(knowledge: Knowledge, now: datetime) -> None:
    before = Talk(knowledge, now, {"fee": unsure("fees.card", "fees.overview")})
    before.says("fee")
    intents = {name: intent for name, intent in knowledge.intents.items() if name != "fees.card"}
    after = Talk(replace(knowledge, intents=intents), now, state=before.state)
    after.taps(act.Ask("fees.card"))
    assert not isinstance(after.content, Answer)
    after.taps(act.Ask("fees.overview"))
    assert isinstance(after.content, Answer)


def test_a_question_after_one_that_is_gone_stands_alone(knowledge: Knowledge, now: datetime) -> None:
    before = Talk(knowledge, now, {"visa?": meant("fees.card")})
    before.says("visa?")
    assert before.state.topic.intent == "fees.card"
    intents = {name: intent for name, intent in knowledge.intents.items() if name != "fees.card"}
    after = Talk(replace(knowledge, intents=intents), now, state=before.state)
    after.event(Text("what"))
    assert after.state.topic.intent == ""
    assert after.state.transcript[0] == ("", "")


def test_a_chat_in_a_language_that_is_gone_goes_on_in_english(knowledge: Knowledge, now: datetime) -> None:
    talk = Talk(knowledge, now, state=ChatState(language="vi", spoken="vi", telegram_language="vi"))
    assert talk.says("/help").outcome.language == "en"
    assert talk.state.language is None


def test_nothing_is_forgotten_while_nothing_is_gone(knowledge: Knowledge, now: datetime) -> None:
    talk = Talk(knowledge, now, {"fee": meant("fees.card")})
    talk.event(Command("start", "pay-method--th"))
    talk.says("fee")
    talk.says("/contact")
    talk.taps(act.WriteToTeam())
    state = talk.state
    assert isinstance(state.where, HandingOff)
    assert (state.where.case.step, state.progress.step, state.topic.intent) == ("pay.method", "pay.method", "fees.card")
    assert talk.assistant.present.state(state) == state
