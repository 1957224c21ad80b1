"""The content as it is has no errors; and nothing that stands in a file stops the checks."""

import re
from pathlib import Path

import pytest

from bot.checking import Finding, Severity, check_content, read_content
from bot.checking.program import named_ids
from bot.dialogue.route import Route
from bot.dialogue.states import Progress
from bot.knowledge import Knowledge
from bot.knowledge.facts import NEEDED_FACTS
from bot.settings import ROOT
from tests.checking.conftest import MAX_AGE_DAYS, TODAY, Check
from tests.checking.planting import plant

ONE_OF_EACH = [
    "knowledge/facts.yaml",
    "knowledge/guide/6_pay.yaml",
    "knowledge/guide/questions.yaml",
    "knowledge/guide/troubles.yaml",
    "knowledge/intents/talk.yaml",
    "knowledge/intents/en/some.yaml",
    "knowledge/questions/en.yaml",
    "knowledge/vocabulary/currencies.yaml",
    "knowledge/vocabulary/numbers.yaml",
    "knowledge/vocabulary/signals.yaml",
    "knowledge/vocabulary/topics.yaml",
    "locales/ms/LC_MESSAGES/bot.po",
    "locales/bot.pot",
]


def test_there_is_nothing_to_tell_of_the_content() -> None:
    assert [found.problem for found in check_content(read_content(ROOT), TODAY, MAX_AGE_DAYS)] == []


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"- 1\n- 2\n",
        b"\xff\xfe\x00",
        b"a: [",
        b"just words",
        b"a: 1\n",
        b"a: {b: {c: d}}\n",
        b"a: &x [*x]",
        b"\x07",
    ],
)
def test_rubbish_in_every_file_is_told_of_each(project: Path, check: Check, rubbish: bytes) -> None:
    for name in ONE_OF_EACH:
        (project / name).write_bytes(rubbish)
    assert {str(found.problem.file) for found in check()} >= set(ONE_OF_EACH)


@pytest.mark.parametrize(
    "gone",
    [ONE_OF_EACH, ONE_OF_EACH[:1], ONE_OF_EACH[2:3], ONE_OF_EACH[3:4]],
    ids=["all", "facts", "openings", "troubles"],
)
def test_files_that_are_gone_do_not_stop_the_checks(project: Path, check: Check, gone: list[str]) -> None:
    for name in gone:
        (project / name).unlink()
    assert check()


def test_intents_with_few_examples_or_none_are_told(known: frozenset[Finding]) -> None:
    told = {(found.check, str(found.problem.file), found.problem.what, found.severity) for found in known}
    some = "knowledge/intents/en/some.yaml"
    assert ("few-examples", some, "'fees.card' has 6 examples in en", Severity.WARNING) in told
    missing = (
        "missing-examples",
        "knowledge/intents/th/fees.yaml",
        "'fees.card' has no examples in th",
        Severity.ERROR,
    )
    assert missing in told


def test_a_file_that_nothing_reads_is_told(project: Path, check: Check) -> None:
    (project / "knowledge/guide/7_parcel.yml").write_text("id: parcel\n")
    (project / "knowledge/intents/jp").mkdir()
    (project / "knowledge/intents/jp/fees.yaml").write_text('fees.card:\n  - "visa"\n')
    told = [(str(found.problem.file), found.problem.what) for found in check() if found.check == "stray-file"]
    assert told == [
        ("knowledge/guide/7_parcel.yml", "nothing reads a file of this name (7_parcel.yml)"),
        ("knowledge/intents/jp/fees.yaml", "the assistant does not speak 'jp'"),
    ]


def test_a_guide_of_which_nothing_is_needed_again_is_told(project: Path, check: Check) -> None:
    for name in ("4b_topup", "5_order", "6_pay"):
        plant(project, f"knowledge/guide/{name}.yaml", "every_order: true\n", "")
    assert [(found.check, found.problem.what) for found in check()] == [
        ("dead-end", "no section is needed again for the next order")
    ]


def test_a_trouble_that_its_button_cannot_carry_is_told(project: Path, check: Check) -> None:
    long = "a_password_that_nobody_remembers_and_nobody_has_written_down"
    plant(project, "knowledge/guide/troubles.yaml", "which_password:", f"{long}:")
    where = plant(project, "knowledge/guide/6_pay.yaml", "- id: pay.password", "- id: ¦pay.password")
    plant(project, "knowledge/guide/6_pay.yaml", "[which_password,", f"[{long},")
    assert [(f"{p.file}:{p.line}:{p.column}", found.check) for found in check() for p in [found.problem]] == [
        (where, "callback-data")
    ]


def test_somebody_who_has_nothing_yet_passes_every_step(knowledge: Knowledge) -> None:
    assert Route(knowledge.guide, Progress()).steps == knowledge.guide.step_order


def test_a_language_without_catalogue_is_told(known: frozenset[Finding]) -> None:
    files = {str(found.problem.file) for found in known if "cannot be read" in found.problem.what}
    assert "locales/th/LC_MESSAGES/bot.po" in files
    assert "locales/ms/LC_MESSAGES/bot.po" not in files


def test_the_facts_that_the_code_names_are_those_that_it_needs() -> None:
    pattern = re.compile(r'(?:\bfacts(?:\.get\(|\[)|content\.fact\()"(\w+)"|"(\w+_fee)"')
    named = {
        name
        for file in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("bot/**/*.j2"))
        if file.name != "facts.py"
        for pair in pattern.findall(file.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    assert named == set(NEEDED_FACTS)


def test_the_ids_that_the_code_names_are_found() -> None:
    assert named_ids()["pay.method"].startswith("bot/dialogue/")
    assert named_ids()["support.email_time"].startswith("bot/dialogue/")
