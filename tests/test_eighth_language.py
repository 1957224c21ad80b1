"""A new language takes files in knowledge/ and locales/ only: Khmer, begun, beside the languages that are there."""

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po, write_po

from bot.bootstrap import make_speaker
from bot.checking import Finding, check_content, read_content
from bot.console import Console
from bot.conversation import Conversation
from bot.settings import ROOT, Settings
from bot.storage import Turns, migrate, open_database
from tests.matching.conftest import write_knowledge

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CARD_FEE = (
    "Paying by credit or debit card costs <b>{card_fee}</b> of the payment.\nWorld Pay costs {world_pay_fee}.",
    "ការបង់តាមកាតឥណទាន ឬឥណពន្ធ ថ្លៃ <b>{card_fee}</b> នៃការទូទាត់។\nWorld Pay ថ្លៃ {world_pay_fee}។",
)
EXAMPLES = """\
fees.card:
  - "ថ្លៃសេវាកាតប៉ុន្មាន"
  - "បង់តាមកាតវីសាថ្លៃប៉ុន្មាន"
  - "កាតឥណទានគិតថ្លៃទេ"
  - "ថ្លៃកាត visa"
support.hours:
  - "បើកម៉ោងប៉ុន្មាន"
  - "ថ្ងៃអាទិត្យបើកទេ"
  - "ម៉ោងធ្វើការ"
"""


class OwnCache(Settings):
    """Settings whose index is kept apart from the project's."""

    folder: Path

    @property
    def cache(self) -> Path:
        return self.folder


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content, with few examples so that it is soon learnt."""
    root = tmp_path_factory.mktemp("seven")
    (root / "knowledge").mkdir()
    shutil.copytree(ROOT / "knowledge/guide", root / "knowledge/guide")
    shutil.copy(ROOT / "knowledge/facts.yaml", root / "knowledge")
    write_knowledge(root / "knowledge")
    shutil.copytree(ROOT / "locales", root / "locales")
    shutil.copytree(ROOT / "bot/rendering/templates", root / "bot/rendering/templates")
    return root


@pytest.fixture(scope="module")
def root(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with Khmer begun: a line, a file of examples, and a catalogue with one translation."""
    root = tmp_path_factory.mktemp("eight") / "content"
    shutil.copytree(before, root)
    spoken = root / "knowledge/vocabulary/languages.yaml"
    text = spoken.read_text(encoding="utf-8")
    assert text.count("vi: complete}") == 1
    spoken.write_text(text.replace("vi: complete}", "vi: complete, km: growing}"), encoding="utf-8")
    (root / "knowledge/intents/km").mkdir()
    (root / "knowledge/intents/km/fees.yaml").write_text(EXAMPLES, encoding="utf-8")
    write_catalogue(root / "locales", dict([CARD_FEE]))
    return root


def write_catalogue(locales: Path, translations: dict[str, str]) -> None:
    """What `make messages` makes for a new folder, with some of it translated."""
    with (locales / "bot.pot").open("rb") as file:
        catalogue = read_po(file, locale="km")
    for message, translation in translations.items():
        catalogue[message].string = translation
    (locales / "km/LC_MESSAGES").mkdir(parents=True)
    with (locales / "km/LC_MESSAGES/bot.po").open("wb") as file:
        write_po(file, catalogue)


@pytest.fixture(scope="module")
def console(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Console:
    cache = tmp_path_factory.mktemp("cache")
    speaker = make_speaker(OwnCache(_env_file=None, folder=cache, acceptable_wrong=0.2), root=root)
    engine = open_database(f"sqlite:///{cache / 'bot.sqlite3'}")
    migrate(engine)
    return Console(speaker, Conversation(Turns(engine, None), lambda: speaker), lambda: MONDAY)


def ask(console: Console, text: str, language: str = "km") -> dict[str, Any]:
    return console.answer({"text": text, "language": language})


def labels(answer: dict[str, Any]) -> list[str]:
    return [label for row in answer["buttons"] for label in row]


def test_what_is_translated_is_answered_in_khmer(console: Console) -> None:
    answer = ask(console, "ថ្លៃសេវាកាតវីសាប៉ុន្មាន")
    assert (answer["intent"], answer["language"]) == ("fees.card", "km")
    assert "ការបង់តាមកាតឥណទាន ឬឥណពន្ធ ថ្លៃ 1.0% នៃការទូទាត់។" in re.sub("<[^>]*>", "", answer["text"])


def test_what_is_not_translated_is_answered_in_english(console: Console) -> None:
    answer = ask(console, "បើកម៉ោងប៉ុន្មាន")
    assert (answer["intent"], answer["language"]) == ("support.hours", "km")
    assert "The phone line is" in answer["text"]


def test_khmer_is_offered_among_the_languages(console: Console) -> None:
    assert "ខ្មែរ" in labels(ask(console, "/language", "en"))


def test_the_other_languages_go_on(console: Console) -> None:
    answer = ask(console, "ค่าธรรมเนียมบัตรเท่าไหร่", "th")
    assert (answer["intent"], answer["language"]) == ("fees.card", "th")


def found(root: Path) -> list[Finding]:
    return check_content(read_content(root), date(2026, 11, 29), 180)


def test_what_a_growing_language_lacks_is_one_warning(before: Path, root: Path) -> None:
    new = {(f.severity.value, f.check, f.problem.what) for f in found(root)} - {
        (f.severity.value, f.check, f.problem.what) for f in found(before)
    }
    [(severity, check, what)] = new
    assert (severity, check) == ("warning", "growing-language")
    assert re.fullmatch(
        r"'km' is growing: 1 of \d{3} texts are translated, and 2 of \d\d questions have examples", what
    )


def test_a_growing_language_that_is_called_complete_has_errors(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root, tmp_path / "content")
    file = tmp_path / "content/knowledge/vocabulary/languages.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("km: growing", "km: complete"), encoding="utf-8")
    errors = [f.problem for f in found(tmp_path / "content") if f.severity.value == "error"]
    assert any(str(each.file) == "locales/km/LC_MESSAGES/bot.po" for each in errors)
    assert any("has no examples in km" in each.what for each in errors)
