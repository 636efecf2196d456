"""A sample district's office, and a browser at its pages; a test module may put another office in its place."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.district import sample_district
from tests.browser.office.looking import SIZES, at_the_door, sign_in
from tests.builders import Office


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with sample_district(tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture(params=SIZES)
def door(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The sign-in page, at each size."""
    with at_the_door(browser, office.url, SIZES[request.param]) as found:
        yield found


@pytest.fixture
def page(door: Page) -> Page:
    """Signed in as the district's supervisor."""
    sign_in(door)
    return door
