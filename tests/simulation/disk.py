"""A tablet's disk that fails as disks and batteries do: at a chosen write the process dies, the power or the room goes.

The vault's own code runs on a real file. Only the connection to that file is led through here, statement by statement.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from field_app.store import container

WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT")
real_connect: Callable[[Path], sqlite3.Connection] = container.connect


class Killed(BaseException):
    """The tablet's process ended here. No code of the app may stop this."""


class Ending(StrEnum):
    """How it fails: the process is killed, the power goes with all that no sync made durable, or no room is left."""

    KILL = "killed"
    POWER = "power cut"
    FULL = "disk full"


@dataclass
class Disk:
    """The files of one tablet. `arm` chooses what happens at which of the coming writes; `repair` ends it.

    A full disk refuses a write before it is done.
    """

    folder: Path
    ending: Ending | None = None
    writes_left: int = 0
    after: bool = False  # the chosen write is done first
    struck: bool = False
    durable: dict[str, bytes] = field(default_factory=dict)  # the files as the last sync left them

    def arm(self, ending: Ending, writes: int, *, after: bool) -> None:
        self.ending, self.writes_left, self.after = ending, writes, after and ending != Ending.FULL
        if ending == Ending.POWER:
            self.durable = self._files()

    def repair(self) -> None:
        """Nothing is armed any more; what a dead process left is put back as the disk has it."""
        if self.struck and self.ending != Ending.FULL:
            for path in self._paths():
                path.unlink()
            for name, content in self.durable.items():
                (self.folder / name).write_bytes(content)
        self.ending, self.struck, self.durable = None, False, {}

    @property
    def is_dead(self) -> bool:
        return self.struck and self.ending != Ending.FULL

    def before(self, word: str) -> None:
        if self.is_dead:
            raise Killed
        if word in WRITES and self.ending is not None and not self.after:
            self._count(word)

    def wrote(self, word: str, *, is_synced: bool) -> None:
        if self.ending == Ending.POWER and word == "COMMIT" and is_synced:
            self.durable = self._files()
        if word in WRITES and self.ending is not None and self.after:
            self._count(word)

    def _count(self, word: str) -> None:
        self.writes_left -= 1
        if self.writes_left > 0:
            return
        if self.ending == Ending.FULL:
            if word in ("INSERT", "UPDATE", "COMMIT"):
                self.struck = True
                raise _full()
            return
        if self.ending == Ending.KILL:
            self.durable = self._files()
        self.struck = True
        raise Killed

    def _paths(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if path.name.startswith("vault.db") and path.suffix != ".lock"]

    def _files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self._paths()}


def _full() -> sqlite3.OperationalError:
    problem = sqlite3.OperationalError("database or disk is full")
    problem.sqlite_errorcode = sqlite3.SQLITE_FULL
    return problem


class WatchedConnection:
    """The vault's connection to its file, which asks the disk before and after each statement."""

    def __init__(self, db: sqlite3.Connection, disk: Disk) -> None:
        self._db, self._disk, self._is_synced = db, disk, True

    def execute(self, text: str, parameters: Any = ()) -> sqlite3.Cursor:
        word = text.lstrip().split(" ", 1)[0].upper()
        if text.startswith("PRAGMA synchronous="):
            self._is_synced = text.endswith("FULL")
        self._disk.before(word)
        cursor = self._db.execute(text, parameters)
        self._disk.wrote(word, is_synced=self._is_synced)
        return cursor

    def executescript(self, text: str) -> sqlite3.Cursor:
        self._disk.before("PRAGMA")
        return self._db.executescript(text)

    @property
    def in_transaction(self) -> bool:
        return self._db.in_transaction

    def close(self) -> None:
        self._db.close()


class Disks:
    """All tablets' disks by their folder; `connect` takes the place of the vault's own."""

    def __init__(self) -> None:
        self._by_folder: dict[Path, Disk] = {}

    def add(self, folder: Path) -> Disk:
        disk = self._by_folder[folder] = Disk(folder)
        return disk

    def connect(self, path: Path) -> Any:
        disk = self._by_folder.get(path.parent)
        if disk is None:
            return real_connect(path)
        if disk.is_dead:
            raise Killed
        return WatchedConnection(real_connect(path), disk)
