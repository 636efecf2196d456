"""A migrated database for the tests of the server, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from server.database import Database
from tests.migrated import migrated
from tests.stretching import stretching

__all__ = ["stretching"]


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with the server's tables."""
    database = migrated(database_url)
    try:
        yield database
    finally:
        database.close()
