"""Whole households over HTTP: found by one officer and seen by another, sent to another district, split, joined."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from field_app.services import exchange, household_changes, households, life_events, new_households
from field_app.services.households import HouseholdFile
from field_app.services.new_households import Door
from field_app.services.tablet import Tablet
from server.config import Settings
from server.main import create_app
from shared_models.area import Level
from shared_models.household import Arrival, HouseholdStatus
from shared_models.household_event import NewHousehold
from shared_models.life_event import Place
from shared_models.likeness import Sought
from shared_models.person import Relation
from tests.builders import DISTRICT, NEXT_VILLAGE, VILLAGE, a_household, new_id, served
from tests.round_trip.test_membership import DISTRICTS, Field
from tests.server.sender import FAR_VILLAGE, a_server

FAR_DISTRICT = FAR_VILLAGE[: Level.DISTRICT]


@pytest.fixture
async def districts(database_url: str, tmp_path: Path) -> AsyncIterator[Field]:
    with a_server(database_url, *DISTRICTS) as server:
        app = create_app(Settings(data_dir=Path(), database_url=database_url))
        with served(app) as url:
            async with httpx.AsyncClient() as http:
                field = Field(server, url, tmp_path, http)
                yield field
                for tablet in field.tablets:
                    await tablet.close()


async def file_on(tablet: Tablet, household_id: UUID) -> HouseholdFile:
    return await households.open_file(tablet, household_id)


async def nothing_refused(*tablets: Tablet) -> None:
    for tablet in tablets:
        standing = await exchange.standing(tablet)
        assert (standing.unsent, standing.needs_attention) == (0, 0)


async def test_what_one_officer_found_is_found_by_the_other_while_typing(districts: Field) -> None:
    first, second = await districts.tablet(DISTRICT), await districts.tablet(DISTRICT)
    place = {"village_code": VILLAGE, "house_no": "99/1"}
    await districts.meet(first, second)
    household_id = await new_households.establish(first, place, {"given_name": "แก้วมา", "sex": "2"})
    await districts.meet(first, second)
    (found,) = await new_households.alike(second, Door(VILLAGE, "๙๙/๑"), Sought())
    assert (found.line.household.id, found.line.name, found.sure) == (household_id, "แก้วมา", True)
    await nothing_refused(first, second)


async def test_a_household_sent_to_another_district_waits_there_and_is_received(districts: Field) -> None:
    here, there = await districts.tablet(DISTRICT), await districts.tablet(FAR_DISTRICT)
    family = a_household(VILLAGE, members=2)
    await here.record(family)
    file = await file_on(here, family[0].row_id)
    await life_events.record_household_move(here, file, to=Place(FAR_VILLAGE[: Level.SUBDISTRICT]), on="2569")
    await districts.meet(here, there)
    assert await new_households.awaited(here) == []
    (line,) = await new_households.awaited(there)
    assert (line.household.id, line.household.arrived_from) == (family[0].row_id, VILLAGE)
    arrived = await file_on(there, line.household.id)
    await household_changes.record_arrival(there, arrived, village_code=FAR_VILLAGE, house_no="12")
    await districts.meet(there, here)
    assert await new_households.awaited(there) == []
    received = (await file_on(there, line.household.id)).household
    assert (received.arrival, received.village_code, received.house_no) == (Arrival.CONFIRMED, FAR_VILLAGE, "12")
    await nothing_refused(here, there)


async def test_a_household_that_is_not_found_stays_and_is_not_asked_about_again(districts: Field) -> None:
    here, there = await districts.tablet(DISTRICT), await districts.tablet(FAR_DISTRICT)
    family = a_household(VILLAGE)
    await here.record(family)
    await life_events.record_household_move(here, await file_on(here, family[0].row_id), to=Place(FAR_VILLAGE), on=None)
    await districts.meet(here, there)
    await household_changes.record_not_arrived(there, await file_on(there, family[0].row_id), "ไม่มีใครรู้จัก")
    await districts.meet(there)
    assert await new_households.awaited(there) == []
    assert (await file_on(there, family[0].row_id)).household.arrival == Arrival.NOT_HERE
    await nothing_refused(here, there)


async def test_who_founds_a_household_in_another_district_is_seen_there(districts: Field) -> None:
    here, there = await districts.tablet(DISTRICT), await districts.tablet(FAR_DISTRICT)
    family = a_household(VILLAGE, members=3)
    await here.record(family)
    file = await file_on(here, family[0].row_id)
    child = next(person for person in file.members if person.relation == Relation.CHILD)
    into = NewHousehold(new_id(), FAR_VILLAGE, "5")
    await household_changes.record_split(here, file, [child], into=into, head=child)
    await districts.meet(here, there)
    (line,) = await new_households.awaited(there)
    assert (line.household.id, line.name) == (into.id, child.full_name())
    assert len((await file_on(here, family[0].row_id)).living) == 2
    await nothing_refused(here, there)


async def test_a_household_that_joined_another_says_so_on_every_tablet(districts: Field) -> None:
    first, second = await districts.tablet(DISTRICT), await districts.tablet(DISTRICT)
    lost = a_household(VILLAGE, "47/2", members=2)
    kept = a_household(NEXT_VILLAGE, "12", given_name="ปั๋น", citizen_id=None, id_kind="none")
    await first.record(lost)
    await first.record(kept)
    await districts.meet(first, second)
    here, there = await file_on(second, lost[0].row_id), await file_on(second, kept[0].row_id)
    relations = {person.id: Relation.OTHER_KIN for person in here.living}
    await household_changes.record_merge(second, there, here, here.living, relations)
    await districts.meet(second, first)
    closed, joined = await file_on(first, lost[0].row_id), await file_on(first, kept[0].row_id)
    assert (closed.household.status, closed.household.merged_into) == (HouseholdStatus.MERGED, kept[0].row_id)
    assert len(joined.living) == 3
    assert closed.living == []
    await nothing_refused(first, second)
