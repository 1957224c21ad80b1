"""Which days are public holidays? The `holidays` library knows, of all countries at once: 12 MB, a tenth of a second.

So what it says of a year is kept in a file, and a start finds it there. The file's name has the library's version: one
that knows better is asked again.
"""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from bot.files import put_in_place

log = logging.getLogger(__name__)

PublicHolidays = Callable[[str, int], Mapping[date, str]]
"""The public holidays of a country (ISO 3166) in a year with their names there, observed days included."""

_KEPT = TypeAdapter(dict[date, str])


@lru_cache(maxsize=32)
def public_holidays(country: str, year: int) -> Mapping[date, str]:
    """What the library says."""
    import holidays  # noqa: PLC0415 - see above

    return dict(holidays.country_holidays(country, years=year))


class KeptHolidays:
    """What the library says, kept in a file a year under `folder`. A file that cannot be read or written is no harm."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, int], Mapping[date, str]] = {}

    def __call__(self, country: str, year: int) -> Mapping[date, str]:
        if (country, year) not in self._known:
            self._known[country, year] = self._look_up(country, year)
        return self._known[country, year]

    def _look_up(self, country: str, year: int) -> Mapping[date, str]:
        file = self._folder / f"{country}-{year}-{version('holidays')}.json"
        with suppress(OSError, ValueError):
            return _KEPT.validate_json(file.read_bytes())
        found = public_holidays(country, year)
        try:
            put_in_place(file, _KEPT.dump_json(dict(found)))
        except OSError as error:
            log.warning("the public holidays cannot be kept in %s: %s", self._folder, error.strerror)
        return found
