"""Server and tablets killed with SIGKILL at any moment of exchanges over HTTP: nothing is lost, nothing doubled."""

import json
import os
import random
import signal
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from field_app.services import unlock
from field_app.services.tablet import Tablet
from field_app.store.tables import RECEIVED
from server.tables import LoggedOperation
from tests.builders import SUBDISTRICT
from tests.round_trip.district import a_quick_tablet, entries
from tests.server.sender import a_server, read, seqs
from tests.simulation.processes import a_program, servers

KILLS = 100 if os.environ.get("PROVE") else 6  # of the server, and as many of the tablets
LONGEST_LIFE_SECONDS = 0.6


@dataclass
class Child:
    """One tablet's program. `saved` are the stamps that it said are saved; `process` is its life of now."""

    tablet: Tablet
    program: subprocess.Popen[str]
    saved: list[str] = field(default_factory=list)
    process: int = 0

    def start(self, *, rest: bool = False) -> None:
        """One more life; returns when its cache is open."""
        told = {
            "folder": str(self.tablet.settings.data_dir),
            "ring": self.tablet.ring.to_bytes().hex(),
            "key_file": self.tablet.key_file.model_dump_json(),
            "rest": rest,
        }
        assert self.program.stdin
        self.program.stdin.write(json.dumps(told) + "\n")
        self.program.stdin.flush()
        self.process = int(self._read("pid")[0])
        self._read("open")

    def kill(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        assert self._read("ended") == [str(-signal.SIGKILL)]

    def rest(self) -> None:
        self.start(rest=True)
        assert self._read("ended") == ["0"]

    def _read(self, awaited: str) -> list[str]:
        """The rest of the line that begins so; what is saved before it is noted. A life that ended says no more."""
        assert self.program.stdout
        for line in self.program.stdout:
            word, *words = line.split()
            if word == awaited:
                return words
            if word == "ended":
                raise AssertionError(f"it ended with {words} before it said {awaited}")
            self.saved += words if word == "saved" else []
        raise AssertionError(f"the program ended before it said {awaited}")


async def test_kills_at_random_moments_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    url, moments = f"sqlite:///{tmp_path / 'server.db'}", random.Random()
    with a_server(url) as database, servers(url) as started, ExitStack() as programs:
        port, children = started.start(), []
        for name in ("first", "second"):
            tablet = await a_quick_tablet(database, tmp_path / name, f"http://127.0.0.1:{port}", SUBDISTRICT)
            await tablet.database.close()
            children.append(Child(tablet, programs.enter_context(a_program("tablet_process"))))
            children[-1].start()
        for number in range(KILLS):
            time.sleep(moments.uniform(0, LONGEST_LIFE_SECONDS))
            started.kill(port)
            started.start(port)
            time.sleep(moments.uniform(0, LONGEST_LIFE_SECONDS))
            children[number % 2].kill()
            children[number % 2].start()
        for child in children:
            child.kill()
        for child in children * 2:
            child.rest()
        log = read(database, lambda session: list(session.exec(select(LoggedOperation))))
        there = read(database, seqs)
    assert len({line.stamp for line in log}) == len(log)
    assert {line.receipt for line in log} == {"stored"}
    for child in children:
        await check(child, {line.stamp for line in log if line.device_id == child.tablet.key_file.device_id}, there)


async def check(child: Child, logged: set[str], there: dict[UUID, int]) -> None:
    """The office has all that was said to be saved, and the tablet holds what the office does."""
    assert child.saved
    assert set(child.saved) <= logged
    tablet = child.tablet
    tablet.database = await unlock.open_cache(tablet.settings, tablet.ring)
    outbox = await entries(tablet)
    assert outbox.keys() == logged
    assert {entry.state for entry in outbox.values()} <= set(RECEIVED)
    assert there == await tablet.database.read(seqs)
    assert (await tablet.database.check()).sound
    await tablet.close()
