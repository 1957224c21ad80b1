"""How do numbers, money, dates and lists look in a language? CLDR's way, through Babel.

Thai dates: Babel's Thai locale counts years in the Gregorian calendar, as bank statements and online shops in
Thailand do beside the Buddhist one; our dates name no year unless it is another than the current one, so the two
never mix.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_precision

LOCALES = {
    "en": "en_GB",
    "zh": "zh_Hans_SG",
    "ms": "ms_MY",
    "id": "id_ID",
    "th": "th_TH",
    "fil": "fil_PH",
    "vi": "vi_VN",
}
"""The region decides between 1,000.00 and 1.000,00, and between the clock's 24 and 12 hours."""

OWN_NAMES = {"ms": "Bahasa Melayu", "id": "Bahasa Indonesia", "fil": "Filipino"}
"""What speakers call their language where CLDR has only the bare name."""

CITIES = {("vi", "Asia/Ho_Chi_Minh"): "TP. Hồ Chí Minh"}
"""What people at home call a city for which CLDR has the English name only."""

_UNSPACED = "\u0e00-\u0e7f\u4e00-\u9fff"
_TOUCHING = re.compile(f"(?<=[{_UNSPACED}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_UNSPACED}])")


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language; one that we know nothing of formats as CLDR's own default for it."""
    return Locale.parse(LOCALES.get(language, language))


def percent(value: Decimal, language: str) -> str:
    """`value` is in percent: Decimal("0.8") becomes "0.8%"; as many decimals as the fact has."""
    _, _, decimals = str(value).partition(".")
    number = format_decimal(value, format=f"0.{'0' * len(decimals)}", locale=locale_of(language))
    return f"{number}%"


def money(amount: Decimal, currency: str, language: str) -> str:
    """An amount with its currency: "RMB 5,000.00", "USD 680.00", "5.000,00" by locale.

    Codes rather than signs, since "$" is many currencies here; the yuan is RMB, as shops write it.
    """
    shown = "RMB" if currency == "CNY" else currency
    decimals = get_currency_precision(currency)
    if amount != round(amount, decimals):
        decimals = 2
    pattern = f"#,##0.{'0' * decimals}"
    return f"{shown} {format_decimal(amount, format=pattern, locale=locale_of(language))}"


def currency_name(currency: str, language: str) -> str:
    """The currency's name in the language, the code where CLDR has none."""
    return str(locale_of(language).currencies.get(currency, currency))


def language_name(code: str, language: str | None = None) -> str:
    """The name of language `code`, in itself, or in `language`; the code where CLDR has none."""
    if language is None and code in OWN_NAMES:
        return OWN_NAMES[code]
    try:
        name = Locale.parse(code).get_display_name(locale_of(language or code))
    except (ValueError, LookupError):
        return code
    return (name or code)[:1].upper() + (name or code)[1:]


def join(items: Sequence[str], language: str) -> str:
    """ "CNH, USD and SGD"; Latin letters stand clear of a script that is written without spaces: "IDR 和 PHP"."""
    joined = str(format_list(list(items), locale=locale_of(language)))
    return _TOUCHING.sub(" ", joined) if all(item.isascii() for item in items) else joined


def day(value: date, language: str) -> str:
    """A day of the coming weeks: "Tuesday, 1 December"."""
    return format_date(value, format=_day_pattern(language), locale=locale_of(language))


def clock(at: datetime, zone: str, language: str) -> str:
    """The time of day in `zone`: "08:00"."""
    return format_time(at, format="HH:mm", tzinfo=ZoneInfo(zone), locale=locale_of(language))


def zone_city(zone: str, language: str) -> str:
    """The city that names a zone: "Singapore", "Bangkok"."""
    return CITIES.get((language, zone)) or get_timezone_location(zone, locale=locale_of(language), return_city=True)


@lru_cache(maxsize=64)
def _day_pattern(language: str) -> str:
    """Weekday, day and month in the language's own order."""
    skeletons = locale_of(language).datetime_skeletons
    for skeleton in ("MMMMEEEEd", "MMMMEd", "MMMEd"):
        if skeleton in skeletons:
            pattern = str(skeletons[skeleton])
            pattern = pattern if "MMMM" in pattern else pattern.replace("MMM", "MMMM")
            return pattern if "EEEE" in pattern else pattern.replace("E", "EEEE")
    return "EEEE, d MMMM"


def weekday(index: int, language: str) -> str:
    """The name of a day of the week, 0 being Monday."""
    return str(locale_of(language).days["stand-alone"]["wide"][index])
