"""Where do translations come from? `locales/<language>/LC_MESSAGES/bot.po`, compiled on first use and kept by content.

Compiled catalogues are a cache: a missing, stale or broken one is made anew from its .po, never trusted.
"""

import gettext
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "en"
DOMAIN = "bot"


@dataclass(frozen=True)
class Catalogues:
    """The translations of every language that has a catalogue; English is the source and always there."""

    by_language: Mapping[str, gettext.NullTranslations]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.by_language)

    def translate(self, language: str, message: str) -> str:
        """`message` in `language`; an entry that is missing or fuzzy stays English."""
        return self.by_language[language].gettext(message) if message else ""

    def translate_plural(self, language: str, singular: str, plural: str, count: int) -> str:
        return self.by_language[language].ngettext(singular, plural, count)


def load_catalogues(folder: Path, cache: Path) -> Catalogues:
    """Every language under `folder`, in alphabetical order after English; compiled files are kept under `cache`."""
    found: dict[str, gettext.NullTranslations] = {SOURCE_LANGUAGE: gettext.NullTranslations()}
    for source in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        language = source.parent.parent.name
        if language != SOURCE_LANGUAGE:
            found[language] = _load(source, language, cache)
    return Catalogues(found)


def _load(source: Path, language: str, cache: Path) -> gettext.NullTranslations:
    data = source.read_bytes()
    compiled = cache / f"{language}-{hashlib.sha256(data).hexdigest()[:16]}.mo"
    try:
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, EOFError):
        _compile(source, language, compiled)
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def _compile(source: Path, language: str, compiled: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved into place, so that no other process reads half a file.
    partial = compiled.with_suffix(f".{os.getpid()}")
    with partial.open("wb") as file:
        write_mo(file, catalogue)
    partial.replace(compiled)
