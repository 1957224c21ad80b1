"""Does a word of the vocabulary stand for two things? The first one read would win, and nobody would see why."""

from collections.abc import Iterator

from bot.checking.content import Content
from bot.knowledge import Problem
from bot.knowledge.documents import Document, Location
from bot.matching.text import clean, lower

Alias = tuple[str, str, str]
"""A table in which every word has one meaning; a word; its meaning."""


def colliding_aliases(content: Content) -> Iterator[Problem]:
    """Words with two meanings in one table. (Topics are compared where they are read.)"""
    seen: dict[tuple[str, str], tuple[str, Document, Location]] = {}
    for document in content.family("vocabulary"):
        for location, text in document.texts():
            alias = _alias(document, location, text)
            if alias is None:
                continue
            table, word, meaning = alias
            earlier, file, where = seen.setdefault((table, _key(word)), (meaning, document, location))
            if earlier != meaning:
                line, _ = file.place(where)
                what = f"'{word}' stands for '{meaning}' and for '{earlier}' ({file.file}:{line})"
                yield document.problem(location, what, "keep one of the two")


def _alias(document: Document, location: Location, text: str) -> Alias | None:
    match (document.file.stem, *location):
        case ("currencies", "names", str(code), _, _):
            return "names", text, f"currency {code}"
        case ("currencies", "beside_amount" | "places" as table, str(meaning), _, _):
            return table, text, meaning
        case ("currencies", "units", str(unit), "says", _, _):
            return "units", text, unit
        case ("methods", "methods", str(method), "says", _, _):
            return "names", text, f"method {method}"
        case ("methods", "methods", str(method), "after_pay" | "paid_from" as table, _, _):
            return table, text, method
        case ("languages", "names", str(language), _, _):
            return "names", text, f"language {language}"
        case ("languages", "beside_speaking", str(language), _, _):
            return "beside_speaking", text, language
        case ("signals", "signals", str(signal), str(language), _):
            return f"signals in {language}", text, signal
        case ("numbers", "values" | "multipliers" as table, _, str(word)):
            return table, word, text
        case _:
            return None


def _key(word: str) -> str:
    """As the matcher compares names: without capitals, spaces and hyphens."""
    return lower(clean(word)).replace(" ", "").replace("-", "")
