"""The district server that is measured: invented households, and `field-server serve` as a process of its own."""

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlmodel import select

from field_app.store.vault import KeyRing, WrappedRing
from server.database import Database
from server.services.exchanging.feed import Feed
from server.tables import Device, DeviceKey, LoggedOperation
from shared_models.operation import GENESIS
from tests.bench.invented import households
from tests.bench.tablet import Enrolled
from tests.builders import DISTRICT, SUBDISTRICT, new_id
from tests.server.sender import a_server, add_officer, epoch_of

BATCH = 500  # households of a transaction
TRIES = 600


@dataclass
class Office:
    """A running server, its database and its process."""

    database: Database
    url: str
    process: subprocess.Popen[bytes]
    rows: int

    def enrol(self, folder: Path, wrapped: WrappedRing, *, url: str | None = None) -> Enrolled:
        """A tablet with a new officer of the one area."""
        ring, device_id = KeyRing.new(), new_id()
        with self.database.writing() as session:
            officer_id = add_officer(session, SUBDISTRICT)
            session.add(Device(district_code=DISTRICT, id=device_id, sealing_public=bytes(32)))
            keys = {"district_code": DISTRICT, "device_id": device_id, "officer_id": officer_id}
            session.add(DeviceKey(**keys, public_key=ring.public, chain=GENESIS))
        return Enrolled(folder, url or self.url, device_id, officer_id, ring, wrapped, epoch_of(self.database))

    def peak_mb(self) -> float | None:
        """The most memory the server has had; None where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else None

    def bodies(self, count: int) -> list[bytes]:
        """The newest operations as they were sent."""
        with self.database.reading() as session:
            newest = select(LoggedOperation.body).order_by(LoggedOperation.stamp.desc()).limit(count)  # type: ignore[attr-defined]
            return list(session.exec(newest))


@contextmanager
def an_office(folder: Path, count: int) -> Iterator[Office]:
    """A server with `count` households."""
    folder.mkdir(parents=True)
    with a_server(f"sqlite:///{folder / 'server.db'}") as database:
        rows = fill(database, count)
        with serving(folder) as (url, process):
            yield Office(database, url, process, rows)


def fill(database: Database, count: int) -> int:
    """The households through the feed, as an import files them. Returns how many rows they have."""
    made, rows = households(count), 0
    while batch := [row for household in islice(made, BATCH) for row in household]:
        with database.writing() as session:
            feed = Feed(session)
            feed.lock([DISTRICT])
            feed.add_many(batch)
            feed.settle()
        rows += len(batch)
    return rows


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`field-server serve` on a port of its own, until it answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from server.cli import run; run()", "--data-dir", str(folder)]
    process = subprocess.Popen([*command, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/health", process)
        yield url, process
    finally:
        process.terminate()
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(TRIES):
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except (urllib.error.URLError, OSError):
            _pause(process)
        else:
            return
    raise RuntimeError("the server does not answer")


def _pause(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=0.05)
    except subprocess.TimeoutExpired:
        return
