"""A sample district's office, and a browser that has signed in there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.district import sample_district
from tests.builders import DISTRICT, PASSWORD, Office

SIZES = {"wide": (1366, 768), "narrow": (768, 1024)}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with sample_district(tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture(params=SIZES)
def page(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the console, signed in. At the end the browser had nothing to complain of."""
    width, height = SIZES[request.param]
    complaints: list[str] = []
    found = browser.new_page(viewport={"width": width, "height": height})
    found.on("console", lambda message: complaints.append(message.text) if message.type != "info" else None)
    found.on("pageerror", lambda problem: complaints.append(str(problem)))
    found.goto(office.url)
    found.get_by_label("ชื่อผู้ใช้").fill(f"supervisor{DISTRICT}")
    found.get_by_label("รหัสผ่าน").fill(PASSWORD)
    found.get_by_role("button", name="เข้าใช้งาน").press("Enter")
    expect(found.get_by_role("heading", name="ภาพรวม")).to_be_visible()
    yield found
    assert complaints == []
    found.close()
