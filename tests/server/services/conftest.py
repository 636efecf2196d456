"""A server set up for its districts, and an office that serves one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.database import Database
from tests.server.sender import DISTRICT, a_server
from tests.server.services.history import tablet
from tests.server.services.lists import Office

__all__ = ["tablet"]


@pytest.fixture
def server(request: pytest.FixtureRequest, database_url: str) -> Iterator[Database]:
    """Set up for one district, or for those that the tests' module names as DISTRICTS."""
    with a_server(database_url, *getattr(request.module, "DISTRICTS", (DISTRICT,))) as database:
        yield database


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    office = Office(database, tmp_path)
    office.serve("5601")
    return office
