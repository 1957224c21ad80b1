"""What may stand in each file of knowledge/, told to editors' own tools (yaml-language-server, PyCharm).

The JSON Schemas are made from the types that the files are read into. `python -m bot schema docs/schemas` writes them;
.vscode/settings.json says which file each is for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import DictSchema

from bot.knowledge import Fact, Intent, OpeningQuestion, Section, Trouble
from bot.knowledge.examples import ExampleFile, QuestionEntry
from bot.knowledge.topics import TopicFile
from bot.knowledge.vocabulary import PARTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: the schema's name, where such files stand in knowledge/, and what is read from one."""

    name: str
    pattern: str
    type: Any
    id_is_key: bool = False
    """Entries take their id from the key under which they stand."""


KINDS = (
    FileKind("facts", "facts.yaml", Mapping[str, Fact]),
    FileKind("section", "guide/[0-9]*.yaml", Section),
    FileKind("opening-questions", "guide/questions.yaml", Mapping[str, OpeningQuestion], id_is_key=True),
    FileKind("troubles", "guide/troubles.yaml", Mapping[str, Trouble]),
    FileKind("intents", "intents/*.yaml", Mapping[str, Intent], id_is_key=True),
    FileKind("examples", "intents/*/*.yaml", ExampleFile),
    FileKind("labelled-questions", "questions/*.yaml", tuple[QuestionEntry, ...]),
    *(FileKind(f"vocabulary-{name}", f"vocabulary/{name}.yaml", part) for name, part in PARTS.items()),
    FileKind("vocabulary-topics", "vocabulary/topics.yaml", TopicFile),
)


class _Generator(GenerateJsonSchema):
    """Without a title for each field, which would only repeat its name; and strict about keys that have a pattern."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return {**made, "additionalProperties": False} if "patternProperties" in made else made

    def generate(self, schema: CoreSchema, mode: Any = "validation") -> JsonSchemaValue:
        return {"$schema": DIALECT, **super().generate(schema, mode)}


def make_schema(kind: FileKind) -> dict[str, Any]:
    """The JSON Schema for files of `kind`."""
    schema = TypeAdapter(kind.type).json_schema(schema_generator=_Generator)
    if kind.id_is_key:
        for entry in schema["$defs"].values():
            if "id" in entry.get("properties", ()):
                del entry["properties"]["id"]
                entry["required"].remove("id")
    return schema


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into `folder`; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{kind.name}.json" for kind in KINDS]
    for kind, file in zip(KINDS, files, strict=True):
        file.write_text(json.dumps(make_schema(kind), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return files
