"""Does knowledge/ hold a file that nothing reads? Steps and examples in it reach nobody."""

from collections.abc import Iterator

from bot.checking.content import Content
from bot.checking.schemas import KINDS
from bot.knowledge import Problem
from bot.knowledge.examples import example_files, question_files

PICTURES = "cards/*.png"
SPOKEN = "knowledge/vocabulary/languages.yaml"


def stray_files(content: Content) -> Iterator[Problem]:
    """Files whose names say no kind, and those in a language that the assistant does not speak."""
    folder = content.root / "knowledge"
    known = {file for pattern in (*(kind.pattern for kind in KINDS), PICTURES) for file in folder.glob(pattern)}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file not in known:
            what = f"nothing reads a file of this name ({file.name})"
            yield Problem(file.relative_to(content.root), 1, 1, what, "name it as the others are, or take it out")
    spoken = [(file, file.parent.name) for file in example_files(folder)]
    spoken += [(file, file.stem) for file in question_files(folder)]
    spoken += [(file, file.parent.parent.name) for file in content.root.glob("locales/*/LC_MESSAGES/*.po")]
    for file, language in spoken:
        if language not in content.languages:
            what = f"the assistant does not speak '{language}'"
            remedy = f"use one of {', '.join(content.languages)}, or add it to `spoken` in {SPOKEN}"
            yield Problem(file.relative_to(content.root), 1, 1, what, remedy)
