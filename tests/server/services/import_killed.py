"""Imports a list and dies in the middle of a transaction.

Run as `python -m tests.server.services.import_killed DATABASE_URL LIST COMMITS`: killed before that many commits end.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from server.database import Database
from server.services.importing.target_lists import import_targets
from tests.server.services.lists import DICTIONARY, NOW


def main(url: str, path: Path, commits: int) -> None:
    database, left = Database(url), commits

    def die(_connection: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(database.engine, "commit", die)
    import_targets(database, path, DICTIONARY, imported_by="สำนักงาน", now=NOW)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
