"""What must be written down is, however long the database is away, and each time that it is away is told."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.storage import Insist, insisting


async def test_work_is_tried_until_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insisting, "PAUSE_SECONDS", 0)
    told: list[str] = []
    failures = [OperationalError("UPDATE", {}, Exception("gone"))] * 2

    def write(what: str) -> str:
        if failures:
            raise failures.pop()
        return f"{what} written"

    assert await Insist(lambda: told.append("away"))(write, "reply") == "reply written"
    assert told == ["away", "away"]


async def test_an_error_of_the_work_s_own_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        await Insist()(lambda: 1 // 0)
