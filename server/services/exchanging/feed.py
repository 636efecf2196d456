"""The feed of a district: where each row stands, what left a village and for where, and the digests that follow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session, col

from server.services.exchanging.places import LEFT, LEFT_ROW, LEFTS, Places, district_of, within
from server.services.exchanging.rows import Row, table
from server.services.exchanging.touched import Touched
from server.tables import FeedEntry, FeedHead, VillageDigest
from shared_models.chunks import chunks
from shared_models.digest import Digest, summed
from shared_models.entities import ENTITIES, MEMBERS, abouts
from shared_models.rows import copied, homes
from shared_models.synced import Synced

__all__ = ["LEFT", "LEFTS", "LEFT_ROW", "Feed", "Head", "district_of", "within"]

Place = tuple[str, int]  # district and seq
_HEAD, _ENTRY = FeedHead.__table__, FeedEntry.__table__  # type: ignore[attr-defined]
_LOCK = select(_HEAD.c.seq, _HEAD.c.last_ms).where(_HEAD.c.district_code == bindparam("district")).with_for_update()
_SET_HEAD = (
    update(_HEAD)
    .where(_HEAD.c.district_code == bindparam("district"))
    .values(seq=bindparam("new_seq"), last_ms=bindparam("new_ms"))
)
_TAKE_OUT = delete(_ENTRY).where(
    _ENTRY.c.district_code == bindparam("district"), _ENTRY.c.seq.in_(bindparam("seqs", expanding=True))
)


class Head(NamedTuple):
    """How far a district's feed is, as FeedHead keeps it."""

    seq: int
    last_ms: int


class Feed(Places):
    """Hands out seqs and files rows within one writing transaction. What is filed waits for `settle`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.heads: dict[str, Head] = {}
        self._digests: defaultdict[tuple[str, str], Digest] = defaultdict(Digest)
        self._entries: dict[Place, dict[str, Any]] = {}  # to be written
        self._stale: set[Place] = set()  # to be deleted
        self.touched = Touched()

    @property
    def alone(self) -> bool:
        """Whether nobody else writes in any district from the transaction's beginning on, as SQLite has it."""
        return self._dialect == "sqlite"

    @property
    def _dialect(self) -> str:
        return self.session.get_bind().dialect.name

    def lock(self, districts: Iterable[str]) -> None:
        """Take the districts' locks, in code order."""
        for code in sorted(set(districts) - set(self.heads)):
            connection = self.session.connection()
            head = connection.execute(_LOCK, {"district": code}).first()
            if head is None:
                self._open(code)
                head = connection.execute(_LOCK, {"district": code}).one()
            self.heads[code] = Head(*head)

    def _open(self, code: str) -> None:
        if self._dialect == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as upsert
        else:
            from sqlalchemy.dialects.sqlite import insert as upsert  # type: ignore[assignment]
        self.session.execute(upsert(FeedHead).values(district_code=code, seq=0, last_ms=0).on_conflict_do_nothing())

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is filed inside is filed whole or not at all. A lock taken inside is given back with the rest."""
        self.rows.write()
        before = dict(self._digests), dict(self.heads), dict(self._entries), set(self._stale), self.touched.copy()
        try:
            with self.session.begin_nested():
                yield
                self.rows.write()
        except Exception:
            digests, self.heads, self._entries, self._stale, self.touched = before
            self._digests = defaultdict(Digest, digests)
            self.forget()
            raise

    def now(self, wall_ms: int) -> int:
        """The server's time, never behind what the locked districts have already filed."""
        now = max(wall_ms, *(head.last_ms for head in self.heads.values()))
        self.heads = {code: Head(head.seq, now) for code, head in self.heads.items()}
        return now

    def next_seq(self, district: str, count: int = 1) -> int:
        """The first of `count` consecutive seqs."""
        if district not in self.heads:
            self.lock([district])
        head = self.heads[district]
        self.heads[district] = Head(head.seq + count, head.last_ms)
        return head.seq + 1

    def file(self, entity: str, row: Row | Synced) -> None:
        """Give a new or changed row its next place in the feed of the village it belongs to."""
        if row.seq:
            self.take_out(row)
        district, village, row_id = row.district_code, row.village, row.id
        row.seq = seq = self.next_seq(district)
        self._digests[district, village] = self._digests[district, village].add(row_id, seq)
        self._entries[district, seq] = {
            "district_code": district,
            "seq": seq,
            "village": village,
            "entity": entity,
            "row_id": row_id,
            "left_to": None,
        }

    def take_out(self, row: Any) -> None:
        """Take a row out of its place and out of its village's digest."""
        key, place = (row.district_code, row.village), (row.district_code, row.seq)
        self._digests[key] = self._digests[key].remove(row.id, row.seq)
        if self._entries.pop(place, None) is None:
            self._stale.add(place)

    def move(self, household_id: UUID, *, source: str, target: str) -> None:
        """Bring a household's rows from one village to another, and leave behind where they went."""
        self.lock([district_of(source), district_of(target)])
        self._write_all()
        for entity, model in ENTITIES.items():
            of_household = model.district_code == district_of(source), model.household_id == household_id
            for row in self.session.exec(_fresh(model, *of_household)).scalars().all():
                changed_household = entity in MEMBERS and len(homes(row)) > 1
                self._carry(entity, row, target)
                if changed_household:
                    self.leave(LEFT_ROW, row.id, sources={source}, target=target)
        self.leave(LEFT, household_id, sources={source}, target=target)
        if district_of(source) != district_of(target):
            self.touched.households[district_of(source)].add(household_id)
            self.touched.households[district_of(target)].add(household_id)
        self.session.flush()
        self.forget()

    def rehome(self, entity: str, row: Row | Synced, *, was: UUID) -> None:
        """Bring a row that changed household, and what is filed about it, to where its new household is.

        A tablet may hold it as of any village that its old household, `was`, has been in, and will hear no more of
        it there as a row of that household: the row leaves entries of its own in all of them, from now on at each
        move.
        """
        row_id, household_id, source = row.id, row.household_id, row.village
        _, target = self.place_of(household_id) or (row.district_code, source)
        self.lock([row.district_code, district_of(target)])
        self._write_all()
        sources, district = {source, *self.lefts(was)}, row.district_code
        for name, column in ((entity, "id"), *((about, "row_id") for about in abouts())):
            model: Any = ENTITIES[name]
            about_it = model.district_code == district, getattr(model, column) == row_id
            for one in self.session.exec(_fresh(model, *about_it)).scalars().all():
                one.household_id = household_id
                self._carry(name, one, target)
        self.leave(LEFT_ROW, row_id, sources=sources, target=target)
        self.touched.households[district].add(was)
        self.touched.households[district_of(target)].add(household_id)
        self.session.flush()
        self.forget()

    def _write_all(self) -> None:
        """So that the database can be asked for the rows of a household."""
        self.rows.write()
        self.session.flush()

    def _carry(self, entity: str, row: Synced, target: str) -> None:
        self.take_out(row)
        if row.district_code != district_of(target):
            carried = copied(row, district_code=district_of(target))
            self.session.delete(row)
            self.session.flush()
            self.session.add(carried)
            row = carried
        row.village, row.seq = target, 0
        self.file(entity, row)

    def leave(self, kind: str, row_id: UUID, *, sources: set[str], target: str) -> None:
        """Write the left entries of `sources`, renew all earlier ones with the new address, drop that of `target`."""
        there = col(FeedEntry.row_id) == row_id, col(FeedEntry.entity) == kind, col(FeedEntry.left_to).is_not(None)
        connection = self.session.connection()
        villages = {*connection.scalars(select(_ENTRY.c.village).where(*there)), *sources}
        connection.execute(delete(_ENTRY).where(*there))
        for village in sorted(villages - {target}):
            district = district_of(village)
            place = {"district_code": district, "seq": self.next_seq(district), "village": village}
            connection.execute(insert(_ENTRY), {**place, "entity": kind, "row_id": row_id, "left_to": target})

    def add_many(self, rows: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """File many new rows of one district at once, each given as the values of all its columns: an import's way in.

        Sets the `seq` of each.
        """
        by_entity: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        entries = []
        for entity, values in rows:
            by_entity[entity].append(values)
            entries.append((entity, values["district_code"], values["village"], values["id"]))
        for (_, values), seq in zip(rows, self._enter(entries), strict=True):
            values["seq"] = seq
        for entity, inserted in by_entity.items():
            self.session.execute(insert(table(entity)), inserted)

    def file_many(self, rows: Sequence[tuple[str, Synced]]) -> None:
        """What `file` does, for many rows of one district that have been filed before."""
        if not rows:
            return
        for _, row in rows:
            self.take_out(row)
        entries = [(entity, row.district_code, row.village, row.id) for entity, row in rows]
        for (_, row), seq in zip(rows, self._enter(entries), strict=True):
            row.seq = seq
        self.session.flush()

    def _enter(self, entries: Sequence[tuple[str, str, str, UUID]]) -> range:
        """Write feed entries (entity, district, village, row id) of one district; returns their seqs."""
        if not entries:
            return range(0)
        district, count = entries[0][1], len(entries)
        first = self.next_seq(district, count)
        seqs, columns = range(first, first + count), ("entity", "district_code", "village", "row_id")
        for seq, (_, _, village, row_id) in zip(seqs, entries, strict=True):
            self._digests[district, village] = self._digests[district, village].add(row_id, seq)
        values = [
            {**dict(zip(columns, entry, strict=True)), "seq": seq, "left_to": None}
            for seq, entry in zip(seqs, entries, strict=True)
        ]
        self.session.execute(insert(_ENTRY), values)
        return seqs

    def settle(self) -> None:
        """Write what waited: rows, feed entries, the digests that follow, and how far the feeds are."""
        self.rows.write()
        connection = self.session.connection()
        for district in {district for district, _ in self._stale}:
            seqs = sorted(seq for code, seq in self._stale if code == district)
            for some in chunks(seqs):
                connection.execute(_TAKE_OUT, {"district": district, "seqs": some})
        if self._entries:
            connection.execute(insert(_ENTRY), list(self._entries.values()))
        self._stale, self._entries = set(), {}
        self._settle_digests()
        self.session.flush()
        for code, head in self.heads.items():
            connection.execute(_SET_HEAD, {"district": code, "new_seq": head.seq, "new_ms": head.last_ms})

    def _settle_digests(self) -> None:
        stored = self._stored_digests()
        for (district, village), change in self._digests.items():
            row = stored.get((district, village))
            if row is None:
                row = VillageDigest(district_code=district, village=village, digest=Digest().to_text())
                self.session.add(row)
            row.digest = summed([Digest.from_text(row.digest), change]).to_text()
        self._digests.clear()

    def _stored_digests(self) -> dict[tuple[str, str], VillageDigest]:
        """Those of all villages with changes, in one query."""
        villages = {village for _, village in self._digests}
        districts = {district for district, _ in self._digests}
        statement = select(VillageDigest).where(
            col(VillageDigest.district_code).in_(districts), col(VillageDigest.village).in_(villages)
        )
        return {(row.district_code, row.village): row for row in self.session.exec(statement).scalars()}


def _fresh(model: type[Synced], *conditions: Any) -> Any:
    """Rows as they are stored, whatever was read of them before."""
    return select(model).where(*conditions).execution_options(populate_existing=True)
