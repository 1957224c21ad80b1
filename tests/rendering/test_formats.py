"""Numbers, money and dates as each language writes them (CLDR)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.rendering import formats
from bot.rendering.brands import brand_of


@pytest.mark.parametrize(
    ("language", "money", "percent", "day"),
    [
        ("en", "RMB 5,000.00", "0.8%", "Tuesday 1 December"),
        ("zh", "RMB 5,000.00", "0.8%", "12月1日星期二"),
        ("ms", "RMB 5,000.00", "0.8%", "Selasa, 1 Disember"),
        ("id", "RMB 5.000,00", "0,8%", "Selasa, 1 Desember"),
        ("th", "RMB 5,000.00", "0.8%", "วันอังคารที่ 1 ธันวาคม"),
        ("fil", "RMB 5,000.00", "0.8%", "Martes, Disyembre 1"),
        ("vi", "RMB 5.000,00", "0,8%", "Thứ Ba, 1 tháng 12"),
    ],
)
def test_each_language_writes_its_own_way(language: str, money: str, percent: str, day: str) -> None:
    assert formats.money(Decimal(5000), "CNY", language) == money
    assert formats.percent(Decimal("0.8"), language) == percent
    assert formats.day(date(2026, 12, 1), language) == day


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("5000", "JPY", "JPY 5,000"),
        ("1234567.5", "IDR", "IDR 1,234,567.50"),
        ("0.05", "CNY", "RMB 0.05"),
        ("1000000000000", "CNY", "RMB 1,000,000,000,000.00"),
        ("12", "CNH", "CNH 12.00"),
        ("10.5", "JPY", "JPY 10.50"),
    ],
)
def test_money_has_its_currencys_decimals(amount: str, currency: str, shown: str) -> None:
    assert formats.money(Decimal(amount), currency, "en") == shown


def test_a_time_is_told_in_a_zone() -> None:
    at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert formats.clock(at, "Asia/Bangkok", "en") == "08:00"
    assert formats.zone_city("Asia/Singapore", "zh") == "新加坡"


def test_lists_are_joined_as_the_language_does() -> None:
    assert formats.join(["CNH", "USD", "SGD"], "en") == "CNH, USD and SGD"
    assert formats.join(["CNH", "USD", "SGD"], "id") == "CNH, USD, dan SGD"


def test_codes_stand_clear_of_a_script_without_spaces() -> None:
    assert formats.join(["USD", "IDR", "PHP"], "zh") == "USD、IDR 和 PHP"
    assert formats.join(["IDR", "PHP"], "th") == "IDR และ PHP"


@pytest.mark.parametrize(
    ("method", "name"),
    [("grabpay", "GrabPay"), ("bca", "BCA"), ("western_union", "Western Union"), ("bank_transfer", "")],
)
def test_a_way_of_paying_is_written_as_its_owner_writes_it(method: str, name: str) -> None:
    assert brand_of(method) == name
