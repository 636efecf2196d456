"""New households on a real vault: one action, on no list, inside the area; those another district sent wait."""

from pathlib import Path

import pytest

from field_app.services import household_changes, households, new_households, visits
from field_app.services.new_households import Door
from field_app.services.tablet import Tablet
from field_app.store import state
from shared_models.errors import InvalidChange
from shared_models.household import Arrival
from shared_models.likeness import Sought
from tests.builders import NEXT_VILLAGE, OTHER_VILLAGE, SUBDISTRICT, VILLAGE, a_household, a_tablet

HEAD = {"given_name": "แก้วมา", "sex": "2"}


async def covers(tablet: Tablet, *codes: str) -> None:
    await tablet.database.write(lambda transaction: state.write(transaction.session, "scope", list(codes)))


async def test_a_village_outside_the_area_is_refused_and_nothing_is_saved(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await covers(tablet, SUBDISTRICT)
        for village, reason in (
            (OTHER_VILLAGE, "outside_area"),
            ("560102", "unknown_area"),
            ("99999901", "unknown_area"),
        ):
            with pytest.raises(InvalidChange) as refused:
                await new_households.establish(tablet, {"village_code": village, "house_no": "5"}, HEAD)
            assert (refused.value.details["field"], refused.value.details["reason"]) == ("village_code", reason)
        assert (await households.find(tablet, "")).total == 0


async def test_a_neighbours_number_finds_only_houses_without_one(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await new_households.establish(tablet, {"village_code": VILLAGE, "near_house_no": "47/2"}, HEAD)
        await new_households.establish(
            tablet, {"village_code": VILLAGE, "house_no": "9", "near_house_no": "47/2"}, HEAD
        )
        (found,) = await new_households.alike(tablet, Door(VILLAGE, near_house_no="๔๗/๒"), Sought())
    assert (found.line.household.house_no, found.same_number, found.sure) == ("", True, False)


async def test_a_house_with_the_number_whose_head_is_like_it_too_is_shown_once(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.record(a_household(VILLAGE, "47/2"))
        await tablet.record(a_household(NEXT_VILLAGE, "9", given_name="ปั๋น", citizen_id=None))
        (found,) = await new_households.alike(tablet, Door(VILLAGE, "47/2"), Sought("บุญมี", "ใจคำ", "2488-05-12"))
    assert found.person is not None
    assert (found.person.given_name, found.same_number, found.sure) == ("บุญมี", True, True)


async def test_the_village_of_the_latest_visit_is_known(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        family = a_household(NEXT_VILLAGE, "9")
        await tablet.record(family)
        assert await new_households.latest_village(tablet) is None
        await visits.begin(tablet, family[0].row_id)
        assert await new_households.latest_village(tablet) == NEXT_VILLAGE


async def test_who_was_sent_to_this_area_waits_until_somebody_says_where_they_live(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await covers(tablet, SUBDISTRICT)
        here, elsewhere = a_household("56010200", ""), a_household("56010400", "")
        for family in (here, elsewhere):
            family[0].changes.update(arrival=Arrival.AWAITED.value, arrived_from="56020101")  # type: ignore[attr-defined]
            await tablet.record(family)
        (line,) = await new_households.awaited(tablet)
        assert line.household.id == here[0].row_id
        file = await households.open_file(tablet, here[0].row_id)
        await household_changes.record_arrival(tablet, file, village_code=VILLAGE, house_no="12")
        assert await new_households.awaited(tablet) == []
