"""The schemas that editors' tools use say what the program reads: no more, no less."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.checking import read_content
from bot.checking.schemas import KINDS, FileKind, make_schema, write_schemas
from bot.settings import KNOWLEDGE, ROOT
from tests.checking.planting import plant

FILES = [pytest.param(kind, file, id=file.name) for kind in KINDS for file in KNOWLEDGE.glob(kind.pattern)]


def validator(kind: FileKind) -> Draft202012Validator:
    return Draft202012Validator(json.loads((ROOT / f"docs/schemas/{kind.name}.json").read_text(encoding="utf-8")))


def read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def test_the_schemas_are_those_that_the_types_make(tmp_path: Path) -> None:
    made = {file.name: file.read_text(encoding="utf-8") for file in write_schemas(tmp_path)}
    kept = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "docs/schemas").iterdir()}
    assert kept == made, "run `make schemas`"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_schema_is_one_and_some_file_is_of_its_kind(kind: FileKind) -> None:
    Draft202012Validator.check_schema(make_schema(kind))
    assert list(KNOWLEDGE.glob(kind.pattern))


@pytest.mark.parametrize(("kind", "file"), FILES)
def test_the_files_fit_their_schemas(kind: FileKind, file: Path) -> None:
    assert [error.message for error in validator(kind).iter_errors(read(file))] == []


def test_every_file_of_the_content_has_a_schema() -> None:
    assert {file for kind in KINDS for file in KNOWLEDGE.glob(kind.pattern)} == set(KNOWLEDGE.rglob("*.yaml"))


def test_the_editor_is_told_which_schema_is_for_which_file() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    expected = {f"./docs/schemas/{kind.name}.json": f"knowledge/{kind.pattern}" for kind in KINDS}
    assert settings["yaml.schemas"] == expected


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        pytest.param("facts", "facts.yaml", 'percent: "1.0"', "percent: 1.0", id="bare figure"),
        pytest.param("facts", "facts.yaml", 'percent: "1.0"', 'percent: "one"', id="no figure"),
        pytest.param("facts", "facts.yaml", 'opens: "09:00"', 'opens: "9:00"', id="no time"),
        pytest.param("facts", "facts.yaml", "Monday:", "Mon:", id="no weekday"),
        pytest.param("facts", "facts.yaml", 'phone: "+65 6805 4380"', 'phone: "call us"', id="no telephone number"),
        pytest.param("section", "guide/6_pay.yaml", "    short:", "    shrot:", id="unknown key"),
        pytest.param("section", "guide/6_pay.yaml", "every_order: true", 'every_order: "yes"', id="no boolean"),
        pytest.param("opening-questions", "guide/questions.yaml", "[world_account]", "world_account", id="no list"),
        pytest.param("troubles", "guide/troubles.yaml", "  intent: account", "  intnt: account", id="missing key"),
        pytest.param("intents", "intents/fees.yaml", "kind: answer", "kind: anser", id="no kind"),
        pytest.param("intents", "intents/fees.yaml", "[fees.calculate,", "[a, b, c,", id="too many"),
        pytest.param("examples", "intents/en/some.yaml", '"visa fee?"', "1688", id="bare number"),
        pytest.param("labelled-questions", "questions/en.yaml", "expect: [fees.overview]", "expect: []", id="empty"),
        pytest.param("vocabulary-methods", "vocabulary/methods.yaml", "klarna:", "Klar na:", id="no id"),
        pytest.param("vocabulary-currencies", "vocabulary/currencies.yaml", "  USD:", "  US Dollar:", id="no code"),
        pytest.param("vocabulary-signals", "vocabulary/signals.yaml", "  unsure:", "  perhaps:", id="no signal"),
    ],
)
def test_what_the_program_refuses_the_schema_refuses(project: Path, kind: str, name: str, old: str, new: str) -> None:
    plant(project, f"knowledge/{name}", old, new)
    file = project / "knowledge" / name
    [schema] = [each for each in KINDS if each.name == kind]
    assert list(validator(schema).iter_errors(read(file)))
    assert Path("knowledge") / name in {problem.file for problem in read_content(project).problems}
