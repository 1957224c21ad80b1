"""What do the catalogues say, and where? bot.pot and locales/<language>/LC_MESSAGES/bot.po, entry by entry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bot.checking.sources import MessageId, offset_of
from bot.knowledge import Problem
from bot.knowledge.problems import place_of
from bot.rendering.catalogues import DOMAIN, SOURCE_LANGUAGE

MAKE_ANEW = "run `make messages`"
_UNQUOTED = re.compile(r'^(?:msg\w+(?:\[\d+\])? +)?"(?:[^"\\\n]|\\.)*$', re.MULTILINE)
_SHOWN = 58
"""Columns of a text that a line of the report quotes."""


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """One catalogue, `catalogue` as Babel reads it; `language` is None for the template, bot.pot."""

    file: Path
    page: str
    language: str | None
    catalogue: Catalog

    def entries(self) -> dict[MessageId, Message]:
        return {_id(message): message for message in self.catalogue if message.id}

    def problem(self, entry: Message | None, what: str, remedy: str, word: str | None = None) -> Problem:
        """A mistake at `entry`, or with `word` at that word in its translation; without an entry, at the file's top."""
        if entry is None or entry.lineno is None:
            return Problem(self.file, 1, 1, what, remedy)
        at = offset_of(self.page, entry.lineno)
        if word is not None:
            at = self.page.find("msgstr", at)
            end = self.page.find("\n\n", at)
            found = self.page.find(_written(word), at, end if end >= 0 else len(self.page))
            at = found if found >= 0 else at
        return Problem(self.file, *place_of(self.page, at), what, remedy)


def read_catalogues(root: Path, languages: Iterable[str]) -> tuple[tuple[CatalogueFile, ...], list[Problem]]:
    """bot.pot and the catalogues of `languages` under locales/, and what is wrong with a file that is none."""
    folder = root / "locales"
    files: dict[Path, str | None] = {folder / f"{DOMAIN}.pot": None}
    for language in languages:
        if language != SOURCE_LANGUAGE:
            files[folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"] = language
    read = [_read(root, file, language) for file, language in files.items()]
    catalogues = tuple(each for each in read if isinstance(each, CatalogueFile))
    return catalogues, [each for each in read if isinstance(each, Problem)]


def strings(entry: Message) -> tuple[str, ...]:
    """The translation, or its plural forms."""
    written = entry.string if isinstance(entry.string, list | tuple) else (entry.string or "",)
    return tuple(map(str, written))


def quote(text: str) -> str:
    """The beginning of `text` on one line, in quotes."""
    line = " ".join(text.split())
    return f"“{line[: _SHOWN - 1]}…”" if len(line) > _SHOWN else f"“{line}”"


def _read(root: Path, file: Path, language: str | None) -> CatalogueFile | Problem:
    shown_as = file.relative_to(root)
    try:
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=language, abort_invalid=True)
        page = file.read_text(encoding="utf-8")
        if broken := _UNQUOTED.search(page):  # Babel takes the last letter for the quote, and says nothing
            line, column = place_of(page, broken.end())
            return Problem(shown_as, line, column, "a quote is opened and never closed", 'end the line with "')
        return CatalogueFile(shown_as, page, language, catalogue)
    except OSError as error:
        return Problem(shown_as, 1, 1, f"the file cannot be read ({error.strerror})", MAKE_ANEW)
    except (PoFileError, UnicodeDecodeError, UnknownLocaleError, ValueError) as error:
        line = getattr(error, "lineno", 0)  # Babel counts from 0
        what = str(error).removesuffix(f" on {line}")
        return Problem(shown_as, line + 1, 1, f"not a catalogue: {what}", "correct the line")


def _id(message: Message) -> MessageId:
    return (str(message.id[0]), str(message.id[1])) if isinstance(message.id, list | tuple) else str(message.id)


def _written(word: str) -> str:
    """The first line of `word` as a catalogue writes it."""
    return word.partition("\n")[0].replace("\\", "\\\\").replace('"', '\\"')
