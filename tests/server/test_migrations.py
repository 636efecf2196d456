"""The migrations give exactly the schema of the models, on both databases, and run again without harm."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from server.database import Database
from server.tables import ServerTable
from shared_models.entities import ENTITIES


def test_migrations_give_the_models_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        both = [SQLModel.metadata, ServerTable.metadata]
        assert compare_metadata(context, both) == []
        tables = set(inspect(connection).get_table_names())
    assert {str(model.__tablename__) for model in ENTITIES.values()} < tables


def test_migrating_again_changes_nothing_and_keeps_the_rows(database: Database) -> None:
    from tests.server.sender import a_sender, a_server

    with a_server(database.url) as server:
        tablet = a_sender(server)
        tablet.send(*tablet.household())
        server.migrate()
        assert len(a_sender(server).pull()["person"]["id"]) == 1
