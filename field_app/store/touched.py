"""Which households changed: from the moment somebody asks, the working database notes it by itself, in memory.

What is worked out of many rows can then be kept, and worked out anew for those households alone. The note is a
temporary table with triggers: no journal repeats it, no image has it, and it ends with the working database.
"""

import sqlite3
from collections.abc import Collection

from sqlmodel import Session

_TABLE = "CREATE TEMP TABLE touched (place INTEGER PRIMARY KEY AUTOINCREMENT, household_id TEXT NOT NULL)"
_INDEX = "CREATE INDEX temp.touched_household ON touched (household_id)"
_IS_THERE = "SELECT 1 FROM sqlite_temp_master WHERE name = 'touched'"
_SINCE = "SELECT place, household_id FROM touched WHERE place > ? ORDER BY place"
_LAST = "SELECT coalesce(max(place), 0) FROM touched"
_NOTE = "DELETE FROM touched WHERE household_id = {of}; INSERT INTO touched (household_id) VALUES ({of});"
_REPLACED = (
    "INSERT INTO touched (household_id) SELECT household_id FROM {table}"
    " WHERE district_code = new.district_code AND id = new.id AND household_id <> new.household_id;"
)  # INSERT OR REPLACE tells nobody of the row that goes
_TRIGGERS = {
    "INSERT": ("BEFORE", _REPLACED + _NOTE.format(of="new.household_id")),
    "UPDATE": ("AFTER", _NOTE.format(of="old.household_id") + _NOTE.format(of="new.household_id")),
    "DELETE": ("AFTER", _NOTE.format(of="old.household_id")),
}


def watch(connection: sqlite3.Connection, tables: Collection[str]) -> None:
    """Begin to note the households of rows that change in these tables; nothing happens where it has begun."""
    cursor = sqlite3.Cursor(connection)  # beside the recording of statements
    if cursor.execute(_IS_THERE).fetchone():
        return
    for statement in (_TABLE, _INDEX):
        cursor.execute(statement)
    for table in tables:
        for event, (when, body) in _TRIGGERS.items():
            name = f"touched_{table}_{event.lower()}"
            cursor.execute(
                f"CREATE TEMP TRIGGER {name} {when} {event} ON main.{table} BEGIN {body.format(table=table)} END"
            )


def since(session: Session, place: int) -> tuple[int, set[str]] | None:
    """Households noted after `place` (0: from the beginning), as stored, and the place to ask from next time.

    None while nothing is noted: nobody asked since the working database was opened.
    """
    connection = session.connection()
    if connection.exec_driver_sql(_IS_THERE).first() is None:
        return None
    noted = connection.exec_driver_sql(_SINCE, (place,)).all()
    last = int(connection.exec_driver_sql(_LAST).scalar_one())
    return last, {household_id for _, household_id in noted}
