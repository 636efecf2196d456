"""A migrated database for the tests of the server, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from server.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with the server's tables."""
    database = Database(database_url)
    database.migrate()
    try:
        yield database
    finally:
        database.close()
