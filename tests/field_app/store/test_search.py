"""Part of a name, number or telephone is enough, however it is typed."""

from pathlib import Path

import pytest
from sqlmodel import select

from field_app.services import households
from field_app.store import search
from shared_models.edit import Edit
from shared_models.household import Household
from shared_models.search_words import parts_of
from tests.builders import a_household, a_person, a_tablet

FOUND_BY = [
    "บุญมี",
    "บุญ",
    "ใจคำ",
    "บุญมี ใจคำ",
    "ใจคำ บุญมี",
    "นายบุญมี",
    "นาย บุญมี",
    "บุญมีใจคำ",
    "47/2",
    "๔๗/๒",
    "3-5601-00123-45-8",
    "๓๕๖๐๑๐๐๑๒๓๔๕๘",
    "081-234",
    "ปูแสน",
]


@pytest.mark.parametrize("typed", FOUND_BY)
async def test_a_household_is_found_by(typed: str, tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household(members=2, phone="0812345678")
        await tablet.record(house)
        await tablet.record(a_household(house_no="9", given_name="คำปัน", family_name="มั่นคง", citizen_id=None))
        listing = await households.find(tablet, typed)
    assert [line.household.id for line in listing.lines] == [house[0].row_id]


async def test_a_changed_name_is_found_by_the_new_one_alone(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        await tablet.record(house)
        await tablet.record([Edit("person", house[1].row_id, house[0].row_id, {"given_name": "ฟองจันทร์"})])
        assert (await households.find(tablet, "ฟองจันทร์")).total == 1
        assert (await households.find(tablet, "บุญมี")).total == 0


async def test_titles_are_no_words(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(title="นาย"))
        assert await tablet.database.read(lambda session: search.household_ids(session, ["นาย"], starting=False)) == []


async def test_what_was_typed_must_be_of_one_person(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        await tablet.record([*house, a_person(house[0].row_id, given_name="บัวผัน", family_name="มั่นคง", citizen_id=None)])
        assert (await households.find(tablet, "บัวผัน มั่นคง")).total == 1
        assert (await households.find(tablet, "บัวผัน ใจคำ")).total == 0


async def test_who_moved_is_found_in_the_new_household_alone(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        old, new = a_household(members=2), a_household(house_no="9", given_name="คำปัน", citizen_id=None)
        await tablet.record([*old, *new])
        await tablet.record([Edit("person", old[2].row_id, old[0].row_id, {"household_id": str(new[0].row_id)})])
        assert [line.household.id for line in (await households.find(tablet, "ปู่แสน")).lines] == [new[0].row_id]


async def test_letters_that_are_not_thai_are_found_too(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(given_name="ຄຳ", family_name="Müller", title=None))
        assert [(await households.find(tablet, typed)).total for typed in ("ຄຳ", "müll", "mull")] == [1, 1, 0]


async def test_households_without_a_text_get_one_a_few_at_a_time(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for number in range(5):
            await tablet.record(a_household(house_no=str(number), members=2))
        ids = await tablet.database.read(lambda session: [i.hex for i in session.exec(select(Household.id))])
        await tablet.database.write(lambda transaction: search.forget(transaction.session, ids))
        assert (await households.find(tablet, "บุญมี")).total == 0
        assert (await households.find(tablet, "")).total == 5

        async def slice_of_two() -> int:
            return await tablet.database.write(lambda transaction: search.index_missing(transaction.session, 2))

        assert [await slice_of_two() for _ in range(4)] == [2, 2, 1, 0]
        listing = await households.find(tablet, "บุญมี")
        assert [line.household.house_no for line in listing.lines] == ["0", "1", "2", "3", "4"]
        assert (await households.find(tablet, "ปู่แสน")).total == 5


def test_nothing_typed_searches_for_nothing() -> None:
    assert parts_of("  - ") == []
