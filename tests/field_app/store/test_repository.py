"""Recording: rules first, then rows and outbox together; and getting typed work back from a damaged vault."""

from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from field_app.services import drafts, unlock
from field_app.services.drafts import FormDraft
from field_app.services.tablet import Tablet
from field_app.store import repository
from field_app.store.tables import Draft, OutboxEntry
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.household import Household
from shared_models.operation import Operation, chained
from shared_models.person import Person
from tests.builders import PIN, a_household, a_person, a_tablet


async def outbox(tablet: Tablet) -> list[OutboxEntry]:
    statement = select(OutboxEntry).order_by(col(OutboxEntry.stamp))
    return await tablet.database.read(lambda session: list(session.exec(statement)))


async def row(tablet: Tablet, entity: str, row_id: UUID) -> object:
    return await tablet.database.read(lambda session: repository.get(session, entity, row_id))


async def test_an_action_is_one_chain_of_operations_with_one_action_id(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        operations = await tablet.record(a_household(members=3))
        entries = await outbox(tablet)
    assert len({operation.action_id for operation in operations}) == 1
    assert [entry.stamp for entry in entries] == [operation.stamp for operation in operations]
    for before, after in pairwise(entries):
        assert after.chain_before == before.chain_after
        assert after.chain_after == chained(after.chain_before, salt=after.salt, body=after.body)


async def test_an_action_that_breaks_a_rule_leaves_no_row_and_no_operation(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        broken = Edit("person", house[1].row_id, house[0].row_id, {**house[1].changes, "given_name": "  "})
        with pytest.raises(InvalidChange) as told:
            await tablet.record([house[0], broken])
        assert told.value.details["field"] == "given_name"
        assert await outbox(tablet) == []
        assert await row(tablet, "household", house[0].row_id) is None


async def test_an_edit_names_what_it_saw_and_the_next_names_that_edit(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        created = await tablet.record(house)
        first = await tablet.record([Edit("household", house[0].row_id, house[0].row_id, {"house_no": "48/๑"})])
        second = await tablet.record([Edit("household", house[0].row_id, house[0].row_id, {"house_no": "49"})])
    assert first[0].bases["house_no"] == (created[0].stamp,)
    assert second[0].bases["house_no"] == (first[0].stamp,)
    assert "48/๑" in first[0].body().decode()


async def test_saying_what_is_there_already_records_nothing(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        await tablet.record(house)
        assert await tablet.record([Edit("household", house[0].row_id, house[0].row_id, {"house_no": "47/2"})]) == []


async def test_a_member_of_an_unknown_household_is_refused(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        with pytest.raises(InvalidChange) as told:
            await tablet.record([a_person(UUID(int=7))])
    assert told.value.details["reason"] == "missing_household"


async def test_a_damaged_vault_gives_back_unsent_work_on_its_rows_and_drafts(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household()
        await tablet.record(house)
        await tablet.record([Edit("person", house[1].row_id, house[0].row_id, {"family_name": "ใจคำแหง"})])
        await drafts.save(tablet, "person:1", FormDraft({"given_name": "ปู่ ฝั้น"}), house[0].row_id)
        stamps = [entry.stamp for entry in await outbox(tablet)]
        settings = tablet.settings
    repaired = await unlock.repair(settings, PIN)
    try:
        assert [entry.stamp for entry in await outbox(repaired)] == stamps
        person = await row(repaired, "person", house[1].row_id)
        assert isinstance(person, Person)
        assert person.full_name() == "นายบุญมี ใจคำแหง"
        assert await drafts.load(repaired, "person:1") is not None
        next_one = await repaired.record([Edit("household", house[0].row_id, house[0].row_id, {"house_no": "9"})])
        assert next_one[0].stamp > stamps[-1]
        last = (await outbox(repaired))[-1]
        assert Operation.model_validate_json(last.body).changes == {"house_no": "9"}
    finally:
        await repaired.close()


async def test_a_draft_is_kept_where_a_damaged_image_cannot_reach_it(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await drafts.save(tablet, "new_household", FormDraft({"house_no": "ไม่มีเลขที่"}))
        kept, entry = await tablet.database.rescued(), f"draft:{tablet.officer.officer_id}:new_household"
        assert "ไม่มีเลขที่" in Draft.model_validate_json(kept[entry]).body
        await drafts.drop(tablet, "new_household")
        assert entry not in await tablet.database.rescued()


def test_bases_of_a_new_row_are_none() -> None:
    assert repository.current_bases(None, ["house_no"]) == {}


async def test_households_come_by_their_ids(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        houses = [a_household(house_no=number) for number in ("1", "2", "3")]
        for house in houses:
            await tablet.record(house)
        wanted = [house[0].row_id for house in houses[:2]]

        def work(session: Session) -> list[Household]:
            return repository.households_by_id(session, wanted)

        found = await tablet.database.read(work)
    assert {household.house_no for household in found} == {"1", "2"}


def to(household: Edit) -> dict[str, str]:
    return {"household_id": str(household.row_id)}


async def test_a_person_who_moves_to_another_household_is_found_there(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house, there = a_household(members=2), a_household(house_no="48")
        created = await tablet.record([*house, *there])
        member = house[2]
        (move,) = await tablet.record([Edit("person", member.row_id, house[0].row_id, to(there[0]))])
        assert (move.household_id, move.changes) == (house[0].row_id, to(there[0]))
        assert move.bases["household_id"] == (created[2].stamp,)
        for household, members in ((house[0], {house[1].row_id}), (there[0], {there[1].row_id, member.row_id})):
            found = await tablet.database.read(
                lambda session, one=household: repository.rows_of(session, Person, one.row_id)
            )
            assert {person.id for person in found} == members
        (edit,) = await tablet.record([Edit("person", member.row_id, there[0].row_id, {"phone": "๐๘๑"})])
        assert edit.household_id == there[0].row_id
        assert await tablet.record([Edit("person", member.row_id, there[0].row_id, to(there[0]))]) == []


async def test_a_household_splits_in_one_action_and_the_new_one_comes_first(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house = a_household(members=2)
        await tablet.record(house)
        new = a_household(house_no="48")[0]
        new = Edit("household", new.row_id, new.row_id, {**new.changes, "head_id": str(house[2].row_id)})
        move = Edit("person", house[2].row_id, house[0].row_id, to(new))
        with pytest.raises(InvalidChange) as told:
            await tablet.record([move, new])
        assert told.value.details == {"field": "household_id", "reason": "missing_household"}
        operations = await tablet.record([new, move])
        assert len({operation.action_id for operation in operations}) == 1


async def test_only_a_persons_household_can_change_and_only_to_one_that_is_there(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        house, there = a_household(), a_household(house_no="48")
        await tablet.record([*house, *there])
        unknown = Edit("person", house[1].row_id, house[0].row_id, {"household_id": str(UUID(int=1))})
        problem = Edit("problem", UUID(int=9), house[0].row_id, {"words": "หลังคารั่ว", "found_on": "2023-02-03"})
        await tablet.record([problem])
        for edit, reason in (
            (unknown, "missing_household"),
            (Edit("problem", problem.row_id, house[0].row_id, to(there[0])), "unknown_field"),
            (Edit("person", house[1].row_id, house[0].row_id, {"household_id": None}), "uuid_type"),
        ):
            with pytest.raises(InvalidChange) as told:
                await tablet.record([edit])
            assert told.value.details == {"field": "household_id", "reason": reason}
