"""Public holidays are asked of the library once, and then found in a file."""

from datetime import date
from pathlib import Path

import pytest

from bot.support import calendars
from bot.support.calendars import KeptHolidays, public_holidays

CHRISTMAS = date(2026, 12, 25)


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(country: str, year: int) -> None:
        raise AssertionError(country, year)

    monkeypatch.setattr(calendars, "public_holidays", fail)


def test_what_was_kept_is_what_the_library_says(tmp_path: Path) -> None:
    for year in (2026, 2027):
        assert KeptHolidays(tmp_path)("SG", year) == public_holidays("SG", year)
        assert KeptHolidays(tmp_path)("SG", year) == public_holidays("SG", year)
    assert public_holidays("SG", 2026)[CHRISTMAS] == "Christmas Day"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    KeptHolidays(tmp_path)("SG", 2026)
    [file] = tmp_path.iterdir()
    return file


@pytest.mark.usefixtures("kept", "no_library")
def test_a_start_finds_it_without_the_library(tmp_path: Path) -> None:
    assert CHRISTMAS in KeptHolidays(tmp_path)("SG", 2026)


@pytest.mark.parametrize("damage", [b"", b'{"2026-12', b'{"2026-13-25": "Christmas Day"}', b"[]"])
def test_a_damaged_file_is_made_again(kept: Path, damage: bytes) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert CHRISTMAS in KeptHolidays(kept.parent)("SG", 2026)
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_written_the_library_answers(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert CHRISTMAS in KeptHolidays(tmp_path / "file")("SG", 2026)
    assert "cannot be kept" in caplog.text
