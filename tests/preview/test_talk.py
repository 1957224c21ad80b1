"""The conversations of the preview are real ones: nobody taps what is not there."""

import pytest

from bot.bootstrap import make_desk
from bot.dialogue import actions as act
from bot.knowledge import Knowledge
from bot.preview.talk import Stage, Talk


@pytest.fixture
def talk(knowledge: Knowledge) -> Talk:
    return Talk(Stage(knowledge, make_desk(knowledge), ("en", "th"), "th", "Asia/Singapore", 30))


def test_a_button_that_is_not_offered_cannot_be_tapped(talk: Talk) -> None:
    talk.command("start")
    with pytest.raises(ValueError, match=r"no button does Next\(step='pay.method'\)"):
        talk.tap(act.Next("pay.method"))


def test_a_kind_of_button_that_is_not_offered_cannot_be_tapped(talk: Talk) -> None:
    talk.command("start")
    with pytest.raises(ValueError, match="no button is a SendCase"):
        talk.tap_first(act.SendCase)


def test_the_chat_is_in_the_language_of_the_app(talk: Talk) -> None:
    assert talk.command("start").outcome.language == "th"
