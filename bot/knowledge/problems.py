"""What is wrong in a content file, said so that an editor can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a content file.

    `line` and `column` count from 1, as editors do (PyYAML's marks count from 0). `hinders` when what stands there
    could not be read; otherwise it was, and names what is not there, or there was nothing to read.
    """

    file: Path
    line: int
    column: int
    what: str
    remedy: str
    hinders: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.remedy}"


def place_of(text: str, at: int) -> tuple[int, int]:
    """Line and column of the character at offset `at` of a file's text."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class ContentError(Exception):
    """The content cannot be used; `problems` holds every mistake, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
