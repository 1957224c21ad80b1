"""Who wonders at a language, or wants no more of it, does not ask for it."""

import pytest

from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.entities import EntityReader
from bot.settings import KNOWLEDGE

READER = EntityReader(load_vocabulary(KNOWLEDGE / "vocabulary"))


@pytest.mark.parametrize(
    "text",
    [
        "why are you talking in Chinese",
        "stop speaking chinese",
        "why is everything in chinese",
        "kenapa pakai bahasa Inggris",
        "jangan cakap bahasa inggeris",
        "为什么说英文",
        "ทำไมตอบเป็นภาษาอังกฤษ",
        "bakit english ang sagot mo",
        "tại sao trả lời bằng tiếng Anh",
    ],
)
def test_a_refused_language_is_not_asked_for(text: str) -> None:
    assert READER.read(text).slots.language is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("speak thai please", "th"),
        ("why english? thai please", "th"),
        ("stop the chinese, speak malay", "ms"),
        ("怎么换成英文", "en"),
        ("我不懂英文请说中文", "zh"),
        ("làm sao đổi sang tiếng Anh", "en"),
        ("bahasa indonesia dong", "id"),
    ],
)
def test_what_is_asked_for_instead_is(text: str, language: str) -> None:
    assert READER.read(text).slots.language == language
