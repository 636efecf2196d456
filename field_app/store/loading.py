"""The first download of an area: begun, put into the tables slice by slice while work goes on, and finished.

It can be cut anywhere: the file's pieces and how far it was loaded are kept. Until it is finished the area has no
cursor, and its digests are not kept up to date.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select

from field_app.store import search, state
from field_app.store.cache import Transaction
from field_app.store.holdings import Holdings
from field_app.store.snapshot import Slice
from field_app.store.tables import FiledHome, Leaving
from shared_models.area import Level, contains
from shared_models.chunks import chunks
from shared_models.columns import Columns
from shared_models.digest import Digest
from shared_models.entities import ENTITIES
from shared_models.exchange import SnapshotOffer
from shared_models.snapshot import Header

SLICE_ROWS = 500  # of a transaction: a few milliseconds, on a slow tablet some more
HOUSEHOLDS = 150  # whose words a transaction makes
MARKED = "SELECT EXISTS (SELECT 1 FROM leaving) OR EXISTS (SELECT 1 FROM filed_home)"
Newer = dict[str, tuple[str, int]]  # village and seq of rows by id, as text


class Loading(NamedTuple):
    """`offset` is where the next frame begins; `fresh`: nothing that it has was there when it began."""

    code: str
    hash: str
    seq: int
    size: int
    offset: int = 0
    fresh: bool = True


class Found(NamedTuple):
    """What a file has: its ids by entity, and of those that are newer on the tablet, village and seq in the file."""

    ids: dict[str, set[str]]
    filed: dict[str, tuple[str, int]]

    def note(self, tables: Mapping[str, Columns], later: Collection[str]) -> None:
        """Add a frame."""
        for entity, columns in tables.items():
            self.ids.setdefault(entity, set()).update(columns["id"])
            if later:
                rows = zip(columns["id"], columns["village"], columns["seq"], strict=True)
                self.filed.update((row_id, (village, seq)) for row_id, village, seq in rows if row_id in later)


def under_way(session: Session) -> Loading | None:
    """The download that was begun and not finished."""
    kept = state.read(session, "loading")
    return Loading(*kept) if kept else None


def begin(transaction: Transaction, offer: SnapshotOffer) -> Loading:
    """Start loading a file, or go on where it was cut. Files of other downloads are let go."""
    session = transaction.session
    kept = under_way(session)
    transaction.only_attachment(offer.hash)
    state.write(session, "wordless", value=True)
    if kept is not None and (kept.code, kept.hash) == (offer.code, offer.hash):
        return kept
    begun = Loading(offer.code, offer.hash, offer.seq, offer.size, fresh=not _holds(session, offer))
    _keep(session, begun)
    return begun


def _keep(session: Session, loading: Loading | None) -> None:
    state.write(session, "loading", loading)


def _holds(session: Session, offer: SnapshotOffer) -> bool:
    """Whether there are rows in an area that the server had filed when it made the file, or that are leaving.

    Echoes of own edits are newer, and stay.
    """
    leaving = select(Leaving.row_id)
    return any(
        session.exec(
            select(model.id)
            .where(col(model.village).startswith(offer.code), model.seq > 0)
            .where(or_(model.seq <= offer.seq, col(model.id).in_(leaving)))
            .limit(1)
        ).first()
        for model in ENTITIES.values()
    )


def give_up_unless(transaction: Transaction, holdings: Holdings, *, offers: Iterable[SnapshotOffer]) -> None:
    """Forget a download under way whose file the server does not offer any more."""
    kept = under_way(transaction.session)
    if kept is not None and kept.hash not in {offer.hash for offer in offers}:
        holdings.recount(kept.code)
        _keep(transaction.session, None)
        transaction.only_attachment("")


def newer(session: Session, loading: Loading) -> Newer:
    """The rows of the district that came since the file was made, echoes of own edits among them.

    Loading the file makes none: it is asked once, before the first slice.
    """
    district, found = loading.code[: Level.DISTRICT], {}
    for model in ENTITIES.values():
        since = select(model.id, model.village, model.seq).where(
            model.district_code == district, model.seq > loading.seq, col(model.id).not_in(select(Leaving.row_id))
        )
        found.update({row_id.hex: (village, seq) for row_id, village, seq in session.exec(since)})
    return found


def slices(loading: Loading, tables: Mapping[str, Columns], skipped: Iterable[str]) -> Iterator[Slice]:
    """How the frame at the loading's offset is put into the tables."""
    apart = set(skipped)
    for entity, columns in tables.items():
        ids = columns["id"]
        for start in range(0, len(ids), SLICE_ROWS):
            stop = min(start + SLICE_ROWS, len(ids))
            without = [row_id for row_id in ids[start:stop] if row_id in apart] if apart else []
            yield Slice(loading.hash, loading.offset, entity, start, stop, without)


def put(transaction: Transaction, loading: Loading, taken: Slice, columns: Columns, *, beside: bool) -> None:
    """One slice; what waits to be sent is shown on top at once. The words to find it by come later.

    `beside`: whether rows of other districts are held.
    """
    session, ids = transaction.session, set(columns["id"][taken.start : taken.stop]).difference(taken.skipped)
    holdings = Holdings(session)
    if beside:  # first, as long as it is known which of them are leaving: those are out of the digest
        _replace_copies(holdings, taken.entity, list(map(UUID, ids)), district=loading.code[: Level.DISTRICT])
    if session.connection().exec_driver_sql(MARKED).scalar():  # also of rows that were elsewhere until now
        _clear(session, list(map(UUID, ids)))
    if taken.entity in search.SEARCHED:
        search.forget(session, columns["household_id"][taken.start : taken.stop])
    transaction.load(taken, columns)
    holdings.reapply(taken.entity, [row_id for row_id in holdings.waiting() if row_id.hex in ids])
    holdings.save()


def holds_others(session: Session, loading: Loading) -> bool:
    """Whether rows of other districts are held."""
    district = loading.code[: Level.DISTRICT]
    others = (select(model.id).where(model.district_code != district).limit(1) for model in ENTITIES.values())
    return any(session.exec(other).first() for other in others)


def _replace_copies(holdings: Holdings, entity: str, row_ids: list[UUID], *, district: str) -> None:
    """Rows that are held as of another district, which they have left for this one or this one for that.

    Whichever is newer: its left entry comes after the file, and brings the rows as they are.
    """
    model = ENTITIES[entity]
    for ids in chunks(row_ids):
        other = model.id.in_(ids), model.district_code != district  # type: ignore[attr-defined]
        copies = list(holdings.session.exec(select(model.id).where(*other)))
        if copies:
            holdings.unfile(entity, copies)
            holdings.delete(entity, copies)


def _clear(session: Session, row_ids: list[UUID]) -> None:
    """Remove what is kept beside rows that come again."""
    for ids in chunks(row_ids):
        session.execute(delete(Leaving).where(col(Leaving.row_id).in_(ids)))
        session.execute(delete(FiledHome).where(col(FiledHome.row_id).in_(ids)))


def go_on(transaction: Transaction, loading: Loading, offset: int) -> Loading:
    """A frame is loaded; the next begins at `offset`."""
    after = loading._replace(offset=offset)
    _keep(transaction.session, after)
    return after


def finish(transaction: Transaction, loading: Loading, header: Header, later: Newer, found: Found | None) -> None:
    """What the file did not bring, and nothing waits for, leaves; the area has its digests and its cursor.

    `later` are the rows newer than the file; `found` is needed where there are some, or where the area was not fresh.
    """
    session, holdings = transaction.session, Holdings(transaction.session)
    for entity, model in ENTITIES.items():
        there = select(model.id, model.household_id).where(col(model.village).startswith(loading.code))
        if loading.fresh:  # what the server has filed came from the file, or after it
            there = there.where(model.seq == 0)
        ids = found.ids.get(entity, set()) if found else set()
        rows = [row for row in session.exec(there) if row[0].hex not in ids and row[0].hex not in later]
        holdings.drop(entity, rows)
    holdings.forget(loading.code)
    holdings.villages |= {village: Digest.from_text(text) for village, text in header.villages.items()}
    for row_id, (village, seq) in (found.filed if found else {}).items():  # the tablet has a newer row in its place
        holdings.villages[village] = holdings.villages[village].remove(UUID(row_id), seq)
    for row_id, (village, seq) in later.items():
        if contains(loading.code, village):
            holdings.villages[village] = holdings.villages[village].add(UUID(row_id), seq)
    holdings.save()
    state.write(session, "cursors", {**state.read(session, "cursors", {}), loading.code: loading.seq})
    _keep(session, None)
    transaction.only_attachment("")


def is_wordless(session: Session) -> bool:
    """Whether there may be households without the words to find them by."""
    return bool(state.read(session, "wordless", default=False))


def add_words(session: Session) -> None:
    """Make the words of some households that have none."""
    if not search.index_missing(session, HOUSEHOLDS):
        state.write(session, "wordless", value=False)
