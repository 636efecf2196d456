"""How this tablet shows itself, and when it locks. Kept beside the key file; nothing personal."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from field_app.config import Settings
from field_app.store.durable import write_file

NAME = "preferences.json"


class Preferences(BaseModel):
    """`scale` multiplies the text size; `thai_digits` is about what is shown, never about what is typed.

    `lock_minutes` without a tap or a key lock the tablet.
    """

    model_config = ConfigDict(frozen=True)

    language: Literal["th", "en"] = "th"
    scale: float = 1.0
    dark: bool = False
    thai_digits: bool = False
    lock_minutes: int = Field(default=10, ge=1, le=60)


def load(settings: Settings) -> Preferences:
    """What was chosen last; the defaults where there is no file, or one that cannot be read."""
    try:
        return Preferences.model_validate_json((settings.data_dir / NAME).read_bytes())
    except (OSError, ValidationError):
        return Preferences()


def save(settings: Settings, preferences: Preferences) -> None:
    """Raises StorageFull."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    write_file(settings.data_dir / NAME, preferences.model_dump_json(indent=1).encode())
