"""Alembic's entry: both MetaData of the server, on the connection that Database.migrate hands over."""

from alembic import context
from sqlmodel import SQLModel

from server.tables import ServerTable
from shared_models.entities import ENTITIES
from shared_models.synced import UtcText

assert ENTITIES  # importing them is what puts their tables on SQLModel.metadata


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """The project's own column types as plain ones, so that a migration never imports today's models."""
    if kind != "type":
        return False
    if isinstance(item, UtcText):
        return "sa.String(length=32)"
    if type(item).__name__ == "AutoString":
        length = getattr(item, "length", None)
        return f"sa.String(length={length})" if length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[SQLModel.metadata, ServerTable.metadata],
    render_item=render_item,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
