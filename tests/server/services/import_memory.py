"""Imports an invented list of any length in a process of its own, and tells its peak memory and its speed.

Run as `python -m tests.server.services.import_memory DATABASE_URL FOLDER LINES`; one line of JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from server.database import Database
from server.services import districts
from server.services.importing.target_lists import import_targets
from shared_models.area import children
from shared_models.citizen_id import check_digit

SAMPLE = Path(__file__).parents[2] / "samples" / "targets_5601"
SUBDISTRICTS = [area.code for area in children("5601")]
MEMBERS = 3  # per household
GIVEN = ["สมชาย", "มาลี", "ประเสริฐ", "วิไล", "ทองดี", "บุญมี", "อำนาจ", "เกศินี", "ธนพล", "กัญญา"]
FAMILY = ["ใจดี", "ศรีสุข", "แสงทอง", "คำแก้ว", "รุ่งเรือง", "ปัญญาวงศ์", "ไชยา"]
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def invented_lines(count: int) -> Iterator[str]:
    """Households of three one after another, every name and number invented, every citizen number another."""
    with (SAMPLE / "targets.txt").open(encoding="cp874") as sample:
        yield next(sample).rstrip("|\r\n")
    for number in range(count):
        household, member = divmod(number, MEMBERS)
        first12 = f"1{number:011}"
        cells = [
            "2566",
            SUBDISTRICTS[household % len(SUBDISTRICTS)],
            str(1 + household % 12),
            f"{household}/{household % 90}",
        ]
        cells += [f"5601{household:07}", str(household + 1), first12 + check_digit(first12), "นาย"]
        cells += [f"{GIVEN[number % 10]}{GIVEN[number // 10 % 10]}", FAMILY[household % 7], str(1 + number % 2)]
        cells += [f"{1 + number % 28:02}/{1 + number % 12:02}/{2484 + number % 70}"]
        cells += ["หัวหน้าครัวเรือน" if member == 0 else "บุตร", str(int(member == 0)), str(number % 2)]
        cells += [str(number >> bit & 1) for bit in range(5)]
        yield "|".join([*cells, f"{household % 90},500", f"08{number % 10**8:08}"])


def forget_peak() -> None:
    """Let the peak be of what comes now: setting up a district stretches a password in 64 MB."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> float:
    """Of this process alone: ru_maxrss would count the process that started it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    raise OSError("no VmHWM")


def main(url: str, folder: Path, count: int) -> None:
    path = folder / "targets.txt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in invented_lines(count))
    database = Database(url)
    database.migrate()
    with database.writing() as session:
        districts.set_up(session, "5601", password="รหัสผ่านยาวพอ", name="", now=NOW)
    forget_peak()
    before, started = peak_mb(), time.perf_counter()
    counts = import_targets(database, path, SAMPLE / "dictionary.csv", imported_by="สำนักงาน", now=NOW)
    seconds = time.perf_counter() - started
    told = {"persons": counts.persons, "households": counts.households, "added": counts.added}
    print(json.dumps(told | {"peak_mb": peak_mb(), "start_mb": before, "seconds": round(seconds, 1)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
