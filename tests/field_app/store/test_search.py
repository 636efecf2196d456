"""Part of a name, number or telephone is enough, however it is typed."""

from pathlib import Path

import pytest

from field_app.services import households
from field_app.store import search
from shared_models.edit import Edit
from shared_models.person import Person
from tests.builders import a_household, a_person, a_tablet, new_id

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


def test_words_begin_after_a_space_and_titles_are_no_words() -> None:
    person = Person.model_validate({**a_person(new_id()).changes, "id": new_id(), "household_id": new_id()})
    words = search.words_of(person)
    assert words is not None
    assert words.startswith(" บุญมีใจคำ")
    assert "นาย" not in words


def test_nothing_typed_searches_for_nothing() -> None:
    assert search.parts_of("  - ") == []
