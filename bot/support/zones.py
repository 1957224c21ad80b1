"""In which time zone is a customer? Guessed from the language, read out of a typed place, or from a shared location.

Sources, all local: CLDR's names of cities and countries (Babel), and the zone table of the tz database (`tzdata`),
which knows the country and the coordinates of a city for each zone. A location is given the zone of the nearest such
city, so near a border it may be the neighbour's: it is said to be a guess, and asked back.

Why no map of the zones' borders? The libraries that hold one weigh tens of megabytes, for a question that one tap
settles.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt

from babel import Locale
from babel.dates import get_timezone_location

COUNTRY_OF_LANGUAGE = {"zh": "CN", "ms": "MY", "id": "ID", "th": "TH", "fil": "PH", "vi": "VN"}
"""Where most speakers of a language live. English is spoken everywhere: no guess."""

CITIES = {
    "Asia/Bangkok": ("Chiang Mai", "เชียงใหม่", "Phuket", "ภูเก็ต", "Pattaya", "Hat Yai", "Krung Thep", "กรุงเทพฯ"),
    "Asia/Ho_Chi_Minh": ("Hanoi", "Hà Nội", "Da Nang", "Đà Nẵng", "Saigon", "Sài Gòn", "Hai Phong", "Can Tho", "HCMC"),
    "Asia/Jakarta": ("Surabaya", "Bandung", "Medan", "Semarang", "Yogyakarta", "Palembang", "Batam"),
    "Asia/Makassar": ("Bali", "Denpasar", "Manado", "Balikpapan", "Lombok"),
    "Asia/Kuala_Lumpur": ("KL", "Penang", "Pulau Pinang", "Johor Bahru", "JB", "Ipoh", "Melaka", "Malacca"),
    "Asia/Kuching": ("Kota Kinabalu", "Sabah", "Sarawak", "Miri"),
    "Asia/Manila": ("Cebu", "Davao", "Quezon City", "Makati", "Baguio", "Iloilo"),
    "Asia/Shanghai": ("Beijing", "北京", "Guangzhou", "广州", "Shenzhen", "深圳", "Yiwu", "义乌", "Hangzhou", "杭州"),
    "America/Los_Angeles": ("San Francisco", "Seattle", "San Diego"),
    "America/New_York": ("Washington", "Boston", "Miami"),
}
"""Cities that people name and that have no zone of their own."""

MAX_PLACES = 4
"""So many zones of one country are offered to choose from."""

MUCH_NEARER = 2.0
"""A neighbour's city must be nearer by this factor than one of the zone that the language suggests."""

_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class ZonePlace:
    """One line of the zone table: degrees, WGS 84."""

    zone: str
    country: str
    latitude: float
    longitude: float


def guess_zone(language: str, default: str) -> str:
    """The zone where most who speak `language` live; `default` where that says nothing."""
    country = COUNTRY_OF_LANGUAGE.get(language)
    return _zones_of_country()[country][0] if country else default


def find_zones(text: str, language: str) -> tuple[str, ...]:
    """The zones that a typed city or country may mean, the most populous first; empty when it names none.

    Names are understood in `language` and in English. "I live in Chiang Mai" is read as well as "chiang mai".
    """
    words = _plain(text).split()
    for length in range(min(len(words), 4), 0, -1):
        for start in range(len(words) - length, -1, -1):  # a place stands at the end rather than at the beginning
            found = _names(language).get(" ".join(words[start : start + length]))
            if found:
                return found[:MAX_PLACES]
    # Thai and Chinese put no spaces between words: the longest name that stands anywhere in the text.
    within = [name for name in _names(language) if not name.isascii() and name in "".join(words)]
    return _names(language)[max(within, key=len)][:MAX_PLACES] if within else ()


def zone_at(latitude: float, longitude: float, likely: str) -> str:
    """The zone of the city nearest to a location; between about equally near ones it is `likely`."""

    def distance(place: ZonePlace) -> float:
        return _kilometres(latitude, longitude, place.latitude, place.longitude)

    nearest = min(_table(), key=distance)
    expected = next((place for place in _table() if place.zone == likely), nearest)
    return expected.zone if distance(expected) < distance(nearest) * MUCH_NEARER else nearest.zone


def _kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Along the great circle (the haversine formula)."""
    a = sin(radians(lat2 - lat1) / 2) ** 2
    b = cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(a + b, 1.0)))


@lru_cache(maxsize=1)
def _table() -> tuple[ZonePlace, ...]:
    """The tz database's zone.tab, in its order: by country, and there roughly by population."""
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(ZonePlace(row[2], row[0], *_coordinates(row[1])) for row in rows)


def _coordinates(written: str) -> tuple[float, float]:
    """ISO 6709 as zone.tab has it: "+1345+10031" or "+404251-0740023"."""
    cut = max(written.rfind("+"), written.rfind("-"))
    return _degrees(written[:cut], 2), _degrees(written[cut:], 3)


def _degrees(written: str, digits: int) -> float:
    sign = -1 if written[0] == "-" else 1
    whole, minutes, seconds = written[1 : digits + 1], written[digits + 1 : digits + 3], written[digits + 3 :]
    return sign * (int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600)


@lru_cache(maxsize=1)
def _zones_of_country() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for place in _table():
        found[place.country] = (*found.get(place.country, ()), place.zone)
    return found


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, tuple[str, ...]]:
    """What a place is called, in `language` and in English -> its zones. Cities win over countries (Singapore)."""
    names: dict[str, tuple[str, ...]] = {}
    for code in dict.fromkeys(("en", language)):
        locale = Locale.parse(code)
        for country, zones in _zones_of_country().items():
            names[_plain(str(locale.territories.get(country, country)))] = zones
    for name, zones in list(_cities(language)):
        names[_plain(name)] = zones
    names.pop("", None)
    return names


def _cities(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place in _table():
        yield place.zone.rpartition("/")[2].replace("_", " "), (place.zone,)
        for code in dict.fromkeys(("en", language)):
            yield get_timezone_location(place.zone, locale=Locale.parse(code), return_city=True), (place.zone,)
    for zone, cities in CITIES.items():
        for city in cities:
            yield city, (zone,)


def _plain(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    kept = (c if c.isalnum() or unicodedata.combining(c) else " " for c in decomposed if not _is_accent(c))
    return " ".join("".join(kept).split())


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"
