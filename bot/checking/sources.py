"""Which texts do people read, and where does each stand? Those of knowledge/, and those of the templates.

They are what `make messages` extracts; bot.pot and the catalogues are compared with them in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_from_file
from yaml import YAMLError

from bot.knowledge import Problem
from bot.knowledge.problems import place_of

TEMPLATES = "bot/rendering/templates"
TEMPLATE_SUFFIX = ".j2"
TRANSLATORS = {"_": None, "ngettext": (1, 2)}
"""The functions that templates translate with, and which of their arguments are texts (None: the first)."""

METHODS = [
    ("knowledge/guide/*.yaml", "bot.rendering.extraction:extract_knowledge"),
    ("knowledge/intents/*.yaml", "bot.rendering.extraction:extract_knowledge"),
    ("knowledge/facts.yaml", "bot.rendering.extraction:extract_knowledge"),
    ("bot/rendering/templates/*.j2", "jinja2"),
]
"""What is extracted and how: the same as [tool.babel] in pyproject.toml, which a test compares."""

BUTTON_TEMPLATE = "labels.j2"

MessageId = str | tuple[str, str]
"""A text, or its singular and plural."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text to be translated. `offset` is where its line begins in `page`, the whole text of its file."""

    file: Path
    page: str
    offset: int
    id: MessageId
    is_button: bool

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


def collect_texts(root: Path) -> tuple[SourceText, ...]:
    """Every text of the project at `root`, in the order of its files."""
    return tuple(
        text
        for pattern, method in METHODS
        for file in sorted(root.glob(pattern))
        for text in _texts(root, file, method)
    )


def _texts(root: Path, file: Path, method: str) -> Iterator[SourceText]:
    shown_as = file.relative_to(root)
    try:
        page = file.read_text(encoding="utf-8-sig")
        extracted = list(extract_from_file(method, file, keywords=TRANSLATORS))
    except (OSError, UnicodeDecodeError, YAMLError):
        return  # whoever reads the file for its own sake tells what is wrong with it
    starts = [0, *(at + 1 for at, char in enumerate(page) if char == "\n")]
    for line, message, comments, _context in extracted:
        is_button = file.name == BUTTON_TEMPLATE or any("(a button" in comment for comment in comments)
        message_id: MessageId = (message[0], message[1]) if isinstance(message, tuple) else message
        yield SourceText(shown_as, page, starts[line - 1], message_id, is_button)
