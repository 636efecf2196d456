"""What the database gives away: its file, and its errors in the log, which whoever looks after the machine reads."""

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.database import Database


def test_an_error_of_the_database_names_nobody(database: Database) -> None:
    """What failed is told with the statement, never with the values that somebody had typed."""
    with pytest.raises(DBAPIError) as raised, database.writing() as session:
        session.execute(text("UPDATE person SET nothing_like_it = :name"), {"name": "บุญมี ใจคำ"})
    assert "nothing_like_it" in str(raised.value)
    assert "บุญมี" not in str(raised.value)


def test_another_account_of_the_machine_does_not_read_the_file(tmp_path: Path) -> None:
    """Also not what SQLite keeps beside it while it works."""
    before = os.umask(0o022)
    try:
        database = Database(f"sqlite:///{tmp_path / 'data' / 'server.db'}")
        database.migrate()
        with database.reading() as session:
            session.execute(text("SELECT 1"))
            files = list((tmp_path / "data").iterdir())
            assert {file.suffix for file in files} >= {".db", ".db-wal"}
            assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        database.close()
    finally:
        os.umask(before)
