"""A newer version adds tables and columns to the cache of an older one, and never takes one away."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect

from field_app.store import schema, state
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
