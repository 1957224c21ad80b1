"""`make audit` tells apart: nothing known, something known, and a database that was not asked."""

import pytest

from bench.audit import audit, judge

SOUND = {"name": "jinja2", "version": "3.1.6", "vulns": []}
SKIPPED = {"name": "numpy", "skip_reason": "Dependency not found on PyPI and could not be audited: numpy (2.4.0)"}
VULNERABLE = {
    "name": "aiohttp",
    "version": "3.8.0",
    "vulns": [{"id": "PYSEC-2024-24", "fix_versions": ["3.9.2"]}, {"id": "GHSA-x", "fix_versions": []}],
}


def test_nothing_known() -> None:
    assert judge([SOUND]) == ("1 dependencies, no known vulnerability", 0)


def test_each_vulnerability_is_a_line() -> None:
    lines = "aiohttp 3.8.0: PYSEC-2024-24, mended in 3.9.2\naiohttp 3.8.0: GHSA-x, mended in no version"
    assert judge([SOUND, VULNERABLE, SKIPPED]) == (lines, 1)


def test_what_was_not_looked_up_is_no_success() -> None:
    assert judge([SOUND, SKIPPED]) == ("not in the vulnerability database, so not audited: numpy", 3)
    assert judge([SKIPPED])[1] == 3


def test_a_database_out_of_reach_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    words, code = audit("requirements.txt")
    assert code == 3
    assert words.startswith("the vulnerability database is out of reach, nothing was audited: ")
    assert "\n" not in words
