"""Persons who change household, over HTTP: split, join and move, offline on two tablets, and between districts."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from field_app.services import exchange, households
from field_app.services.tablet import Tablet
from field_app.store import repository
from server.config import Settings
from server.database import Database
from server.main import create_app
from shared_models.edit import Edit
from shared_models.person import Person
from tests.builders import NEXT_VILLAGE, OTHER_VILLAGE, VILLAGE, a_household, new_id, served
from tests.round_trip.district import a_quick_tablet, connect, record
from tests.server.sender import FAR_VILLAGE, a_server

DISTRICTS = ("5601", "5602")


class Field:
    """A server of two districts, and tablets for any of their areas."""

    def __init__(self, server: Database, url: str, folder: Path, http: httpx.AsyncClient) -> None:
        self.server, self.url, self.folder, self.http = server, url, folder, http
        self.tablets: list[Tablet] = []

    async def tablet(self, *areas: str) -> Tablet:
        folder = self.folder / str(len(self.tablets))
        self.tablets.append(await a_quick_tablet(self.server, folder, self.url, *(areas or DISTRICTS)))
        return self.tablets[-1]

    async def meet(self, *tablets: Tablet) -> None:
        """Each exchanges until nothing is left; no digest may differ."""
        for tablet in tablets:
            summary = await connect(tablet, self.http)
            assert (summary.finished, summary.mismatched) == (True, [])


@pytest.fixture
async def field(database_url: str, tmp_path: Path) -> AsyncIterator[Field]:
    with a_server(database_url, *DISTRICTS) as server:
        app = create_app(Settings(data_dir=Path(), database_url=database_url))
        with served(app) as url:
            async with httpx.AsyncClient() as http:
                field = Field(server, url, tmp_path, http)
                yield field
                for tablet in field.tablets:
                    await tablet.close()


def move(person: Edit, target: Edit, *, seen_in: Edit | None = None) -> Edit:
    household_id = seen_in.row_id if seen_in else person.household_id
    return Edit("person", person.row_id, household_id, {"household_id": str(target.row_id)})


async def person(tablet: Tablet, row_id: UUID) -> Person | None:
    found = await tablet.database.read(lambda session: repository.get(session, "person", row_id))
    assert found is None or isinstance(found, Person)
    return found


async def members(tablet: Tablet, household: Edit) -> set[UUID]:
    return {one.id for one in (await households.open_file(tablet, household.row_id)).members}


async def test_a_split_reaches_who_may_see_it_and_leaves_who_may_not(field: Field) -> None:
    office, here, there = await field.tablet(), await field.tablet(VILLAGE), await field.tablet(OTHER_VILLAGE)
    old = a_household(members=3)
    await record(office, old)
    await field.meet(office, here, there)
    home = new_id()
    new = [Edit("household", home, home, {"village_code": OTHER_VILLAGE, "house_no": "48"})]
    await record(office, [*new, move(old[2], new[0]), move(old[3], new[0])])
    await field.meet(office, here, there)
    assert await members(office, old[0]) == await members(here, old[0]) == {old[1].row_id}
    assert await members(office, new[0]) == await members(there, new[0]) == {old[2].row_id, old[3].row_id}
    assert [await person(here, edit.row_id) for edit in old[2:]] == [None, None]
    await record(there, [Edit("person", old[2].row_id, home, {"phone": "1"})])
    await field.meet(there, office)
    joined = [move(edit, old[0], seen_in=new[0]) for edit in old[2:]]
    await record(office, [*joined, Edit("household", new[0].row_id, new[0].row_id, {"status": "moved"})])
    await field.meet(office, there, here)
    assert await members(here, old[0]) == {edit.row_id for edit in old[1:]}
    assert (await person(here, old[2].row_id)).phone == "1"
    assert await members(there, new[0]) == set()


async def test_two_officers_move_one_person_to_two_households_and_settle_it(field: Field) -> None:
    first, second = await field.tablet("560102"), await field.tablet("5601")
    old, near, far = a_household(members=2), a_household(house_no="48"), a_household(NEXT_VILLAGE, house_no="49")
    await record(first, [*old, *near, *far])
    await field.meet(first, second)
    mover = old[2]
    await record(first, [move(mover, near[0])])
    await record(second, [move(mover, far[0])])
    await field.meet(first, second, first)
    places = [await person(tablet, mover.row_id) for tablet in (first, second)]
    assert {row.household_id for row in places} == {far[0].row_id}, "the latest shows"
    assert {row.heads for row in places} == {places[0].heads}
    assert [(await exchange.standing(tablet)).conflicts for tablet in (first, second)] == [1, 1]
    (clash,) = (await households.open_file(first, far[0].row_id)).conflicts
    assert (clash.field, clash.village) == ("household_id", NEXT_VILLAGE)
    await record(first, [move(mover, near[0], seen_in=far[0])])
    await field.meet(first, second)
    for tablet in (first, second):
        assert (await person(tablet, mover.row_id)).household_id == near[0].row_id
        assert (await exchange.standing(tablet)).conflicts == 0


async def test_an_edit_of_a_person_whom_another_moves_away_meanwhile_stays(field: Field) -> None:
    office, here, there = await field.tablet(), await field.tablet(VILLAGE), await field.tablet(FAR_VILLAGE)
    old, far = a_household(members=2), a_household(FAR_VILLAGE)
    await record(office, [*old, *far])
    await field.meet(office, here, there)
    await record(here, [Edit("person", old[2].row_id, old[0].row_id, {"phone": "0812345678"})])
    await record(office, [move(old[2], far[0])])
    await field.meet(office, here, there)
    found = await person(there, old[2].row_id)
    assert (found.phone, found.household_id, found.village) == ("0812345678", far[0].row_id, FAR_VILLAGE)
    assert await person(here, old[2].row_id) is None
    assert await members(here, old[0]) == {old[1].row_id}


@pytest.mark.parametrize("household_first", [True, False])
async def test_a_household_moves_while_a_member_is_moved_to_another(field: Field, household_first: bool) -> None:
    office, other, here = await field.tablet(), await field.tablet(), await field.tablet(VILLAGE)
    old, near = a_household(members=2), a_household(house_no="48")
    await record(office, [*old, *near])
    await field.meet(office, other, here)
    await record(office, [Edit("household", old[0].row_id, old[0].row_id, {"village_code": FAR_VILLAGE})])
    await record(other, [move(old[2], near[0])])
    order = (office, other) if household_first else (other, office)
    await field.meet(*order, *order, here)
    for tablet in (office, other, here):
        found = await person(tablet, old[2].row_id)
        assert (found.household_id, found.village) == (near[0].row_id, VILLAGE)
    assert await person(here, old[1].row_id) is None


async def test_a_person_follows_the_new_household_to_another_district_and_back(field: Field) -> None:
    office, here, there = await field.tablet(), await field.tablet(VILLAGE), await field.tablet(FAR_VILLAGE)
    late = await field.tablet(VILLAGE, FAR_VILLAGE)
    old, near = a_household(members=2), a_household(house_no="48")
    await record(office, [*old, *near])
    await field.meet(office, here, there, late)
    mover = old[2].row_id
    await record(office, [move(old[2], near[0])])
    await field.meet(office)
    await record(office, [Edit("household", near[0].row_id, near[0].row_id, {"village_code": FAR_VILLAGE})])
    await field.meet(office, here, there)
    assert await person(here, mover) is None
    assert (await person(there, mover)).household_id == near[0].row_id
    await record(office, [move(old[2], old[0], seen_in=near[0])])
    await field.meet(office, here, there, late)
    assert await person(there, mover) is None
    for tablet in (here, late):
        assert ((await person(tablet, mover)).household_id, (await person(tablet, mover)).village) == (
            old[0].row_id,
            VILLAGE,
        )
