"""What translators break is told with the catalogue's line, and the column of the word."""

import tomllib
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from bot.checking.sources import collect_texts
from bot.settings import ROOT
from tests.checking.conftest import Check
from tests.checking.planting import MARK

PO = Path("locales/ms/LC_MESSAGES/bot.po")


def translate(project: Path, msgid: str, msgstr: str) -> tuple[int, int]:
    """Put `msgstr` as the translation of `msgid`; the line and column of its mark, or of the word msgstr."""
    file = project / PO
    lines = file.read_text(encoding="utf-8").split("\n")
    at = lines.index(f'msgid "{msgid}"')
    end = at + 1
    while lines[end].startswith(("msgstr", '"')):
        end += 1
    written = f'msgstr "{msgstr}"'
    lines[at + 1 : end] = [written.replace(MARK, "")]
    file.write_text("\n".join(lines), encoding="utf-8")
    return at + 2, max(written.find(MARK) + 1, 1)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "what"),
    [
        pytest.param("On {amount}:", "¦Pada {jumlah}:", "lacks the placeholder {amount}", id="wrong placeholder"),
        pytest.param("On {amount}:", "Pada ¦{jumlah}:", "has a placeholder {jumlah}", id="another placeholder"),
        pytest.param("On {amount}:", "¦Pada jumlah:", "lacks the placeholder {amount}", id="placeholder dropped"),
        pytest.param("On {amount}:", "¦<b>{amount}</b>:", "has a tag <b>", id="tag added"),
        pytest.param("It opens <b>{moment}</b>.", "Buka ¦<b>{moment}.", "never closed", id="tag left open"),
        pytest.param("On {amount}:", "Pada ¦{amount", "broken braces", id="broken braces"),
        pytest.param("Enter the 6-digit code", "¦Masukkan kod", "lacks the number 6", id="missing number"),
        pytest.param("On {amount}:", "¦0.8% {amount}:", "“0.8%” is typed", id="typed figure"),
        pytest.param("Talk to a person", "", "is not translated", id="untranslated"),
        pytest.param(
            "Talk to a person", "¦Bercakap dengan seseorang sekarang", "34 columns wide", id="too long for a button"
        ),
        pytest.param(
            "What is the problem?", "¦What happens if you do not know how?", "still English", id="left-over English"
        ),
        pytest.param("What is the problem?", "Ap¦а?", "CYRILLIC SMALL LETTER A", id="letter of another script"),
        pytest.param("What is the problem?", "Apa ¦เเ?", "look like the one letter แ", id="two letters for one"),
    ],
)
def test_a_planted_mistake_is_told_where_it_stands(
    project: Path, check: Check, msgid: str, msgstr: str, what: str
) -> None:
    place = translate(project, msgid, msgstr)
    found = [each.problem for each in check()]
    assert {problem.file for problem in found} == {PO}
    [told] = [problem for problem in found if what in problem.what]
    assert (told.line, told.column) == place
    assert told.remedy


def test_a_plural_form_that_is_missing_is_told(project: Path, check: Check) -> None:
    file = project / PO
    text = file.read_text(encoding="utf-8")
    start = text.index("msgid_plural")
    end = text.index("\n\n", start)
    only_one = "\n".join([*text[start:end].split("\n")[:1], 'msgstr[0] ""'])
    file.write_text(text[:start] + only_one + text[end:], encoding="utf-8")
    assert [found.check for found in check()] == ["broken-translation"]


def test_a_fuzzy_entry_is_told(project: Path, check: Check) -> None:
    file = project / PO
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('msgid "Talk to a person"', '#, fuzzy\nmsgid "Talk to a person"'), encoding="utf-8")
    assert ["is marked fuzzy" in found.problem.what for found in check()] == [True]


def test_a_text_that_is_new_is_missed_in_every_catalogue(project: Path, check: Check) -> None:
    (project / "bot/rendering/templates/new.j2").write_text('{{ _("A new text.") }}', encoding="utf-8")
    found = [each.problem for each in check()]
    assert [problem.file for problem in found] == [Path("locales/bot.pot"), PO]
    assert all("A new text." in problem.what and "make messages" in problem.remedy for problem in found)


def test_what_is_compared_is_what_make_messages_extracts() -> None:
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(table["pattern"], table["method"]) for table in tables]
    extracted = {(name, text) for name, _, text, _, _ in extract_from_dir(ROOT, methods, directory_filter=is_content)}
    texts, problems = collect_texts(ROOT)
    assert {(str(text.file), text.id) for text in texts} == extracted
    assert problems == []


def is_content(folder: str) -> bool:
    return Path(folder).name in {"knowledge", "guide", "intents", "bot", "rendering", "templates"}
