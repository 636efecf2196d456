"""Proves the database fixtures: both kinds are real, empty for every test, and keep Thai text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.databases import DATABASES, PostgresCluster, an_empty_database

NAME = "นางสมศรี ใจดี"


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with an_empty_database(request.param, tmp_path, request) as url:
        yield url


@pytest.mark.parametrize("attempt", ["first", "second"])
def test_every_test_gets_an_empty_database_that_keeps_thai_text(database_url: str, attempt: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (name TEXT)"))  # fails where an earlier test's table is left
        connection.execute(text("INSERT INTO person VALUES (:name)"), {"name": f"{NAME} {attempt}"})
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM person")).scalars().all() == [f"{NAME} {attempt}"]
    engine.dispose()


def test_two_databases_of_one_cluster_do_not_see_each_other(postgres: PostgresCluster) -> None:
    with postgres.database() as first, postgres.database() as second:
        here, there = create_engine(first), create_engine(second)
        with here.begin() as connection:
            connection.execute(text("CREATE TABLE household (id INTEGER)"))
        with there.connect() as connection:
            assert connection.execute(text("SELECT to_regclass('household')")).scalar() is None
        here.dispose()
        there.dispose()


def test_postgresql_sorts_in_the_same_order_on_every_machine(postgres: PostgresCluster) -> None:
    with postgres.database() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            database = connection.execute(text("SELECT datcollate FROM pg_database WHERE datname = current_database()"))
            assert database.scalar() == "C.UTF-8"
        engine.dispose()
