"""The same random history through the model's rules and through the real merge, feed and exchange: the same end."""

import os
from collections.abc import Iterator
from random import Random

import pytest
from sqlmodel import Session, select

from shared_models.conflict import Conflict, ConflictStatus
from shared_models.entities import wire
from shared_models.heads import RowHeads
from shared_models.household import Household
from shared_models.person import Person
from tests.server.sender import a_server, read
from tests.simulation.history import History
from tests.simulation.model import Value
from tests.simulation.stage import DISTRICTS, StageDatabase

HISTORIES = 1000 if os.environ.get("PROVE") else 12
STEPS = 40


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[StageDatabase, bytes]]:
    """A server, and the file with which each history begins anew."""
    folder = tmp_path_factory.mktemp("histories")
    with a_server(f"sqlite:///{folder / 'empty.db'}", *DISTRICTS) as first, first.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    server = StageDatabase(f"sqlite:///{folder / 'server.db'}")
    yield server, (folder / "empty.db").read_bytes()
    server.close()


def told(empty: tuple[StageDatabase, bytes], seed: int) -> History:
    server, first = empty
    server.put({"server.db": first})
    history = History(server, Random(seed))
    history.begin()
    history.run(STEPS)
    return history


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_history_ends_as_the_rules_say(seed: int, empty: tuple[StageDatabase, bytes]) -> None:
    history = told(empty, seed)
    assert history.differences == []
    rows = read(empty[0], lambda session: [row for model in (Household, Person) for row in session.exec(select(model))])
    expected = history.office.rows
    assert {row.id: (row.household_id, row.village) for row in rows} == places(history, set(expected))
    for row in rows:
        values = expected[row.id].values
        assert {name: heads_of(row, name) for name in values} == {n: set(v.values()) for n, v in values.items()}
        assert {name: wire(getattr(row, name)) for name in values} == {n: expected[row.id].shown(n) for n in values}
    assert read(empty[0], open_conflicts) == history.office.conflicts()
    for follower in history.followers:
        assert follower.rows == places(history, history.office.held(follower.areas))


def places(history: History, ids: set[object]) -> dict[object, tuple[object, str]]:
    return {i: (row.home, row.village) for i, row in history.office.rows.items() if i in ids}


def heads_of(row: Household | Person, name: str) -> set[Value]:
    heads = RowHeads(row.heads).state(name, wire(getattr(row, name))).heads
    return {Value(head.at, head.stamp, head.value) for head in heads}


def open_conflicts(session: Session) -> set[tuple[object, str]]:
    found = session.exec(select(Conflict).where(Conflict.status == ConflictStatus.OPEN))
    return {(conflict.row_id, conflict.field) for conflict in found}


def test_histories_meet_what_they_are_about(empty: tuple[StageDatabase, bytes]) -> None:
    """Without conflicts, refusals of every kind and moves there would be nothing to compare."""
    offices = [told(empty, seed).office for seed in range(5)]
    assert sum(len(office.conflicts()) for office in offices) > 5
    assert sum(len(office.refused) for office in offices) > 5
    assert sum(len(villages) for office in offices for villages in office.left.values()) > 5
