"""The first download of a large area: by file, cut and gone on with, loaded while work goes on, over old rows."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import col, delete, select

from field_app.services.tablet import Tablet
from field_app.store import loading, repository, search, snapshot, state
from field_app.store.holdings import held_digests
from field_app.store.tables import SendState
from field_app.sync import download
from field_app.sync.engine import Summary
from field_app.sync.errors import Offline
from server.services.exchanging import answer, snapshots
from server.tables import OfficerArea, SnapshotPart, StoredSnapshot
from shared_models.edit import Edit
from shared_models.entities import wire
from shared_models.household import Household
from shared_models.person import Person
from tests.builders import DISTRICT, NEXT_VILLAGE, OTHER_VILLAGE, SUBDISTRICT, VILLAGE, a_household
from tests.round_trip.district import back_up, connect, entries, reopen, restore
from tests.round_trip.test_faults import Field, a_field
from tests.server.sender import Sender, a_sender, read


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is large, and goes in small steps."""
    monkeypatch.setattr(answer, "INLINE_ROWS", 5)
    monkeypatch.setattr(snapshots, "HOUSEHOLDS", 3)
    monkeypatch.setattr(snapshots, "PART_BYTES", 300)
    monkeypatch.setattr(loading, "SLICE_ROWS", 4)
    for module in (snapshot, download):
        monkeypatch.setattr(module, "PIECE_BYTES", 256)
    monkeypatch.setattr(download, "RANGE_BYTES", 1000)


@pytest.fixture
async def field(tmp_path: Path) -> AsyncIterator[Field]:
    async with a_field(f"sqlite:///{tmp_path / 'server.db'}", tmp_path) as found:
        yield found


def an_office(field: Field, count: int = 12) -> Sender:
    """Somebody whose households are in two villages."""
    office = a_sender(field.server, DISTRICT)
    for number in range(count):
        village = NEXT_VILLAGE if number % 3 == 0 else VILLAGE
        office.send(*office.household(village, members=2, house_no=f"๑๒/{number}"))
    return office


async def agrees(field: Field, tablet: Tablet, *codes: str) -> None:
    """The tablet holds what the server has there, field by field, found by name, and by digest."""
    there = {
        row.id: {name: wire(getattr(row, name)) for name in type(row).model_fields if name != "heads"}
        for model in (Household, Person)
        for row in read(field.server, lambda session, m=model: session.exec(select(m)).all())  # type: ignore[misc]
        if row.village.startswith(codes or (SUBDISTRICT,))
    }
    rows = await tablet.database.read(lambda s: [r for m in (Household, Person) for r in s.exec(select(m)).all()])
    held = {r.id: {name: wire(getattr(r, name)) for name in type(r).model_fields if name != "heads"} for r in rows}
    assert held == there
    found = await tablet.database.read(lambda session: search.household_ids(session, ["บุญมี"], starting=True))
    assert {UUID(text) for text in found} == {row.id for row in rows if isinstance(row, Household)}
    digests = await tablet.database.read(held_digests)
    assert sum(int(text.split(":")[0]) for text in digests.values()) == len(there)


async def whole(field: Field, tablet: Tablet) -> Summary:
    summary = await field.connect(tablet)
    assert (summary.finished, summary.mismatched) == (True, [])
    return summary


async def test_a_large_area_comes_as_a_file_and_stays_when_the_app_is_killed(field: Field) -> None:
    an_office(field)
    tablet = await field.tablet()
    summary = await whole(field, tablet)
    assert (summary.received, summary.requests > 3) == (36, True)
    await agrees(field, tablet)
    await reopen(tablet)  # from the file's sealed pieces
    await agrees(field, tablet)
    await tablet.database.checkpoint()
    await reopen(tablet)  # from the image, which took the place of the pieces
    await agrees(field, tablet)
    assert (await whole(field, tablet)).received == 0
    assert (await tablet.database.check()).sound
    await tablet.close()


async def test_a_download_that_is_cut_goes_on_where_it_was(field: Field) -> None:
    """At every piece: the bytes of all tries together are hardly more than those of one."""
    an_office(field)
    uncut = await field.tablet("uncut")
    size = (await whole(field, uncut)).bytes_down
    tablet, came = await field.tablet(), 0
    left = [900]

    class Cut(httpx.AsyncBaseTransport):
        """Lets some bytes of files through, then nothing."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answered = await field.http.send(request)
            if request.method != "GET":
                return httpx.Response(answered.status_code, content=answered.content)
            return httpx.Response(answered.status_code, stream=Trickle(answered.content))

    class Trickle(httpx.AsyncByteStream):
        def __init__(self, body: bytes) -> None:
            self.body = body

        async def __aiter__(self) -> AsyncIterator[bytes]:
            nonlocal came
            for at in range(0, len(self.body), 100):
                part = self.body[at : at + min(100, left[0])]
                came, left[0] = came + len(part), left[0] - len(part)
                if part:
                    yield part
                if not left[0]:
                    raise httpx.ReadError("ขาด")

    async with httpx.AsyncClient(transport=Cut()) as http:
        for _ in range(20):
            try:
                await connect(tablet, http)
                break
            except Offline:
                await reopen(tablet)
                left[0] = 900
    await agrees(field, tablet)
    assert came < size + 20 * 256
    assert left[0] > 0
    await tablet.close()
    await uncut.close()


async def test_a_tablet_killed_between_two_slices_goes_on(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    an_office(field)
    tablet = await field.tablet()
    for slices in (1, 4, 0, 7):
        with monkeypatch.context() as patch:
            patch.setattr(loading, "put", stopping(loading.put, after=slices))
            with pytest.raises(InterruptedError):
                await field.connect(tablet)
        await reopen(tablet)
    await whole(field, tablet)
    await agrees(field, tablet)
    await tablet.close()


def stopping(put: object, *, after: int) -> object:
    """`loading.put`, which ends the app after some slices."""
    left = [after]

    def work(*args: object, **kwargs: object) -> None:
        if not left[0]:
            raise InterruptedError
        left[0] -= 1
        put(*args, **kwargs)  # type: ignore[operator]

    return work


async def test_what_is_recorded_meanwhile_stays_on_top(field: Field) -> None:
    """An edit between two slices of a household that is there already, and one recorded before the download."""
    office = an_office(field)
    tablet, mine = await field.tablet(), a_household(members=1, house_no="ใหม่")
    await tablet.record(mine)
    edited: list[UUID] = []

    async def work() -> None:
        while not edited:
            await asyncio.sleep(0)
            homes = await tablet.database.read(lambda s: list(s.exec(select(Household.id).where(Household.seq > 0))))
            if homes:
                await tablet.record([Edit("household", homes[0], homes[0], {"house_no": "๙๙"})])
                edited.append(homes[0])

    await asyncio.gather(whole(field, tablet), work())
    shown = await tablet.database.read(lambda s: repository.get(s, "household", edited[0]))
    assert isinstance(shown, Household)
    assert shown.house_no == "๙๙"
    await whole(field, tablet)
    assert {entry.state for entry in (await entries(tablet)).values()} == {SendState.STORED}
    await agrees(field, tablet)
    office.pull()
    await tablet.close()


async def test_an_echo_newer_than_the_file_is_not_set_back(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file was made before this tablet's edits went up: they show all the time, also when the download is cut."""
    an_office(field)
    tablet = await field.tablet()
    await whole(field, tablet)
    home = await tablet.database.read(lambda s: s.exec(select(Household.id).order_by(col(Household.id))).first())
    await tablet.record([Edit("household", home, home, {"house_no": "๗๗"})])
    await tablet.record(a_household(members=1, house_no="ใหม่"))
    await tablet.database.write(lambda t: state.write(t.session, "cursors", {}))  # as an upgrade does
    with monkeypatch.context() as patch:
        patch.setattr(loading, "finish", stopping(loading.finish, after=0))
        with pytest.raises(InterruptedError):
            await field.connect(tablet)
    shown = await tablet.database.read(lambda s: sorted(row.house_no for row in s.exec(select(Household)).all()))
    assert {"๗๗", "ใหม่"} < set(shown)
    await whole(field, tablet)
    await agrees(field, tablet)
    await tablet.close()


async def test_a_download_over_old_rows_removes_what_is_not_there_any_more(field: Field) -> None:
    office = an_office(field)
    tablet = await field.tablet()
    await whole(field, tablet)
    home, *_ = office.household(VILLAGE, members=1)
    ghost = Household(id=home.row_id, household_id=home.row_id, village_code=VILLAGE, village=VILLAGE, seq=5)
    ghost.district_code = DISTRICT
    await tablet.database.write(lambda t: t.session.add(ghost.model_copy()))
    await tablet.database.write(lambda t: state.write(t.session, "cursors", {}))
    await whole(field, tablet)
    await agrees(field, tablet)
    await tablet.close()


async def test_a_file_that_is_not_what_its_hash_says_is_fetched_anew(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_office(field)
    tablet = await field.tablet()
    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "read", lambda *_, start, stop, **__: (os.urandom(stop - start), 10**6))
        with pytest.raises(Offline):
            await field.connect(tablet)
    await whole(field, tablet)
    await agrees(field, tablet)
    await tablet.close()


async def test_where_the_file_is_gone_the_next_request_is_told_another(field: Field) -> None:
    an_office(field)
    tablet = await field.tablet()
    real = snapshots.read

    def gone(session: object, **given: object) -> object:
        snapshots.read = real
        with field.server.writing() as writing:
            for table in (StoredSnapshot, SnapshotPart):
                writing.execute(delete(table))
        return real(session, **given)  # type: ignore[arg-type]

    snapshots.read = gone  # type: ignore[assignment]
    try:
        summary = await whole(field, tablet)
    finally:
        snapshots.read = real
    assert summary.received == 36
    await agrees(field, tablet)
    await tablet.close()


async def test_an_area_lost_while_it_is_loaded_leaves_nothing_wrong(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The half that is there goes with the area; when the area comes back, it is counted right."""
    office = an_office(field)
    office.send(*office.household(OTHER_VILLAGE, members=1))
    tablet = await field.tablet("first", SUBDISTRICT, OTHER_VILLAGE)
    with monkeypatch.context() as patch:
        patch.setattr(loading, "put", stopping(loading.put, after=3))
        with pytest.raises(InterruptedError):
            await field.connect(tablet)
    await give(field, tablet, OTHER_VILLAGE)
    await whole(field, tablet)
    await agrees(field, tablet, OTHER_VILLAGE)
    await give(field, tablet, OTHER_VILLAGE, SUBDISTRICT)
    monkeypatch.setattr(answer, "INLINE_ROWS", 5000)
    await whole(field, tablet)
    await agrees(field, tablet, OTHER_VILLAGE, SUBDISTRICT)
    await tablet.close()


async def give(field: Field, tablet: Tablet, *codes: str) -> None:
    """The officer's areas are these from now on."""
    with field.server.writing() as session:
        for row in session.exec(select(OfficerArea).where(OfficerArea.officer_id == tablet.officer.officer_id)):
            row.until = None if row.area_code in codes else datetime.now(UTC)


async def test_a_household_that_changed_district_is_there_once(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of its new district is loaded before the tablet hears that it left the old one."""
    monkeypatch.setattr(answer, "PAGE", 1)
    mover = a_sender(field.server, DISTRICT, "5602")
    household, *members = mover.household(VILLAGE, members=2)
    mover.send(household, *members)
    for _ in range(3):
        mover.send(*mover.household("56020101", members=2))
    tablet = await field.tablet("both", DISTRICT)
    await whole(field, tablet)
    mover.send(*mover.household(VILLAGE, members=1))  # comes before the left entry
    mover.send(mover.change(household, {"village_code": "56020101"}, household))
    with field.server.writing() as session:
        keys = {"district_code": DISTRICT, "officer_id": tablet.officer.officer_id, "area_code": "5602"}
        session.add(OfficerArea(**keys, since=datetime.now(UTC)))
    await tablet.record(a_household(VILLAGE))  # goes first, so that the next one waits while the file is loaded
    await tablet.record([Edit("household", household.row_id, household.row_id, {"house_no": "๔๙"})])
    assert (await connect(tablet, field.http, limit=1)).finished
    await agrees(field, tablet, DISTRICT, "5602")
    await tablet.close()


async def test_after_a_restore_nothing_held_passes_for_newer_than_the_file(tmp_path: Path) -> None:
    """The seqs of the restored database begin below those that the tablet has seen."""
    async with a_field(f"sqlite:///{tmp_path / 'server.db'}", tmp_path) as field:
        office = an_office(field)
        tablet = await field.tablet()
        back_up(field.server, tmp_path / "backup.db")
        for _ in range(3):
            office.send(*office.household(members=2))
        await whole(field, tablet)
        restore([field.server, field.hosted], tmp_path / "backup.db")
        await whole(field, tablet)
        await agrees(field, tablet)
        await tablet.close()


async def test_what_left_for_a_district_whose_file_comes_later_is_counted_out_once(field: Field) -> None:
    """It waits, marked leaving, when the first file does not bring it; then the second one does."""
    mover = a_sender(field.server, DISTRICT, "5602")
    household, *members = mover.household(VILLAGE, members=2)
    mover.send(household, *members)
    for village in (VILLAGE, VILLAGE, "56020101", "56020101"):
        mover.send(*mover.household(village, members=2))
    tablet = await field.tablet("both", DISTRICT, "5602")
    await whole(field, tablet)
    mover.send(mover.change(household, {"village_code": "56020101"}, household))
    await tablet.database.write(lambda t: state.write(t.session, "cursors", {}))  # as a new version of the app does
    await tablet.record(a_household(VILLAGE))  # goes first, so that the next one waits while the files are loaded
    await tablet.record([Edit("household", household.row_id, household.row_id, {"house_no": "๔๙"})])
    summary = await connect(tablet, field.http, limit=1)
    assert (summary.finished, summary.mismatched) == (True, [])
    await agrees(field, tablet, DISTRICT, "5602")
    await tablet.close()


async def test_what_waits_to_leave_and_comes_back_with_a_file_is_counted(field: Field) -> None:
    """Its household has moved out of the area that is lost and into the one that is new."""
    office = an_office(field)
    mover, other = (office.household(OTHER_VILLAGE, members=2) for _ in range(2))
    office.send(*mover, *other)
    tablet = await field.tablet("first", OTHER_VILLAGE, SUBDISTRICT)
    await give(field, tablet, OTHER_VILLAGE)
    await whole(field, tablet)
    office.send(office.change(mover[0], {"village_code": VILLAGE}, mover[0]))
    await give(field, tablet, SUBDISTRICT)
    for household in (other[0], mover[0]):  # one goes first, so that the other waits while the file is loaded
        await tablet.record([Edit("household", household.row_id, household.row_id, {"house_no": "๔๙"})])
    summary = await connect(tablet, field.http, limit=1)
    assert (summary.finished, summary.mismatched) == (True, [])
    await agrees(field, tablet)
    await tablet.close()
