"""What becomes of a translation when its English is reworded? It stays, marked fuzzy, until a translator has read it.

`make messages` runs this for every catalogue. A text is known by the place that it is for, as in "fees.card: answer":
no guess by likeness, which would lend a new question the answer of another.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.settings import LOCALES

_PLACE = re.compile(r"[\w.]+: [a-z]+\b")


def update_catalogues(folder: Path) -> None:
    """Bring every locales/<language>/LC_MESSAGES/bot.po up to date with bot.pot."""
    template = _read(folder / "bot.pot")
    for file in sorted(folder.glob("*/LC_MESSAGES/bot.po")):
        catalogue = _read(file, file.parent.parent.name)
        _update(catalogue, template)
        with file.open("wb") as opened:
            write_po(opened, catalogue, width=0, ignore_obsolete=True, include_previous=True)


def _update(catalogue: Catalog, template: Catalog) -> None:
    before = {
        place: entry for entry in catalogue for place in _places(entry) if isinstance(entry.id, str) and entry.string
    }
    known = {entry.id for entry in catalogue}
    catalogue.update(template, no_fuzzy_matching=True)
    for entry in catalogue:
        old = next((before[place] for place in _places(entry) if place in before), None)
        if old is not None and entry.id not in known and isinstance(entry.id, str):
            entry.string, entry.previous_id = old.string, [] if old.fuzzy else [str(old.id)]
            entry.flags.add("fuzzy")


def _places(entry: Message) -> Iterator[str]:
    """Where the text stands in knowledge/; texts of templates have no such comment."""
    comments = re.sub(r"\([^)]*\)", "", " ".join(entry.auto_comments))
    return (found[0] for found in _PLACE.finditer(comments))


def _read(file: Path, language: str | None = None) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


if __name__ == "__main__":
    update_catalogues(LOCALES)
