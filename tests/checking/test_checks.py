"""Every kind of mistake, planted in a copy of the content, is told with its file, line, column and a mend."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checking.conftest import Check
from tests.checking.planting import place, plant

MISTAKES = yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("planted", MISTAKES, ids=lambda planted: planted["mistake"])
def test_a_planted_mistake_is_told_where_it_stands(project: Path, check: Check, planted: dict[str, Any]) -> None:
    where = plant(project, planted["file"], planted["old"], planted["new"])
    if "at" in planted:
        name = planted.get("in", planted["file"])
        where = place(name, (project / name).read_text(encoding="utf-8"), planted["at"])
    problems = [(found.problem, found.check) for found in check()]
    told = [(f"{p.file}:{p.line}:{p.column}", f"{p.what}; {p.remedy}", name) for p, name in problems]
    assert (where, planted["told"], planted["check"]) in told
    assert {name for _, _, name in told} <= {planted["check"], *planted.get("also", ())}
