"""Is a figure or a contact typed into a text? All of them stand in facts.yaml, and texts refer to them.

Numbers that are no facts may be typed: of sections, of things in a list, of the digits of a code.
"""

import re
from collections.abc import Iterator, Mapping

from bot.checking.content import Content
from bot.knowledge import EmailFact, Facts, LabelFact, PercentFact, PhoneFact, Problem, UrlFact

FIGURE = re.compile(
    r"\d+(?:[.,]\d+)?\s?(?:[%％]|per ?cent\b)"  # a share
    r"|\+\d[\d ()-]{6,}\d"  # a telephone number
    r"|[^\s@<>]+@[^\s@<>]+\.\w+"  # an e-mail address
    r"|(?:https?://|www\.)[^\s<>]+"  # a page
    r"|\b\d{1,2}:\d{2}\b"  # a time of day
    r"|\b\d+(?:\s?[-–]\s?\d+)? (?:(?:working|business) )?(?:minute|hour|day|week|month)s?\b"
    r"|(?:RMB|CN[HY]|USD|SGD|[$€£¥฿₫₱])\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:RMB|CN[HY]|USD|SGD|yuan)\b"
)
"""What reads as a fact wherever it stands."""


def typed_figures(content: Content) -> Iterator[Problem]:
    """Figures, contacts and Chinese labels that stand in a text by themselves."""
    names = {value: name for name, value in _values(content.knowledge.facts)}
    labels = "".join(f"|{re.escape(value)}" for value in names if not value.isascii())
    pattern = re.compile(FIGURE.pattern + labels)
    for text in content.texts:
        for form in text.forms:
            for found in pattern.finditer(form):
                yield text.problem(f"“{found[0]}” is typed into a text", _remedy(found[0], names), found[0])


def _remedy(figure: str, names: Mapping[str, str]) -> str:
    name = names.get(figure) or names.get(re.sub(r"\s", "", figure).replace("％", "%"))
    if name is not None:
        return f"write {{{name}}}, which says so"
    return "give it an entry in facts.yaml, and write {its_id} here"


def _values(facts: Facts) -> Iterator[tuple[str, str]]:
    """Each fact that a text may not repeat, with its value as people would type it."""
    for name, fact in facts.items():
        match fact:
            case PercentFact(percent=percent):
                yield name, f"{percent}%"
                yield name, f"{percent.normalize():f}%"
            case PhoneFact(phone=value) | EmailFact(email=value) | UrlFact(url=value) | LabelFact(label=value):
                yield name, value
            case _:
                pass
