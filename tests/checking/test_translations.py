"""What translators break is found, with the catalogue's file and line."""

import shutil
from pathlib import Path

import pytest

from bot.rendering.proofreading import METHODS, proofread
from bot.settings import LOCALES, ROOT


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    for name in ("knowledge", "bot/rendering/templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copytree(LOCALES, tmp_path / "locales")
    return tmp_path / "locales"


def plant(locales: Path, language: str, msgid: str, msgstr: str) -> int:
    """Replace the translation of `msgid`, and give the entry's line."""
    file = locales / language / "LC_MESSAGES" / "bot.po"
    lines = file.read_text(encoding="utf-8").split("\n")
    at = lines.index(f'msgid "{msgid}"')
    end = at + 1
    while lines[end].startswith(("msgstr", '"')):
        end += 1
    lines[at + 1 : end] = [f'msgstr "{msgstr}"']
    file.write_text("\n".join(lines), encoding="utf-8")
    return at + 1


def test_the_catalogues_are_in_order() -> None:
    assert proofread(LOCALES, ROOT) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "what"),
    [
        pytest.param("On {amount}:", "Pada {jumlah}:", "lacks the placeholder {amount}", id="wrong placeholder"),
        pytest.param("On {amount}:", "Pada jumlah:", "lacks the placeholder {amount}", id="placeholder dropped"),
        pytest.param("On {amount}:", "<b>{amount}</b>:", "has a tag <b>", id="tag added"),
        pytest.param("It opens <b>{moment}</b>.", "Buka <b>{moment}.", "never closed", id="tag left open"),
        pytest.param("On {amount}:", "{amount", "broken braces", id="broken braces"),
        pytest.param("Enter the 6-digit code", "Masukkan kod", "lacks the number 6", id="missing number"),
        pytest.param("Talk to a person", "", "is not translated", id="untranslated"),
        pytest.param(
            "Talk to a person", "Bercakap dengan seseorang sekarang", "columns wide", id="too long for a button"
        ),
        pytest.param("What happens?", "What happens if you do not know how?", "still English", id="left-over English"),
    ],
)
def test_a_planted_mistake_is_found_in_its_line(locales: Path, msgid: str, msgstr: str, what: str) -> None:
    line = plant(locales, "ms", msgid, msgstr)
    problems = proofread(locales, locales.parent)
    assert {problem.file for problem in problems} == {Path("locales/ms/LC_MESSAGES/bot.po")}
    [found] = [problem for problem in problems if what in problem.what]
    assert found.remedy
    assert abs(found.line - line) <= 1


def test_a_text_that_is_new_is_missed_in_every_catalogue(locales: Path) -> None:
    template = locales.parent / "bot/rendering/templates/menu.j2"
    template.write_text('{{ _("A new text.") }}', encoding="utf-8")
    problems = [problem for problem in proofread(locales, locales.parent) if "A new text." in problem.what]
    assert len(problems) == 6
    assert "make messages" in problems[0].remedy


def test_a_file_that_is_no_catalogue_is_told(locales: Path) -> None:
    (locales / "th/LC_MESSAGES/bot.po").write_text("just some words", encoding="utf-8")
    assert any("not a catalogue" in problem.what for problem in proofread(locales, locales.parent))


def test_what_is_checked_is_what_is_extracted() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for pattern, method in METHODS:
        assert f'method = "{method}"\npattern = "{pattern}"' in pyproject
