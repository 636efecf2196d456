"""The way down of the exchange: what changed in a tablet's areas since its cursors, read in one snapshot."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from server.services.exchanging.packing import columns_of, packed
from server.services.exchanging.places import LEFT, LEFT_ROW, district_of, ends, within
from server.tables import FeedEntry, FeedHead, VillageDigest
from shared_models.area import contains
from shared_models.chunks import chunks
from shared_models.columns import IdTable, Packed
from shared_models.digest import Digest, summed
from shared_models.entities import ENTITIES, MEMBERS, abouts
from shared_models.exchange import Left, SnapshotOffer
from shared_models.operation import Operation

PAGE = 5000  # feed entries of a reply, beside areas that come whole
INLINE_ROWS = 5000  # an area with more comes as a snapshot when it comes whole
_HEADS = select(FeedHead.district_code, FeedHead.seq, FeedHead.last_ms).where(
    col(FeedHead.district_code).in_(bindparam("districts", expanding=True))
)
_PAGE = (
    select(FeedEntry.seq, FeedEntry.entity, FeedEntry.row_id, FeedEntry.left_to)
    .where(
        FeedEntry.district_code == bindparam("district"),
        col(FeedEntry.village).between(bindparam("first"), bindparam("last")),
        FeedEntry.seq > bindparam("start"),
    )
    .order_by(col(FeedEntry.seq))
    .limit(bindparam("room"))
)
_DIGESTS = select(VillageDigest.digest).where(
    VillageDigest.district_code == bindparam("district"),
    col(VillageDigest.village).between(bindparam("first"), bindparam("last")),
)
Found = dict[str, dict[UUID, SqlRow[Any]]]  # entity -> row id -> columns_of(entity)


class Answer:
    """Collects the rows, lefts, cursors and digests of one reply.

    `offers` are the files of areas too large for it; `room`: how many changed rows it may bring beside whole areas.
    """

    def __init__(
        self, session: Session, scope: Iterable[str], *, offers: Iterable[SnapshotOffer] = (), room: int
    ) -> None:
        self.session, self.scope = session, tuple(scope)
        self.snapshots = [offer for offer in offers if offer.code in self.scope]
        districts = sorted({district_of(code) for code in self.scope})
        heads = session.connection().execute(_HEADS, {"districts": districts})
        self.heads = {head.district_code: head for head in heads}
        self.rows: Found = defaultdict(dict)
        self.lefts: list[Left] = []
        self.zero: list[str] = []
        self.cursors: dict[str, int] = {}
        self.more = False
        self._room = room

    def read(self, cursors: Mapping[str, int], answered: Iterable[Operation | None]) -> "Answer":
        """Everything since `cursors`, and the current row, or its absence, of each answered operation."""
        offered = {offer.code for offer in self.snapshots}
        for code in self.scope:
            if cursors.get(code, 0) > 0:
                self._since(code, cursors[code])
            elif code in offered:
                self.more = True
            else:
                self._whole(code)
        self._bring_lefts()
        self.gone = self._current(operation for operation in answered if operation)
        self.digests = None if self.more else self._digests()
        return self

    def _whole(self, code: str) -> None:
        """The first download of an area: all its rows, no lefts."""
        self.cursors[code] = self._top(code)
        self.zero.append(code)
        for entity, model in ENTITIES.items():
            self._add(entity, col(model.district_code) == district_of(code), within(col(model.village), code))

    def _since(self, code: str, start: int) -> None:
        top, page = self._top(code), self._page(code, start)
        rest = len(page) > self._room
        page = page[: self._room]
        self._room -= len(page)
        self.more = self.more or rest
        self.cursors[code] = (page[-1].seq if page else start) if rest else top
        wanted = defaultdict(list)
        for entry in page:
            if entry.entity == LEFT:
                self.lefts.append(Left(household_id=entry.row_id, to=entry.left_to or ""))
            elif entry.entity == LEFT_ROW:
                self.lefts.append(Left(household_id=entry.row_id, to=entry.left_to or "", row_id=entry.row_id))
            else:
                wanted[entry.entity].append(entry.row_id)
        for entity, ids in wanted.items():
            self._add_ids(entity, district_of(code), ids)

    def _top(self, code: str) -> int:
        """The last seq of a code's district."""
        head = self.heads.get(district_of(code))
        return head.seq if head else 0

    def time(self, wall_ms: int) -> int:
        """The server's time, never behind what the districts have already filed."""
        return max(wall_ms, *(head.last_ms for head in self.heads.values()), 0)

    def _page(self, code: str, start: int) -> Sequence[SqlRow[Any]]:
        first, last = ends(code)
        inside = {"district": district_of(code), "first": first, "last": last, "start": start, "room": self._room + 1}
        return self.session.connection().execute(_PAGE, inside).all()

    def _bring_lefts(self) -> None:
        """What left for a place inside the scope comes along; the tablet removes the others."""
        for left in self.lefts:
            if self._inside(left.to) and left.row_id is None:
                for entity, model in ENTITIES.items():
                    district = col(model.district_code) == district_of(left.to)
                    self._add(entity, district, col(model.household_id) == left.household_id)
            elif self._inside(left.to):
                self._bring_row(left.row_id, district_of(left.to))

    def _bring_row(self, row_id: UUID | None, district: str) -> None:
        """A row that left by itself, and what is filed about it."""
        for entity, column in (*((name, "id") for name in MEMBERS), *((name, "row_id") for name in abouts())):
            model = ENTITIES[entity]
            self._add(entity, col(model.district_code) == district, getattr(model, column) == row_id)

    def _current(self, operations: Iterable[Operation]) -> list[UUID]:
        """Bring the rows that operations were about; returns the ids of those that are not in the scope."""
        ids: defaultdict[str, set[UUID]] = defaultdict(set)
        for operation in operations:
            if operation.entity in ENTITIES:
                ids[operation.entity].add(operation.row_id)
        for entity, wanted in ids.items():
            for district in sorted({district_of(code) for code in self.scope}):
                self._add_ids(entity, district, sorted(wanted - set(self.rows[entity])))
        return [row_id for entity, wanted in ids.items() for row_id in sorted(wanted - set(self.rows[entity]))]

    def _inside(self, village: str) -> bool:
        return any(contains(code, village) for code in self.scope)

    def _add_ids(self, entity: str, district: str, ids: list[UUID]) -> None:
        model = ENTITIES[entity]
        for some in chunks(ids):
            self._add(entity, col(model.district_code) == district, col(model.id).in_(some))

    def _add(self, entity: str, *conditions: Any) -> None:
        for row in self.session.execute(select(*columns_of(entity)).where(*conditions)):
            if self._inside(row.village):
                self.rows[entity][row.id] = row

    def _digests(self) -> dict[str, str]:
        return {code: digest_of(self.session, code).to_text() for code in self.scope}

    def packed(self) -> tuple[bytes, dict[str, Packed]]:
        """The reply's shared ids and its tables, packed by column."""
        ids = IdTable()
        tables = {entity: packed(entity, list(rows.values()), ids) for entity, rows in self.rows.items() if rows}
        return ids.to_bytes(), tables


def digest_of(session: Session, code: str) -> Digest:
    """How many rows an area has, and their sum."""
    first, last = ends(code)
    kept = session.connection().execute(_DIGESTS, {"district": district_of(code), "first": first, "last": last})
    return summed(Digest.from_text(text) for text in kept.scalars())


def large(session: Session, codes: Iterable[str]) -> list[str]:
    """Those areas that have too many rows to come whole in a reply."""
    return [code for code in codes if digest_of(session, code).rows > INLINE_ROWS]
