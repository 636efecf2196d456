"""The files of first downloads: what they hold, when they are used again, and who may have them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from server.database import Database
from server.services.exchanging import answer, snapshots
from server.services.exchanging.snapshots import UnknownSnapshot
from server.services.people import officers
from server.tables import Device, SnapshotPart, StoredSnapshot
from shared_models.digest import Digest, summed
from shared_models.errors import NotPermitted
from shared_models.exchange import SnapshotOffer
from shared_models.household import Household
from shared_models.person import Person
from shared_models.snapshot import frame_end, read_header, read_rows
from tests.server.sender import (
    DISTRICT,
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    SUBDISTRICT,
    VILLAGE,
    Sender,
    a_sender,
    read,
)

DAY_MS = 86_400_000


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few households are a large area."""
    monkeypatch.setattr(answer, "INLINE_ROWS", 5)
    monkeypatch.setattr(snapshots, "HOUSEHOLDS", 2)
    monkeypatch.setattr(snapshots, "PART_BYTES", 100)


@pytest.fixture
def office(server: Database) -> Sender:
    found = a_sender(server, DISTRICT)
    found.pull()
    return found


def fill(office: Sender, count: int = 4, village: str = VILLAGE) -> None:
    for _ in range(count):
        office.send(*office.household(village, members=2))


def offered(tablet: Sender) -> SnapshotOffer:
    (one,) = tablet.exchange(cursors={}).snapshots
    return one


def fetched(server: Database, tablet: Sender, offer: SnapshotOffer, *, step: int = 70) -> bytes:
    """The file in ranges that fit no part of it."""
    file = b""
    with server.reading() as session:
        while len(file) < offer.size:
            of_tablet = {"district": DISTRICT, "device_id": tablet.device_id, "file_hash": offer.hash}
            part, size = snapshots.read(session, **of_tablet, start=len(file), stop=len(file) + step)
            assert size == offer.size
            file += part
    return file


def frames(file: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(file):
        end = frame_end(at, file[at : at + 4])
        found.append(file[at:end])
        at = end
    return found


def test_a_file_has_the_rows_and_digests_that_an_area_has(server: Database, office: Sender) -> None:
    fill(office)
    fill(office, 1, OTHER_VILLAGE)
    tablet = a_sender(server, SUBDISTRICT)
    reply = tablet.exchange(cursors={})
    (offer,) = reply.snapshots
    assert (reply.more, reply.cursors, reply.zero, reply.digests, reply.tables) == (True, {}, (), None, {})
    first, *rest = frames(fetched(server, tablet, offer))
    header = read_header(first)
    assert (header.code, header.seq, header.rows, offer.rows) == (SUBDISTRICT, offer.seq, 12, 12)
    assert len(rest) == 2, "two households a frame"
    loaded = [read_rows(frame) for frame in rest]
    for entity, model in (("household", Household), ("person", Person)):
        ids = {row_id for frame in loaded for row_id in frame[entity]["id"]}
        assert ids == read(server, lambda s, m=model: {i.hex for i in s.exec(select(m.id).where(m.village == VILLAGE))})
    names = {name for frame in loaded for name in frame["person"]["given_name"]}
    assert names == {"บุญมี0", "บุญมี1"}
    tablet.cursors = {SUBDISTRICT: offer.seq}
    assert tablet.exchange().digests == {SUBDISTRICT: summed(map(Digest.from_text, header.villages.values())).to_text()}


def test_a_small_area_comes_in_the_reply(server: Database, office: Sender) -> None:
    fill(office, 1)
    reply = a_sender(server, SUBDISTRICT).exchange(cursors={})
    assert (reply.snapshots, reply.zero, reply.more) == ((), (SUBDISTRICT,), False)


def test_a_file_is_used_again_until_a_tenth_has_changed(server: Database, office: Sender) -> None:
    fill(office)
    tablet = a_sender(server, SUBDISTRICT)
    first = offered(tablet)
    fill(office, 1, OTHER_VILLAGE)
    home, *_ = office.household(VILLAGE, members=0)
    office.send(home)
    assert offered(tablet) == first, "one row of twelve is new, and others are elsewhere"
    office.send(office.change(home, {"house_no": "๙"}, home), *office.household(NEXT_VILLAGE, members=0))
    again = offered(tablet)
    assert again.seq > first.seq
    assert again.rows == 14


def test_workers_that_ask_at_once_build_one_file(server: Database, office: Sender) -> None:
    fill(office)
    with ThreadPoolExecutor(4) as workers:
        found = set(workers.map(lambda _: snapshots.offer(server, SUBDISTRICT, now_ms=1), range(8)))
    assert len(found) == 1
    assert len(read(server, lambda session: session.exec(select(StoredSnapshot)).all())) == 1


def test_old_files_go_after_a_week(server: Database, office: Sender) -> None:
    fill(office)
    old = snapshots.offer(server, SUBDISTRICT, now_ms=1)
    fill(office, 2)
    new = snapshots.offer(server, SUBDISTRICT, now_ms=2 + 7 * DAY_MS)
    assert read(server, lambda s: s.exec(select(StoredSnapshot.hash)).all()) == [new.hash]
    assert set(read(server, lambda s: s.exec(select(SnapshotPart.hash)).all())) == {new.hash}
    with pytest.raises(UnknownSnapshot):
        fetched(server, office, old)


def test_whether_a_tablet_may_have_the_file_is_asked_each_time(server: Database, office: Sender) -> None:
    fill(office)
    tablet, stranger = a_sender(server, SUBDISTRICT), a_sender(server, OTHER_VILLAGE)
    offer = offered(tablet)
    with pytest.raises(NotPermitted):
        fetched(server, stranger, offer)
    assert fetched(server, tablet, offer)
    with server.writing() as session:
        officers.set_area(session, tablet.officer_id, OTHER_VILLAGE, now=datetime.now(UTC))
    with pytest.raises(NotPermitted):
        fetched(server, tablet, offer)
    with server.writing() as session:
        device = session.exec(select(Device).where(col(Device.id) == office.device_id)).one()
        device.revoked = True
    with pytest.raises(NotPermitted):
        fetched(server, office, offer)
