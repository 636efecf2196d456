"""Brings the working database up to the models of this version: adds tables and columns, never drops one."""

from sqlalchemy import Column, Connection, MetaData, inspect
from sqlalchemy.schema import CreateColumn, CreateTable
from sqlmodel import SQLModel, col, delete

from field_app.store.tables import DeviceTable, SyncState
from shared_models.entities import ENTITIES

# A tablet asks by household; without these a download is faster.
OFFICE_INDEXES = {f"{entity}_village" for entity in ENTITIES}


def prepare(connection: Connection) -> None:
    """Create what is missing. Where synced rows lack what this version knows, the cursors start again."""
    if grow(connection, SQLModel.metadata):
        connection.execute(delete(SyncState).where(col(SyncState.name).in_(("cursors", "loading"))))
    grow(connection, DeviceTable.metadata)


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
