"""The server's database with its tables, without the time that migrations take."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from server.database import Database
from tests.databases import sqlite_url


def migrated(url: str) -> Database:
    """The empty database at `url` with the server's tables: a copy of one that this process migrated."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        assert where.database is not None
        Path(where.database).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_file(), where.database)  # with its mode: for its owner alone
        return Database(url)
    server = where.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    template = _template(server)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {where.database}".encode())
        admin.execute(f"CREATE DATABASE {where.database} TEMPLATE {template}".encode())
    return Database(url)


def own_folder() -> Path:
    """Of this process, for what it makes once and its tests copy; gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="visit-db-"))
    atexit.register(shutil.rmtree, folder)
    return folder


@cache
def _file() -> Path:
    folder = own_folder()
    _migrate(sqlite_url(folder))
    return Path(make_url(sqlite_url(folder)).database or "")


@cache
def _template(server: str) -> str:
    name = "migrated"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    _migrate(url.render_as_string(hide_password=False))
    return name


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()
