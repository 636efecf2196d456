"""A newer version adds tables and columns to the cache of an older one, and never takes one away."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect
from sqlmodel import Session

from field_app.services import unlock
from field_app.store import schema, state
from shared_models.entities import ENTITIES
from tests.builders import a_household, a_tablet


def columns(connection: Connection, table: str) -> set[str]:
    return {column["name"] for column in inspect(connection).get_columns(table)}


async def test_a_new_field_becomes_a_column_and_old_rows_stay(tmp_path: Path) -> None:
    newer = MetaData()
    Table("household", newer, Column("id", String, primary_key=True), Column("roof_kind", String, nullable=False))
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(house_no="47/2"))

        def grow(transaction) -> tuple[bool, set[str], int]:
            connection = transaction.session.connection()
            grown = schema.grow(connection, newer)
            rows = connection.exec_driver_sql("SELECT count(*) FROM household WHERE house_no = '47/2'").scalar_one()
            return grown, columns(connection, "household"), rows

        grown, there, rows = await tablet.database.write(grow)
    assert (grown, rows) == (True, 1)
    assert {"roof_kind", "house_no"} <= there


async def test_preparing_again_changes_nothing_and_keeps_the_cursors(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.database.write(lambda t: state.write(t.session, "cursors", {"560102": 7}))
        await tablet.database.write(lambda t: schema.prepare(t.session.connection()))
        assert await tablet.database.read(lambda session: state.read(session, "cursors")) == {"560102": 7}


async def test_a_row_is_found_by_its_id_without_reading_the_table(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:

        def plans(session: Session) -> list[str]:
            explain = "EXPLAIN QUERY PLAN SELECT * FROM {} WHERE id = 'x'"
            tables = [model.__tablename__ for model in ENTITIES.values()]
            return [session.connection().exec_driver_sql(explain.format(name)).one()[3] for name in tables]

        first = await tablet.database.read(plans)
        await tablet.database.checkpoint()
        await tablet.database.close()
        tablet.database = await unlock.open_cache(tablet.settings, tablet.ring)
        assert all(plan.startswith("SEARCH") for plan in [*first, *await tablet.database.read(plans)])
