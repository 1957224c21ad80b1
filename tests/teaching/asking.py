"""Questions that nobody understood, put into the database as a turn does."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.storage import transaction
from bot.storage.tables import Unanswered

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def ask(
    engine: Engine, text: str, language: str = "en", nearest: tuple[str, ...] = (), *, rejected: bool = False
) -> int:
    """The id under which it is stored."""
    row = Unanswered(text=text, language=language, nearest=list(nearest), rejected=rejected, at=AT)
    with transaction(engine) as session:
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id
