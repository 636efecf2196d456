"""The schema as it was for an older program."""

from collections.abc import Callable

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, Table, inspect

from server.database import MIGRATIONS, Database
from server.services.safekeeping import backup


def go(database: Database, where: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        where(config, revision)
        connection.commit()


def before(revision: str) -> str:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    found = ScriptDirectory.from_config(config).get_revision(revision).down_revision
    assert isinstance(found, str)
    return found


def tables_as_they_are(database: Database) -> list[Table]:
    """The tables of the models with the columns that the database has, as the program of its revision knew them."""
    there = inspect(database.engine)
    names = set(there.get_table_names())
    return [
        _with(table, {column["name"] for column in there.get_columns(table.name)})
        for table in backup.tables()
        if table.name in names
    ]


def _with(table: Table, names: set[str]) -> Table:
    columns = (Column(c.name, c.type, primary_key=c.primary_key) for c in table.columns if c.name in names)
    return Table(table.name, MetaData(), *columns)
