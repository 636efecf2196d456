"""Imports an invented list of welfare of any length in a process of its own, and tells its peak memory and its speed.

Run as `python -m tests.server.services.agency_memory DATABASE_URL FOLDER LINES`; one line of JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from server.database import Database
from server.services.importing.agency_lists import import_agency
from server.tables import District
from tests.server.services.import_memory import NOW, forget_peak, invented_lines, peak_mb
from tests.server.services.lists import DICTIONARY as TARGET_DICTIONARY
from tests.server.services.lists import import_targets
from tests.server.services.welfare import DATASET, DICTIONARY, PAYMENT

PERSONS = 20_000


def invented_payments(persons: list[list[str]], count: int) -> Iterator[str]:
    """Months of payments to everybody known; every second line is of somebody nobody knows."""
    yield "|".join(PAYMENT)
    for number in range(count):
        cells = persons[number // 2 % len(persons)]
        month = number // 2 // len(persons)
        pid = cells[6] if number % 2 == 0 else f"8{number:012}"
        told = PAYMENT | {"PID": pid, "FNAME": cells[8], "LNAME": cells[9], "BIRTH": cells[11]}
        yield "|".join((told | {"PERIOD": f"{1 + month % 12}/{2560 + month // 12}", "REF_NO": str(number)}).values())


def main(url: str, folder: Path, count: int) -> None:
    database = Database(url)
    database.migrate()
    with database.writing() as session:
        session.add(District(district_code="5601", recovery_public=b"", recovery_wrapped=b""))
    targets = list(invented_lines(PERSONS))
    (folder / "targets.txt").write_text("\n".join(targets) + "\n", encoding="utf-8")
    import_targets(database, folder / "targets.txt", TARGET_DICTIONARY, imported_by="สำนักงาน", now=NOW)
    path, dictionary, dataset = folder / "welfare.txt", folder / "dictionary.csv", folder / "dataset.json"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in invented_payments([line.split("|") for line in targets[1:]], count))
    dictionary.write_text(DICTIONARY, encoding="utf-8")
    dataset.write_text(json.dumps(DATASET, ensure_ascii=False), encoding="utf-8")
    del targets
    forget_peak()
    before, started = peak_mb(), time.perf_counter()
    counts = import_agency(database, path, dictionary=dictionary, dataset=dataset, imported_by="สำนักงาน", now=NOW)
    seconds = round(time.perf_counter() - started, 1)
    print(json.dumps(asdict(counts) | {"peak_mb": peak_mb(), "start_mb": before, "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
