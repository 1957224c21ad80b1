"""Which texts do people read, and where does each stand? Those of knowledge/, and those of the templates.

They are what `make messages` extracts; bot.pot and the catalogues are compared with them in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from yaml import YAMLError

from bot.knowledge import Problem
from bot.knowledge.problems import place_of
from bot.rendering.extraction import extract_knowledge

KNOWLEDGE = ("facts.yaml", "guide/*.yaml", "intents/*.yaml")
TEMPLATES = "bot/rendering/templates"
TRANSLATORS = {"_": 1, "ngettext": 2}
"""The functions that templates translate with, and how many of their first arguments are texts."""

BUTTON_TEMPLATE = "labels.j2"

MessageId = str | tuple[str, str]
"""A text, or its singular and plural."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text to be translated. `offset` is where its line begins in `page`, the whole text of its file.

    `given` are the names of the values that a template puts into it; None in knowledge/, where facts are.
    """

    file: Path
    page: str
    offset: int
    id: MessageId
    is_button: bool
    given: frozenset[str] | None

    @property
    def forms(self) -> tuple[str, ...]:
        """The text, or its singular and plural."""
        return self.id if isinstance(self.id, tuple) else (self.id,)

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.file}:{place_of(self.page, self.offset)[0]}"

    def problem(self, what: str, remedy: str, word: str = "") -> Problem:
        """A mistake at `word` in the text, or where the text begins."""
        found = self.page.find(word or self.forms[0].partition("\n")[0], self.offset)
        near = self.offset <= found < self.offset + 2 * len(self.forms[-1]) + 200
        return Problem(self.file, *place_of(self.page, found if near else self.offset), what, remedy)


def collect_texts(root: Path) -> tuple[tuple[SourceText, ...], list[Problem]]:
    """Every text of the project at `root`, in the order of its files, and what is wrong with a template that is none.

    What is wrong with a file of knowledge/ is told by those who read it for its own sake.
    """
    texts: list[SourceText] = []
    problems: list[Problem] = []
    for pattern in KNOWLEDGE:
        for file in sorted((root / "knowledge").glob(pattern)):
            texts += _knowledge_texts(file, file.relative_to(root))
    for file in sorted((root / TEMPLATES).glob("*.j2")):
        page = file.read_text(encoding="utf-8")
        shown_as = file.relative_to(root)
        try:
            texts += _template_texts(page, shown_as)
        except TemplateSyntaxError as error:
            remedy = "check braces and quotes on this line"
            problems.append(Problem(shown_as, error.lineno, 1, f"not a template: {error.message}", remedy))
    return tuple(texts), problems


def _knowledge_texts(file: Path, shown_as: Path) -> Iterator[SourceText]:
    try:
        page = file.read_text(encoding="utf-8-sig")
        with file.open("rb") as opened:
            extracted = list(extract_knowledge(opened, {}, (), {}))
    except (OSError, UnicodeDecodeError, YAMLError, RecursionError):
        return
    for line, _, message, comments in extracted:
        is_button = any("(a button" in comment for comment in comments)
        yield SourceText(shown_as, page, offset_of(page, line), message, is_button, None)


def _template_texts(page: str, shown_as: Path) -> Iterator[SourceText]:
    for call in Environment(autoescape=True).parse(page).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATORS:
            texts = call.args[: TRANSLATORS[call.node.name]]
            forms = [text.value for text in texts if isinstance(text, nodes.Const)]
            given = frozenset(keyword.key for keyword in call.kwargs)
            message_id: MessageId = (forms[0], forms[1]) if len(forms) > 1 else forms[0]
            is_button = shown_as.name == BUTTON_TEMPLATE
            yield SourceText(shown_as, page, offset_of(page, call.lineno), message_id, is_button, given)


def offset_of(page: str, line: int) -> int:
    """Where `line`, counted from 1, begins in `page`."""
    at = 0
    for _ in range(line - 1):
        at = page.find("\n", at) + 1
    return at
