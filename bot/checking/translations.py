"""What do translators break without noticing? Every catalogue is compared with the texts that it translates."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Message
from rich.cells import cell_len

from bot.checking.catalogues import MAKE_ANEW, CatalogueFile, quote, strings
from bot.checking.content import Content
from bot.checking.figures import FIGURE
from bot.knowledge import Problem
from bot.knowledge.guide import MAX_BUTTON_COLUMNS
from bot.knowledge.texts import Mistake, check_text, placeholders, tags

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-z]{3,}")
_ENGLISH = frozenset("the you your and with for not can this that what how are from don't doesn't".split())
"""Words that no sentence of another language holds by chance; three of them are left-over English."""

_NATIVE_ENOUGH = 3


def stale_catalogues(content: Content) -> Iterator[Problem]:
    """Texts that bot.pot or a catalogue lacks, and entries that translate nothing any more."""
    sources = {text.id: text for text in content.texts}
    for catalogue in content.catalogues:
        entries = catalogue.entries()
        for message, source in sources.items():
            if message not in entries and (catalogue.language is None or content.is_complete(catalogue.language)):
                what = f"no entry for {quote(source.forms[0])} ({source.where})"
                yield catalogue.problem(None, what, f"{MAKE_ANEW}, then translate it")
        for message, entry in entries.items():
            if message not in sources:
                text = message[0] if isinstance(message, tuple) else message
                yield catalogue.problem(entry, f"{quote(text)} is no text of the assistant any more", MAKE_ANEW)


def broken_translations(content: Content) -> Iterator[Problem]:
    """Placeholders, tags, numbers, plural forms, widths of buttons, and what was left in English."""
    on_buttons = {text.id for text in content.texts if text.is_button}
    sources = {text.id for text in content.texts}
    for catalogue in content.catalogues:
        if catalogue.language is None:
            continue
        for message, entry in catalogue.entries().items():
            if message in sources:
                if not any(strings(entry)) and not content.is_complete(catalogue.language):
                    continue
                for mistake in _check_entry(entry, catalogue, is_button=message in on_buttons):
                    yield catalogue.problem(entry, *mistake)


def growing_languages(content: Content) -> Iterator[Problem]:
    """How much of each language that is not complete is still to be done."""
    spoken = {(phrasing.example.language, phrasing.example.intent) for phrasing in content.phrasings}
    for catalogue in content.catalogues:
        if catalogue.language is None or content.is_complete(catalogue.language):
            continue
        entries = catalogue.entries()
        translated = sum(text.id in entries and all(strings(entries[text.id])) for text in content.texts)
        asked = sum((catalogue.language, intent) in spoken for intent in content.knowledge.intents)
        what = (
            f"'{catalogue.language}' is growing: {translated} of {len(content.texts)} texts are translated, "
            f"and {asked} of {len(content.knowledge.intents)} questions have examples"
        )
        yield catalogue.problem(
            None, what, "what is missing is said in English; go on, and call it complete at the end"
        )


def _check_entry(entry: Message, catalogue: CatalogueFile, *, is_button: bool) -> Iterator[Mistake]:
    ids = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
    texts = strings(entry)
    plurals = catalogue.catalogue.num_plurals
    if entry.fuzzy:
        what = f"{quote(ids[0])} is marked fuzzy: its English has changed since"
        yield Mistake(what, "bring the translation up to date, then take the word fuzzy away from the lines above", "")
    if len(ids) > 1 and len(texts) != plurals:
        yield Mistake(f"{quote(ids[0])} has {len(texts)} plural forms of {plurals}", "write every msgstr[n]", "")
    if not all(texts):
        yield Mistake(f"{quote(ids[0])} is not translated", "write its msgstr", "")
        return
    for text in texts:
        yield from _check_text(str(ids[-1]), text, is_button=is_button)


def _check_text(source: str, text: str, *, is_button: bool) -> Iterator[Mistake]:
    mistake = check_text(text)
    if mistake is not None:
        yield Mistake(f"{quote(text)}: {mistake.what}", mistake.remedy, mistake.word)
        return
    yield from _compare("placeholder", "{%s}", placeholders(source), placeholders(text), text)
    yield from _compare("tag", "<%s>", tags(source), tags(text), text)
    yield from _compare("number", "%s", _NUMBER.findall(source), _NUMBER.findall(text), text)
    for figure in FIGURE.finditer(text):
        if figure[0] not in source:
            yield Mistake(f"{quote(text)}: “{figure[0]}” is typed", "put in the placeholder of the source", figure[0])
    if is_button and (columns := cell_len(text)) > MAX_BUTTON_COLUMNS:
        what = f"{quote(text)} is {columns} columns wide"
        yield Mistake(what, f"a button takes {MAX_BUTTON_COLUMNS}: find shorter words", text)
    if _is_english(source, text):
        yield Mistake(f"{quote(text)} is still English", "translate it", text)


def _compare(kind: str, shown: str, there: Iterable[str], here: Iterable[str], text: str) -> Iterator[Mistake]:
    source, translated = Counter(there), Counter(here)
    for missing in source - translated:
        yield Mistake(f"{quote(text)} lacks the {kind} {shown % missing}", "put it in as it stands in the source", text)
    for extra in translated - source:
        what = f"{quote(text)} has a {kind} {shown % extra} that the source has not"
        yield Mistake(what, "take it out", shown % extra)


def _is_english(source: str, text: str) -> bool:
    words = [word.lower() for word in re.findall(r"[A-Za-z']+", text)]
    if sum(word in _ENGLISH for word in words) >= _NATIVE_ENOUGH:
        return True
    return text == source and len(_WORD.findall(re.sub(r"\{\w+\}|<[^>]*>", "", source))) > _NATIVE_ENOUGH
