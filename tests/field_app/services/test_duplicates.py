"""Is it one of these? Found over the whole tablet by number, name and birth."""

from pathlib import Path

from field_app.services.duplicates import candidates
from shared_models.likeness import Sought
from tests.builders import NEXT_VILLAGE, a_household, a_tablet


async def test_the_same_person_in_another_village_is_found_by_name_and_birth(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(NEXT_VILLAGE, "12", given_name="แก้วมา", family_name="ปัญญา", birth="2500-04-03"))
        await tablet.record(a_household(given_name="บุญมี"))
        found = await candidates(tablet, Sought("นางแก้วมา", "ปัญญา", "2500-04-03"))
    (found_one,) = found
    assert found_one.sure
    assert found_one.household is not None
    assert (found_one.person.given_name, found_one.household.house_no) == ("แก้วมา", "12")


async def test_a_number_alone_finds_whoever_has_it(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(citizen_id="3560100765436"))
        (found,) = await candidates(tablet, Sought(citizen_id="3560100765436"))
        assert found.score == 100


async def test_too_little_typed_finds_nobody(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household())
        assert await candidates(tablet, Sought("บ")) == []
        assert await candidates(tablet, Sought()) == []


async def test_a_misspelt_name_with_the_same_birth_is_shown(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(given_name="ธนภัทร", family_name="ใจคำ", birth="2557-01-08", citizen_id=None))
        (found,) = await candidates(tablet, Sought("ธนภัทธ", "ใจคำ", "2557-01-08"))
        assert not found.sure


async def test_somebody_entered_under_a_former_name_is_found(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(
            a_household(given_name="แก้วมา", family_name="ปัญญา", former_names="แก้วมา ใจคำ", citizen_id=None)
        )
        (found,) = await candidates(tablet, Sought("แก้วมา", "ใจคำ", "2488-05-12"))
        assert found.sure
