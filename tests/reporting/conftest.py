"""Reports are counted in the database: each test runs on SQLite and on a real PostgreSQL."""

import pytest
from sqlalchemy import Engine

from tests.reporting.small import fill


@pytest.fixture
def empty(database: Engine) -> Engine:
    return database


@pytest.fixture
def engine(empty: Engine) -> Engine:
    """The small set of three chats and two days."""
    fill(empty)
    return empty
