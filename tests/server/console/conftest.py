"""A new district on the real server, and somebody at its pages who has not signed in."""

from collections.abc import Iterator

import httpx
import pytest

from tests.builders import Office, an_office


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with an_office(database_url) as found:
        yield found


@pytest.fixture
def browser(office: Office) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as found:
        yield found
