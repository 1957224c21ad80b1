"""What is added to a file stands at the end of its list; comments, order and quoting of the rest stay."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import KNOWLEDGE
from bot.teaching.edits import EditError, add_examples, add_intent
from bot.teaching.lessons import NewIntent

FILE = """\
# How people ask about fees.
fees.card:
  # on a phone
  - "visa fee?"  # two words
  - 'amex?'

# what it costs in all
fees.overview:
- "fees?"
"""
NEW = NewIntent("shipping.insurance", "Is my cargo insured?", "Insurance", 'The guide says "nothing": ask us.')


def test_examples_stand_at_the_end_of_their_intent() -> None:
    assert add_examples(FILE, "fees.card", ["jcb?", "คิดค่าบัตรไหม"]) == FILE.replace(
        "  - 'amex?'\n", '  - \'amex?\'\n  - "jcb?"\n  - "คิดค่าบัตรไหม"\n'
    )


def test_a_list_without_indentation_stays_so() -> None:
    assert add_examples(FILE, "fees.overview", ["charges"]) == f'{FILE}- "charges"\n'


def test_a_comment_behind_the_last_example_stays_with_it() -> None:
    assert add_examples('a:\n  - "b"  # why\nc:\n  - "d"\n', "a", ["e"]) == 'a:\n  - "b"  # why\n  - "e"\nc:\n  - "d"\n'


def test_an_intent_without_examples_is_added_at_the_end() -> None:
    assert add_examples(FILE, "fees.alipay", ["zfb fee"]) == f'{FILE}fees.alipay:\n  - "zfb fee"\n'


def test_a_list_on_one_line_stays_on_it() -> None:
    assert add_examples('a: ["b", "c"]\n', "a", ["d"]) == 'a: ["b", "c", "d"]\n'


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_ends_of_lines_stay_as_they_are(end: str) -> None:
    assert add_examples(f'a:{end}  - "b"', "a", ["c"]) == f'a:{end}  - "b"{end}  - "c"{end}'


@pytest.mark.parametrize(
    ("file", "said"),
    [
        pytest.param("a: [", "no valid YAML", id="no-yaml"),
        pytest.param("- a\n", "no mapping", id="no-mapping"),
        pytest.param("a: text\n", "no list of examples", id="no-list"),
        pytest.param("a: []\n", "no list of examples", id="empty"),
        pytest.param('a:\n  -\n    "b"\n', "no plain list", id="odd-layout"),
    ],
)
def test_a_file_of_another_shape_is_refused(file: str, said: str) -> None:
    with pytest.raises(EditError, match=said):
        add_examples(file, "a", ["b"])


def test_a_new_intent_stands_at_the_end_and_hands_over() -> None:
    assert add_intent("# Fees.\nfees.card:\n  kind: answer\n", NEW) == (
        "# Fees.\nfees.card:\n  kind: answer\nshipping.insurance:\n  kind: route\n"
        '  question: "Is my cargo insured?"\n  short: "Insurance"\n'
        '  answer: "The guide says \\"nothing\\": ask us."\n'
    )


def test_an_intent_that_exists_is_refused() -> None:
    with pytest.raises(EditError, match="exists already"):
        add_intent("shipping.insurance:\n  kind: route\n", NEW)


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1), min_size=1)
)
def test_any_words_are_read_again_as_they_were(words: list[str]) -> None:
    assert yaml.safe_load(add_examples(FILE, "fees.card", words))["fees.card"] == ["visa fee?", "amex?", *words]


@pytest.mark.parametrize("file", sorted((KNOWLEDGE / "intents").glob("*/fees.yaml")), ids=lambda file: file.parent.name)
def test_a_real_file_gains_one_line_and_nothing_else(file: Path) -> None:
    before = file.read_text(encoding="utf-8")
    after = add_examples(before, "fees.card", ["quite new"])
    assert '  - "quite new"\n' in after
    assert after.replace('  - "quite new"\n', "") == before
