"""What was found is put into words for people, for programs and for GitHub; errors and warnings are told apart."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.checking import Finding, Severity, write_report
from bot.knowledge import Problem, load_knowledge
from bot.knowledge.examples import OUT_OF_SCOPE
from bot.knowledge.vocabulary import load_vocabulary
from bot.settings import ROOT

FEES, PAY = Path("knowledge/intents/fees.yaml"), Path("knowledge/guide/6_pay.yaml")
FINDINGS = [
    Finding(Problem(PAY, 3, 1, "'pay' is odd", "mend it"), Severity.WARNING, "odd"),
    Finding(Problem(FEES, 14, 10, "no step 'pay.methods'", "did you mean 'pay.method'?"), Severity.ERROR, "unreadable"),
    Finding(Problem(FEES, 20, 5, "“1 %, 2” is typed", "write\nit"), Severity.ERROR, "typed-figure"),
]


def test_people_read_a_block_a_file_and_the_sum() -> None:
    assert write_report(FINDINGS, "text") == (
        "knowledge/guide/6_pay.yaml:3:1: warning: 'pay' is odd; mend it [odd]\n"
        "\n"
        "knowledge/intents/fees.yaml:14:10: error: no step 'pay.methods'; did you mean 'pay.method'? [unreadable]\n"
        "knowledge/intents/fees.yaml:20:5: error: “1 %, 2” is typed; write\nit [typed-figure]\n"
        "\n"
        "2 errors, 1 warning: 1 odd, 1 unreadable, 1 typed-figure"
    )


def test_nothing_found_is_said() -> None:
    assert write_report([], "text") == "knowledge/ and locales/ are in order"


def test_programs_read_json() -> None:
    report = json.loads(write_report(FINDINGS, "json"))
    assert (report["errors"], report["warnings"], len(report["problems"])) == (2, 1, 3)
    assert report["problems"][1] == {
        "file": "knowledge/intents/fees.yaml",
        "line": 14,
        "column": 10,
        "severity": "error",
        "check": "unreadable",
        "what": "no step 'pay.methods'",
        "remedy": "did you mean 'pay.method'?",
    }


def test_github_reads_workflow_commands() -> None:
    assert write_report(FINDINGS, "github").split("\n")[:3] == [
        "::warning file=knowledge/guide/6_pay.yaml,line=3,col=1,title=odd::'pay' is odd; mend it",
        "::error file=knowledge/intents/fees.yaml,line=14,col=10,title=unreadable::"
        "no step 'pay.methods'; did you mean 'pay.method'?",
        "::error file=knowledge/intents/fees.yaml,line=20,col=5,title=typed-figure::“1 %25, 2” is typed; write%0Ait",
    ]


@pytest.fixture
def clean(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with warnings and without errors: every language has an example of everything."""
    monkeypatch.setattr(cli, "KNOWLEDGE", project / "knowledge")
    shutil.copytree(ROOT / "locales", project / "locales", dirs_exist_ok=True)
    shutil.rmtree(project / "knowledge/intents/en")
    lines = [f'{intent}: ["{intent}"]' for intent in (*load_knowledge(project / "knowledge").intents, OUT_OF_SCOPE)]
    for language in load_vocabulary(ROOT / "knowledge/vocabulary").languages.spoken:
        (project / "knowledge/intents" / language).mkdir()
        (project / "knowledge/intents" / language / "all.yaml").write_text("\n".join(lines))
    return project


@pytest.mark.parametrize(("arguments", "code"), [(["check"], 0), (["check", "--strict"], 1)])
def test_warnings_fail_only_a_strict_check(clean: Path, arguments: list[str], code: int) -> None:
    result = CliRunner().invoke(cli.app, arguments)
    assert "few-examples" in result.stdout
    assert " error: " not in result.stdout
    assert result.exit_code == code


def test_an_error_fails_every_check(clean: Path) -> None:
    (clean / "knowledge/facts.yaml").write_text("a: 1\n")
    result = CliRunner().invoke(cli.app, ["check", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["errors"] > 0


def test_facts_are_as_old_as_the_operator_lets_them(clean: Path) -> None:
    facts = clean / "knowledge/facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace('as_of: "2026-11-24"', 'as_of: "2020-01-01"', 1))
    assert "old-fact" in CliRunner().invoke(cli.app, ["check"]).stdout
    assert "old-fact" not in CliRunner().invoke(cli.app, ["check", "--max-age-days", "36500"]).stdout
