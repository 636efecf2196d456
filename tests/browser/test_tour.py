"""The walk past every screen finds no fault: no error, no target a thumb would miss, no control without a name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.audit import audited
from tests.browser.district import a_forgotten_tablet, a_worked_tablet, sample_district
from tests.browser.driver import run_apart
from tests.browser.tour import forgotten, walk_past_everything
from tests.builders import Office

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with sample_district(tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.mark.parametrize(
    ("size", "preferences"),
    [("tablet", {}), ("phone", {}), ("phone", {"scale": 1.5, "dark": True})],
    ids=["tablet", "phone", "phone, large text, dark"],
)
def test_every_screen_can_be_named_and_hit(
    size: str, preferences: dict[str, Any], browser: Browser, office: Office, tmp_path: Path
) -> None:
    data = tmp_path / "tablet"
    paths = run_apart(a_worked_tablet(office, data))
    with audited(browser, data, size, paths, **preferences) as walk:
        walk_past_everything(walk)


def test_a_forgotten_tablet_leads_to_the_office(browser: Browser, office: Office, tmp_path: Path) -> None:
    run_apart(a_forgotten_tablet(office, tmp_path))
    with audited(browser, tmp_path, "phone", {}) as walk:
        forgotten(walk)
