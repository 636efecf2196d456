"""Finding households: Thai order, villages, what still waits, whose name was found, what comes close."""

from pathlib import Path

from field_app.services import households, visits
from field_app.services.household_filter import Narrowing, Only
from shared_models.edit import Edit
from shared_models.visit import VisitResult
from tests.builders import NEXT_VILLAGE, a_household, a_person, a_tablet


def houses() -> list[list[Edit]]:
    return [
        a_household(house_no="10", given_name="คำแสน", citizen_id=None),
        a_household(house_no="2", given_name="อุ้ยหล้า", citizen_id=None),
        a_household(NEXT_VILLAGE, house_no="๑", given_name="ปั๋น", citizen_id=None),
    ]


async def test_numbers_sort_by_value_and_villages_come_first(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for house in houses():
            await tablet.record(house)
        listing = await households.find(tablet, "")
        assert [line.household.house_no for line in listing.lines] == ["2", "10", "๑"]
        assert (await households.find(tablet, "", Narrowing(area=NEXT_VILLAGE))).searched == 1


async def test_a_member_who_is_not_the_head_is_named(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = houses()[0]
        await tablet.record([*house, a_person(house[0].row_id, title="นาง", given_name="บัวผัน", citizen_id=None)])
        listing = await households.find(tablet, "บัวผัน")
        assert [line.matched for line in listing.lines] == ["นางบัวผัน ใจคำ"]
        assert [line.matched for line in (await households.find(tablet, "คำแสน")).lines] == [""]


async def test_only_households_not_visited_this_year_are_left(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for house in (made := houses()):
            await tablet.record(house)
        visit = await visits.get(tablet, await visits.begin(tablet, made[0][0].row_id))
        await visits.set_result(tablet, visit, VisitResult.NOT_HOME, notice_read=False)
        assert (await households.find(tablet, "", Narrowing(visited=False))).total == 3
        await visits.finish(tablet, await visits.get(tablet, visit.id))
        left = await households.find(tablet, "", Narrowing(visited=False))
        assert [line.household.house_no for line in left.lines] == ["2", "๑"]
        assert (await households.find(tablet, "", Narrowing(only=Only.ATTENTION))).total == 0


async def test_nothing_found_offers_what_a_shorter_text_finds(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        for house in houses():
            await tablet.record(house)
        listing = await households.find(tablet, "คำแสง")
        assert (listing.total, listing.searched) == (0, 3)
        assert listing.near is not None
        assert [line.name for line in listing.near.lines] == ["นายคำแสน ใจคำ"]
