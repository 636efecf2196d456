"""First downloads: an area's rows at one seq as a file, built once, handed out by byte range, kept for a week."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from server.database import Database
from server.services.exchanging.feed import district_of, within
from server.services.exchanging.packing import columns_of, packed
from server.services.people.officers import tablet_scope
from server.tables import FeedEntry, FeedHead, SnapshotPart, StoredSnapshot, VillageDigest
from shared_models.area import contains
from shared_models.chunks import chunks
from shared_models.columns import IdTable
from shared_models.digest import Digest, summed
from shared_models.entities import ENTITIES
from shared_models.errors import DomainError, NotPermitted
from shared_models.exchange import SnapshotOffer
from shared_models.snapshot import HOUSEHOLDS, Header, rows_frame

KEPT_MS = int(timedelta(days=7).total_seconds() * 1000)
STALE_SHARE = 10  # a file is used again while less than a tenth of its rows changed
PART_BYTES = 1 << 18


class UnknownSnapshot(DomainError):
    """It is not there any more; the next exchange names another one."""

    code = "unknown_snapshot"


def offer(database: Database, code: str, *, now_ms: int) -> SnapshotOffer:
    """The file for an area's first download; built now, by one worker, if there is none that is fresh enough."""
    with database.reading() as session:
        stored = _fresh(session, code)
    if stored is None:
        with database.alone(f"snapshot {code}"):
            with database.reading() as session:
                stored = _fresh(session, code)
            stored = stored or _build(database, code, now_ms=now_ms)
    return SnapshotOffer(code=code, hash=stored.hash, seq=stored.seq, size=stored.size, rows=stored.rows)


def _fresh(session: Session, code: str) -> StoredSnapshot | None:
    """The newest file of an area unless too much has changed since."""
    district = district_of(code)
    of_code = StoredSnapshot.district_code == district, StoredSnapshot.scope_code == code
    newest = session.exec(select(StoredSnapshot).where(*of_code).order_by(col(StoredSnapshot.seq).desc())).first()
    if newest is None:
        return None
    since = FeedEntry.district_code == district, within(col(FeedEntry.village), code), FeedEntry.seq > newest.seq
    changed = session.exec(select(func.count()).select_from(FeedEntry).where(*since)).one()
    session.expunge(newest)
    return newest if changed * STALE_SHARE < newest.rows else None


def _build(database: Database, code: str, *, now_ms: int) -> StoredSnapshot:
    district = district_of(code)
    with database.reading() as session:
        head = session.exec(select(FeedHead.seq).where(FeedHead.district_code == district)).one()
        villages = _villages(session, code)
        header = Header(code, head, summed(map(Digest.from_text, villages.values())).rows, villages)
        file = b"".join([header.to_frame(), *_frames(session, code)])
    file_hash = sha256(file).hexdigest()
    about = {"scope_code": code, "seq": header.seq, "size": len(file), "rows": header.rows, "built_ms": now_ms}
    with database.writing() as session:
        _forget_old(session, district, before_ms=now_ms - KEPT_MS)
        if session.get(StoredSnapshot, (district, file_hash)) is None:
            session.add(StoredSnapshot(district_code=district, hash=file_hash, **about))
            for place, at in enumerate(range(0, len(file), PART_BYTES)):
                part = {"place": place, "blob": file[at : at + PART_BYTES]}
                session.add(SnapshotPart(district_code=district, hash=file_hash, **part))
    return StoredSnapshot(district_code=district, hash=file_hash, **about)


def _villages(session: Session, code: str) -> dict[str, str]:
    """The digests of the area's villages that have rows."""
    inside = VillageDigest.district_code == district_of(code), within(col(VillageDigest.village), code)
    kept = session.exec(select(VillageDigest.village, VillageDigest.digest).where(*inside))
    return {village: text for village, text in kept if Digest.from_text(text).rows}


def _frames(session: Session, code: str) -> Iterator[bytes]:
    """The area's rows, some households at a time in the order of their ids."""
    household = ENTITIES["household"]
    inside = household.district_code == district_of(code), within(col(household.village), code)
    households = session.exec(select(household.id).where(*inside).order_by(col(household.id))).all()
    for at in range(0, len(households), HOUSEHOLDS):
        yield _frame(session, district_of(code), households[at : at + HOUSEHOLDS])


def _frame(session: Session, district: str, households: list[UUID]) -> bytes:
    ids, tables = IdTable(), {}
    for entity, model in ENTITIES.items():
        rows = []
        for some in chunks(households):
            of_them = (
                model.district_code == district,
                col(model.household_id).in_(some),
            )
            statement = select(*columns_of(entity)).where(*of_them)
            rows += session.execute(statement.order_by(col(model.household_id), col(model.id))).all()
        if rows:
            tables[entity] = packed(entity, rows, ids)
    return rows_frame(ids.to_bytes(), tables)


def _forget_old(session: Session, district: str, *, before_ms: int) -> None:
    old = select(StoredSnapshot.hash).where(
        StoredSnapshot.district_code == district, StoredSnapshot.built_ms < before_ms
    )
    for file_hash in session.exec(old).all():
        for table in (SnapshotPart, StoredSnapshot):
            session.execute(delete(table).where(table.district_code == district, table.hash == file_hash))


def forget(session: Session, district: str) -> None:
    """Take away all files of a district: what they have is to be read no longer. A download under way begins again."""
    for table in (SnapshotPart, StoredSnapshot):
        session.execute(delete(table).where(table.district_code == district))


def read(
    session: Session, *, district: str, device_id: UUID, file_hash: str, start: int, stop: int
) -> tuple[bytes, int]:
    """The bytes from `start` to before `stop` of a file of the tablet's areas, and the size of the whole file.

    Raises UnknownSnapshot, and NotPermitted where the tablet does not, or no longer, have the area.
    """
    scope = tablet_scope(session, district, device_id)
    stored = session.exec(select(StoredSnapshot).where(StoredSnapshot.hash == file_hash)).first()
    if stored is None:
        raise UnknownSnapshot()
    if not any(contains(code, stored.scope_code) for code in scope):
        raise NotPermitted(action="snapshot")
    places = range(start // PART_BYTES, -(-min(stop, stored.size) // PART_BYTES))
    of_file = SnapshotPart.district_code == stored.district_code, SnapshotPart.hash == file_hash
    parts = select(SnapshotPart.blob).where(*of_file, col(SnapshotPart.place).in_(places))
    joined = b"".join(session.exec(parts.order_by(col(SnapshotPart.place))))
    offset = start - places.start * PART_BYTES
    return joined[offset : offset + stop - start], stored.size
