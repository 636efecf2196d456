"""Brings the working database up to the models of this version: adds tables and columns, never drops one."""

from sqlalchemy import Column, Connection, MetaData, inspect
from sqlalchemy.schema import CreateColumn, CreateTable
from sqlmodel import SQLModel, col, delete, insert

from field_app.store.tables import DeviceTable, SyncState
from shared_models.entities import ENTITIES

# A tablet asks by household; without these a download is faster.
OFFICE_INDEXES = {f"{entity}_village" for entity in ENTITIES}
MANY = "100000 100000 1"  # rows, rows of one district, rows of one id in it


def prepare(connection: Connection) -> None:
    """Create what is missing. Where synced rows lack what this version knows, the cursors start again."""
    if grow(connection, SQLModel.metadata):
        connection.execute(delete(SyncState).where(col(SyncState.name).in_(("cursors", "loading"))))
    if grow(connection, DeviceTable.metadata):  # the words to find households by are made when the tablet is opened
        wordless = {"name": "wordless", "value": "true"}
        connection.execute(insert(SyncState).prefix_with("OR REPLACE").values(wordless))
    tell_sizes(connection)


def tell_sizes(connection: Connection) -> None:
    """Tell SQLite's planner that each table holds many rows of one district.

    Keys begin with the district, and the tablet asks by id alone. Without this SQLite would read the whole table to
    find one row; with it, it looks for the id in each district there is.
    """
    told = set()
    if inspect(connection).has_table("sqlite_stat1"):
        told = set(connection.exec_driver_sql("SELECT tbl FROM sqlite_stat1").scalars())
    names = [str(model.__tablename__) for model in ENTITIES.values()]
    if new := [(name, f"sqlite_autoindex_{name}_1", MANY) for name in names if name not in told]:
        connection.exec_driver_sql("ANALYZE sqlite_master")  # makes the table of statistics
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", new)
        connection.exec_driver_sql("ANALYZE sqlite_master")  # reads it


def grow(connection: Connection, metadata: MetaData) -> bool:
    """Add the tables, columns and indexes that are missing. True if something was there and now there is more."""
    missing = _missing_columns(connection, metadata)
    more = any(missing.values()) or 0 < len(missing) < len(metadata.tables)
    for name, columns in missing.items():
        for column in columns:
            _add(connection, name, column)
    for table in metadata.sorted_tables:
        if table.name not in missing:
            connection.execute(CreateTable(table))
        for index in table.indexes:
            if index.name not in OFFICE_INDEXES:
                index.create(connection, checkfirst=True)
    return more


def _missing_columns(connection: Connection, metadata: MetaData) -> dict[str, list[Column[object]]]:
    """Of each table that is there."""
    inspector = inspect(connection)
    there = set(inspector.get_table_names())
    return {
        table.name: [
            c for c in table.columns if c.name not in {have["name"] for have in inspector.get_columns(table.name)}
        ]
        for table in metadata.sorted_tables
        if table.name in there
    }


def _add(connection: Connection, table: str, column: Column[object]) -> None:
    """A new column is nullable here whatever the model says: old rows have no value until the next exchange."""
    definition = str(CreateColumn(column).compile(dialect=connection.dialect)).replace(" NOT NULL", "")
    connection.exec_driver_sql(f'ALTER TABLE "{table}" ADD COLUMN {definition}')
