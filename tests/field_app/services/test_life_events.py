"""Life events on a real vault: each one action, and a refused one changes nothing."""

from pathlib import Path

import pytest

from field_app.services import household_changes, households, life_events
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from shared_models.errors import InvalidChange
from shared_models.household_event import NewHousehold
from shared_models.life_event import Place
from shared_models.person import LifeState, Relation
from shared_models.succession import proposed_relations
from tests.builders import NEXT_VILLAGE, a_tablet, new_id
from tests.field_app.views.opened import a_family


async def family(tablet: Tablet) -> HouseholdFile:
    edits = a_family()
    await tablet.record(edits)
    return await households.open_file(tablet, edits[0].row_id)


async def test_a_head_who_dies_needs_a_next_one_and_without_it_nothing_changes(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        assert file.head is not None
        with pytest.raises(InvalidChange):
            await life_events.record_death(tablet, file, file.head, on="2566", note=None)
        after = await households.open_file(tablet, file.household.id)
    assert after.head is not None
    assert after.head.life_state == LifeState.ALIVE


async def test_a_death_recorded_by_mistake_is_taken_back_but_the_head_stays(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        head, wife = file.members[0], next(p for p in file.members if p.relation == Relation.SPOUSE)
        await life_events.record_death(tablet, file, head, on="2566-05", note="ป่วย", head=wife)
        died = (await households.open_file(tablet, file.household.id)).members
        person = next(member for member in died if member.id == head.id)
        await life_events.record_entered_in_error(tablet, person, "กดผิดคน")
        after = await households.open_file(tablet, file.household.id)
    back = next(member for member in after.members if member.id == head.id)
    assert (back.life_state, back.life_state_on, back.life_state_note) == (LifeState.ALIVE, None, None)
    assert after.household.head_id == wife.id


async def test_the_whole_household_goes_to_another_village_with_its_file(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        await life_events.record_household_move(tablet, file, to=Place(NEXT_VILLAGE), on="2569-11")
        after = await households.open_file(tablet, file.household.id)
    assert after.household.village_code == NEXT_VILLAGE
    assert len(after.living) == 4


async def test_a_new_head_while_everybody_stays_changes_all_relations_in_one_action(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        son = next(person for person in file.members if person.given_name == "สมชาย")
        relations = proposed_relations(file.members, son)
        await life_events.record_new_head(tablet, file, son, relations)
        after = await households.open_file(tablet, file.household.id)
    assert {person.given_name: person.relation for person in after.members} == {
        "สมชาย": Relation.HEAD,
        "บุญมี": Relation.PARENT,
        "คำปัน": Relation.PARENT,
        "ธนภัทร": None,  # a grandson may be the new head's child or a nephew, and nobody was asked
    }


async def test_the_first_member_of_an_empty_house_becomes_its_head(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        await life_events.record_move(tablet, file, file.living, to=Place(), on=None)
        empty = await households.open_file(tablet, file.household.id)
        await life_events.add_member(tablet, empty, {"given_name": "แก้วมา", "relation": "lodger"})
        after = await households.open_file(tablet, file.household.id)
    assert after.head is not None
    assert (after.head.given_name, after.head.relation) == ("แก้วมา", Relation.HEAD)


async def test_a_household_that_moved_away_comes_back_with_who_returned_as_its_head(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        await life_events.record_household_move(tablet, file, to=Place("10"), on="2566")
        gone = await households.open_file(tablet, file.household.id)
        son = next(person for person in gone.members if person.given_name == "สมชาย")
        await life_events.record_return(tablet, son)
        back = await households.open_file(tablet, file.household.id)
    assert (back.household.status, back.household.head_id) == ("active", son.id)
    assert [(person.given_name, person.relation) for person in back.living] == [("สมชาย", Relation.HEAD)]


async def test_some_members_form_a_household_of_their_own_and_others_join_them(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        members = {person.given_name: person for person in file.members}
        into = NewHousehold(new_id(), NEXT_VILLAGE, "9")
        leaving = [members["สมชาย"], members["ธนภัทร"]]
        await household_changes.record_split(tablet, file, leaving, into=into, head=members["สมชาย"], on="2566")
        new = await households.open_file(tablet, into.id)
        assert (new.household.village_code, new.household.head_id) == (NEXT_VILLAGE, members["สมชาย"].id)
        mother = (await households.open_file(tablet, file.household.id)).members[-1]
        await household_changes.record_join(tablet, new, [mother], {mother.id: Relation.PARENT})
        joined = await households.open_file(tablet, into.id)
    assert {person.given_name for person in joined.living} == {"สมชาย", "ธนภัทร", mother.given_name}


async def test_a_changed_name_is_kept_and_found(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        file = await family(tablet)
        wife = next(person for person in file.members if person.given_name == "คำปัน")
        await life_events.change_person(tablet, wife, {"given_name": "กมลวรรณ"})
        after = await households.open_file(tablet, file.household.id)
        found = await households.find(tablet, "คำปัน")
    renamed = next(person for person in after.members if person.id == wife.id)
    assert renamed.former_names == f"คำปัน {wife.family_name}"
    assert [line.household.id for line in found.lines] == [file.household.id]
