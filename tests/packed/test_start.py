"""Proves that the packed files are the whole app: they import and start with the tablet's packages and nothing else."""

from pathlib import Path

import pytest

from tests.packed.files import project
from tests.packed.tablet import PackedApp

PAGE = {"route": "/", "width": 1280.0, "height": 800.0, "platform": "android", "pwa": False, "web": False}


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> PackedApp:
    return PackedApp(tmp_path_factory.mktemp("packed"))


def test_every_packed_module_imports_with_the_tablets_packages_alone(packed: PackedApp) -> None:
    assert {"field_app.cli", "field_app.views.app", "shared_models.area"} <= set(packed.modules())
    told = packed.imported()
    assert Path(told["from"]) == packed.app / "field_app" / "__init__.pyc"
    assert told["version"] == project()["project"]["version"]


def test_the_packed_app_starts_and_draws_its_first_screen(packed: PackedApp) -> None:
    before = packed.contents()
    with packed.started() as client:
        client.open(PAGE)
        texts = client.texts_until("ลงทะเบียนเครื่องนี้")
    assert "สมุดเยี่ยมบ้าน" in texts  # the window's title
    assert packed.contents() == before, "the app wrote beside its files, which are read-only on a tablet"
