"""The app's settings, read once from the environment (FIELD_APP_…) and the command line."""

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field

from field_app.store.calibration import AIM_SECONDS, MOST_SECONDS
from field_app.store.key_store import NO_KEY_STORE, KeyStore
from field_app.version import VERSION

PIN = "FIELD_APP_PIN"
OTHER_PIN = "FIELD_APP_OTHER_PIN"  # of an officer who is on the tablet, while another one joins
OFFICER = "FIELD_APP_OFFICER"
UNLOCK_SECONDS = "FIELD_APP_UNLOCK_SECONDS"
ON_DEVICE = "FLET_APP_STORAGE_DATA"  # set by Flet on a tablet
PLATFORM, MOBILE = "FLET_PLATFORM", ("android", "ios")  # likewise


def aim() -> float:
    """How long opening may take, in seconds, on a device that is enrolled now: 0.5 where the environment says nothing.

    No value gets below the floor of 64 MiB and 3 passes (store/calibration.py): 0, which the tests say, is the floor
    itself, and whoever sets a program's environment could read the PIN from it anyway.
    """
    try:
        return max(0.0, min(float(os.environ[UNLOCK_SECONDS]), MOST_SECONDS))
    except (KeyError, ValueError):
        return AIM_SECONDS


class Settings(BaseModel):
    """Where the tablet keeps its things."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    data_dir: Path
    app_version: str
    unlock_seconds: float = Field(default_factory=aim)
    key_store: KeyStore = Field(default=NO_KEY_STORE, repr=False)

    @classmethod
    def read(cls, data_dir: Path | None = None) -> "Settings":
        on_device = os.environ.get(ON_DEVICE)
        folder = data_dir or (Path(on_device) if on_device else user_data_path("home-visit-tablet"))
        return cls(data_dir=folder, app_version=VERSION, key_store=_key_store())

    @property
    def has_key_store(self) -> bool:
        return self.key_store is not NO_KEY_STORE

    @property
    def vault(self) -> Path:
        return self.data_dir / "vault.db"

    @property
    def key_file(self) -> Path:
        return self.data_dir / "tablet.json"


def _key_store() -> KeyStore:
    """A PC's own; a tablet's is asked through the page, which puts it in its place (bootstrap.py)."""
    if os.environ.get(PLATFORM) in MOBILE:
        return NO_KEY_STORE
    from field_app.store.pc_key_store import pc_key_store  # looks through all that is installed

    return pc_key_store()
