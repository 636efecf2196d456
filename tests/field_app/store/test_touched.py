"""The working database notes which households changed, whatever changed them, and nothing of it reaches the file."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, delete

from field_app.services import unlock
from field_app.services.tablet import Tablet
from field_app.store import touched
from field_app.store.sealed import Transaction
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.problem import Problem
from tests.builders import a_household, a_person, a_tablet

TABLES = ("household", "person")


async def noted(tablet: Tablet, place: int) -> tuple[int, set[UUID]]:
    """The next place and the households."""
    found = await tablet.database.read(lambda session: touched.since(session, place))
    assert found is not None
    return found[0], {UUID(text) for text in found[1]}


async def test_every_change_of_a_row_is_noted_once_and_others_are_not(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, second = a_household(), a_household(house_no="9", citizen_id=None)
        await tablet.record(first)
        assert await tablet.database.read(lambda session: touched.since(session, 0)) is None
        await tablet.database.watch(TABLES)
        await tablet.database.watch(TABLES)
        assert await noted(tablet, 0) == (0, set())
        await tablet.record(second)
        place, changed = await noted(tablet, 0)
        assert changed == {second[0].row_id}
        home = first[0].row_id
        words = {"words": "หลังคารั่ว", "found_on": "2023-02-03"}
        await tablet.record([Edit("problem", a_person(home).row_id, home, words)])
        assert (await noted(tablet, place))[1] == set()
        await tablet.record([Edit("person", first[1].row_id, home, {"phone": "0812345678"})])
        assert (await noted(tablet, place))[1] == {home}
        assert (await noted(tablet, 0))[1] == {home, second[0].row_id}


async def test_who_changes_household_touches_both(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        old, new = a_household(members=2), a_household(house_no="9", citizen_id=None)
        await tablet.record([*old, *new])
        await tablet.database.watch(TABLES)
        moved = {"household_id": str(new[0].row_id)}
        await tablet.record([Edit("person", old[2].row_id, old[0].row_id, moved)])
        assert (await noted(tablet, 0))[1] == {old[0].row_id, new[0].row_id}


async def test_a_row_that_a_download_replaces_touches_where_it_was(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        old, new = a_household(members=2), a_household(house_no="9", citizen_id=None)
        await tablet.record([*old, *new])
        await tablet.database.watch(TABLES)
        person = old[2].row_id.hex

        def replace(transaction: Transaction) -> None:
            connection = transaction.session.connection()
            connection.exec_driver_sql("CREATE TEMP TABLE coming AS SELECT * FROM person WHERE id = ?", (person,))
            connection.exec_driver_sql("UPDATE coming SET household_id = ?", (new[0].row_id.hex,))
            connection.exec_driver_sql("INSERT OR REPLACE INTO person SELECT * FROM coming")
            connection.exec_driver_sql("DROP TABLE coming")

        await tablet.database.write(replace)
        assert (await noted(tablet, 0))[1] == {old[0].row_id, new[0].row_id}


async def test_what_is_undone_is_not_noted_and_what_is_deleted_is(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        await tablet.record(house)
        await tablet.database.watch(["problem"])
        home = house[0].row_id
        found = Edit("problem", a_person(home).row_id, home, {"words": "หลังคารั่ว", "found_on": "2023-02-03"})
        wordless = Edit("problem", a_person(home).row_id, home, {"found_on": "2023-02-03"})
        with pytest.raises(InvalidChange):
            await tablet.record([found, wordless])
        assert (await noted(tablet, 0))[1] == set()
        await tablet.record([found])
        place, _ = await noted(tablet, 0)

        def drop(transaction: Transaction) -> None:
            transaction.session.execute(delete(Problem))

        await tablet.database.write(drop)
        assert (await noted(tablet, place))[1] == {home}


async def test_notes_end_with_the_working_database_and_the_rows_stay(tmp_path: Path) -> None:
    house = a_household()
    async with a_tablet(tmp_path) as tablet:
        await tablet.database.watch(TABLES)
        await tablet.record(house)
        await tablet.database.checkpoint()
        await tablet.record([Edit("person", house[1].row_id, house[0].row_id, {"phone": "0812345678"})])
        await tablet.database.close()
        again = await unlock.open_cache(tablet.settings, tablet.ring)
        try:
            assert await again.read(lambda session: touched.since(session, 0)) is None
            assert await again.read(phones) == ["0812345678"]
            assert (await again.check()).sound
        finally:
            await again.close()


def phones(session: Session) -> list[str]:
    return list(session.connection().exec_driver_sql("SELECT phone FROM person").scalars())
