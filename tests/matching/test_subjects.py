"""A subject that an intent's examples never touch speaks against it; one that they often touch does not."""

import numpy as np
import pytest

from bot.matching.features import Table, count, grams, make_table
from bot.matching.normalise import Script, Token, tokens
from bot.matching.subjects import Subjects, learn_subjects

SHOP = Token(Script.TOPIC, "<shop>", "<shop>")
BANK = Token(Script.TOPIC, "<bank>", "<bank>")
LOGIN, PAYING, OUTSIDE = 0, 1, 2
EXAMPLES = [
    *[(tokens("forgot my password"), LOGIN)] * 8,
    *[([*tokens("pay by transfer"), BANK], PAYING)] * 8,
    *[([*tokens("forgot my password"), SHOP], OUTSIDE)] * 4,
    *[([*tokens("opening hours"), BANK], OUTSIDE)] * 4,
]


@pytest.fixture(scope="module")
def table() -> Table:
    return make_table(count(grams(found) for found, _ in EXAMPLES))


@pytest.fixture(scope="module")
def subjects(table: Table) -> Subjects:
    vectors = table.vectors(count(grams(found) for found, _ in EXAMPLES))
    return learn_subjects(["bank", "shop"], table, vectors, np.array([meant for _, meant in EXAMPLES], np.int16), 3)


def test_a_strange_subject_speaks_against_an_intent(table: Table, subjects: Subjects) -> None:
    fit = subjects.fit(table.vector(grams([*tokens("forgot my password"), SHOP])))
    assert fit[LOGIN] < -1.5
    assert fit[OUTSIDE] == 0


def test_a_usual_subject_speaks_for_it(table: Table, subjects: Subjects) -> None:
    fit = subjects.fit(table.vector(grams([*tokens("pay by transfer"), BANK])))
    assert fit[PAYING] > 0 > fit[LOGIN]


def test_no_subject_says_nothing(table: Table, subjects: Subjects) -> None:
    assert subjects.fit(table.vector(grams(tokens("forgot my password")))).tolist() == [0, 0, 0]
