"""The walk past every screen finds no fault: no error, no target a thumb would miss, no control without a name."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.audit import faults
from tests.browser.district import a_worked_tablet, sample_district
from tests.browser.driver import run_apart, screen, serve_module
from tests.browser.tour import walk_past_everything
from tests.browser.walk import Walk
from tests.builders import Office

pytestmark = pytest.mark.browser
SIZES = {"tablet": (1280, 800), "phone": (390, 844)}


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
    size: str, preferences: dict[str, object], browser: Browser, office: Office, tmp_path: Path
) -> None:
    data = tmp_path / "tablet"
    paths = run_apart(a_worked_tablet(office, data))
    (data / "preferences.json").write_text(json.dumps(preferences))
    width, height = SIZES[size]
    app = ["field_app.cli", "--data-dir", str(data), "--web", "--port", "{port}"]
    found: list[str] = []
    complaints = tmp_path / "complaints"
    with (
        serve_module(app, complaints=complaints) as address,
        screen(browser, address, width=width, height=height) as seen,
    ):

        def at(stop: str) -> None:
            found.extend(f"{stop}: {fault}" for fault in faults(seen))

        walk_past_everything(Walk(seen, size == "phone", "th", at, paths))
        assert found == [], "\n".join(found)
        assert seen.errors == []
        assert complaints.read_text() == ""
