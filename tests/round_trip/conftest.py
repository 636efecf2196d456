"""An office for every test here: in this process on one of the two databases by turns, or the programs as processes.

Most have light passwords.
"""

from collections.abc import Iterator

import pytest

from tests.builders import Office, an_office
from tests.round_trip.programs import Program, a_district, serving
from tests.stretching import stretching

__all__ = ["stretching"]


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with an_office(database_url) as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return a_district(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def address(server: Program) -> Iterator[str]:
    with serving(server) as found:
        yield found
