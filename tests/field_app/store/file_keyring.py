"""A key store of a PC, as keyring sees it: what is kept is in one file, and the file's place is in a property."""

import json
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """Real but readable. A program gets it by PYTHON_KEYRING_BACKEND, and its file by KEYRING_PROPERTY_PATH."""

    priority = 5
    path = ""

    def get_password(self, service: str, username: str) -> str | None:
        return self._kept().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        kept = self._kept() | {f"{service} {username}": password}
        Path(self.path).write_text(json.dumps(kept), encoding="utf-8")

    def _kept(self) -> dict[str, str]:
        place = Path(self.path)
        return json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
