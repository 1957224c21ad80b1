"""A word of a topic is found whatever its script, and never inside another word."""

import pytest

from bot.matching.normalise import tokens
from bot.matching.topics import TopicFinder


@pytest.fixture(scope="module")
def finder() -> TopicFinder:
    return TopicFinder(
        {
            "shop": {"any": ("Shopee", "line shopping"), "zh": ("淘宝",), "th": ("ช้อปปี้",)},
            "weather": {"en": ("rain*",), "vi": ("mưa", "thời tiết")},
        }
    )


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        pytest.param("shopee fee", ["<shop>"], id="a name"),
        pytest.param("on line shopping", ["<shop>"], id="two words"),
        pytest.param("line", [], id="half of a name"),
        pytest.param("我在淘寶买的", ["<shop>"], id="inside a chinese run, traditional"),
        pytest.param("ขายในช้อปปี้ได้ไหม", ["<shop>"], id="inside a thai run"),
        pytest.param("raining at shopee", ["<shop>", "<weather>"], id="any ending, and two topics"),
        pytest.param("brain", [], id="not inside a word"),
        pytest.param("mưa to", ["<weather>"], id="marks as written"),
        pytest.param("mua hang", [], id="one syllable without its mark is another word"),
        pytest.param("thoi tiet", ["<weather>"], id="two syllables without their marks"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_topics(finder: TopicFinder, text: str, topics: list[str]) -> None:
    assert [token.text for token in finder.find(tokens(text))] == topics
