"""What does a text say when its disguises are off?

People type full-width, Thai or Arabic-Indic digits, texts that were copied hold zero-width characters, and letters may
be of another alphabet where they look the same. Here a text becomes plain lower-case characters, each of which knows
where it stood, so that a secret can be cut out of the original.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.matching.text import without_look_alikes

_URL = re.compile(r"https?://\S+|\bwww\.\S+", re.IGNORECASE)
_THAI = range(0x0E00, 0x0E80)
CLUSTERS_KEPT = 1024
"""Nearly all that people type is of a few hundred letters."""


@dataclass(frozen=True, slots=True)
class Plain:
    """`text[i]` was at `origin[i]`; `origin` has one entry more, the original's length."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stood."""
        return self.origin[start], self.origin[end]


def make_plain(original: str) -> Plain:
    """Same words, without disguise; web addresses are blanked out, since nothing in them is anybody's secret."""
    shown = _URL.sub(lambda found: " " * len(found.group()), original)
    if shown.isascii():
        return Plain(shown.lower(), tuple(range(len(shown) + 1)))
    characters: list[str] = []
    origin: list[int] = []
    for start, cluster in _clusters(shown):
        for character in _plain(cluster):
            characters.append(character)
            origin.append(start)
    return Plain(without_look_alikes("".join(characters)), (*origin, len(original)))


def plain(text: str) -> str:
    return make_plain(text).text


def _clusters(text: str) -> list[tuple[int, str]]:
    """Letters with the marks above them, each with its place. Thai marks are letters by themselves."""
    clusters: list[tuple[int, str]] = []
    for at, character in enumerate(text):
        category = unicodedata.category(character)
        if clusters and category in {"Mn", "Me"} and ord(character) not in _THAI:
            start, cluster = clusters[-1]
            clusters[-1] = (start, cluster + character)
        elif category != "Cf":
            clusters.append((at, character))
    return clusters


@lru_cache(CLUSTERS_KEPT)
def _plain(cluster: str) -> str:
    digit = unicodedata.decimal(cluster[0], None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", cluster).lower())
