"""The app's settings, read once from the environment (FIELD_APP_…) and the command line."""

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict

from field_app.version import VERSION

PIN = "FIELD_APP_PIN"
OTHER_PIN = "FIELD_APP_OTHER_PIN"  # of an officer who is on the tablet, while another one joins
OFFICER = "FIELD_APP_OFFICER"
ON_DEVICE = "FLET_APP_STORAGE_DATA"  # set by Flet on a tablet


class Settings(BaseModel):
    """Where the tablet keeps its things."""

    model_config = ConfigDict(frozen=True)

    data_dir: Path
    app_version: str

    @classmethod
    def read(cls, data_dir: Path | None = None) -> "Settings":
        on_device = os.environ.get(ON_DEVICE)
        folder = data_dir or (Path(on_device) if on_device else user_data_path("home-visit-tablet"))
        return cls(data_dir=folder, app_version=VERSION)

    @property
    def vault(self) -> Path:
        return self.data_dir / "vault.db"

    @property
    def key_file(self) -> Path:
        return self.data_dir / "tablet.json"
