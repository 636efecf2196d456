"""How the app shows itself is kept beside the key file, and a broken file costs nothing but the choice."""

from pathlib import Path

from field_app.config import Settings
from field_app.services import preferences
from field_app.services.preferences import Preferences


def test_what_was_chosen_is_there_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "ใหม่", app_version="test")
    preferences.save(settings, Preferences(language="en", scale=1.25, dark=True, thai_digits=True))
    assert preferences.load(settings) == Preferences(language="en", scale=1.25, dark=True, thai_digits=True)


def test_a_file_that_cannot_be_read_gives_the_defaults(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, app_version="test")
    (tmp_path / preferences.NAME).write_text('{"language": "ละติน"}', encoding="utf-8")
    assert preferences.load(settings) == Preferences()
