"""Two real tablets against the real server over HTTP: what one records, the other shows."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from field_app.services import exchange, households, life_events
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from shared_models.edit import Edit
from shared_models.person import LifeState
from tests.builders import OTHER_VILLAGE, VILLAGE, Office, a_household, a_person, synchronise


@pytest.fixture
async def first(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    tablet = await office.tablet(tmp_path / "first")
    yield tablet
    await tablet.close()


@pytest.fixture
async def second(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    tablet = await office.tablet(tmp_path / "second")
    yield tablet
    await tablet.close()


async def files(household_id: UUID, *tablets: Tablet) -> list[HouseholdFile]:
    return [await households.open_file(tablet, household_id) for tablet in tablets]


async def shared_household(first: Tablet, second: Tablet, members: int = 3) -> UUID:
    """A household that both tablets hold."""
    edits = a_household(members=members)
    await first.record(edits)
    await synchronise(first)
    await synchronise(second)
    return edits[0].row_id


async def test_a_new_household_reaches_the_other_tablet(first: Tablet, second: Tablet) -> None:
    household_id = await shared_household(first, second)
    (file,) = await files(household_id, second)
    assert file.household.house_no == "47/2"
    assert file.members[0].full_name() == "นายบุญมี ใจคำ"
    listing = await households.find(second, "ปู่แสน")
    assert [line.household.id for line in listing.lines] == [household_id]


async def test_the_death_of_the_head_and_the_new_head_arrive_as_one(first: Tablet, second: Tablet) -> None:
    household_id = await shared_household(first, second)
    (file,) = await files(household_id, first)
    heir = file.members[1]
    await life_events.record_death(first, file, file.members[0], on="2566-05-12", note="ป่วยมานาน", head=heir)
    summary = await synchronise(first)
    assert (summary.sent, summary.stored, summary.refused, summary.finished) == (4, 4, 0, True)
    await synchronise(second)
    (there,) = await files(household_id, second)
    assert there.household.head_id == heir.id
    died = next(person for person in there.members if person.id == file.members[0].id)
    assert (died.life_state, died.life_state_on, died.life_state_note) == (LifeState.DECEASED, "2566-05-12", "ป่วยมานาน")


async def test_edits_of_different_fields_by_two_officers_all_stay(first: Tablet, second: Tablet) -> None:
    household_id = await shared_household(first, second)
    person_id = (await files(household_id, first))[0].members[0].id
    await first.record([Edit("person", person_id, household_id, {"phone": "0812345678"})])
    await second.record([Edit("person", person_id, household_id, {"family_name": "ใจคำแหง"})])
    for tablet in (first, second, first):
        await synchronise(tablet)
    for file in await files(household_id, first, second):
        assert (file.members[0].phone, file.members[0].family_name) == ("0812345678", "ใจคำแหง")
    assert (await exchange.standing(first)).conflicts == 0


async def test_a_clash_keeps_both_values_and_is_the_same_on_both_tablets(first: Tablet, second: Tablet) -> None:
    household_id = await shared_household(first, second)
    await first.record([Edit("household", household_id, household_id, {"house_no": "48"})])
    await second.record([Edit("household", household_id, household_id, {"house_no": "49"})])
    await synchronise(first)
    summary = await synchronise(second)
    assert summary.conflicts == 1
    await synchronise(first)
    mine, theirs = await files(household_id, first, second)
    assert mine.household.heads == theirs.household.heads
    assert {'"48"', '"49"'} <= {part.strip("[]}") for part in mine.household.heads.split(",")}
    assert [(await exchange.standing(tablet)).conflicts for tablet in (first, second)] == [1, 1]
    await first.record([Edit("household", household_id, household_id, {"house_no": "49/1"})])
    for tablet in (first, second):
        await synchronise(tablet)
    assert [(await exchange.standing(tablet)).conflicts for tablet in (first, second)] == [0, 0]


async def test_a_household_that_moves_away_leaves_the_tablet_and_reaches_the_new_area(
    office: Office, first: Tablet, second: Tablet, tmp_path: Path
) -> None:
    household_id = await shared_household(first, second)
    there = await office.tablet(tmp_path / "third", area=OTHER_VILLAGE[:6])
    await synchronise(there)
    await second.record([a_person(household_id, given_name="ฟองจันทร์")])
    await first.record([Edit("household", household_id, household_id, {"village_code": OTHER_VILLAGE})])
    await synchronise(first)
    with pytest.raises(households.UnknownHousehold):
        await files(household_id, first)
    late = await synchronise(second)
    assert (late.stored, late.refused) == (1, 0), "work done before the move was known is stored"
    with pytest.raises(households.UnknownHousehold):
        await files(household_id, second)
    await synchronise(there)
    (file,) = await files(household_id, there)
    assert "ฟองจันทร์" in {person.given_name for person in file.members}
    assert {person.village for person in file.members} == {OTHER_VILLAGE}
    await there.close()


async def test_nothing_changes_when_nothing_happened(first: Tablet, second: Tablet) -> None:
    await shared_household(first, second)
    summary = await synchronise(second)
    assert (summary.sent, summary.received, summary.requests) == (0, 0, 1)


async def test_an_edit_outside_the_area_is_refused_kept_and_does_not_block_others(first: Tablet) -> None:
    outside, inside = a_household(OTHER_VILLAGE, "9"), a_household(VILLAGE, "10")
    await first.record(outside)
    await first.record(inside)
    summary = await synchronise(first)
    assert (summary.refused, summary.stored) == (2, 2)
    standing = await exchange.standing(first)
    assert (standing.unsent, standing.needs_attention) == (0, 2)
    (file,) = await files(inside[0].row_id, first)
    assert file.household.house_no == "10"
