"""Conflicts and refusals between two real tablets and the real server over HTTP: seen by all, settled by anyone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from field_app.services import attention, conflicts, exchange, households, records
from field_app.services.attention import AlreadyMended, Item, MendState, Place, UnknownOperation
from field_app.services.conflicts import OpenConflict, Origin, Settled, UnknownConflict
from field_app.services.tablet import Tablet
from field_app.store.tables import SendState
from server.services.people import officers
from server.services.people.officers import WrongPassword
from server.services.reviewing import conflicts as office_conflicts
from server.services.reviewing import office_edit, refusals
from server.services.reviewing.office_edit import Supervisor
from server.tables import DeviceKey, LoggedRun, OfficerAccount
from shared_models.edit import Edit
from shared_models.errors import InvalidChange, NotPermitted
from shared_models.exchange import Refusal
from shared_models.hlc import node_of
from shared_models.identity import office_id
from shared_models.merge import Scalar
from shared_models.officer import Role
from tests.builders import (
    DISTRICT,
    OTHER_VILLAGE,
    PASSWORD,
    VILLAGE,
    Office,
    a_household,
    a_person,
    new_id,
    synchronise,
)
from tests.round_trip.district import a_quick_tablet

NOWHERE = "99999999"


async def a_tablet(office: Office, folder: Path, name: str = "คำปัน ใจดี") -> Tablet:
    """Enrolled and unlocked, its officer called `name`."""
    with office.database() as database:
        tablet = await a_quick_tablet(database, folder, office.url)
        with database.writing() as session:
            officers.find(session, tablet.officer.officer_id).name = name
    return tablet


@pytest.fixture
async def tablets(office: Office, tmp_path: Path) -> AsyncIterator[tuple[Tablet, Tablet]]:
    ours = await a_tablet(office, tmp_path / "first", "อรทัย คำมูล")
    theirs = await a_tablet(office, tmp_path / "second", "วิชัย แสนสุข")
    yield ours, theirs
    await ours.close()
    await theirs.close()


async def shared(first: Tablet, *others: Tablet, members: int = 2) -> list[Edit]:
    """A household that all these tablets hold: its edit, then those of its members."""
    edits = a_household(members=members)
    await first.record(edits)
    for tablet in (first, *others):
        await synchronise(tablet)
    return edits


async def split(first: Tablet, second: Tablet, edit: Edit, name: str, *values: Scalar) -> None:
    """Both give a field another value before they hear of each other, and then do."""
    for tablet, value in zip((first, second), values, strict=True):
        await tablet.record([Edit(edit.entity, edit.row_id, edit.household_id, {name: value})])
    for tablet in (first, second, first):
        await synchronise(tablet)


async def counts(*tablets: Tablet) -> list[int]:
    return [(await exchange.standing(tablet)).conflicts for tablet in tablets]


async def only(tablet: Tablet) -> OpenConflict:
    (found,) = await conflicts.open_conflicts(tablet)
    return found


async def settle(tablet: Tablet, value: Scalar) -> None:
    await conflicts.settle(tablet, Settled(await only(tablet), value))


async def house_numbers(household_id: UUID, *tablets: Tablet) -> list[str]:
    files = [await households.open_file(tablet, household_id) for tablet in tablets]
    return [file.household.house_no for file in files]


def supervisor_of(office: Office) -> Supervisor:
    with office.database() as database, database.reading() as session:
        account = session.exec(select(OfficerAccount).where(OfficerAccount.role == Role.DISTRICT_SUPERVISOR)).one()
        return office_edit.sign_in(session, account.id, PASSWORD)


# what an officer reads of a conflict ----------------------------------------------------------------------------------


async def test_both_tablets_show_both_values_with_who_when_where_and_what_was_before(
    tablets: tuple[Tablet, Tablet],
) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    assert await counts(first, second) == [1, 1]
    mine, theirs = await only(first), await only(second)
    assert [(t.value, t.officers, t.origin, t.mine) for t in mine.told] == [
        ("48", ("อรทัย คำมูล",), Origin.HERE, True),
        ("49", ("วิชัย แสนสุข",), Origin.TABLET, False),
    ]
    assert [(t.value, t.origin) for t in theirs.told] == [("49", Origin.HERE), ("48", Origin.TABLET)]
    assert {t.at_ms for t in mine.told} == {t.at_ms for t in theirs.told}
    assert mine.before
    assert theirs.before
    assert (mine.before.value, theirs.before.value) == ("47/2", "47/2")
    assert await conflicts.read(first, mine.id) == mine


async def test_what_was_before_is_left_out_where_this_tablet_cannot_know_it(
    tablets: tuple[Tablet, Tablet], office: Office, tmp_path: Path
) -> None:
    first, second = tablets
    edits = await shared(first, second)
    third = await a_tablet(office, tmp_path / "third")
    await split(first, second, edits[0], "house_no", "48", "49")
    await synchronise(third)
    seen = await only(third)
    assert seen.before is None
    assert {t.officers for t in seen.told} == {("วิชัย แสนสุข",), ("อรทัย คำมูล",)}
    await third.close()


async def test_two_edits_in_a_row_tell_what_was_before_both(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await first.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "47"})])
    await split(first, second, edits[0], "house_no", "48", "49")
    before = (await only(first)).before
    assert before
    assert before.value == "47/2"


async def test_a_person_moved_to_two_households_at_once_shows_both_households(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    one, other = a_household(house_no="50"), a_household(house_no="51")
    await first.record(one)
    await first.record(other)
    for tablet in tablets:
        await synchronise(tablet)
    targets = str(one[0].row_id), str(other[0].row_id)
    await split(first, second, edits[2], "household_id", *targets)
    found = await only(first)
    assert {found.referred[str(told.value)].household.house_no for told in found.told} == {"50", "51"}
    await conflicts.settle(first, Settled(found, targets[0]))
    for tablet in (first, second):
        await synchronise(tablet)
    assert await counts(first, second) == [0, 0]
    for tablet in tablets:
        file = await households.open_file(tablet, one[0].row_id)
        assert edits[2].row_id in {person.id for person in file.members}


# settling on the tablet -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["48", "49", "50/1"], ids=["mine", "theirs", "typed"])
async def test_a_choice_on_one_tablet_ends_the_conflict_on_both(value: str, tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    await settle(first, value)
    assert await counts(first) == [0], "settled here, before the office hears of it"
    for tablet in (first, second):
        await synchronise(tablet)
    assert await counts(first, second) == [0, 0]
    assert await house_numbers(edits[0].row_id, first, second) == [value, value]


async def test_own_words_are_joined_and_names_are_not(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    problem = Edit("problem", new_id(), edits[0].row_id, {"words": "หลังคาสังกะสีเก่า", "found_on": "2023-06-01"})
    await first.record([problem])
    for tablet in tablets:
        await synchronise(tablet)
    await split(first, second, problem, "words", "หลังคารั่วฝั่งครัว", "เสาไม้ผุ 2 ต้น")
    found = await only(second)
    assert found.joined
    assert set(found.joined.split("\n")) == {"หลังคารั่วฝั่งครัว", "เสาไม้ผุ 2 ต้น"}
    await settle(second, found.joined)
    for tablet in (second, first):
        await synchronise(tablet)
    assert await counts(first, second) == [0, 0]
    file = await households.open_file(first, edits[0].row_id)
    assert file.problems[0].words == found.joined
    await split(first, second, edits[1], "given_name", "บุญมา", "บุญมั่น")
    assert (await only(first)).joined is None


async def test_three_values_are_shown_and_settled_together(
    tablets: tuple[Tablet, Tablet], office: Office, tmp_path: Path
) -> None:
    first, second = tablets
    third = await a_tablet(office, tmp_path / "third")
    edits = await shared(first, second, third)
    for tablet, value in zip((first, second, third), ("48", "49", "50"), strict=True):
        await tablet.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": value})])
    for tablet in (first, second, third, first):
        await synchronise(tablet)
    found = await only(first)
    assert {told.value: told.officers for told in found.told} == {
        "48": ("อรทัย คำมูล",),
        "49": ("วิชัย แสนสุข",),
        "50": ("คำปัน ใจดี",),
    }
    await settle(first, "49")
    for tablet in (first, second, third):
        await synchronise(tablet)
    assert await counts(first, second, third) == [0, 0, 0]
    assert await house_numbers(edits[0].row_id, first, second, third) == ["49", "49", "49"]
    await third.close()


@pytest.mark.parametrize(("values", "left"), [(("49", "49"), 0), (("48", "49"), 1)], ids=["same", "different"])
async def test_two_who_settle_at_once_agree_or_meet_again(
    values: tuple[str, str], left: int, tablets: tuple[Tablet, Tablet]
) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    for tablet, value in zip(tablets, values, strict=True):
        await settle(tablet, value)
    for tablet in (first, second, first):
        await synchronise(tablet)
    assert await counts(first, second) == [left, left]
    numbers = await house_numbers(edits[0].row_id, first, second)
    assert len(set(numbers)) == 1
    if left:
        assert {told.value for told in (await only(first)).told} == {"48", "49"}


async def test_a_screen_settles_only_what_it_showed(
    tablets: tuple[Tablet, Tablet], office: Office, tmp_path: Path
) -> None:
    first, second = tablets
    third = await a_tablet(office, tmp_path / "third")
    edits = await shared(first, second, third)
    await third.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "50"})])
    await split(first, second, edits[0], "house_no", "48", "49")
    stale = await only(first)
    await synchronise(third)
    await synchronise(first)
    await conflicts.settle(first, Settled(stale, "48"))
    for tablet in (first, second, first):
        await synchronise(tablet)
    assert await counts(first, second) == [1, 1]
    assert {told.value for told in (await only(first)).told} == {"48", "50"}
    await third.close()


async def test_a_plain_edit_settles_also_with_the_value_that_is_shown(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    (shown,) = await house_numbers(edits[0].row_id, first)
    assert await records.record(first, "household", edits[0].row_id, {"house_no": shown})
    for tablet in (first, second):
        await synchronise(tablet)
    assert await counts(first, second) == [0, 0]
    assert await house_numbers(edits[0].row_id, first, second) == [shown, shown]


async def test_either_ending_of_a_problem_can_be_chosen(tablets: tuple[Tablet, Tablet]) -> None:
    """A rule that forbids the step from one ending to the other does not make a conflict a dead end."""
    first, second = tablets
    edits = await shared(first, second)
    problem = Edit("problem", new_id(), edits[0].row_id, {"words": "หลังคารั่ว", "found_on": "2023-06-01"})
    await first.record([problem])
    for tablet in tablets:
        await synchronise(tablet)
    for tablet, status in ((first, "resolved"), (second, "declined")):
        changes: dict[str, Scalar] = {"status": status, "status_reason": "ช่างซ่อมแล้ว"}
        await tablet.record([Edit("problem", problem.row_id, problem.household_id, changes)])
    for tablet in (first, second, first):
        await synchronise(tablet)
    found = next(one for one in await conflicts.open_conflicts(first) if one.field.name == "status")
    other = next(told.value for told in found.told if told.value != found.subject.status)  # type: ignore[attr-defined]
    await conflicts.settle(first, Settled(found, other))
    for tablet in (first, second):
        await synchronise(tablet)
    files = [await households.open_file(tablet, edits[0].row_id) for tablet in tablets]
    assert [file.problems[0].status for file in files] == [other, other]


async def test_a_conflict_that_somebody_settled_meanwhile_is_told_as_such(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    found = await only(first)
    await settle(second, "49")
    for tablet in (second, first):
        await synchronise(tablet)
    with pytest.raises(UnknownConflict):
        await conflicts.read(first, found.id)


async def test_a_value_that_the_field_does_not_take_settles_nothing(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "address", "ซอย 1", "ซอย 2")
    with pytest.raises(InvalidChange):
        await settle(first, "ก" * 201)
    assert await counts(first) == [1]


# settling in the office -----------------------------------------------------------------------------------------------


async def test_the_office_settles_and_both_tablets_hear_of_it(tablets: tuple[Tablet, Tablet], office: Office) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    supervisor = supervisor_of(office)
    with office.database() as database, database.writing() as session:
        (waiting,) = office_conflicts.open_conflicts(session, DISTRICT)
        told = {(told.value, told.officer) for told in waiting.told}
        assert told == {("49", "วิชัย แสนสุข"), ("48", "อรทัย คำมูล")}
        assert office_conflicts.settle(session, supervisor, waiting.conflict.id, "47/3", now=datetime.now(UTC))
    for tablet in tablets:
        await synchronise(tablet)
    assert await counts(first, second) == [0, 0]
    assert await house_numbers(edits[0].row_id, first, second) == ["47/3", "47/3"]


async def test_a_value_of_the_office_is_shown_as_the_offices(tablets: tuple[Tablet, Tablet], office: Office) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    supervisor, now = supervisor_of(office), datetime.now(UTC)
    await settle(first, "48")
    with office.database() as database, database.writing() as session:
        (waiting,) = office_conflicts.open_conflicts(session, DISTRICT)
        office_conflicts.settle(session, supervisor, waiting.conflict.id, "47/3", now=now)
    await synchronise(first)
    found = await only(first)
    assert {(told.value, told.origin) for told in found.told} == {("48", Origin.HERE), ("47/3", Origin.OFFICE)}
    assert {told.value: told.officers for told in found.told}["47/3"] == ("หัวหน้าศูนย์",)


async def test_the_office_settles_only_what_it_saw(tablets: tuple[Tablet, Tablet], office: Office) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await split(first, second, edits[0], "house_no", "48", "49")
    supervisor, now = supervisor_of(office), datetime.now(UTC)
    with office.database() as database, database.writing() as session:
        (waiting,) = office_conflicts.open_conflicts(session, DISTRICT)
        shown, unseen = waiting.told
        assert not office_conflicts.settle(session, supervisor, waiting.conflict.id, "50", now=now, seen=[shown.stamp])
        (still,) = office_conflicts.open_conflicts(session, DISTRICT)
    assert {told.value for told in still.told} == {"50", unseen.value}


async def test_edits_of_the_office_are_a_signed_chain_of_its_own(
    tablets: tuple[Tablet, Tablet], office: Office
) -> None:
    from server.security import is_signed

    first, second = tablets
    edits = await shared(first, second)
    supervisor, home = supervisor_of(office), edits[0].row_id
    with office.database() as database:
        stamps = []
        for number in ("1", "2"):
            with database.writing() as session:
                edit = Edit("household", home, home, {"house_no": number})
                stamps += [o.stamp for o in office_edit.edit(session, supervisor, [edit], now=datetime.now(UTC))]
        with database.reading() as session:
            device_id = office_id(DISTRICT)
            key = session.get(DeviceKey, (DISTRICT, device_id, supervisor.officer_id))
            runs = session.exec(select(LoggedRun).where(LoggedRun.device_id == device_id)).all()
            assert key
            ends = {run.continues: run for run in runs}
            one = ends[bytes(32)]
            two = ends[one.ends]
            assert two.ends == key.chain
            assert all(is_signed(key.public_key, run.signature, run.ends) for run in runs)
            assert not any(run.forked for run in runs)
    assert stamps == sorted(set(stamps))
    assert {node_of(stamp) for stamp in stamps} == {device_id.hex[16:]}


async def test_only_a_supervisor_with_the_password_decides_in_the_office(office: Office) -> None:
    officer_id = office.officer()
    with office.database() as database, database.reading() as session:
        supervisor = session.exec(
            select(OfficerAccount.id).where(OfficerAccount.role == Role.DISTRICT_SUPERVISOR)
        ).one()
        for known_id in (supervisor, officer_id):
            with pytest.raises(WrongPassword):
                office_edit.sign_in(session, known_id, "another password")
        with pytest.raises(officers.UnknownOfficer):
            office_edit.sign_in(session, new_id(), PASSWORD)


async def test_an_officer_decides_nothing_in_the_office_even_with_a_password(office: Office) -> None:
    from server.security import hash_password

    officer_id = office.officer()
    with office.database() as database, database.writing() as session:
        officers.find(session, officer_id).password = hash_password(PASSWORD)
        with pytest.raises(NotPermitted):
            office_edit.sign_in(session, officer_id, PASSWORD)


async def test_the_rules_hold_in_the_office_too(tablets: tuple[Tablet, Tablet], office: Office) -> None:
    first, second = tablets
    edits = await shared(first, second)
    supervisor = supervisor_of(office)
    edit = Edit("person", edits[1].row_id, edits[1].household_id, {"given_name": " "})
    with office.database() as database, pytest.raises(InvalidChange), database.writing() as session:
        office_edit.edit(session, supervisor, [edit], now=datetime.now(UTC))
    assert (await synchronise(second)).received == 0


# the tray -------------------------------------------------------------------------------------------------------------


async def tray(tablet: Tablet) -> list[Item]:
    return [item for item in await attention.items(tablet) if item.place is Place.TRAY]


async def attentions(tablet: Tablet) -> int:
    return (await exchange.standing(tablet)).needs_attention


async def test_a_refused_create_is_told_with_its_reason_and_mended(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = a_household(NOWHERE, "12")
    await first.record(edits)
    assert (await synchronise(first)).refused == 2
    (item,) = await tray(first)
    assert (item.refusal, item.detail, item.officer) == (Refusal.MALFORMED, "village_code", "อรทัย คำมูล")
    assert item.operation.changes["house_no"] == "12"
    assert item.line is None
    assert await attentions(first) == 2
    await attention.mend(first, item, {item.operation.stamp: {"village_code": VILLAGE}})
    assert await attentions(first) == 0
    sent = await synchronise(first)
    assert (sent.stored, sent.refused) == (2, 0)
    (mended,) = await attention.items(first)
    assert (mended.place, mended.mend) == (Place.MENDED, MendState.STORED)
    await synchronise(second)
    (file,) = [await households.open_file(second, edits[0].row_id)]
    assert (file.household.house_no, file.members[0].given_name) == ("12", "บุญมี")


async def test_a_mend_that_is_refused_lies_in_the_tray_in_the_place_of_the_first(
    tablets: tuple[Tablet, Tablet], office: Office
) -> None:
    first, _ = tablets
    await first.record(a_household(NOWHERE))
    await synchronise(first)
    (item,) = await tray(first)
    await attention.mend(first, item, {item.operation.stamp: {"village_code": "88888888"}})
    await synchronise(first)
    (again,) = await tray(first)
    assert again.operations[0].mends == item.operations[0].stamp
    assert await attentions(first) == 2
    await attention.mend(first, again, {again.operation.stamp: {"village_code": VILLAGE}})
    assert (await synchronise(first)).stored == 2
    assert await tray(first) == []
    with office.database() as database, database.reading() as session:
        listed = refusals.refused(session, DISTRICT)
    assert len(listed) == 4
    assert [one.mended_by is not None for one in listed] == [False, False, True, True]


async def test_a_mended_edit_meets_what_was_written_since(tablets: tuple[Tablet, Tablet]) -> None:
    """The mend rests on what its officer saw; it does not wipe out what the screen of that day did not show."""
    first, second = tablets
    edits = await shared(first, second)
    home = edits[0].row_id
    await first.record([Edit("household", home, home, {"village_code": NOWHERE, "house_no": "48"})])
    await synchronise(first)
    (item,) = await tray(first)
    await second.record([Edit("household", home, home, {"house_no": "49"})])
    for tablet in (second, first):
        await synchronise(tablet)
    await attention.mend(first, item, {item.operation.stamp: {"village_code": VILLAGE}})
    for tablet in (first, second):
        await synchronise(tablet)
    assert await counts(first, second) == [1, 1]
    assert {told.value for told in (await only(second)).told} == {"48", "49"}


async def test_what_was_refused_outside_the_area_goes_again_once_the_area_is_given(
    tablets: tuple[Tablet, Tablet], office: Office
) -> None:
    first, _ = tablets
    edits = a_household(OTHER_VILLAGE, "9")
    await first.record(edits)
    await synchronise(first)
    (item,) = await tray(first)
    assert (item.refusal, item.detail) == (Refusal.ACCESS, "area")
    assert await attention.resend(first, item.operations[1].id) is SendState.OUT
    assert await house_numbers(edits[0].row_id, first) == ["9"], "shown again while it waits"
    await synchronise(first)
    (again,) = await tray(first)
    assert again.action_id == item.action_id
    with pytest.raises(households.UnknownHousehold):
        await households.open_file(first, edits[0].row_id)
    with office.database() as database, database.writing() as session:
        officers.set_area(session, first.officer.officer_id, DISTRICT, now=datetime.now(UTC))
    await attention.resend(first, item.operations[0].id)
    assert (await synchronise(first)).stored == 2
    assert await attention.items(first) == []
    assert await house_numbers(edits[0].row_id, first) == ["9"]


async def test_what_is_too_large_is_told_shortened_and_sent(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    long = dict.fromkeys(("attitude", "skills", "resources", "way_out"), "ก" * 8000)
    changes: dict[str, Scalar] = {"analysed_on": "2023-06-01", **long}
    await first.record([Edit("four_t", new_id(), edits[0].row_id, changes)])
    await synchronise(first)
    (item,) = await tray(first)
    assert (item.refusal, item.detail) == (Refusal.TOO_LARGE, "body")
    short = dict.fromkeys(long, "สั้นลงแล้ว")
    await attention.mend(first, item, {item.operation.stamp: short})
    assert (await synchronise(first)).stored == 1
    assert await tray(first) == []


async def test_what_the_office_could_not_store_goes_again(
    tablets: tuple[Tablet, Tablet], monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.services.exchanging import filing

    first, second = tablets
    edits = await shared(first, second)
    home = edits[0].row_id
    with monkeypatch.context() as broken:
        broken.setattr(filing, "apply", _broken)
        await first.record([Edit("household", home, home, {"house_no": "48"})])
        await synchronise(first)
    (item,) = await tray(first)
    assert item.refusal is Refusal.INTERNAL
    assert await house_numbers(home, first) == ["47/2"]
    await attention.resend(first, item.operations[0].id)
    assert (await synchronise(first)).stored == 1
    await synchronise(second)
    assert await house_numbers(home, first, second) == ["48", "48"]


def _broken(*_arguments: object, **_others: object) -> list[UUID]:
    raise RuntimeError("the disk is gone")


async def test_what_is_left_to_the_office_leaves_the_tray_and_stays_in_sight_of_both(
    tablets: tuple[Tablet, Tablet], office: Office
) -> None:
    first, _ = tablets
    await first.record(a_household(OTHER_VILLAGE, "9"))
    await synchronise(first)
    (item,) = await tray(first)
    await attention.hand_over(first, item, "บ้านนี้ย้ายไปตำบลอื่นแล้ว")
    assert await attentions(first) == 0
    (left,) = await attention.items(first)
    assert not left.is_heard
    await synchronise(first)
    (theirs,) = await attention.items(first)
    assert (theirs.place, theirs.note, theirs.is_heard) == (Place.OFFICE, "บ้านนี้ย้ายไปตำบลอื่นแล้ว", True)
    with office.database() as database, database.reading() as session:
        listed = refusals.refused(session, DISTRICT)
        told = [(one.logged.refusal, one.officer, one.mended_by) for one in listed]
        noted = [(one.logged.handed_ms, one.logged.handed_note) for one in listed]
    assert told == [("access", "อรทัย คำมูล", None)] * 2
    assert noted == [(theirs.handed_ms, "บ้านนี้ย้ายไปตำบลอื่นแล้ว")] * 2
    assert listed[0].changes
    assert listed[0].changes["house_no"] == "9"
    await attention.resend(first, item.operations[0].id)
    await synchronise(first)
    (again,) = await attention.items(first)
    assert again.place is Place.TRAY, "sent again and refused again, it is the officer's once more"
    with office.database() as database, database.reading() as session:
        assert [one.logged.handed_note for one in refusals.refused(session, DISTRICT)] == [None] * 2


async def test_nothing_refused_holds_up_what_comes_after(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    await first.record(a_household(NOWHERE))
    await first.record([a_person(edits[0].row_id, given_name="ฟองจันทร์")])
    sent = await synchronise(first)
    assert (sent.refused, sent.stored) == (2, 1)


async def test_only_what_is_refused_can_go_again(tablets: tuple[Tablet, Tablet]) -> None:
    first, second = tablets
    edits = await shared(first, second)
    (operation,) = await first.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "48"})])
    await synchronise(first)
    assert await attention.resend(first, operation.id) is SendState.STORED
    with pytest.raises(UnknownOperation):
        await attention.resend(first, new_id())
    await first.record(a_household(NOWHERE))
    await synchronise(first)
    (item,) = await tray(first)
    await attention.mend(first, item, {item.operation.stamp: {"village_code": VILLAGE}})
    with pytest.raises(AlreadyMended):
        await attention.resend(first, item.operations[0].id)
