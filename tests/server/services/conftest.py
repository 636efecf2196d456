"""An office that serves one district."""

from pathlib import Path

import pytest

from server.database import Database
from tests.server.services.lists import Office


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    office = Office(database, tmp_path)
    office.serve("5601")
    return office
