"""The working database: SQLite in memory behind one SQLAlchemy engine, used by the database thread alone."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from field_app.store import touched
from field_app.store.errors import VaultDamaged
from field_app.store.journal import Loader, RecordingConnection, Statement, replay

PRAGMAS = (
    "PRAGMA temp_store=MEMORY",  # a sort that spills must not reach the disk
    "PRAGMA journal_mode=MEMORY",
    "PRAGMA cache_size=-16384",
)


class WorkingDatabase:
    """Everything the tablet holds, in memory. `engine` has exactly one connection."""

    _ended_by_owner = True

    def __init__(self, image: bytes, journal: Iterable[bytes], load: Loader) -> None:
        """`image` is a serialised database, empty for a new one; `journal` what happened since, in order."""
        self._connection = sqlite3.connect(":memory:", isolation_level=None, factory=RecordingConnection)
        self._connection.start_recording()
        try:
            self._restore(image, journal, load)
        except BaseException:
            self._connection.close()
            raise
        # Parameters hold people's names: they must not turn up in the text of an error.
        self.engine: Engine = create_engine(
            "sqlite://", creator=lambda: self._connection, poolclass=StaticPool, hide_parameters=True
        )
        event.listen(self.engine, "begin", begin)

    def _restore(self, image: bytes, journal: Iterable[bytes], load: Loader) -> None:
        try:
            if image:
                self._connection.deserialize(image)
            for pragma in PRAGMAS:
                self._connection.execute(pragma)
            for record in journal:
                replay(self._connection, record, load)
                self._connection.start_recording()
        except (sqlite3.Error, ValueError) as error:
            raise VaultDamaged(part="journal") from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that cannot change anything."""
        self._connection.execute("PRAGMA query_only=ON")
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
        finally:
            self._connection.execute("PRAGMA query_only=OFF")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction, committed at the end; its own commit() only flushes."""
        with self.engine.connect() as connection, connection.begin() as transaction:
            self._connection.start_recording()
            try:
                with Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only") as session:
                    yield session
            finally:
                # INSERT OR ROLLBACK ends a transaction behind SQLAlchemy's back, and later statements then stick.
                self._ended_by_owner = transaction.is_active == self._connection.in_transaction

    def load(self, loader: Loader, parameters: Sequence[Any]) -> None:
        """Put rows of an attachment into the open transaction."""
        loader(self._connection, parameters)
        self._connection.record_load(parameters)

    def watch(self, tables: Collection[str]) -> None:
        """Note from now on which households change in these tables; see touched.py."""
        touched.watch(self._connection, tables)

    def recorded(self) -> list[Statement]:
        """What the open transaction did. Raises RuntimeError if it cannot be committed as one."""
        if not self._connection.in_transaction:
            raise RuntimeError("the work ended the transaction that belongs to the vault")
        if self._connection.torn:
            raise RuntimeError("an executemany failed half-way and the work carried on")
        return self._connection.statements

    @property
    def intact(self) -> bool:
        """False when the last transaction may have left something here that the file does not hold."""
        return self._ended_by_owner and not self._connection.in_transaction

    def image(self) -> bytes:
        """The whole database, serialised."""
        return self._connection.serialize()

    def sound(self) -> bool:
        """Whether SQLite's own check finds nothing."""
        return self._connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    def close(self) -> None:
        """Forget everything."""
        self.engine.dispose()
        self._connection.close()


def begin(connection: Connection) -> None:
    """SQLAlchemy leaves BEGIN to the driver, which here leaves it to us."""
    connection.exec_driver_sql("BEGIN")
