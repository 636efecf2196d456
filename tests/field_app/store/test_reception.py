"""Taking in a reply: one transaction, rows as the server has them, what waits again on top, nothing typed lost."""

import copy
import errno
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from field_app.services import households
from field_app.services.tablet import Tablet
from field_app.store import container, repository, state
from field_app.store.errors import StorageFull
from field_app.store.holdings import held_digests
from field_app.store.tables import Draft, Leaving, OutboxEntry, SendState
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, wire_values
from shared_models.exchange import Left, Refusal
from shared_models.household import Household
from shared_models.person import Person
from tests.builders import NEXT_VILLAGE, OTHER_VILLAGE, SUBDISTRICT, VILLAGE, a_household, a_person, a_tablet, new_id
from tests.field_app.office import a_row, digest_of, receive, refused, reply_to, stored


async def held(tablet: Tablet) -> set[UUID]:
    def work(session: Session) -> set[UUID]:
        return {row_id for model in ENTITIES.values() for row_id in session.exec(select(model.id))}

    return await tablet.database.read(work)


async def searched(tablet: Tablet, text: str) -> list[UUID]:
    return [line.household.id for line in (await households.find(tablet, text)).lines]


async def leaving(tablet: Tablet) -> set[UUID]:
    return await tablet.database.read(lambda session: set(session.exec(select(Leaving.row_id))))


async def found(tablet: Tablet, row_id: UUID) -> Household:
    row = await tablet.database.read(lambda session: repository.get(session, "household", row_id))
    assert isinstance(row, Household)
    return row


async def fact(tablet: Tablet, name: str) -> Any:
    return await tablet.database.read(lambda session: state.read(session, name))


async def states(tablet: Tablet) -> list[str]:
    return await tablet.database.read(lambda session: sorted(session.exec(select(OutboxEntry.state))))


async def test_rows_cursors_and_digest_come_together(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        edits = a_household(members=2)
        rows = [a_row(edit, n) for n, edit in enumerate(edits, 5)]
        reply = await reply_to(tablet, rows, digests={SUBDISTRICT: digest_of(rows)}, zero=(SUBDISTRICT,))
        outcome = await receive(tablet, reply)
        assert (outcome.received, outcome.again, outcome.mismatched) == (3, False, ())
        assert await held(tablet) == {edit.row_id for edit in edits}
        assert (await fact(tablet, "cursors"), await fact(tablet, "scope")) == ({SUBDISTRICT: 7}, [SUBDISTRICT])
        assert await tablet.database.read(held_digests) == {SUBDISTRICT: digest_of(rows)}
        row = await found(tablet, edits[0].row_id)
        assert wire_values(row, Household.model_fields) == wire_values(rows[0], Household.model_fields)
        assert await searched(tablet, "ปู่แสน") == [edits[0].row_id]


async def test_a_row_that_comes_again_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        (home, head) = a_household()
        await receive(tablet, await reply_to(tablet, [a_row(home, 1), a_row(head, 2)]))
        newer = [a_row(head, 3, given_name="ฟองจันทร์"), a_row(home, 1)]
        reply = await reply_to(tablet, newer[:1], digests={SUBDISTRICT: digest_of(newer)})
        assert (await receive(tablet, reply)).mismatched == ()
        names = await tablet.database.read(lambda session: list(session.exec(select(Person.given_name))))
        assert names == ["ฟองจันทร์"]
        assert await searched(tablet, "บุญมี") == []


async def test_what_waits_is_shown_again_on_top_of_what_came(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        (home, head) = a_household()
        await receive(tablet, await reply_to(tablet, [a_row(home, 1), a_row(head, 2)]))
        (edit,) = await tablet.record([Edit("household", home.row_id, home.row_id, {"house_no": "๔๘"})])
        newer = a_row(home, 3, house_no="50", address="ซอย ๑", at=1 << 52)
        await receive(tablet, await reply_to(tablet, [newer]))
        row = await found(tablet, home.row_id)
        assert (row.house_no, row.address, row.seq) == ("๔๘", "ซอย ๑", 3)
        bases = repository.current_bases(row, ["house_no"])["house_no"]
        assert edit.stamp in bases
        assert len(bases) == 2, "the next edit names both"


async def test_a_refused_edit_leaves_the_row_and_lives_in_the_tray(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        (home, head) = a_household()
        await receive(tablet, await reply_to(tablet, [a_row(home, 1), a_row(head, 2)]))
        (edit,) = await tablet.record([Edit("household", home.row_id, home.row_id, {"house_no": "ผิด"})])
        new = await tablet.record(a_household(OTHER_VILLAGE))
        receipts = refused([edit.stamp, *(o.stamp for o in new)], Refusal.ACCESS)
        gone = tuple(operation.row_id for operation in new)
        outcome = await receive(tablet, await reply_to(tablet, [a_row(home, 1)], receipts=receipts, gone=gone))
        assert outcome.received == 0, "the echo of its own work is not news"
        assert (await found(tablet, home.row_id)).house_no == "47/2"
        assert await held(tablet) == {home.row_id, head.row_id}
        assert await states(tablet) == ["refused"] * 3


async def test_an_older_reply_or_one_from_other_cursors_is_used_for_its_receipts_only(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        operations = await tablet.record(a_household())
        edits = a_household()
        rows = [a_row(edit, n) for n, edit in enumerate(edits, 1)]
        receipts = (*stored([operations[0].stamp]), *refused([operations[1].stamp], Refusal.MALFORMED))
        newest = await reply_to(tablet, rows, receipts=receipts)
        for stale, after in (
            (newest.model_copy(update={"number": newest.number - 1}), ["out", "stored"]),
            (newest.model_copy(update={"start": {SUBDISTRICT: 9}}), ["refused", "stored"]),
        ):
            assert (await receive(tablet, stale)).again
            assert await states(tablet) == after
            assert await fact(tablet, "cursors") is None
            assert not await held(tablet) & {edit.row_id for edit in edits}


async def test_a_late_receipt_does_not_leave_a_waiting_value_on_top_of_a_row_that_has_it(tmp_path: Path) -> None:
    """The row came with the edit in it, and so will not come again by itself."""
    async with a_tablet(tmp_path) as tablet:
        (home, head) = a_household()
        await receive(tablet, await reply_to(tablet, [a_row(home, 1), a_row(head, 2)]))
        (edit,) = await tablet.record([Edit("household", home.row_id, home.row_id, {"house_no": "๔๘"})])
        late = await reply_to(tablet, receipts=stored([edit.stamp]))
        await receive(tablet, await reply_to(tablet, [a_row(home, 3, house_no="ของคนอื่น", at=1 << 52)]))
        await receive(tablet, late)
        assert await states(tablet) == ["out"], "it goes again"
        filed = a_row(home, 3, house_no="ของคนอื่น", at=1 << 52)
        await receive(tablet, await reply_to(tablet, [filed], receipts=stored([edit.stamp])))
        assert (await found(tablet, home.row_id)).house_no == "ของคนอื่น"


async def test_another_epoch_restarts_the_cursors_and_sends_everything_again(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        operations = await tablet.record(a_household())
        await receive(tablet, await reply_to(tablet, receipts=stored(o.stamp for o in operations)))
        edits = a_household()
        reply = await reply_to(tablet, [a_row(edits[0], 1)], epoch="after-a-restore")
        assert (await receive(tablet, reply)).again
        assert (await fact(tablet, "epoch"), await fact(tablet, "cursors")) == ("after-a-restore", {})
        assert await states(tablet) == ["out", "out"]
        assert edits[0].row_id not in await held(tablet), "that reply is used for nothing else"


async def test_a_pull_from_zero_replaces_the_area_but_not_what_waits(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        old, kept, drafted = a_household(), a_household(house_no="รอส่ง"), a_household(house_no="มีร่าง")
        rows = [a_row(edit, n) for n, edit in enumerate([*old, *kept, *drafted], 1)]
        await receive(tablet, await reply_to(tablet, rows))
        await tablet.record([Edit("household", kept[0].row_id, kept[0].row_id, {"address": "ซอย ๒"})])
        draft = Draft(key="1", household_id=drafted[0].row_id, officer_id=new_id(), body="{}", saved_ms=1)
        await tablet.database.write(lambda transaction: repository.save_draft(transaction, draft))
        fresh = [a_row(edit, n) for n, edit in enumerate(a_household(), 20)]
        reply = await reply_to(tablet, fresh, zero=(SUBDISTRICT,), digests={SUBDISTRICT: digest_of(fresh)})
        assert (await receive(tablet, reply)).mismatched == ()
        stay = {edit.row_id for edit in (*kept, *drafted)}
        assert await held(tablet) == stay | {row.id for row in fresh}
        assert await leaving(tablet) == stay, "outside the digest"


async def test_a_row_of_an_action_whose_reply_was_lost_does_not_outlive_a_pull_from_zero(tmp_path: Path) -> None:
    """The office has had it and it moved on; no left tells of it when the area comes whole."""
    async with a_tablet(tmp_path) as tablet:
        operations = await tablet.record(a_household())
        late = (await reply_to(tablet)).model_copy(
            update={"number": 99, "receipts": stored(o.stamp for o in operations)}
        )
        await receive(tablet, late)
        assert len(await held(tablet)) == 2
        await receive(tablet, await reply_to(tablet, zero=(SUBDISTRICT,), digests={SUBDISTRICT: digest_of([])}))
        assert await held(tablet) == set()


async def test_a_household_that_left_goes_and_one_that_left_inside_the_scope_stays(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        away, near = a_household(members=2), a_household()
        rows = [a_row(edit, n) for n, edit in enumerate([*away, *near], 1)]
        await receive(tablet, await reply_to(tablet, rows))
        moved = [a_row(edit, n, village=NEXT_VILLAGE) for n, edit in enumerate(near, 10)]
        lefts = (
            Left(household_id=away[0].row_id, to=OTHER_VILLAGE),
            Left(household_id=near[0].row_id, to=NEXT_VILLAGE),
        )
        reply = await reply_to(tablet, moved, lefts=lefts, digests={SUBDISTRICT: digest_of(moved)})
        assert (await receive(tablet, reply)).mismatched == ()
        assert await held(tablet) == {edit.row_id for edit in near}
        assert await searched(tablet, "47/2") == [near[0].row_id]


async def test_a_household_with_work_under_way_leaves_after_the_last_receipt(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        edits = a_household()
        await receive(tablet, await reply_to(tablet, [a_row(edit, n) for n, edit in enumerate(edits, 1)]))
        (late,) = await tablet.record([a_person(edits[0].row_id, given_name="ฟองจันทร์")])
        lefts = (Left(household_id=edits[0].row_id, to=OTHER_VILLAGE),)
        empty = {SUBDISTRICT: digest_of([])}
        assert (await receive(tablet, await reply_to(tablet, lefts=lefts, digests=empty))).mismatched == ()
        assert await held(tablet) == {*(edit.row_id for edit in edits), late.row_id}
        reply = await reply_to(tablet, receipts=stored([late.stamp]), gone=(late.row_id,), digests=empty)
        assert (await receive(tablet, reply)).mismatched == ()
        assert (await held(tablet), await leaving(tablet)) == (set(), set())


async def test_a_household_that_came_back_is_no_longer_leaving(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        edits = a_household()
        await receive(tablet, await reply_to(tablet, [a_row(edit, n) for n, edit in enumerate(edits, 1)]))
        await tablet.record([Edit("household", edits[0].row_id, edits[0].row_id, {"address": "ซอย ๒"})])
        lefts = (Left(household_id=edits[0].row_id, to=OTHER_VILLAGE),)
        await receive(tablet, await reply_to(tablet, lefts=lefts))
        back = [a_row(edit, n) for n, edit in enumerate(edits, 20)]
        reply = await reply_to(tablet, back, digests={SUBDISTRICT: digest_of(back)})
        assert (await receive(tablet, reply)).mismatched == ()
        assert (await leaving(tablet), (await found(tablet, edits[0].row_id)).address) == (set(), "ซอย ๒")


async def test_rows_of_an_area_no_longer_held_go(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        here, there = a_household(), a_household(NEXT_VILLAGE)
        rows = [a_row(e, n) for n, e in enumerate(here, 1)]
        rows += [a_row(e, n, village=NEXT_VILLAGE) for n, e in enumerate(there, 5)]
        await receive(tablet, await reply_to(tablet, rows))
        kept = rows[len(here) :]
        digests = {NEXT_VILLAGE: digest_of(kept)}
        reply = await reply_to(tablet, scope=(NEXT_VILLAGE,), cursors={NEXT_VILLAGE: 9}, digests=digests)
        assert (await receive(tablet, reply)).mismatched == ()
        assert await held(tablet) == {edit.row_id for edit in there}


async def test_a_digest_that_does_not_match_is_pulled_again_once(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        wrong = {SUBDISTRICT: "9:0000000000000009"}
        first = await receive(tablet, await reply_to(tablet, cursors={SUBDISTRICT: 5}, digests=wrong))
        assert (first.again, first.mismatched, await fact(tablet, "cursors")) == (True, (SUBDISTRICT,), {})
        again = await reply_to(tablet, cursors={SUBDISTRICT: 5}, digests=wrong)
        second = await receive(tablet, again, repulled=first.mismatched)
        assert (second.again, await fact(tablet, "mismatched")) == (False, [SUBDISTRICT])
        third = await receive(tablet, await reply_to(tablet, cursors={SUBDISTRICT: 6}, digests=wrong))
        assert (third.again, await fact(tablet, "cursors")) == (False, {SUBDISTRICT: 6}), "also not next time"
        await receive(tablet, await reply_to(tablet, digests={SUBDISTRICT: digest_of([])}))
        assert await fact(tablet, "mismatched") == []


async def test_fields_that_one_side_does_not_know_do_not_stop_an_exchange(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        edits = a_household()
        rows = [a_row(edit, n) for n, edit in enumerate(edits, 1)]
        packed = copy.deepcopy((await reply_to(tablet, rows)).tables)
        del packed["person"]["same"]["welfare_card"]  # an older server
        packed["person"]["columns"]["blood_group"] = ["โอ"]  # a newer one
        packed["of_a_later_version"] = {"count": 1, "columns": {"goal": ["ซ่อมบ้าน"]}, "ids": {}}
        await receive(tablet, (await reply_to(tablet, rows)).model_copy(update={"tables": packed}))
        people = await tablet.database.read(lambda session: list(session.exec(select(Person))))
        assert [(person.given_name, person.welfare_card) for person in people] == [("บุญมี", "unknown")]


async def test_a_damaged_table_changes_nothing(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        (operation, *_) = await tablet.record(a_household())
        before = await held(tablet)
        bad = {"person": {"count": 2, "same": {}, "steps": {}, "columns": {}, "ids": {"id": [0, 5]}}}
        reply = (await reply_to(tablet, receipts=stored([operation.stamp]))).model_copy(update={"tables": bad})
        with pytest.raises(ValueError, match="packed"):
            await receive(tablet, reply)
        assert (await held(tablet), await states(tablet), await fact(tablet, "cursors")) == (
            before,
            ["out", "out"],
            None,
        )


WHOLE = {"count": 1, "same": {}, "steps": {"seq": [3]}, "columns": {}, "ids": {"id": [0], "household_id": [0]}}
NAMED = {"given_name": "บุญมี", "village": VILLAGE, "district_code": "5601", "heads": "{}"}


@pytest.mark.parametrize(
    "table",
    [
        {**WHOLE, "same": {"village": VILLAGE}},
        {**WHOLE, "same": {**NAMED, "given_name": ["บุญมี"]}},
        {**WHOLE, "same": NAMED, "steps": {"seq": [1 << 63]}},
        {**WHOLE, "same": NAMED, "ids": {"id": [None], "household_id": [0]}},
        {**WHOLE, "same": NAMED, "ids": {"household_id": [0]}},
    ],
    ids=["a field is missing", "a list for a name", "too large", "no id", "no ids"],
)
async def test_rows_that_fit_no_table_change_nothing(tmp_path: Path, table: dict[str, Any]) -> None:
    async with a_tablet(tmp_path) as tablet:
        before = await held(tablet)
        reply = (await reply_to(tablet)).model_copy(update={"tables": {"person": table}, "ids": bytes(16)})
        with pytest.raises(ValueError, match="fit no table"):
            await receive(tablet, reply)
        assert (await held(tablet), await fact(tablet, "cursors")) == (before, None)


async def test_a_full_disk_while_receiving_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_tablet(tmp_path) as tablet:
        operations = await tablet.record(a_household())
        edits = a_household()
        rows = [a_row(edit, n) for n, edit in enumerate(edits, 1)]
        reply = await reply_to(tablet, rows, receipts=stored(o.stamp for o in operations))
        with monkeypatch.context() as patch:

            def full(*_: object, **__: object) -> None:
                raise StorageFull() from OSError(errno.ENOSPC, "เต็ม")

            patch.setattr(container.Container, "append", full)
            with pytest.raises(StorageFull):
                await receive(tablet, reply)
        assert await states(tablet) == ["out", "out"]
        assert not await held(tablet) & {edit.row_id for edit in edits}
        await receive(tablet, reply)
        assert await states(tablet) == ["stored", "stored"]
        assert {edit.row_id for edit in edits} <= await held(tablet)


async def test_the_latest_server_time_and_the_skew_are_kept(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await receive(tablet, await reply_to(tablet, time_ms=2_000_000), now_ms=500)
        await receive(tablet, await reply_to(tablet, time_ms=1_000_000), now_ms=500)
        assert (await fact(tablet, "seen_ms"), await fact(tablet, "skew_ms")) == (2_000_000, 500 - 1_000_000)
        operations = await tablet.record(a_household())
        assert int(operations[0].stamp[:12], 16) >= 2_000_000


async def test_a_waiting_operation_counts_for_its_household_until_it_is_mended(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        edits = a_household()
        operations = await tablet.record(edits)
        receipts = refused([operations[0].stamp, operations[1].stamp], Refusal.MISSING_ROW, "household")
        await receive(tablet, await reply_to(tablet, receipts=receipts, gone=tuple(o.row_id for o in operations)))
        assert await held(tablet) == {edit.row_id for edit in edits}
        assert await states(tablet) == [SendState.MISSING_ROW] * 2
        assert (await found(tablet, edits[0].row_id)).village == VILLAGE


# a person who changes household ---------------------------------------------------------------------------------------


def move(person: Edit, household: Edit) -> Edit:
    return Edit("person", person.row_id, person.household_id, {"household_id": str(household.row_id)})


async def two_households(tablet: Tablet, where: str = VILLAGE) -> tuple[list[Edit], list[Edit], list[Any]]:
    """Two households of two that the office has filed, the second in `where`."""
    first, second = a_household(members=2), a_household(where, house_no="48", members=2)
    rows = [a_row(edit, n) for n, edit in enumerate(first, 1)]
    rows += [a_row(edit, n, village=where) for n, edit in enumerate(second, 10)]
    await receive(tablet, await reply_to(tablet, rows))
    return first, second, rows


def without(rows: list[Any], *gone: UUID) -> dict[str, str]:
    return {SUBDISTRICT: digest_of(row for row in rows if row.id not in gone)}


async def home_of(tablet: Tablet, row_id: UUID) -> UUID:
    row = await tablet.database.read(lambda session: repository.get(session, "person", row_id))
    assert row
    return row.household_id


async def test_a_person_who_left_by_herself_goes_alone_with_what_is_filed_about_her(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, _, rows = await two_households(tablet)
        gone, stays = first[2].row_id, first[1].row_id
        clashes = [
            a_row(Edit("conflict", new_id(), first[0].row_id, {"entity": "person", "row_id": r, "field": "phone"}), n)
            for n, r in enumerate((gone, stays), 20)
        ]
        await receive(tablet, await reply_to(tablet, clashes))
        rows += clashes
        lefts = (Left(household_id=gone, to=OTHER_VILLAGE, row_id=gone),)
        digests = without(rows, gone, clashes[0].id)
        assert (await receive(tablet, await reply_to(tablet, lefts=lefts, digests=digests))).mismatched == ()
        assert await held(tablet) == {row.id for row in rows} - {gone, clashes[0].id}


async def test_a_person_with_work_under_way_leaves_after_the_last_receipt(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, _, rows = await two_households(tablet)
        gone = first[2].row_id
        (edit,) = await tablet.record([Edit("person", gone, first[0].row_id, {"phone": "๐๘๑"})])
        lefts = (Left(household_id=gone, to=OTHER_VILLAGE, row_id=gone),)
        digests = without(rows, gone)
        assert (await receive(tablet, await reply_to(tablet, lefts=lefts, digests=digests))).mismatched == ()
        assert await leaving(tablet) == {gone}
        reply = await reply_to(tablet, receipts=stored([edit.stamp]), gone=(gone,), digests=digests)
        assert (await receive(tablet, reply)).mismatched == ()
        assert gone not in await held(tablet)
        assert await leaving(tablet) == set()


async def test_a_move_that_waits_keeps_its_person_when_the_new_household_leaves(tmp_path: Path) -> None:
    """The office still has the person in the old household: she is not among those who left."""
    async with a_tablet(tmp_path) as tablet:
        first, second, rows = await two_households(tablet)
        mover, left = first[2].row_id, {edit.row_id for edit in second}
        await tablet.record([move(first[2], second[0])])
        lefts = (Left(household_id=second[0].row_id, to=OTHER_VILLAGE),)
        reply = await reply_to(tablet, lefts=lefts, digests=without(rows, *left))
        assert (await receive(tablet, reply)).mismatched == ()
        assert await leaving(tablet) == left, "the household waits with her"
        assert (await home_of(tablet, mover), mover in await leaving(tablet)) == (second[0].row_id, False)


async def test_a_move_that_waits_lets_its_person_go_with_the_household_she_is_filed_in(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, second, rows = await two_households(tablet)
        mover, left = first[2].row_id, {edit.row_id for edit in first}
        (wait,) = await tablet.record([move(first[2], second[0])])
        lefts = (Left(household_id=first[0].row_id, to=OTHER_VILLAGE),)
        reply = await reply_to(tablet, lefts=lefts, digests=without(rows, *left))
        assert (await receive(tablet, reply)).mismatched == ()
        assert await leaving(tablet) == left
        there = Edit("person", mover, second[0].row_id, first[2].changes)
        back = [a_row(there, 30)]
        digests = {SUBDISTRICT: digest_of([*(row for row in rows if row.id not in left), *back])}
        reply = await reply_to(tablet, back, receipts=stored([wait.stamp]), digests=digests)
        assert (await receive(tablet, reply)).mismatched == ()
        assert await held(tablet) == {edit.row_id for edit in second} | {mover}


async def test_a_move_that_was_refused_leaves_the_person_where_she_was(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        first, second, rows = await two_households(tablet)
        (wrong,) = await tablet.record([move(first[2], second[0])])
        receipts = refused([wrong.stamp], Refusal.ACCESS)
        same = [row for row in rows if row.id == first[2].row_id]
        await receive(tablet, await reply_to(tablet, same, receipts=receipts, digests=without(rows)))
        assert await home_of(tablet, first[2].row_id) == first[0].row_id
        lefts = (Left(household_id=second[0].row_id, to=OTHER_VILLAGE),)
        await receive(tablet, await reply_to(tablet, lefts=lefts))
        assert await held(tablet) == {edit.row_id for edit in first}
