"""Examples and labelled questions are read whole, and every mistake in them is told by file and line."""

from pathlib import Path

import pytest

from bot.knowledge import Knowledge
from bot.knowledge.examples import OUT_OF_SCOPE, read_examples, read_questions
from bot.knowledge.topics import read_topics
from bot.settings import KNOWLEDGE

INTENTS = ["fees.card", "fees.alipay"]


def write(folder: Path, language: str, text: str) -> None:
    (folder / "intents" / language).mkdir(parents=True)
    (folder / "intents" / language / "fees.yaml").write_text(text, encoding="utf-8")


def test_the_examples_are_in_order(knowledge: Knowledge) -> None:
    examples, problems = read_examples(KNOWLEDGE, knowledge.intents)
    assert problems == []
    for language in {example.language for example in examples}:
        assert {e.intent for e in examples if e.language == language} == {*knowledge.intents, OUT_OF_SCOPE}


def test_the_topics_are_in_order() -> None:
    assert read_topics(KNOWLEDGE)[1] == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param('fees.crad:\n  - "visa"\n', "fees.yaml:1: no intent 'fees.crad'", id="unknown intent"),
        pytest.param('fees.card:\n  - "visa"\n  - 1688\n', "fees.yaml:3: '1688' is no text", id="bare number"),
        pytest.param('fees.card: "visa"\n', "fees.yaml:1: 'fees.card' has no list", id="no list"),
        pytest.param('- "visa"\n', "fees.yaml:1: the file is no mapping", id="no mapping"),
        pytest.param(
            'fees.card:\n  - "Visa?"\nfees.alipay:\n  - "visa"\n',
            "fees.yaml:4: 'visa' stands under 'fees.card' too",
            id="twice",
        ),
    ],
)
def test_a_mistake_names_its_file_and_line(tmp_path: Path, text: str, problem: str) -> None:
    folder = tmp_path / "knowledge"
    write(folder, "en", text)
    _, problems = read_examples(folder, INTENTS)
    assert [str(found).partition("en/")[2][: len(problem)] for found in problems] == [problem]


def test_the_same_words_may_mean_another_thing_in_another_language(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    write(folder, "en", 'fees.card:\n  - "visa"\n')
    write(folder, "ms", 'fees.alipay:\n  - "visa"\n')
    examples, problems = read_examples(folder, INTENTS)
    assert (len(examples), problems) == (2, [])


def test_questions(tmp_path: Path) -> None:
    file = tmp_path / "th.yaml"
    file.write_text(
        '- {q: "one", expect: [fees.card], slots: {amount: 5}}\n'
        '- {q: "two", expect: [none], tags: [typo]}\n'
        '- {q: "three", expect: [fees.crad]}\n'
        '- {q: "four"}\n'
        '- {q: "five", expect: [none], slot: {}}\n',
        encoding="utf-8",
    )
    questions, problems = read_questions(file, Path("th.yaml"), INTENTS)
    assert [(q.text, q.in_scope) for q in questions] == [("one", True), ("two", False)]
    assert (questions[0].language, questions[0].slots) == ("th", {"amount": 5})
    assert [problem.line for problem in problems] == [3, 4, 5]
