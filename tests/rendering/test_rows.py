"""Rows of buttons fit on a phone in every language."""

from dataclasses import dataclass

import pytest

from bot.rendering.rows import fit_row


@dataclass(frozen=True)
class Key:
    label: str


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        pytest.param(["Back", "Done, next →"], [["Back", "Done, next →"]], id="short words stay together"),
        pytest.param(
            ["Mình bị kẹt", "Vì sao?", "Tất cả các bước"],
            [["Mình bị kẹt", "Vì sao?"], ["Tất cả các bước"]],
            id="the one that is too long moves down",
        ),
        pytest.param(
            ["Cheapest way to pay it", "Ways to pay"],
            [["Cheapest way to pay it"], ["Ways to pay"]],
            id="half a row is too narrow",
        ),
        pytest.param(
            ["支付宝账户管理支付宝", "现在去认证"],
            [["支付宝账户管理支付宝"], ["现在去认证"]],
            id="wide characters count as two",
        ),
        pytest.param(["ขั้นตอนทั้งหมด"] * 3, [["ขั้นตอนทั้งหมด"] * 3], id="marks above and below take no room"),
        pytest.param(["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"], [["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]], id="five stars"),
    ],
)
def test_a_row_is_divided_where_its_words_do_not_fit(labels: list[str], rows: list[list[str]]) -> None:
    fitted = fit_row(tuple(map(Key, labels)))
    assert [[key.label for key in row] for row in fitted] == rows
