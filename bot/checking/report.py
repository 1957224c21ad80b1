"""How is what was found put into words? For editors, for programs, and for GitHub's annotations."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Literal, assert_never

from bot.knowledge import Problem


class Severity(Enum):
    """How much a mistake matters."""

    ERROR = "error"
    """Somebody would be answered wrongly, or not at all."""
    WARNING = "warning"
    """It is probably not meant so; a person decides."""


Format = Literal["text", "json", "github"]
"""Whom the report is for: people, programs, or GitHub's annotations of a run."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake, how much it matters, and the check that found it."""

    problem: Problem
    severity: Severity
    check: str


def write_report(findings: Sequence[Finding], form: Format) -> str:
    """All of `findings`, which are in the order of their files."""
    match form:
        case "text":
            return "\n".join(_text(findings))
        case "json":
            return json.dumps(_plain(findings), ensure_ascii=False, indent=1)
        case "github":
            return "\n".join([*map(_annotation, findings), _sum(findings)])
        case _:
            assert_never(form)


def _text(findings: Sequence[Finding]) -> Iterator[str]:
    """A block for each file; a line begins as compilers write it, so that editors jump to the place."""
    for _, block in groupby(findings, lambda finding: finding.problem.file):
        for finding in block:
            problem = finding.problem
            place = f"{problem.file}:{problem.line}:{problem.column}"
            yield f"{place}: {finding.severity.value}: {problem.what}; {problem.remedy} [{finding.check}]"
        yield ""
    yield _sum(findings)


def _sum(findings: Sequence[Finding]) -> str:
    if not findings:
        return "knowledge/ and locales/ are in order"
    counts = Counter(finding.severity for finding in findings)
    each = Counter(finding.check for finding in findings)
    checks = ", ".join(f"{count} {check}" for check, count in each.most_common())
    return f"{_counted(counts, Severity.ERROR)}, {_counted(counts, Severity.WARNING)}: {checks}"


def _counted(counts: Counter[Severity], severity: Severity) -> str:
    return f"{counts[severity]} {severity.value}{'' if counts[severity] == 1 else 's'}"


def _plain(findings: Sequence[Finding]) -> dict[str, object]:
    counts = Counter(finding.severity for finding in findings)
    return {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "problems": [
            {
                "file": finding.problem.file.as_posix(),
                "line": finding.problem.line,
                "column": finding.problem.column,
                "severity": finding.severity.value,
                "check": finding.check,
                "what": finding.problem.what,
                "remedy": finding.problem.remedy,
            }
            for finding in findings
        ],
    }


def _annotation(finding: Finding) -> str:
    """A workflow command: GitHub shows it beside the line."""
    problem = finding.problem
    place = f"file={_property(problem.file.as_posix())},line={problem.line},col={problem.column}"
    message = _escaped(f"{problem.what}; {problem.remedy}")
    return f"::{finding.severity.value} {place},title={_property(finding.check)}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
