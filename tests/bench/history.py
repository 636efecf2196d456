"""A district's signed history of any length, and what `field-server verify-log` needs to prove it.

`python -m tests.bench.history 1000000` makes one of that length in a folder of its own and proves it once.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from server.database import Database
from server.tables import DeviceKey, LoggedOperation, LoggedRun
from shared_models.exchange import Receipt
from shared_models.operation import Operation, salted
from tests.bench.tablet import Measured
from tests.builders import DISTRICT, new_id
from tests.server.sender import Sender, a_sender, a_server

TABLETS = 50
OF_RUN = 20  # operations that are sent together
AT_ONCE = 500  # runs of a transaction
STATUS = "/proc/self/status"  # a child's own figure begins with its parent's memory
PROGRAM = f"""
import atexit, pathlib, sys
from server.cli import run
status = pathlib.Path({STATUS!r})
atexit.register(lambda: status.exists() and print(status.read_text(), file=sys.stderr))
run()
"""
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
_LOG, _RUNS = LoggedOperation.__table__, LoggedRun.__table__  # type: ignore[attr-defined]


def write(database: Database, count: int) -> None:
    """As many operations in signed runs, by turns of each tablet, as the exchange logs them."""
    tablets = [a_sender(database) for _ in range(TABLETS)]
    runs = _runs(tablets, count)
    while some := list(islice(runs, AT_ONCE)):
        with database.writing(lasting=False) as session:
            session.connection().execute(insert(_RUNS), [run for run, _ in some])
            session.connection().execute(insert(_LOG), [line for _, lines in some for line in lines])
    with database.writing() as session:
        for tablet in tablets:
            _tell_end(session, tablet)


def _runs(tablets: Sequence[Sender], count: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    sizes = [OF_RUN] * (count // OF_RUN) + ([count % OF_RUN] if count % OF_RUN else [])
    for size, tablet in zip(sizes, cycle(tablets), strict=False):
        tablet.number += 1
        yield _run(tablet, [_operation(tablet) for _ in range(size)])


def _operation(tablet: Sender) -> Operation:
    household_id = new_id()
    changes = {"house_no": "47/2", "address": "ซอย ๑ หลังวัดป่า", "village_code": "56010204"}
    return tablet.operation("household", household_id, household_id, changes)


def _run(tablet: Sender, operations: list[Operation]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    before, sent = tablet.chain, tablet.run(operations)
    digests = [salted(one.salt, one.body) for one in sent.operations]
    now_ms = tablet.now_ms()
    signer = {"district_code": DISTRICT, "device_id": tablet.device_id, "officer_id": tablet.officer_id}
    run = {
        **signer,
        "id": new_id(),
        "number": tablet.number,
        "public_key": tablet.key.public_key().public_bytes_raw(),
        "continues": before,
        "digests": b"".join(digests),
        "elsewhere": "",
        "ends": tablet.chain,
        "signature": sent.signature,
        "received_ms": now_ms,
        "forked": False,
    }
    lines = [
        {
            **signer,
            **{name: getattr(one, name) for name in ("stamp", "action_id", "entity", "row_id", "household_id")},
            "run_id": run["id"],
            "body": signed.body,
            "salt": signed.salt,
            "digest": digest,
            "place": place,
            "at": now_ms,
            "received_ms": now_ms,
            "receipt": Receipt.STORED.value,
            "late": False,
        }
        for place, (one, signed, digest) in enumerate(zip(operations, sent.operations, digests, strict=True))
    ]
    return run, lines


def _tell_end(session: Session, tablet: Sender) -> None:
    key = session.get(DeviceKey, (DISTRICT, tablet.device_id, tablet.officer_id))
    assert key
    key.runs, key.chain = tablet.number, tablet.chain


def prove(folder: Path) -> Measured:
    """One run of the command in a process of its own; `peak_mb` is the most memory it had."""
    command = [sys.executable, "-c", PROGRAM, "--data-dir", str(folder), "--json", "verify-log"]
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    seconds, after = time.perf_counter() - began, os.times()
    proof, peak = json.loads(done.stdout.splitlines()[-1]), PEAK.search(done.stderr)
    return {
        "seconds": seconds,
        "cpu_seconds": after.children_user + after.children_system - before.children_user - before.children_system,
        "peak_mb": int(peak[1]) / 1024 if peak else None,
        "operations": proof["operations"],
        "runs": proof["runs"],
        "broken": len(proof["broken"]) or done.returncode,
    }


def measure(folder: Path, count: int, times: int) -> list[Measured]:
    """A new history of that length, proven so many times."""
    folder.mkdir(parents=True)
    with a_server(f"sqlite:///{folder / 'server.db'}") as database:
        write(database, count)
    return [prove(folder) for _ in range(times)]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="visit-history-") as made:
        for count in map(int, sys.argv[1:]):
            folder = Path(made) / str(count)
            (found,) = measure(folder, count, 1)
            size = sum(file.stat().st_size for file in folder.iterdir()) / 1_000_000
            print(json.dumps({**found, "database_mb": size}))


if __name__ == "__main__":
    main()
