"""A small vault of neighbours with a search index, for the tests of the sealed cache."""

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, select

from field_app.store.sealed import SealedDatabase, Transaction, open_vault

KEY = bytes(range(32))
NAMES = ["สมชาย ใจดี", "สมหญิง รักไทย", "บุญมา แสนสุข"]


class OwnTables(SQLModel, registry=registry()):
    """Keeps the tables of this test out of everybody's metadata."""


class Neighbour(OwnTables, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


def prepare(connection: Connection) -> None:
    OwnTables.metadata.create_all(connection)
    connection.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5(name, tokenize='trigram')"))
    connection.execute(
        text(
            "CREATE TRIGGER IF NOT EXISTS neighbour_found AFTER INSERT ON neighbour BEGIN"
            " INSERT INTO found (rowid, name) VALUES (new.id, new.name); END"
        )
    )
    connection.execute(
        text(
            "CREATE TRIGGER IF NOT EXISTS neighbour_gone AFTER DELETE ON neighbour BEGIN"
            " DELETE FROM found WHERE rowid = old.id; END"
        )
    )


def add(*names: str):
    def work(transaction: Transaction) -> None:
        transaction.session.add_all([Neighbour(name=name) for name in names])

    return work


def names(session: Session) -> list[str]:
    return [neighbour.name for neighbour in session.exec(select(Neighbour).order_by(Neighbour.id))]


def matching(part: str):
    return lambda session: session.connection().execute(text("SELECT name FROM found(:part)"), {"part": part}).all()


async def opened(path: Path, **settings: object) -> SealedDatabase:
    return await open_vault(path, KEY, prepare=prepare, **settings)
