"""Is the content in order, and is all that takes long made for it? Run as a process: ROOT and CACHE are its arguments.

The checks take seconds, an index of the matcher minutes and a gigabyte. Here they disturb no chat, and what they make
is found in the cache by whoever reads the content next.
"""

import os
import sys
from pathlib import Path

from bot.checking import find_errors, read_content, write_report
from bot.knowledge import ContentError
from bot.matching.matcher import load_matcher
from bot.reloading import REFUSED
from bot.rendering.catalogues import load_catalogues

NICENESS = 5
"""Whoever is chatting comes first."""


def prepare(root: Path, cache: Path) -> str:
    """The report on the errors under `root`, as `check` writes it; empty when there are none, and all is made."""
    errors = find_errors(read_content(root))
    if errors:
        return write_report(errors, "text")
    load_catalogues(root / "locales", cache / "locales")
    try:
        load_matcher(root / "knowledge", cache / "matching")
    except ContentError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    os.nice(NICENESS)
    report = prepare(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(report)
    sys.exit(REFUSED if report else 0)
