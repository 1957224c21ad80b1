"""Where do translations come from? `locales/<language>/LC_MESSAGES/bot.po`, compiled on first use and kept by content.

Compiled catalogues are a cache: a missing, stale or broken one is made anew from its .po, never trusted.
"""

import gettext
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.files import put_in_place

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
    kept = cache / f"{language}-{hashlib.sha256(data).hexdigest()[:16]}.mo"
    try:
        with kept.open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, EOFError):
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(data), locale=language))
        _keep(compiled.getvalue(), kept, language)
        return gettext.GNUTranslations(BytesIO(compiled.getvalue()))


def _keep(compiled: bytes, file: Path, language: str) -> None:
    """Instead of what was kept for `language` before."""
    put_in_place(file, compiled)
    for other in file.parent.glob(f"{language}-*.mo"):
        if other != file:
            other.unlink(missing_ok=True)
