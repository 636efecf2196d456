"""The engine for SQLite or PostgreSQL, and the only two ways to open a transaction on the server."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from zlib import crc32

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlmodel import Session

OWNER_ALONE = 0o600
MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 60
# A tablet's run of 500 edits touches some 10 MB of pages: they stay in memory until the commit, and go from the log to
# the database file for several such runs together.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-12288", "wal_autocheckpoint=10000")


class Database:
    """`writing` takes SQLite's write lock at once; `reading` sees one snapshot of the database throughout."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.on_sqlite = self.engine.dialect.name == "sqlite"
        self._alone: defaultdict[str, Lock] = defaultdict(Lock)

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[Session]:
        """Not `lasting`: what a power cut may take back, as nobody is told of it, does not wait for the disk."""
        with Session(self.engine.execution_options(writing=True, lasting=lasting)) as session, session.begin():
            if not lasting and not self.on_sqlite:
                session.execute(text("SET LOCAL synchronous_commit TO OFF"))
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        engine = self.engine if self.on_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with Session(engine) as session, session.begin():
            yield session

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """One worker at a time is inside with this name: of this process, and on PostgreSQL of all there are."""
        with self._alone[name]:
            if self.on_sqlite:
                yield
                return
            with self.engine.begin() as connection:
                connection.execute(select(func.pg_advisory_xact_lock(crc32(name.encode()))))
                yield

    def migrate(self, *, to: str = "head") -> None:
        """Bring the schema up to date, or up to a revision; safe to repeat."""
        config = _migrations()
        with self.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            connection.commit()

    def revision(self) -> str | None:
        """Of the schema; None before the first."""
        with self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    @staticmethod
    def knows(revision: str) -> bool:
        """Whether this program can make that schema."""
        return revision in {known.revision for known in ScriptDirectory.from_config(_migrations()).walk_revisions()}

    def close(self) -> None:
        self.engine.dispose()


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    path = make_url(url).database
    if path and not Path(path).exists():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).touch(mode=OWNER_ALONE)  # SQLite gives what lies beside it the same
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # BEGIN is ours: see _begin_sqlite
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("writing"):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('lasting', True) else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
