"""A mistake in a file is told with its file, its line, and how to mend it; and all of them at once."""

import shutil
from pathlib import Path

import pytest

from bot.knowledge import ContentError, Knowledge, load_knowledge
from bot.settings import KNOWLEDGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content without examples, to break."""
    copy = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE, copy, ignore=lambda _, names: [n for n in names if n in {"questions", "vocabulary"}])
    return copy


def break_file(folder: Path, name: str, old: str, new: str) -> int:
    """Put `new` in the place of `old` and give the line on which that was."""
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_content_is_in_order_and_complete(knowledge: Knowledge) -> None:
    assert len(knowledge.guide.sections) == 7
    assert len(knowledge.guide.steps) == 31
    assert len(knowledge.intents) == 77


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        pytest.param(
            "intents/fees.yaml", "guide: pay.method", "guide: pay.methods", "did you mean 'pay.method'?", id="step"
        ),
        pytest.param("intents/fees.yaml", "{card_fee}", "{cardfee}", "did you mean 'card_fee'?", id="fact"),
        pytest.param("intents/talk.yaml", "kind: talk", "kind: chat", "'chat' is not a valid Kind", id="kind"),
        pytest.param("intents/order.yaml", "  answer:", "  anwser:", "'anwser' is not a known key", id="key"),
        pytest.param(
            "guide/6_pay.yaml", "troubles: [method_missing", "troubles: [metod_missing", "no trouble", id="trouble"
        ),
        pytest.param("guide/6_pay.yaml", "id: pay.logistics", "id: pay.order", "stands twice", id="step twice"),
        pytest.param("guide/2_account_1688.yaml", "<b>", "<strong>", "not a tag", id="tag"),
        pytest.param("guide/2_account_1688.yaml", "</b>", "", "never closed", id="open tag"),
        pytest.param("facts.yaml", 'percent: "1.0"', "percent: 1.0", "quoted number", id="bare number"),
        pytest.param("facts.yaml", 'zone: "Asia/Singapore"', 'zone: "Asia/Singapur"', "no time zone", id="zone"),
        pytest.param("facts.yaml", "card_fee:", "world_pay_fee:", "stands twice", id="repeated key"),
        pytest.param("facts.yaml", "https://www.1688.com", "www.1688.com", "web address", id="address"),
        pytest.param("facts.yaml", 'label: "支付宝账户管理"', 'label: "Alipay accounts"', "no Chinese", id="label"),
        pytest.param(
            "facts.yaml",
            '{opens: "09:00", closes: "17:00"}',
            '{opens: "17:00", closes: "09:00"}',
            "before it opens",
            id="hours",
        ),
    ],
)
def test_a_mistake_names_its_file_and_a_remedy(folder: Path, file: str, old: str, new: str, what: str) -> None:
    line = break_file(folder, file, old, new)
    with pytest.raises(ContentError) as caught:
        load_knowledge(folder)
    found = [p for p in caught.value.problems if what in str(p) and str(p.file) == f"knowledge/{file}"]
    assert found, str(caught.value)
    assert abs(found[0].line - line) <= 8  # a text block begins some lines above what is wrong in it
    assert found[0].remedy


def test_a_broken_file_is_told_with_its_line(folder: Path) -> None:
    line = break_file(folder, "guide/1_alipay.yaml", 'short: "Alipay account"', 'short: "Alipay account')
    with pytest.raises(ContentError, match=r"1_alipay\.yaml") as caught:
        load_knowledge(folder)
    assert any("not valid YAML" in p.what and p.line >= line for p in caught.value.problems)


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    break_file(folder, "intents/fees.yaml", "guide: pay.method", "guide: nowhere")
    break_file(folder, "guide/6_pay.yaml", "troubles: [method_missing", "troubles: [nothing")
    break_file(folder, "facts.yaml", 'percent: "1.0"', 'percent: "one"')
    with pytest.raises(ContentError) as caught:
        load_knowledge(folder)
    assert {p.file.name for p in caught.value.problems} >= {"fees.yaml", "6_pay.yaml", "facts.yaml"}


@pytest.mark.parametrize("name", ["facts.yaml", "guide/questions.yaml", "intents/talk.yaml"])
@pytest.mark.parametrize("data", [b"", b"- 1\n- 2\n", b"\xff\xfe\x00", b"a: [", b"just words", b"a: 1\n"])
def test_any_rubbish_in_a_file_is_a_content_error(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    with pytest.raises(ContentError) as caught:
        load_knowledge(folder)
    assert any(p.file == Path("knowledge") / name for p in caught.value.problems)
