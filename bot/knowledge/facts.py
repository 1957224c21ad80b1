"""What does the assistant know, and where does each piece stand in the guide?

One fact, one entry in `knowledge/facts.yaml`. Texts refer to facts by id, as in `{card_fee}`; how a fact looks on
screen is decided by its kind and the reader's language.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator


class Content(BaseModel):
    """The base of everything that is read from knowledge/: frozen, and strict about keys and types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _decimal(value: object) -> object:
    """Decimals are written in quotes, since bare YAML would make floats of them."""
    if not isinstance(value, str):
        raise ValueError('must be a quoted number; write it as "0.8"')  # noqa: TRY004 - pydantic reports ValueError
    try:
        return Decimal(value)
    except InvalidOperation:
        raise ValueError(f"'{value}' is no number; write it as \"0.8\"") from None


def _iso_date(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"'{value}' is no date; write it as \"2026-11-24\"") from None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise ValueError(f"'{value}' is no time zone; write it as \"Asia/Singapore\"") from None
    return value


def _https(value: str) -> str:
    if not value.startswith("https://"):
        raise ValueError(f"'{value}' is no web address; it must begin with https://")
    return value


def _chinese(value: str) -> str:
    if not re.search("[\u3400-\u9fff]", value):
        raise ValueError(f"'{value}' holds no Chinese; write the words as they stand on the page")
    return value


DecimalText = Annotated[
    Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"})
]
IsoDate = Annotated[date, BeforeValidator(_iso_date)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Source(Content):
    """Where a fact stands in the guide: the section's number as printed ("4B") and the slide's title."""

    section: str
    slide: str


class FactBase(Content):
    source: Source
    as_of: IsoDate


class PercentFact(FactBase):
    """A share in percent: "0.8" is 0.8 %."""

    percent: DecimalText


class TextFact(FactBase):
    """A name or phrase that stands on a page or a product and is not translated."""

    text: str


class UrlFact(FactBase):
    url: Annotated[str, AfterValidator(_https)]


class PhoneFact(FactBase):
    phone: Annotated[str, Field(pattern=r"^\+[0-9][0-9 ]{6,20}$")]


class EmailFact(FactBase):
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class LabelFact(FactBase):
    """Chinese words as they stand on the page, and what they mean in English."""

    label: Annotated[str, AfterValidator(_chinese)]
    means: str


class CurrenciesFact(FactBase):
    """ISO codes in the guide's order (CNH, offshore yuan, is the market's code, not ISO's)."""

    currencies: Annotated[tuple[CurrencyCode, ...], Field(min_length=1, strict=False)]


class DaysFact(FactBase):
    """A range of working days."""

    working_days: Annotated[tuple[int, int], Field(strict=False)]


class TimeRange(Content):
    """Within one day; a desk that is there through midnight has two."""

    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _in_order(self) -> "TimeRange":
        if self.opens >= self.closes:
            raise ValueError(f"closes at {self.closes}, before it opens at {self.opens}; exchange them")
        return self


class HolidayOverride(Content):
    """One date on which the desk keeps other hours than the week's; no ranges at all means closed."""

    date: IsoDate
    name: str = ""
    ranges: Annotated[tuple[TimeRange, ...], Field(strict=False)] = ()


class HoursFact(FactBase):
    """The week of the support desk, in the desk's own zone.

    `holidays_of` is an ISO country code whose public holidays the desk keeps; `dates` overrules both week and holidays.
    """

    zone: Annotated[str, AfterValidator(_zone)]
    week: Mapping[Weekday, Annotated[tuple[TimeRange, ...], Field(strict=False)]]
    holidays_of: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    dates: Annotated[tuple[HolidayOverride, ...], Field(strict=False)] = ()


Fact = PercentFact | TextFact | UrlFact | PhoneFact | EmailFact | LabelFact | CurrenciesFact | DaysFact | HoursFact

FACT_KINDS: Mapping[str, type[Fact]] = {
    "percent": PercentFact,
    "text": TextFact,
    "url": UrlFact,
    "phone": PhoneFact,
    "email": EmailFact,
    "label": LabelFact,
    "currencies": CurrenciesFact,
    "working_days": DaysFact,
    "week": HoursFact,
}
"""The key by which an entry of facts.yaml tells its kind."""

NEEDED_FACTS: Mapping[str, type[Fact]] = {
    "world_pay_fee": PercentFact,
    "card_fee": PercentFact,
    "receiving_currencies": CurrenciesFact,
    "support_phone": PhoneFact,
    "support_email": EmailFact,
    "support_hours": HoursFact,
    "email_reply_time": DaysFact,
}
"""What the program computes with or shows by itself, and of what kind it must be."""

Facts = Mapping[str, Fact]
