"""Proves what `flet build` packs: the whole app, nothing else, and the pictures and rights the build is told of."""

import re
import struct
from pathlib import Path

import pytest

from field_app.version import VERSION
from field_app.views.theme import FONT_FILES
from tests.packed.files import PLATFORMS, ROOT, app_folder, packed_files, project

APPS_OWN = {"assets", "field_app", "main.py", "shared_models"}
LARGEST_BYTES = 4_000_000  # it is 2.4 MB, most of it area names and the typeface: more than this came in by mistake
THAI = re.compile(r"[\u0e01-\u0e5b]")
WORKFLOW = ROOT / ".github" / "workflows" / "android.yml"
GUIDE = ROOT / "docs" / "packaging.md"
PNG_HEADER = struct.Struct(">16xII1xB")  # width, height, colour type
OPAQUE = 2
# The least side in px at which Flet enlarges none of its pictures.
PICTURES = {
    "icon.png": 1024,
    "icon_ios.png": 1024,
    "icon_android.png": 432,
    "splash.png": 1152,
    "splash_dark.png": 1152,
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_build_packs_the_apps_own_files_and_nothing_else(platform: str) -> None:
    packed = packed_files(platform)
    assert {file.parts[0] for file in packed} == APPS_OWN, "name what is not the app's under tool.flet.app.exclude"
    assert [file for file in packed if "__pycache__" in file.parts] == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_build_packs_every_file_of_the_app(platform: str) -> None:
    needed = {
        path.relative_to(app_folder())
        for folder in ("field_app", "shared_models")
        for path in (app_folder() / folder).rglob("*")
        if path.is_file() and not {"__pycache__", "gallery"} & set(path.parts)
    }
    packed = set(packed_files(platform))
    assert needed - packed == set()
    assert not any("gallery" in path.parts for path in packed)
    assert {Path("assets" + font) for font in FONT_FILES.values()} <= packed


def test_the_packed_files_are_no_larger_than_the_app_needs() -> None:
    assert sum((app_folder() / file).stat().st_size for file in packed_files()) < LARGEST_BYTES


def test_the_app_tells_the_version_that_the_build_stamps() -> None:
    assert project()["project"]["version"] == VERSION


@pytest.mark.parametrize(("name", "least"), PICTURES.items())
def test_icon_and_splash_are_square_and_large_enough(name: str, least: int) -> None:
    width, height, colours = PNG_HEADER.unpack_from((app_folder() / "assets" / name).read_bytes())
    assert width == height >= least
    assert (colours == OPAQUE) == (name == "icon_ios.png"), "iOS takes no transparency, the others are cut out"


def test_the_app_asks_for_the_network_and_the_place_of_a_visit_only() -> None:
    flet = project()["tool"]["flet"]
    asked = {name.rpartition(".")[2] for name, wanted in flet["android"]["permission"].items() if wanted}
    assert asked == {"INTERNET", "ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION"}
    reasons = {name: words for name, words in flet["ios"]["info"].items() if name.endswith("UsageDescription")}
    assert set(reasons) == {"NSLocationWhenInUseUsageDescription"}
    assert all(THAI.search(words) for words in reasons.values())
    assert "permissions" not in flet, "Flet's ready-made set for places asks for the background too"


def test_the_hosted_build_runs_the_commands_of_the_guide() -> None:
    section = GUIDE.read_text(encoding="utf-8").split("## Android", 1)[1]
    commands = section.split("```sh\n", 1)[1].split("```", 1)[0].splitlines()
    workflow = WORKFLOW.read_text(encoding="utf-8")
    assert len(commands) > 2
    assert [line for line in commands if line.strip(" \\") not in workflow] == []
