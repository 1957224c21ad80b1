"""Words are compared in one shape: lower case, without accents, Simplified, numbers by kind."""

import pytest

from bot.matching.normalise import Script, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Card FEE?", ["card", "fee", "?"], id="case"),
        pytest.param("phí bao nhiêu", ["phi", "bao", "nhieu"], id="tone marks"),
        pytest.param("đồng", ["dong"], id="the vietnamese d"),
        pytest.param("手續費", ["手续费"], id="traditional chinese"),
        pytest.param("ค่าบัตร card", ["ค่าบัตร", "card"], id="thai beside latin"),
        pytest.param("1688 open", ["1688", "open"], id="the site's name"),
        pytest.param("in 14 days", ["in", "<digits>", "days"], id="a small number"),
        pytest.param("4,500 pieces", ["<number>", "pieces"], id="a large number"),
        pytest.param("don't", ["don't"], id="apostrophe"),
        pytest.param("...!!", [], id="marks only"),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens(text)] == words


def test_accents_are_kept_beside() -> None:
    (token,) = tokens("phí")
    assert (token.text, token.written, token.script) == ("phi", "phí", Script.SPACED)
