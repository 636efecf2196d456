"""Wrong passwords by name: counted, waited for, forgotten, and never more names than there is room for."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, func, select

from server.database import Database
from server.services.people import password_tries
from server.services.people.password_tries import FREE, KEPT, WAIT, SignInDelayed
from server.tables import SignInTry

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def tries(database: Database, *names: str, now: datetime = NOW) -> list[int]:
    return [password_tries.count(database, name, now=now) for name in names]


def test_after_the_free_tries_each_further_one_waits(database: Database) -> None:
    assert tries(database, *["คำปัน"] * FREE) == [4, 3, 2, 1, 0]
    with pytest.raises(SignInDelayed) as waits:
        tries(database, " คำปัน ")
    assert waits.value.details == {"minutes": 5}
    assert tries(database, "คำปัน", now=NOW + WAIT) == [0]
    with pytest.raises(SignInDelayed):
        tries(database, "คำปัน", now=NOW + WAIT)


def test_a_right_password_and_a_day_without_tries_forget_the_wrong_ones(database: Database) -> None:
    tries(database, "คำปัน", "คำปัน", "อรทัย", "อรทัย")
    with database.writing() as session:
        password_tries.forget(session, "อรทัย")
    assert tries(database, "คำปัน", "อรทัย") == [2, 4]
    assert tries(database, "คำปัน", now=NOW + KEPT + timedelta(seconds=1)) == [4]


def test_there_is_room_for_so_many_names_and_the_oldest_goes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(password_tries, "MOST", 3)
    for minute, name in enumerate(("ก", "ข", "ค", "ก", "ง")):
        tries(database, name, now=NOW + timedelta(minutes=minute))
    with database.reading() as session:
        assert session.exec(select(func.count(col(SignInTry.name_hash)))).one() == 3
    later = NOW + timedelta(minutes=9)
    assert tries(database, "ก", now=later) == [2], "it was tried again since"
    assert tries(database, "ข", now=later) == [4], "it was tried longest ago"
