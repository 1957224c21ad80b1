"""What do translators break without noticing? Every catalogue is compared with the texts that it translates.

Each mistake is told with the catalogue's file and line, what is wrong, and how to mend it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po
from rich.cells import cell_len

from bot.knowledge import Problem
from bot.knowledge.guide import MAX_BUTTON_COLUMNS
from bot.knowledge.texts import check_text, placeholders, tags
from bot.rendering.catalogues import DOMAIN, SOURCE_LANGUAGE

BUTTON_PREFIX = len("4A · ")
"""What stands before a section's name on its button; a step's arrow takes less."""

BUTTON_TEMPLATE = "labels.j2"
METHODS = [
    ("knowledge/guide/*.yaml", "bot.rendering.extraction:extract_knowledge"),
    ("knowledge/intents/*.yaml", "bot.rendering.extraction:extract_knowledge"),
    ("knowledge/facts.yaml", "bot.rendering.extraction:extract_knowledge"),
    ("bot/rendering/templates/*.j2", "jinja2"),
]
"""What is extracted and how: the same as [tool.babel] in pyproject.toml, which a test compares."""

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-z]{3,}")
_ENGLISH = frozenset("the you your and with for not can this that what how are from don't doesn't".split())
"""Words that no sentence of another language holds by chance; three of them are left-over English."""

_NATIVE_ENOUGH = 3

MessageId = str | tuple[str, str]


def proofread(locales: Path, root: Path) -> list[Problem]:
    """Every mistake in the catalogues under `locales`, against the texts of the project at `root`."""
    source = collect_texts(root)
    problems: list[Problem] = []
    for file in sorted(locales.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        language = file.parent.parent.name
        if language != SOURCE_LANGUAGE:
            problems += _check_catalogue(file, file.relative_to(root), language, source)
    return sorted(problems)


def collect_texts(root: Path) -> Mapping[MessageId, bool]:
    """Every text to be translated, and whether it stands on a button."""
    found: dict[MessageId, bool] = {}
    extracted = extract_from_dir(root, METHODS, keywords={"_": None, "ngettext": (1, 2)}, directory_filter=_is_content)
    for name, _line, message, comments, _context in extracted:
        is_button = name.endswith(BUTTON_TEMPLATE) or any("(a button" in comment for comment in comments)
        key: MessageId = (message[0], message[1]) if isinstance(message, tuple) else message
        found[key] = found.get(key, False) or is_button
    return found


def _is_content(folder: str) -> bool:
    return Path(folder).name not in {".venv", "var", "tests", "locales", ".git", "questions", "vocabulary"}


def _check_catalogue(file: Path, shown_as: Path, language: str, source: Mapping[MessageId, bool]) -> Iterator[Problem]:
    try:
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, UnknownLocaleError, ValueError) as error:
        yield Problem(shown_as, getattr(error, "lineno", 0) + 1, 1, f"not a catalogue: {error}", "correct the line")
        return
    for message, is_button in source.items():
        key = message[0] if isinstance(message, tuple) else message
        entry = catalogue.get(key)
        if entry is None:
            yield Problem(shown_as, 1, 1, f"no entry for {_quote(key)}", "run `make messages`, then translate it")
            continue
        for what, remedy in _check_entry(entry, catalogue, is_button=is_button):
            yield Problem(shown_as, entry.lineno or 1, 1, what, remedy)


def _check_entry(entry: Message, catalogue: Catalog, *, is_button: bool) -> Iterator[tuple[str, str]]:
    ids = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
    texts = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    if entry.fuzzy:
        yield f"{_quote(ids[0])} is marked fuzzy", "read the translation again and take the mark away"
    if len(ids) > 1 and len(texts) != catalogue.num_plurals:
        yield f"{_quote(ids[0])} has {len(texts)} plural forms of {catalogue.num_plurals}", "write every msgstr[n]"
    if not all(texts):
        yield f"{_quote(ids[0])} is not translated", "write its msgstr"
        return
    for text in texts:
        yield from _check_text(str(ids[-1]), str(text), is_button=is_button)


def _check_text(source: str, text: str, *, is_button: bool) -> Iterator[tuple[str, str]]:
    mistake = check_text(text)
    if mistake is not None:
        yield f"{_quote(text)}: {mistake[0]}", mistake[1]
        return
    for kind, there, here in (
        ("placeholder", placeholders(source), placeholders(text)),
        ("tag", tags(source), tags(text)),
        ("number", _NUMBER.findall(source), _NUMBER.findall(text)),
    ):
        yield from _compare(kind, there, here, text)
    if is_button and (columns := cell_len(text)) > MAX_BUTTON_COLUMNS:
        yield f"{_quote(text)} is {columns} columns wide", f"a button takes {MAX_BUTTON_COLUMNS}: find shorter words"
    if _is_english(source, text):
        yield f"{_quote(text)} is still English", "translate it"


def _compare(kind: str, there: Iterable[str], here: Iterable[str], text: str) -> Iterator[tuple[str, str]]:
    source, translated = Counter(there), Counter(here)
    shown = {"placeholder": "{%s}", "tag": "<%s>", "number": "%s"}[kind]
    for missing in source - translated:
        yield f"{_quote(text)} lacks the {kind} {shown % missing}", "put it in as it stands in the source"
    for extra in translated - source:
        yield f"{_quote(text)} has a {kind} {shown % extra} that the source has not", "take it out"


def _is_english(source: str, text: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Za-z']+", text)]
    if sum(word in _ENGLISH for word in words) >= _NATIVE_ENOUGH:
        return True
    return text == source and len(_WORD.findall(re.sub(r"\{\w+\}|<[^>]*>", "", source))) > _NATIVE_ENOUGH


def _quote(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:57]}…”" if len(line) > 58 else f"“{line}”"  # noqa: PLR2004 - a line of a report
