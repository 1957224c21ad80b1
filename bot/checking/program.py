"""Does the program find what it names itself? Some intents and steps stand in its code, since it does more than answer.

Only the dialogue and the templates name any; there, a literal with a dot is an id.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from bot import dialogue, rendering
from bot.checking.content import Content
from bot.knowledge import Problem
from bot.knowledge.load import nearest

_ID = re.compile(r'"([a-z0-9_]+\.[a-z0-9_]+)"')
_NO_ID = (".j2",)


def missing_ids(content: Content) -> Iterator[Problem]:
    """Intents and steps that the program names and knowledge/ has not."""
    guide = content.knowledge.guide
    known = {*content.knowledge.intents, *guide.steps, *guide.section}
    for name, where in named_ids().items():
        if name not in known:
            what = f"no intent or step '{name}', which the program needs ({where})"
            yield Problem(_home(content, name), 1, 1, what, nearest(name, known))


def named_ids() -> dict[str, str]:
    """Every id in the code, with the place where it stands first."""
    found: dict[str, str] = {}
    for module, pattern in ((dialogue, "*.py"), (rendering, "templates/*.j2")):
        folder = Path(module.__path__[0])
        for file in sorted(folder.glob(pattern)):
            for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                for name in _ID.findall(text):
                    if not name.endswith(_NO_ID):
                        found.setdefault(name, f"bot/{folder.name}/{file.relative_to(folder).as_posix()}:{line}")
    return found


def _home(content: Content, name: str) -> Path:
    """The file that holds ids like `name`; the folder of the intents where none does."""
    family = name.partition(".")[0] + "."
    for document in (*content.family("intents"), *content.family("guide")):
        if any(part.startswith(family) for location in document.spans for part in location if isinstance(part, str)):
            return document.file
    return Path("knowledge/intents")
