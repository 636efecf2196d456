"""What an error of the database tells: the log is read by whoever looks after the machine."""

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
