"""A copy of the content to plant mistakes in: all of it but the examples, of which there are a few of its own."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.checking import Finding, check_content, read_content
from bot.settings import ROOT

TODAY = date(2026, 11, 29)
MAX_AGE_DAYS = 180

EXAMPLES = """\
fees.card:
  - "how much is the fee for a credit card"
  - "visa fee?"
  - "do you charge extra for a debit card"
  - "mastercard charge how many percent"
  - "what does paying by card cost me"
  - "fee by card pls"
support.hours:
  - "when is the office open"
  - "opening hours on monday"
  - "are you open on public holidays"
  - "until what time can I call the hotline"
  - "is the team there on sunday"
  - "what time do you close today"
"""

Check = Callable[[], list[Finding]]


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pristine")
    for name in ("locales/ms", "bot/rendering/templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "locales/bot.pot", root / "locales")
    shutil.copytree(ROOT / "knowledge", root / "knowledge", ignore=_without_examples)
    (root / "knowledge/intents/en").mkdir()
    (root / "knowledge/intents/en/some.yaml").write_text(EXAMPLES, encoding="utf-8")
    (root / "knowledge/questions").mkdir()
    (root / "knowledge/questions/en.yaml").write_text('- {q: "any surcharge?", expect: [fees.overview]}\n')
    return root


def _without_examples(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "questions" or (Path(folder).name == "intents" and "." not in name)]


@pytest.fixture
def project(pristine: Path, tmp_path: Path) -> Path:
    """The copy's root."""
    shutil.copytree(pristine, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(scope="session")
def known(pristine: Path) -> frozenset[Finding]:
    """What is found before anything is planted: that most examples are missing."""
    return frozenset(check_content(read_content(pristine), TODAY, MAX_AGE_DAYS))


@pytest.fixture
def check(project: Path, known: frozenset[Finding]) -> Check:
    """What the checks find in the copy now, and did not find before."""

    def find() -> list[Finding]:
        findings = check_content(read_content(project), TODAY, MAX_AGE_DAYS)
        return [found for found in findings if found not in known]

    return find
