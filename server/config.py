"""The server's settings, read once from the environment (FIELD_SERVER_…) and the command line."""

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict

DATABASE_URL = "FIELD_SERVER_DATABASE_URL"
PASSWORD = "FIELD_SERVER_PASSWORD"  # noqa: S105 -- the variable's name
BACKUP_KEY = "FIELD_SERVER_BACKUP_KEY"  # the private half; nothing but a restore needs it
BACKUP_TO = "FIELD_SERVER_BACKUP_TO"  # the public half
PROXIES = "FIELD_SERVER_PROXIES"  # whose word on where a request came from is taken: addresses or networks, by commas
LIMITS = "FIELD_SERVER_LIMITS"  # how often may be asked, where it is not the usual: server/services/pace.py
ZIP_PASSWORD = "FIELD_SERVER_ZIP_PASSWORD"  # noqa: S105 -- the variable's name


class Settings(BaseModel):
    """Where the server keeps its things. The database is a SQLite file in `data_dir` unless a URL says otherwise."""

    model_config = ConfigDict(frozen=True)

    data_dir: Path
    database_url: str
    proxies: str = "127.0.0.1,::1"
    limits: str = ""

    @classmethod
    def read(cls, data_dir: Path | None = None) -> "Settings":
        folder = data_dir or user_data_path("home-visit-server")
        url = os.environ.get(DATABASE_URL) or f"sqlite:///{folder / 'server.db'}"
        others = {"proxies": os.environ.get(PROXIES), "limits": os.environ.get(LIMITS)}
        given = {name: value for name, value in others.items() if value}
        return cls(data_dir=folder, database_url=url, **given)
