"""The exchange by a sealed file: late, twice, out of order, cut, changed, foreign; nothing is lost or doubled."""

import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlmodel import select

from field_app.services import attention, exchange, households, unlock
from field_app.services.tablet import Tablet
from field_app.store import vault
from field_app.store.sealed import Transaction
from field_app.store.tables import SendState, SyncState
from field_app.sync.bundle import Exported, FileExchange, Taken
from field_app.sync.engine import Summary
from server.config import Settings
from server.database import Database
from server.main import create_app
from server.services.exchanging import bundles
from server.services.exchanging import exchange as office_exchange
from server.services.exchanging.bundles import Imported
from server.tables import Device, LoggedOperation, LoggedRun, OfficerArea
from shared_models.bundle import FileKind, UnreadableBundle, first_line
from shared_models.edit import Edit
from shared_models.exchange import MAX_RUN, Caller, ExchangeRequest
from shared_models.household import Household
from shared_models.person import Person
from tests.builders import DISTRICT, NEXT_VILLAGE, OTHER_SUBDISTRICT, OTHER_VILLAGE, a_household, a_person
from tests.round_trip.district import Clock, a_quick_tablet, back_up, connect, entries, record, reopen, restore
from tests.server.sender import a_server, read

DAY = timedelta(days=1)
DAY_MS = 86_400_000


class Field:
    """A server in this process, and tablets that reach it by file, or online where a test says so."""

    def __init__(self, server: Database, app: FastAPI, folder: Path, http: httpx.AsyncClient) -> None:
        self.server, self.app, self.folder, self.http = server, app, folder, http
        self.tablets: list[Tablet] = []

    async def tablet(self, *areas: str, beside: Tablet | None = None, skew_ms: int = 0) -> Tablet:
        folder, url = self.folder / f"tablet{len(self.tablets)}", "http://127.0.0.1:9"
        tablet = await a_quick_tablet(self.server, folder, url, *areas, beside=beside, skew_ms=skew_ms)
        self.tablets += [] if beside else [tablet]
        return tablet

    async def online(self, *tablets: Tablet) -> None:
        for tablet in tablets:
            summary = await connect(tablet, self.http)
            assert (summary.finished, summary.mismatched) == (True, [])

    async def connect(self, tablet: Tablet, http: httpx.AsyncClient | None = None) -> Summary:
        return await connect(tablet, http or self.http)

    def take(self, data: bytes, *, later: timedelta = timedelta()) -> Imported:
        """The office's side, with its clock further on by `later`."""
        return bundles.take(self.server, data, now=datetime.now(UTC) + later)

    async def by_file(self, *tablets: Tablet, limit: int = MAX_RUN) -> Taken:
        """The whole way there and back of each; what came of the last."""
        for tablet in tablets:
            taken = await take_in(tablet, self.take((await export(tablet, limit)).data).reply)
            assert (taken.summary.finished, taken.summary.mismatched) == (True, [])
        return taken

    def counts(self) -> dict[str, int]:
        models = (Household, Person, LoggedOperation, LoggedRun)
        return {model.__name__: len(read(self.server, lambda s, m=model: s.exec(select(m)).all())) for model in models}

    def at(self, stamp: str) -> int:
        return read(
            self.server, lambda s: s.exec(select(LoggedOperation).where(LoggedOperation.stamp == stamp)).one()
        ).at


def by_hand(tablet: Tablet, limit: int = MAX_RUN) -> FileExchange:
    now_ms = lambda: tablet.moment().wall_ms  # noqa: E731
    return FileExchange(tablet.database, tablet.key_file, tablet.author, "test", now_ms, limit)


async def export(tablet: Tablet, limit: int = MAX_RUN) -> Exported:
    return await by_hand(tablet, limit).export()


async def take_in(tablet: Tablet, data: bytes) -> Taken:
    return await by_hand(tablet).take_in(data)


@pytest.fixture
async def field(database_url: str, tmp_path: Path) -> AsyncIterator[Field]:
    async for found in fields(database_url, tmp_path):
        yield found


@pytest.fixture
async def file_field(tmp_path: Path) -> AsyncIterator[Field]:
    """On SQLite, whose database is a file that can be put back; also for what no database makes a difference to."""
    async for found in fields(f"sqlite:///{tmp_path / 'server.db'}", tmp_path):
        yield found


async def fields(url: str, folder: Path) -> AsyncIterator[Field]:
    with a_server(url, "5601", "5602") as server:
        app = create_app(Settings(data_dir=Path(), database_url=url))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as http:
            found = Field(server, app, folder, http)
            yield found
            for tablet in found.tablets:
                await tablet.close()
        app.state.database.close()


async def states(tablet: Tablet) -> Counter[str]:
    return Counter(str(entry.state) for entry in (await entries(tablet)).values())


async def held(tablet: Tablet, but: str = "") -> dict[str, Any]:
    """Everything that the tablet stores, by table."""

    def work(session: Any) -> dict[str, Any]:
        names = session.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars().all()
        return {
            name: sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"')))) for name in names if name != but
        }

    return await tablet.database.read(work)


async def house_no(tablet: Tablet, household_id: UUID) -> str | None:
    return (await households.open_file(tablet, household_id)).household.house_no


def renumber(household: Edit, number: str) -> Edit:
    return Edit("household", household.row_id, household.row_id, {"house_no": number})


# there and back -------------------------------------------------------------------------------------------------------


async def test_work_goes_to_the_office_and_the_others_work_comes_back(field: Field) -> None:
    first, second = await field.tablet(), await field.tablet()
    mine = a_household(members=2, house_no="๑๒/๓")
    theirs = a_household(NEXT_VILLAGE, house_no="88", citizen_id=None, id_kind="none")
    await record(first, mine)
    await record(second, theirs)
    await field.by_file(second)
    exported = await export(first)
    assert (exported.operations, exported.batches) == (3, 1)
    assert await states(first) == {"out": 3}, "exporting marks nothing as sent"
    imported = field.take(exported.data)
    assert (imported.operations, imported.stored, imported.known, imported.refused) == (3, 3, 0, 0)
    assert (imported.tablet, imported.bundle) == (first.key_file.device_id, exported.bundle)
    taken = await take_in(first, imported.reply)
    assert taken.bundle == exported.bundle
    summary = taken.summary
    assert (summary.stored, summary.received, summary.bytes_down) == (3, 2, len(imported.reply))
    assert await states(first) == {"stored": 3}
    assert await house_no(first, theirs[0].row_id) == "88"
    await field.by_file(second)
    assert await house_no(second, mine[0].row_id) == "๑๒/๓"
    one, other = await exchange.standing(first), await exchange.standing(second)
    assert one.digests == other.digests
    assert one.log[0]["stored"] == 3
    assert one.last_exchange_ms == one.log[0]["at_ms"]


async def test_a_bundle_of_many_batches_is_answered_as_one(field: Field) -> None:
    """Also the rows of what the first batch had refused come back, though only the last batch is answered."""
    tablet = await field.tablet()
    homes = [a_household(house_no=str(number)) for number in range(1, 8)]
    for edits in homes:
        await record(tablet, edits)
    exported = await export(tablet, limit=3)
    assert (exported.operations, exported.batches) == (14, 7), "an action is never split"
    imported = field.take(exported.data)
    assert (imported.stored, imported.overtaken) == (14, 0)
    taken = await take_in(tablet, imported.reply)
    assert (taken.summary.stored, taken.summary.finished) == (14, True)
    runs = read(field.server, lambda session: session.exec(select(LoggedRun)).all())
    assert [run.forked for run in runs] == [False] * 7


async def test_a_refused_edit_of_an_early_batch_leaves_the_row_and_lives_in_the_tray(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, edits := a_household(house_no="1"))
    await field.by_file(tablet)
    (bad,) = await record(tablet, [renumber(edits[0], "2")])
    other = a_household(house_no="9")
    await record(tablet, other)
    with field.server.writing() as session:
        session.exec(text("UPDATE officer_area SET area_code = :area").bindparams(area=OTHER_SUBDISTRICT))
        session.exec(text("UPDATE officer SET role = 'officer'"))
    imported = field.take((await export(tablet, limit=1)).data)
    assert imported.refused == 3
    taken = await take_in(tablet, imported.reply)
    assert taken.summary.refused == 3
    assert (await entries(tablet))[bad.stamp].refusal == "access"
    with pytest.raises(households.UnknownHousehold):
        await households.open_file(tablet, edits[0].row_id)
    with field.server.writing() as session:
        session.exec(text("UPDATE officer_area SET area_code = '560102'"))
    await field.by_file(tablet)
    assert await house_no(tablet, edits[0].row_id) == "1"


async def test_nothing_to_send_still_brings_the_news(file_field: Field) -> None:
    office, tablet = await file_field.tablet(), await file_field.tablet()
    await record(office, edits := a_household())
    await file_field.online(office)
    exported = await export(tablet)
    assert (exported.operations, exported.batches) == (0, 1)
    assert (await file_field.by_file(tablet)).summary.received == 2
    assert await house_no(tablet, edits[0].row_id) == "47/2"


async def test_two_officers_of_one_tablet_send_in_one_bundle(file_field: Field) -> None:
    first = await file_field.tablet()
    second = await file_field.tablet(beside=first)
    for officer, number in ((first, "1"), (second, "2"), (first, "3")):
        await record(officer, a_household(house_no=number))
    imported = file_field.take((await export(second)).data)
    assert (imported.stored, imported.refused) == (6, 0)
    assert (await take_in(first, imported.reply)).summary.stored == 6


async def test_different_values_are_a_conflict_on_both_sides(field: Field) -> None:
    first, second = await field.tablet(), await field.tablet()
    await record(first, edits := a_household())
    await field.by_file(first, second)
    await record(first, [renumber(edits[0], "5")])
    await record(second, [renumber(edits[0], "6")])
    await field.by_file(first)
    imported = field.take((await export(second)).data)
    assert (imported.stored, imported.conflicts) == (1, 1)
    assert (await take_in(second, imported.reply)).summary.conflicts == 1
    await field.by_file(first)
    assert [(await exchange.standing(tablet)).conflicts for tablet in (first, second)] == [1, 1]


async def test_a_household_that_moved_meanwhile_takes_the_late_work_along(field: Field) -> None:
    there, here = await field.tablet(OTHER_SUBDISTRICT), await field.tablet()
    await record(here, edits := a_household())
    await field.by_file(here)
    late = await record(here, [renumber(edits[0], "99")])
    exported = await export(here)
    mover = await field.tablet(DISTRICT)
    await field.online(mover)
    await record(mover, [Edit("household", edits[0].row_id, edits[0].row_id, {"village_code": OTHER_VILLAGE})])
    await field.online(mover)
    imported = field.take(exported.data)
    assert (imported.stored, imported.refused) == (1, 0)
    await take_in(here, imported.reply)
    assert (await entries(here))[late[0].stamp].state == SendState.STORED
    with pytest.raises(households.UnknownHousehold):
        await households.open_file(here, edits[0].row_id)
    await field.by_file(there)
    assert await house_no(there, edits[0].row_id) == "99"


# again, late, out of order --------------------------------------------------------------------------------------------


async def test_the_same_bundle_twice_doubles_nothing_and_is_answered_again(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, a_household(members=3))
    data = (await export(tablet, limit=2)).data
    field.take(data)
    before = field.counts()
    again = field.take(data)
    assert (again.stored, again.known, again.overtaken) == (0, 4, 0)
    assert field.counts() == before
    taken = await take_in(tablet, again.reply)
    assert (taken.summary.known, taken.summary.finished) == (4, True)
    assert await states(tablet) == {"stored": 4}
    await field.by_file(tablet)


async def test_a_reply_twice_changes_nothing(field: Field) -> None:
    office, tablet = await field.tablet(), await field.tablet()
    await record(office, a_household())
    await field.by_file(office)
    await record(tablet, a_household())
    reply = field.take((await export(tablet)).data).reply
    await take_in(tablet, reply)
    before = await held(tablet)
    again = await take_in(tablet, reply)
    assert (again.summary.stored, again.summary.received, again.summary.finished) == (0, 0, False)
    assert await held(tablet) == before


async def test_a_reply_twice_about_a_household_that_left_changes_nothing(file_field: Field) -> None:
    tablet = await file_field.tablet()
    await record(tablet, edits := a_household())
    await file_field.by_file(tablet)
    await record(tablet, [Edit("household", edits[0].row_id, edits[0].row_id, {"village_code": OTHER_VILLAGE})])
    reply = file_field.take((await export(tablet)).data).reply
    assert (await take_in(tablet, reply)).summary.stored == 1
    with pytest.raises(households.UnknownHousehold):
        await households.open_file(tablet, edits[0].row_id)
    before = await held(tablet)
    tablet.moment = Clock(DAY_MS)
    await take_in(tablet, reply)
    assert await held(tablet) == before


async def test_another_operation_of_the_same_stamp_gets_no_receipt_from_the_log(file_field: Field) -> None:
    """What a tablet set back to an old copy can bring forth: the office has stored the other one, not this."""
    tablet = await file_field.tablet()
    await record(tablet, a_household())
    data = (await export(tablet)).data
    file_field.take(data)
    with file_field.server.writing() as session:
        session.exec(text("UPDATE logged_operation SET body = 'another' WHERE entity = 'person'"))
    again = file_field.take(data)
    assert (again.known, again.overtaken) == (1, 1)


async def test_an_empty_reply_twice_is_one_line_in_the_log(file_field: Field) -> None:
    tablet = await file_field.tablet()
    await file_field.by_file(tablet)
    reply = file_field.take((await export(tablet)).data).reply
    for _ in range(2):
        await take_in(tablet, reply)
    assert len((await exchange.standing(tablet)).log) == 2


async def test_what_is_recorded_while_the_file_is_under_way_stays_on_top_and_goes_next(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, edits := a_household(house_no="1"))
    exported = await export(tablet)
    await record(tablet, [renumber(edits[0], "2")])
    await take_in(tablet, field.take(exported.data).reply)
    assert await states(tablet) == {"stored": 2, "out": 1}
    assert await house_no(tablet, edits[0].row_id) == "2"
    assert (await field.by_file(tablet)).summary.stored == 1


async def test_an_older_bundle_after_a_newer_one_is_known(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, edits := a_household())
    older = await export(tablet)
    await record(tablet, [renumber(edits[0], "2")])
    newer = await export(tablet)
    assert field.take(newer.data).stored == 3
    before = field.counts()
    late = field.take(older.data)
    assert (late.known, late.stored, late.overtaken) == (2, 0, 0)
    assert field.counts() == before
    stale = await take_in(tablet, late.reply)
    assert (stale.summary.known, stale.summary.finished) == (2, False)
    assert await states(tablet) == {"stored": 2, "out": 1}
    await take_in(tablet, field.take(newer.data).reply)
    assert await states(tablet) == {"stored": 3}


@pytest.mark.parametrize("imported_first", [False, True])
async def test_an_online_exchange_between_export_and_reply(field: Field, imported_first: bool) -> None:
    tablet = await field.tablet()
    await record(tablet, edits := a_household())
    exported = await export(tablet)
    imported = field.take(exported.data) if imported_first else None
    await field.online(tablet)
    imported = imported or field.take(exported.data)
    assert (imported.stored, imported.known) == ((2, 0) if imported_first else (0, 2))
    await record(tablet, [renumber(edits[0], "2")])
    before = await held(tablet, but="sync_state")
    stale = await take_in(tablet, imported.reply)
    assert (stale.summary.sent, stale.summary.received, stale.summary.finished) == (0, 0, False)
    assert await held(tablet, but="sync_state") == before, "only the office's later time is seen"
    await field.online(tablet)
    assert field.counts()["LoggedOperation"] == 3


async def test_what_an_overtaken_bundle_alone_brings_is_not_judged_and_goes_next_time(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, a_household())
    exported = await export(tablet)
    newer_request(field.server, tablet, exported.number + 1)
    imported = field.take(exported.data)
    assert (imported.stored, imported.known, imported.overtaken) == (0, 0, 2)
    assert field.counts()["LoggedOperation"] == 0
    taken = await take_in(tablet, imported.reply)
    assert not taken.summary.finished
    assert await states(tablet) == {"out": 2}
    assert (await field.by_file(tablet)).summary.stored == 2


def newer_request(server: Database, tablet: Tablet, number: int) -> None:
    """What an exchange does whose answer never came: the office has heard of a higher number."""
    epoch = read(server, lambda session: session.execute(text("SELECT epoch FROM server_state")).scalar_one())
    caller = Caller(DISTRICT, tablet.key_file.device_id, tablet.author.officer_id, number, epoch)
    request = ExchangeRequest(number=number, epoch=epoch, clock_ms=tablet.moment().wall_ms)
    office_exchange.exchange(server, caller, request, now=datetime.now(UTC))


async def test_a_refusal_of_a_stale_reply_is_not_believed(field: Field) -> None:
    """The office refused it in the bundle and took it online, before the reply to the bundle came home."""
    tablet = await field.tablet()
    await record(tablet, edits := a_household())
    with field.server.writing() as session:
        session.exec(text("UPDATE officer_area SET area_code = :area").bindparams(area=OTHER_SUBDISTRICT))
    refusing = field.take((await export(tablet)).data)
    assert refusing.refused == 2
    with field.server.writing() as session:
        session.exec(text("UPDATE officer_area SET area_code = '560102'"))
    await field.online(tablet)
    await take_in(tablet, refusing.reply)
    assert await states(tablet) == {"stored": 2}
    assert await house_no(tablet, edits[0].row_id) == "47/2"


async def test_a_refusal_is_told_again_when_the_bundle_is_read_again(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, a_household(OTHER_VILLAGE))
    data = (await export(tablet)).data
    field.take(data)
    again = field.take(data)
    assert (again.refused, again.stored, again.known) == (2, 0, 0)
    assert (await take_in(tablet, again.reply)).summary.refused == 2
    assert await states(tablet) == {"refused": 2}


async def test_what_is_left_to_the_office_is_told_by_file_also_when_it_is_read_again(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, a_household(OTHER_VILLAGE))
    await field.by_file(tablet)
    (item,) = await attention.items(tablet)
    await attention.hand_over(tablet, item, "อยู่นอกเขต ขอให้สำนักงานช่วยดู")
    await record(tablet, a_household())
    await record(tablet, a_household())
    data = (await export(tablet, limit=1)).data
    field.take(data)
    await take_in(tablet, field.take(data).reply)
    (item,) = await attention.items(tablet)
    assert item.is_heard
    logged = read(field.server, lambda session: session.exec(select(LoggedOperation.handed_note)).all())
    assert sorted(note or "" for note in logged) == [""] * 4 + ["อยู่นอกเขต ขอให้สำนักงานช่วยดู"] * 2


@pytest.mark.parametrize("judged", [0, 1, 2, 3])
async def test_an_office_that_dies_between_two_batches_goes_on_with_the_same_file(field: Field, judged: int) -> None:
    tablet = await field.tablet()
    for number in range(3):
        await record(tablet, a_household(house_no=str(number)))
    data = (await export(tablet, limit=1)).data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundles.exchange, "judge", dying_after(judged))
        patch.setattr(bundles.exchange, "reply", dying_after(0))
        with pytest.raises(PowerCut):
            field.take(data)
    assert field.counts()["LoggedOperation"] == 2 * judged
    imported = field.take(data)
    assert (imported.known, imported.stored, imported.overtaken) == (2 * judged, 6 - 2 * judged, 0)
    assert (await take_in(tablet, imported.reply)).summary.finished
    assert await states(tablet) == {"stored": 6}


class PowerCut(Exception):
    pass


def dying_after(calls: int) -> Any:
    left, judge = [calls], office_exchange.judge

    def call(*arguments: Any, **others: Any) -> Any:
        if not left[0]:
            raise PowerCut
        left[0] -= 1
        return judge(*arguments, **others)

    return call


# no file of ours ------------------------------------------------------------------------------------------------------

FOREIGN = {
    "empty": (b"", "damaged"),
    "a photo": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(5000), "form"),
    "a list": ("เลขประจำตัวประชาชน|ชื่อ|นามสกุล\n".encode("cp874") * 50, "form"),
    "of a newer program": (b"home-visit bundle 2\n" + bytes(500), "version"),
}


@pytest.mark.parametrize("case", FOREIGN)
async def test_another_file_is_told_from_a_bundle(file_field: Field, case: str) -> None:
    data, reason = FOREIGN[case]
    tablet = await file_field.tablet()
    for take in (file_field.take, lambda found: by_hand(tablet).take_in(found)):
        with pytest.raises(UnreadableBundle) as problem:
            await result(take(data))
        assert problem.value.details == {"reason": reason}


async def result(told: Any) -> Any:
    return await told if hasattr(told, "__await__") else told


async def test_the_two_files_mixed_up_are_told_apart(file_field: Field) -> None:
    tablet = await file_field.tablet()
    exported = await export(tablet)
    reply = file_field.take(exported.data).reply
    with pytest.raises(UnreadableBundle, match="wants_reply"):
        await take_in(tablet, exported.data)
    with pytest.raises(UnreadableBundle, match="wants_bundle"):
        file_field.take(reply)


async def test_a_bundle_for_another_office_and_of_a_tablet_unknown_here(file_field: Field, tmp_path: Path) -> None:
    tablet = await file_field.tablet()
    await record(tablet, a_household())
    with a_server(f"sqlite:///{tmp_path / 'other.db'}") as other:
        data = (await export(tablet)).data
        with pytest.raises(UnreadableBundle, match="other_office"):
            bundles.take(other, data, now=datetime.now(UTC))
        stranger = await a_quick_tablet(other, tmp_path / "stranger", "http://127.0.0.1:9")
        stranger.key_file.server_sealing_public = tablet.key_file.server_sealing_public
        with pytest.raises(UnreadableBundle, match="unknown_tablet"):
            file_field.take((await export(stranger)).data)
        reply = bundles.take(other, (await export_to(other, stranger)).data, now=datetime.now(UTC)).reply
        stranger.key_file.server_signing_public = tablet.key_file.server_signing_public
        with pytest.raises(UnreadableBundle, match="untrusted"):
            await take_in(stranger, reply)
        with pytest.raises(UnreadableBundle, match="other_tablet"):
            await take_in(tablet, reply)
        await stranger.close()
    assert file_field.counts()["LoggedOperation"] == 0


async def test_a_bundle_whose_reply_could_be_sealed_to_nobody_is_refused_before_it_is_judged(
    file_field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = await file_field.tablet()
    await record(tablet, a_household())
    monkeypatch.setattr(vault, "sealing_public", lambda _private: bytes(32))
    before = file_field.counts(), heard(file_field, tablet)
    with pytest.raises(UnreadableBundle, match="form"):
        file_field.take((await export(tablet)).data)
    assert (file_field.counts(), heard(file_field, tablet)) == before


async def export_to(server: Database, tablet: Tablet) -> Exported:
    from server import security
    from server.services import districts

    tablet.key_file.server_sealing_public = security.sealing_public(read(server, districts.state).sealing_key)
    return await export(tablet)


def places(length: int) -> list[int]:
    """Positions in the line, the hash, the key, the body and the tag of a file; 1,000 of them where all is proved."""
    begin, steps = (500, 500) if os.environ.get("PROVE") else (120, 40)
    return [*range(begin), *range(begin, length - 20, max(1, length // steps)), *range(length - 20, length)]


async def test_half_a_file_and_a_changed_byte_are_told_and_change_nothing(file_field: Field) -> None:
    tablet = await file_field.tablet()
    await record(tablet, a_household())
    data = (await export(tablet)).data
    before = file_field.counts(), heard(file_field, tablet)
    for at in places(len(data)):
        for wrong in (data[:at], data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]):
            with pytest.raises(UnreadableBundle):
                file_field.take(wrong)
    assert (file_field.counts(), heard(file_field, tablet)) == before
    reply = file_field.take(data).reply
    kept = await held(tablet)
    for at in places(len(reply)):
        for wrong in (reply[:at], reply[:at] + bytes([reply[at] ^ 0x01]) + reply[at + 1 :]):
            with pytest.raises(UnreadableBundle):
                await take_in(tablet, wrong)
    assert await held(tablet) == kept
    assert (await take_in(tablet, reply)).summary.stored == 2


def heard(field: Field, tablet: Tablet) -> int:
    return read(field.server, lambda session: session.get(Device, (DISTRICT, tablet.key_file.device_id))).number


async def test_nothing_readable_is_in_either_file(file_field: Field) -> None:
    office, tablet = await file_field.tablet(), await file_field.tablet()
    await record(office, a_household(given_name="ฟองจันทร์"))
    await file_field.by_file(office)
    await record(tablet, a_household(given_name="ฟองจันทร์"))
    exported = await export(tablet)
    reply = file_field.take(exported.data).reply
    for kind, data in ((FileKind.BUNDLE, exported.data), (FileKind.REPLY, reply)):
        assert data.startswith(first_line(kind))
        for word in ("ฟองจันทร์", "3560100123458", "household", tablet.key_file.device_id.hex):
            assert word.encode() not in data
        assert tablet.key_file.device_id.bytes not in data


# restored, revoked, set back ------------------------------------------------------------------------------------------


async def test_a_restored_office_says_so_and_everything_goes_again(file_field: Field) -> None:
    office, tablet = await file_field.tablet(), await file_field.tablet()
    await record(office, theirs := a_household(house_no="7"))
    await file_field.by_file(office)
    back_up(file_field.server, file_field.folder / "backup.db")
    await record(tablet, mine := a_household(house_no="8"))
    await file_field.by_file(tablet)
    await record(tablet, [renumber(mine[0], "9")])
    exported = await export(tablet)
    restore([file_field.server, file_field.app.state.database], file_field.folder / "backup.db")
    for _ in range(2):
        imported = file_field.take(exported.data)
        assert (imported.stored, imported.known, imported.overtaken) == (0, 0, 1)
    taken = await take_in(tablet, imported.reply)
    assert (taken.restored, taken.summary.finished) == (True, False)
    assert await states(tablet) == {"out": 3}
    assert await house_no(tablet, theirs[0].row_id) == "7", "rows stay until the office has answered"
    assert not (await take_in(tablet, imported.reply)).restored, "a second time it tells nothing new"
    assert (await file_field.by_file(tablet)).summary.stored == 3
    assert await house_no(tablet, mine[0].row_id) == "9"


async def test_a_reply_from_before_the_restore_is_not_believed_after_it(file_field: Field) -> None:
    """Its receipts are of a database that is gone."""
    tablet = await file_field.tablet()
    back_up(file_field.server, file_field.folder / "backup.db")
    await record(tablet, a_household())
    lost = file_field.take((await export(tablet)).data)
    assert lost.stored == 2
    restore([file_field.server, file_field.app.state.database], file_field.folder / "backup.db")
    second = await export(tablet)
    assert (await take_in(tablet, file_field.take(second.data).reply)).restored
    before = await held(tablet)
    await take_in(tablet, lost.reply)
    assert await held(tablet) == before
    assert (await file_field.by_file(tablet)).summary.stored == 2


async def test_two_bundles_told_of_one_restore_do_not_empty_the_tablet(file_field: Field) -> None:
    tablet = await file_field.tablet()
    await record(tablet, edits := a_household())
    await file_field.by_file(tablet)
    back_up(file_field.server, file_field.folder / "backup.db")
    first, second = await export(tablet), await export(tablet)
    restore([file_field.server, file_field.app.state.database], file_field.folder / "backup.db")
    replies = [file_field.take(bundle.data).reply for bundle in (first, second)]
    assert [(await take_in(tablet, reply)).restored for reply in replies] == [True, False]
    assert await house_no(tablet, edits[0].row_id) == "47/2"


async def test_a_revoked_tablets_work_is_held_and_its_rows_leave(field: Field) -> None:
    tablet = await field.tablet()
    await record(tablet, edits := a_household())
    await field.by_file(tablet)
    await record(tablet, [renumber(edits[0], "2")])
    with field.server.writing() as session:
        session.get(Device, (DISTRICT, tablet.key_file.device_id)).revoked = True
    imported = field.take((await export(tablet)).data)
    assert (imported.held, imported.stored, imported.refused) == (1, 0, 0)
    assert (await take_in(tablet, imported.reply)).summary.held == 1
    assert await states(tablet) == {"stored": 2, "held": 1}
    with pytest.raises(households.UnknownHousehold):
        await households.open_file(tablet, edits[0].row_id)


async def test_a_tablet_set_back_to_an_old_copy_gets_through_with_its_second_bundle(file_field: Field) -> None:
    tablet = await file_field.tablet()
    await file_field.by_file(tablet)
    vault = tablet.settings.vault
    await tablet.database.close()
    shutil.copy(vault, vault.with_suffix(".copy"))
    tablet.database = await unlock.open_cache(tablet.settings, tablet.ring)
    await record(tablet, a_household(house_no="1"))
    for _ in range(4):
        await file_field.by_file(tablet)
    await tablet.database.close()
    shutil.copy(vault.with_suffix(".copy"), vault)
    vault.with_name(vault.name + "-wal").unlink(missing_ok=True)
    await reopen(tablet)
    await record(tablet, a_household(house_no="2"))
    first = file_field.take((await export(tablet)).data)
    assert (first.stored, first.overtaken) == (0, 2)
    assert not (await take_in(tablet, first.reply)).summary.finished
    assert await states(tablet) == {"out": 2}
    await file_field.by_file(tablet)
    assert file_field.counts()["LoggedOperation"] == 4
    assert await states(tablet) == {"stored": 2}


async def test_a_repaired_tablet_that_lost_its_sealing_key_reads_the_next_reply(file_field: Field) -> None:
    tablet = await file_field.tablet()
    await file_field.by_file(tablet)

    def lose(transaction: Transaction) -> None:
        transaction.session.delete(transaction.session.get(SyncState, "sealing_key"))

    await record(tablet, a_household())
    reply = file_field.take((await export(tablet)).data).reply
    await tablet.database.write(lose)
    with pytest.raises(UnreadableBundle, match="other_tablet"):
        await take_in(tablet, reply)
    assert (await file_field.by_file(tablet)).summary.known == 2


# clocks ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("skew_ms", [0, 3 * DAY_MS, -20_000 * DAY_MS])
async def test_the_days_that_a_file_takes_are_no_error_of_the_clock(file_field: Field, skew_ms: int) -> None:
    """Measured once online, the clock is known: what was recorded on Monday is of Monday, though it came on Friday."""
    tablet = await file_field.tablet(skew_ms=skew_ms)
    await file_field.online(tablet)
    before_ms = Clock()().wall_ms
    (first, _) = await record(tablet, a_household())
    after_ms = Clock()().wall_ms
    imported = file_field.take((await export(tablet)).data, later=4 * DAY)
    assert before_ms - 2000 <= file_field.at(first.stamp) <= after_ms + 2000
    await take_in(tablet, imported.reply)
    assert abs((await exchange.standing(tablet)).skew_ms - skew_ms) < 4 * DAY_MS + 2000
    tablet.moment = Clock(skew_ms + 5 * DAY_MS)
    before = (await exchange.standing(tablet)).skew_ms
    late = file_field.take((await export(tablet)).data, later=5 * DAY)
    tablet.moment = Clock(skew_ms + 9 * DAY_MS)
    await take_in(tablet, late.reply)
    assert (await exchange.standing(tablet)).skew_ms == before, "four days on the way home are no skew either"


async def test_a_clock_ahead_of_the_office_is_seen_without_any_exchange_online(file_field: Field) -> None:
    tablet = await file_field.tablet(skew_ms=30 * DAY_MS)
    (first, _) = await record(tablet, a_household())
    file_field.take((await export(tablet)).data)
    assert file_field.at(first.stamp) <= Clock()().wall_ms


async def test_a_clock_set_far_ahead_since_the_last_exchange_keeps_the_days_apart(file_field: Field) -> None:
    """Taken as measured, all its work would be filed as of the very moment it came."""
    tablet = await file_field.tablet()
    await file_field.online(tablet)
    stamps = []
    for day in (30, 31, 32):
        tablet.moment = Clock(day * DAY_MS)
        stamps.append((await record(tablet, a_household(house_no=str(day))))[0].stamp)
    file_field.take((await export(tablet)).data, later=3 * DAY)
    filed = [file_field.at(stamp) for stamp in stamps]
    assert all(abs(after - before - DAY_MS) < 10_000 for before, after in pairwise(filed))


async def test_areas_given_meanwhile_come_with_the_reply(field: Field) -> None:
    office, tablet = await field.tablet(OTHER_SUBDISTRICT), await field.tablet()
    await record(office, edits := a_household(OTHER_VILLAGE))
    await field.by_file(office, tablet)
    with field.server.writing() as session:
        keys = {"district_code": DISTRICT, "officer_id": tablet.author.officer_id}
        session.add(OfficerArea(**keys, area_code=OTHER_SUBDISTRICT, since=datetime.now(UTC)))
    assert (await field.by_file(tablet)).summary.received == 2
    assert await house_no(tablet, edits[0].row_id) == "47/2"
    await record(tablet, [a_person(edits[0].row_id, relation="child", given_name="ปู่แสน")])
    assert (await field.by_file(tablet)).summary.stored == 1
