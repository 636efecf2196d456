"""A bad network, a killed tablet, a restored server, clocks off by centuries: nothing typed is lost or doubled."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import select

from field_app.services import attention, exchange, households
from field_app.services.tablet import Tablet
from field_app.store import outbox, reception, repository, state
from field_app.store.holdings import held_digests
from field_app.store.sealed import Transaction
from field_app.store.tables import SendState
from field_app.sync.client import SyncClient
from field_app.sync.engine import Summary, next_request
from field_app.sync.errors import Offline
from server.config import Settings as ServerSettings
from server.database import Database
from server.main import create_app
from server.tables import Device, LoggedOperation, LoggedRun, OfficerArea
from shared_models.edit import Edit
from shared_models.exchange import Caller, ExchangeReply, ExchangeRequest
from shared_models.household import Household
from shared_models.person import Person
from tests.builders import DISTRICT, OTHER_VILLAGE, SUBDISTRICT, VILLAGE, a_household, a_person, served
from tests.round_trip.district import Clock, a_quick_tablet, back_up, connect, entries, record, reopen, restore
from tests.round_trip.proxy import Fate, Proxy, a_proxy
from tests.server.sender import a_server, read

MINUTE_MS = 60_000
CENTURIES_MS = {"1970": -56 * 31_557_600_000, "2566": 540 * 31_557_600_000}


@dataclass
class Field:
    """The server behind a bad network, and tablets that reach it through that."""

    server: Database
    folder: Path
    proxy: Proxy
    http: httpx.AsyncClient
    hosted: Database

    async def tablet(self, name: str = "first", *areas: str, skew_ms: int = 0) -> Tablet:
        return await a_quick_tablet(self.server, self.folder / name, self.proxy.url, *areas, skew_ms=skew_ms)

    async def connect(self, tablet: Tablet) -> Summary:
        return await connect(tablet, self.http)


@contextmanager
def hosted(database_url: str) -> Iterator[tuple[Database, str, Database]]:
    with a_server(database_url, "5601", "5602") as server:
        app = create_app(ServerSettings(data_dir=Path(), database_url=database_url))
        with served(app) as url:
            yield server, url, app.state.database


@asynccontextmanager
async def a_field(database_url: str, folder: Path) -> AsyncIterator[Field]:
    with hosted(database_url) as (server, url, inside):
        async with a_proxy(url) as proxy, httpx.AsyncClient(limits=httpx.Limits(max_keepalive_connections=0)) as http:
            yield Field(server, folder, proxy, http, inside)


@pytest.fixture
async def field(database_url: str, tmp_path: Path) -> AsyncIterator[Field]:
    async with a_field(database_url, tmp_path) as found:
        yield found


@pytest.fixture
async def file_field(tmp_path: Path) -> AsyncIterator[Field]:
    """On SQLite, whose database is a file that can be put back."""
    async with a_field(f"sqlite:///{tmp_path / 'server.db'}", tmp_path) as found:
        yield found


def rows(server: Database) -> dict[str, int]:
    def count(session: object) -> dict[str, int]:
        return {
            model.__name__: len(session.exec(select(model)).all())  # type: ignore[attr-defined]
            for model in (Household, Person, LoggedOperation)
        }

    return read(server, count)


async def shown(tablet: Tablet, household_id: object) -> Household:
    return (await households.open_file(tablet, household_id)).household  # type: ignore[arg-type]


async def states(tablet: Tablet) -> list[str]:
    return [entry.state for entry in (await entries(tablet)).values()]


# the network ----------------------------------------------------------------------------------------------------------


async def test_a_lost_reply_replayed_makes_no_duplicate(field: Field) -> None:
    tablet = await field.tablet()
    await tablet.record(a_household(members=3))
    field.proxy.next(Fate.LOSE_REPLY)
    with pytest.raises(Offline):
        await field.connect(tablet)
    assert set(await states(tablet)) == {"out"}
    assert rows(field.server) == {"Household": 1, "Person": 3, "LoggedOperation": 4}
    summary = await field.connect(tablet)
    assert (summary.known, summary.stored, summary.finished, summary.mismatched) == (4, 0, True, [])
    assert 0 < summary.bytes_down < len(field.proxy.replies[-1])
    assert rows(field.server) == {"Household": 1, "Person": 3, "LoggedOperation": 4}
    assert set(await states(tablet)) == {"stored"}
    await tablet.close()


@pytest.mark.parametrize("fate", [Fate.LOSE_REQUEST, Fate.LOSE_REPLY, Fate.CUT_REPLY])
async def test_a_broken_exchange_changes_nothing_and_the_next_one_ends_right(field: Field, fate: Fate) -> None:
    office, tablet = await field.tablet("office"), await field.tablet()
    edits = a_household(members=2, house_no="๑๒/๓")
    await office.record(edits)
    await field.connect(office)
    await tablet.record(mine := a_household())
    field.proxy.next(fate)
    with pytest.raises(Offline):
        await field.connect(tablet)
    with pytest.raises(households.UnknownHousehold):
        await shown(tablet, edits[0].row_id)
    assert (await exchange.standing(tablet)).unsent == 2
    summary = await field.connect(tablet)
    assert (summary.finished, summary.mismatched) == (True, [])
    assert (await shown(tablet, edits[0].row_id)).house_no == "๑๒/๓"
    assert (await shown(tablet, mine[0].row_id)).seq > 0
    log = (await exchange.standing(tablet)).log
    assert [(entry["finished"], entry["requests"], entry["sent"]) for entry in log[:2]] == [
        (True, 1, 2),
        (False, 1, 0),
    ], "the log tells what got through and no more"
    await office.close()
    await tablet.close()


async def test_a_request_that_arrives_twice_is_judged_once(field: Field) -> None:
    tablet = await field.tablet()
    await tablet.record(a_household())
    field.proxy.next(Fate.TWICE)
    summary = await field.connect(tablet)
    assert (summary.stored, summary.known, summary.requests) == (2, 0, 1)
    assert b"409" in field.proxy.replies[1].split(b"\r\n")[0], "the copy is told the highest number"
    await tablet.record(a_household())
    assert (await field.connect(tablet)).stored == 2
    await tablet.close()


async def test_a_reply_to_an_older_request_is_used_for_its_receipts_only(field: Field) -> None:
    office, tablet = await field.tablet("office"), await field.tablet()
    await field.connect(tablet)
    await tablet.record(a_household())
    outside = await tablet.record(a_household(OTHER_VILLAGE))
    await office.record(a_household())
    await field.connect(office)
    late = await reply_to_a_request(field, tablet)
    cursors = await tablet.database.read(lambda session: state.read(session, "cursors"))
    await comes_late(tablet, late)
    assert await tablet.database.read(lambda session: state.read(session, "cursors")) == cursors
    assert len((await households.find(tablet, "")).lines) == 2, "the rows it brought are not taken in"
    found = await entries(tablet)
    assert sorted(entry.state for entry in found.values()) == ["out", "out", "stored", "stored"]
    assert {found[o.stamp].state for o in outside} == {SendState.OUT}, "a refusal needs the newest reply"
    summary = await field.connect(tablet)
    assert (summary.refused, summary.finished, summary.mismatched) == (2, True, [])
    assert len((await households.find(tablet, "")).lines) == 2
    await office.close()
    await tablet.close()


async def reply_to_a_request(field: Field, tablet: Tablet) -> ExchangeReply:
    """Send the tablet's next request and keep the reply, as a network does that delivers it late."""

    def request_of(transaction: Transaction) -> ExchangeRequest:
        runs = outbox.next_runs(transaction.session)
        return next_request(transaction.session, runs, now_ms=0, app_version="test")

    request, who = await tablet.database.write(request_of), tablet.author
    caller = Caller(DISTRICT, who.device_id, who.officer_id, request.number, request.epoch)
    return await SyncClient(field.http, field.proxy.url).exchange(request, caller, who.sign)


async def comes_late(tablet: Tablet, reply: ExchangeReply) -> None:
    """The tablet has made another request since."""
    await tablet.database.write(lambda t: state.write(t.session, "number", state.read(t.session, "number") + 1))
    await tablet.database.write(lambda t: reception.receive(t, reply, now_ms=0, repulled=frozenset()))


async def test_what_is_typed_while_a_reply_is_under_way_stays_on_top_and_goes_next(field: Field) -> None:
    tablet = await field.tablet()
    edits = a_household()
    await tablet.record(edits)
    await field.connect(tablet)
    await tablet.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "48"})])
    field.proxy.next(Fate.HOLD)
    running = asyncio.create_task(field.connect(tablet))
    await field.proxy.held.wait()
    await tablet.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "49"})])
    field.proxy.release.set()
    summary = await running
    assert (summary.sent, summary.stored, summary.conflicts, summary.requests) == (2, 2, 0, 2)
    assert (await shown(tablet, edits[0].row_id)).house_no == "49"
    await tablet.close()


async def test_a_server_that_is_off_is_offline_and_nothing_is_lost(tmp_path: Path) -> None:
    with hosted(f"sqlite:///{tmp_path / 'server.db'}") as (server, url, _):
        tablet = await a_quick_tablet(server, tmp_path / "first", url)
        await tablet.record(edits := a_household())
        nowhere = "http://127.0.0.1:1"
        async with httpx.AsyncClient() as http:
            for _ in range(2):
                with pytest.raises(Offline):
                    await connect(tablet, http, url=nowhere)
            assert (await exchange.standing(tablet)).unsent == 2
            assert (await connect(tablet, http)).stored == 2
        assert (await shown(tablet, edits[0].row_id)).house_no == "47/2"
        await tablet.close()


# the tablet -----------------------------------------------------------------------------------------------------------


async def test_a_tablet_killed_between_receipt_and_storing_sends_again_and_is_known(field: Field) -> None:
    tablet = await field.tablet()
    await tablet.record(a_household(members=2))
    await reply_to_a_request(field, tablet)
    await reopen(tablet)
    assert set(await states(tablet)) == {"out"}
    summary = await field.connect(tablet)
    assert (summary.known, summary.finished, summary.mismatched) == (3, True, [])
    await reopen(tablet)
    assert set(await states(tablet)) == {"stored"}
    assert (await field.connect(tablet)).requests == 1
    await tablet.close()


async def test_a_tablet_set_back_to_an_older_copy_goes_on_above_the_highest_number(field: Field) -> None:
    tablet = await field.tablet()
    for _ in range(3):
        await field.connect(tablet)
    await tablet.database.write(lambda transaction: state.write(transaction.session, "number", 0))
    await tablet.record(a_household())
    summary = await field.connect(tablet)
    assert (summary.stored, summary.finished) == (2, True)
    await tablet.close()


@pytest.mark.parametrize("century", CENTURIES_MS)
async def test_a_clock_off_by_centuries_loses_nothing_and_the_latest_value_shows(field: Field, century: str) -> None:
    wrong = await field.tablet("wrong", skew_ms=CENTURIES_MS[century])
    right = await field.tablet("right")
    edits = a_household()
    home = edits[0].row_id
    await wrong.record(edits)
    for tablet in (wrong, right):
        await field.connect(tablet)
    wrong.moment = Clock(CENTURIES_MS[century] - MINUTE_MS)  # a skew is measured no finer than a request takes
    await wrong.record([Edit("household", home, home, {"house_no": "เก่า"})])
    wrong.moment = Clock(CENTURIES_MS[century])
    await right.record([Edit("household", home, home, {"house_no": "ใหม่"})])
    for tablet in (right, wrong, right):
        await field.connect(tablet)
    for tablet in (wrong, right):
        assert (await shown(tablet, home)).house_no == "ใหม่"
        assert (await exchange.standing(tablet)).conflicts == 1, "and the other value is kept beside it"
    await wrong.record([Edit("household", home, home, {"house_no": "ตกลงแล้ว"})])
    for tablet in (wrong, right):
        await field.connect(tablet)
        assert (await shown(tablet, home)).house_no == "ตกลงแล้ว"
        assert (await exchange.standing(tablet)).conflicts == 0
    skew = (await exchange.standing(wrong)).skew_ms
    assert abs(skew - CENTURIES_MS[century]) < 60_000
    await wrong.close()
    await right.close()


async def test_a_clock_that_is_put_right_forgets_nothing_that_the_office_may_lose(field: Field) -> None:
    tablet = await field.tablet(skew_ms=CENTURIES_MS["1970"])
    await tablet.record(a_household())
    await field.connect(tablet)
    tablet.moment = type(tablet.moment)(CENTURIES_MS["2566"])  # type: ignore[call-arg]
    await field.connect(tablet)
    assert await states(tablet) == ["stored", "stored"]
    forty_six_days = 46 * 86_400_000
    await tablet.database.write(
        lambda t: outbox.forget_old(t.session, state.read(t.session, "seen_ms") + forty_six_days)
    )
    assert await states(tablet) == []
    await tablet.close()


async def test_two_officers_runs_on_one_tablet_are_each_judged_by_their_own(field: Field) -> None:
    tablet = await field.tablet("first", VILLAGE)
    other = await a_quick_tablet(field.server, field.folder, field.proxy.url, OTHER_VILLAGE, beside=tablet)
    mine, theirs, not_mine = a_household(), a_household(OTHER_VILLAGE), a_household(OTHER_VILLAGE, "99")
    await tablet.record(mine)
    await other.record(theirs)
    await tablet.record(not_mine)
    summary = await field.connect(other)
    assert (summary.stored, summary.refused, summary.finished, summary.mismatched) == (4, 2, True, [])
    assert summary.requests == 1
    runs = read(field.server, lambda session: session.exec(select(LoggedRun)).all())
    assert [run.forked for run in runs] == [False] * len(runs)
    assert {run.officer_id for run in runs} == {tablet.officer.officer_id, other.officer.officer_id}
    scope = await tablet.database.read(lambda session: state.read(session, "scope"))
    assert scope == sorted([VILLAGE, OTHER_VILLAGE])
    await tablet.close()


async def test_six_hundred_operations_go_in_whole_actions(field: Field) -> None:
    tablet = await field.tablet()
    for _ in range(40):
        await tablet.record(a_household(members=14))
    summary = await field.connect(tablet)
    assert (summary.sent, summary.stored, summary.requests) == (600, 600, 2)
    actions = read(field.server, lambda s: [(o.action_id, o.run_id) for o in s.exec(select(LoggedOperation))])
    assert len(set(actions)) == 40, "no action is split over two runs"
    await tablet.close()


async def test_a_revoked_tablets_work_is_held_and_its_rows_go(field: Field) -> None:
    tablet = await field.tablet()
    edits = a_household()
    await tablet.record(edits)
    await field.connect(tablet)
    revoke(field.server, tablet)
    await tablet.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "48"})])
    summary = await field.connect(tablet)
    assert (summary.held, summary.finished) == (1, True)
    assert (await exchange.standing(tablet)).households == 0
    assert sorted(await states(tablet)) == ["held", "stored", "stored"]
    await tablet.close()


async def test_held_work_leaves_the_tablet_also_where_its_receipt_came_late(field: Field) -> None:
    """A reply that is not fresh says nothing of rows: what it answers goes once more, for the reply that does."""
    tablet = await field.tablet()
    await field.connect(tablet)
    revoke(field.server, tablet)
    await field.connect(tablet)
    await tablet.record(a_household())
    late = await reply_to_a_request(field, tablet)
    await comes_late(tablet, late)
    assert (await field.connect(tablet)).held == 2
    assert (await exchange.standing(tablet)).households == 0
    await tablet.close()


async def test_late_work_outside_the_areas_leaves_the_tablet_also_where_its_receipt_came_late(field: Field) -> None:
    tablet = await field.tablet("first", SUBDISTRICT, OTHER_VILLAGE)
    with field.server.writing() as session:
        area = session.get(OfficerArea, (DISTRICT, tablet.officer.officer_id, OTHER_VILLAGE))
        assert area
        area.until = datetime.now(UTC)
    await field.connect(tablet)
    await tablet.record(a_household(OTHER_VILLAGE))
    late = await reply_to_a_request(field, tablet)
    await comes_late(tablet, late)
    summary = await field.connect(tablet)
    assert ((await exchange.standing(tablet)).households, summary.known) == (0, 2)
    await tablet.close()


async def test_a_tablet_that_was_revoked_before_it_ever_heard_of_an_area_keeps_no_rows(field: Field) -> None:
    """Its first work was stored, and all it heard of that was a late receipt."""
    tablet = await field.tablet()
    await tablet.record(a_household())
    late = await reply_to_a_request(field, tablet)
    await comes_late(tablet, late)
    assert (await exchange.standing(tablet)).households == 1
    revoke(field.server, tablet)
    assert (await field.connect(tablet)).finished
    assert (await exchange.standing(tablet)).households == 0
    await tablet.close()


def revoke(server: Database, tablet: Tablet) -> None:
    with server.writing() as session:
        device = session.get(Device, (DISTRICT, tablet.key_file.device_id))
        assert device
        device.revoked = True


# the server -----------------------------------------------------------------------------------------------------------


async def test_a_restored_server_gets_everything_again(file_field: Field) -> None:
    field, copy = file_field, file_field.folder / "backup.db"
    first, second = await field.tablet("first"), await field.tablet("second")
    before = a_household(house_no="ก่อนสำรอง")
    await first.record(before)
    await field.connect(first)
    back_up(field.server, copy)
    after = a_household(members=2, house_no="หลังสำรอง")
    await second.record(after)
    await second.record([Edit("household", after[0].row_id, after[0].row_id, {"address": "ซอย ๑"})])
    for tablet in (second, first):
        await field.connect(tablet)
    await first.record([Edit("household", after[0].row_id, after[0].row_id, {"house_no": "๕๐"})])
    await field.connect(first)
    restore([field.server, field.hosted], copy)
    assert rows(field.server)["Household"] == 1
    for tablet in (first, second, first, second):  # the edit of a household comes before the household itself
        summary = await field.connect(tablet)
        assert (summary.finished, summary.mismatched) == (True, [])
    for tablet in (first, second):
        found = await shown(tablet, after[0].row_id)
        assert (found.house_no, found.address) == ("๕๐", "ซอย ๑")
        assert set(await states(tablet)) == {"stored"}
        assert (await exchange.standing(tablet)).conflicts == 0
    assert rows(field.server) == {"Household": 2, "Person": 3, "LoggedOperation": 7}
    runs = read(field.server, lambda session: session.exec(select(LoggedRun)).all())
    assert not any(run.forked for run in runs)
    await first.close()
    await second.close()


async def test_an_access_refusal_just_after_a_restore_is_judged_once_more(file_field: Field) -> None:
    field, copy = file_field, file_field.folder / "backup.db"
    tablet = await field.tablet("first", SUBDISTRICT)
    back_up(field.server, copy)
    with field.server.writing() as session:
        area = session.get(OfficerArea, (DISTRICT, tablet.officer.officer_id, SUBDISTRICT))
        assert area
        values = {"district_code": DISTRICT, "officer_id": tablet.officer.officer_id, "area_code": OTHER_VILLAGE}
        since = area.since
        session.add(OfficerArea(**values, since=since))
    await field.connect(tablet)
    await tablet.record(a_household(OTHER_VILLAGE))
    await field.connect(tablet)
    restore([field.server, field.hosted], copy)
    assert (await field.connect(tablet)).refused == 2
    with field.server.writing() as session:
        session.add(OfficerArea(**values, since=since))
    assert (await field.connect(tablet)).stored == 2
    assert set(await states(tablet)) == {"stored"}
    await tablet.close()


NOTE = "ครัวเรือนนี้อยู่ในเขตเทศบาล ขอให้สำนักงานช่วยดู"


async def left_to_the_office(field: Field) -> Tablet:
    """A tablet with one refused household, left to an office that has not heard of it yet."""
    tablet = await field.tablet("first", SUBDISTRICT)
    await tablet.record(a_household(OTHER_VILLAGE))
    await field.connect(tablet)
    (item,) = await attention.items(tablet)
    await attention.hand_over(tablet, item, NOTE)
    return tablet


async def is_heard(tablet: Tablet) -> bool:
    (item,) = await attention.items(tablet)
    return item.is_heard


def notes(field: Field) -> set[str | None]:
    with field.server.reading() as session:
        return set(session.exec(select(LoggedOperation.handed_note)))


@pytest.mark.parametrize("fate", [Fate.LOSE_REQUEST, Fate.LOSE_REPLY, Fate.CUT_REPLY])
async def test_what_is_left_to_the_office_goes_until_it_is_known_to_have_it(field: Field, fate: Fate) -> None:
    tablet = await left_to_the_office(field)
    field.proxy.next(fate)
    with pytest.raises(Offline):
        await field.connect(tablet)
    assert not await is_heard(tablet)
    await field.connect(tablet)
    assert (await is_heard(tablet), notes(field)) == (True, {NOTE})
    request = await tablet.database.write(_a_request(tablet))
    assert request.handed == (), "what is on record is not sent any more"
    await tablet.close()


async def test_what_was_left_to_the_office_is_told_again_to_a_restored_one(file_field: Field) -> None:
    field, copy = file_field, file_field.folder / "backup.db"
    tablet = await left_to_the_office(field)
    back_up(field.server, copy)
    await field.connect(tablet)
    assert await is_heard(tablet)
    restore([field.server, field.hosted], copy)
    for _ in range(3):
        await field.connect(tablet)
    assert (await is_heard(tablet), notes(field)) == (True, {NOTE})
    await tablet.close()


def _a_request(tablet: Tablet) -> Callable[[Transaction], ExchangeRequest]:
    return lambda t: next_request(t.session, [], now_ms=tablet.moment().wall_ms, app_version="test")


async def test_a_refusal_for_access_goes_again_once_and_not_for_ever(file_field: Field) -> None:
    field, copy = file_field, file_field.folder / "backup.db"
    tablet = await field.tablet("first", SUBDISTRICT)
    back_up(field.server, copy)
    await tablet.record(a_household(OTHER_VILLAGE))
    await field.connect(tablet)
    restore([field.server, field.hosted], copy)
    refused = [(await field.connect(tablet)).refused for _ in range(4)]
    assert refused == [2, 2, 0, 0]
    await tablet.close()


async def test_a_digest_that_stays_wrong_is_pulled_again_once_shown_and_reported(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    office, tablet = await field.tablet("office"), await field.tablet()
    await office.record(a_household())
    for one in (office, tablet):
        await field.connect(one)
    with field.server.writing() as session:
        session.connection().execute(text("UPDATE village_digest SET digest = '9:0000000000000009'"))
    summary = await field.connect(tablet)
    assert (summary.requests, summary.received, summary.mismatched, summary.finished) == (2, 2, [SUBDISTRICT], True)
    again = await field.connect(tablet)
    assert (again.requests, again.received, again.mismatched) == (1, 0, [SUBDISTRICT]), "not repeated"
    assert SUBDISTRICT in caplog.text
    with field.server.writing() as session:
        session.connection().execute(text("DELETE FROM village_digest"))
        right = await tablet.database.read(held_digests)
        insert = text("INSERT INTO village_digest VALUES ('5601', :village, :digest)")
        session.connection().execute(insert, {"village": VILLAGE, "digest": right[SUBDISTRICT]})
    assert (await field.connect(tablet)).mismatched == []
    await office.close()
    await tablet.close()


async def test_a_refused_create_can_be_mended_while_edits_wait_for_its_row(field: Field) -> None:
    tablet = await field.tablet()
    edits = a_household()
    home = edits[0].row_id
    edits[0] = Edit("household", home, home, {**edits[0].changes, "village_code": "99999999"})
    created = await record(tablet, edits)
    await tablet.record([Edit("household", home, home, {"house_no": "รอแก้"})])
    assert (await field.connect(tablet)).refused == 3
    found = await entries(tablet)
    assert sorted(entry.state for entry in found.values()) == ["missing_row", "refused", "refused"]
    assert (await shown(tablet, home)).house_no == "รอแก้", "what waits stays to be seen"
    mended = await record(tablet, [Edit("household", home, home, {"village_code": VILLAGE})], mends=created[0].stamp)
    assert [operation.kind.value for operation in mended] == ["create"]
    summary = await field.connect(tablet)
    assert (summary.finished, summary.mismatched, (await exchange.standing(tablet)).conflicts) == (True, [], 0)
    await field.connect(tablet)
    assert (await shown(tablet, home)).house_no == "รอแก้"
    assert sorted(await states(tablet)) == ["refused", "refused", "stored", "stored"]
    assert rows(field.server)["Household"] == 1
    await tablet.close()


async def test_a_household_that_moves_away_stays_until_the_last_receipt_of_its_work(field: Field) -> None:
    office, tablet = await field.tablet("office", DISTRICT), await field.tablet("first", VILLAGE)
    edits = a_household(members=2)
    home = edits[0].row_id
    await office.record(edits)
    for one in (office, tablet):
        await field.connect(one)
    await office.record([Edit("household", home, home, {"village_code": OTHER_VILLAGE})])
    await field.connect(office)
    await repository_draft(tablet, home)
    await field.connect(tablet)
    assert (await shown(tablet, home)).house_no == "47/2", "a draft keeps it"
    assert (await exchange.standing(tablet)).digests == {VILLAGE: "0:0000000000000000"}
    await tablet.record([a_person(home, given_name="ฟองจันทร์")])
    await tablet.database.write(
        lambda transaction: repository.drop_draft(transaction, tablet.officer.officer_id, "visit")
    )
    summary = await field.connect(tablet)
    assert (summary.stored, summary.mismatched) == (1, [])
    with pytest.raises(households.UnknownHousehold):
        await shown(tablet, home)
    assert (await exchange.standing(tablet)).persons == 0
    await office.close()
    await tablet.close()


async def repository_draft(tablet: Tablet, home: object) -> None:
    from field_app.store.tables import Draft

    draft = Draft(key="visit", household_id=home, officer_id=tablet.officer.officer_id, body="{}", saved_ms=1)
    await tablet.database.write(lambda transaction: repository.save_draft(transaction, draft))
