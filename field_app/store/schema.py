"""Brings the working database up to the models of this version: adds tables and columns, never drops one."""

from sqlalchemy import Column, Connection, MetaData, inspect
from sqlalchemy.schema import CreateColumn
from sqlmodel import SQLModel

from field_app.store.tables import DeviceTable
from shared_models.entities import ENTITIES


def prepare(connection: Connection) -> bool:
    """Create what is missing. True if a synced table got a column: the cursors have to start again."""
    synced = [model.__tablename__ for model in ENTITIES.values()]
    grown = False
    for metadata in (SQLModel.metadata, DeviceTable.metadata):
        for name, columns in _missing_columns(connection, metadata).items():
            for column in columns:
                _add(connection, name, column)
            grown = grown or (name in synced and bool(columns))
        metadata.create_all(connection)
    return grown


def _missing_columns(connection: Connection, metadata: MetaData) -> dict[str, list[Column[object]]]:
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
