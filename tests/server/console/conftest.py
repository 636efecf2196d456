"""A new district on the real server, and somebody at its pages who has not signed in."""

import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import httpx
import pytest

from tests.builders import Office, an_office
from tests.databases import DATABASES, an_empty_database

BY_TURNS = "by turns"


@pytest.fixture(params=DATABASES if os.environ.get("PROVE") else [BY_TURNS])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database: of the two in turn from test to test, of both where everything is proved."""
    kind = request.param
    if kind == BY_TURNS:
        kind = DATABASES[crc32(request.node.nodeid.encode()) % len(DATABASES)]
    with an_empty_database(kind, tmp_path, request) as url:
        yield url


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with an_office(database_url) as found:
        yield found


@pytest.fixture
def browser(office: Office) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as found:
        yield found
