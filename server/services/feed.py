"""The feed of a district: where each row stands, what left a village and for where, and the digests that follow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from server.services.rows import Rows
from server.tables import FeedEntry, FeedHead, VillageDigest
from shared_models.digest import Digest, summed
from shared_models.entities import ENTITIES, MEMBERS, abouts
from shared_models.rows import copied, homes
from shared_models.synced import Synced

CHUNK = 500  # seqs a query names
Place = tuple[str, int]  # district and seq
LEFT = "left"  # the entity of an entry that says a household went away
LEFT_ROW = "left_row"  # and of one that says so of a single row, which has changed household
LEFTS = (LEFT, LEFT_ROW)


def district_of(village: str) -> str:
    return village[:4]


def within(village: Any, code: str) -> Any:
    """The condition that a village column lies in the area `code`: a range, so that any index serves it."""
    return village.between(code.ljust(8, "0"), code.ljust(8, "9"))


class Feed:
    """Hands out seqs and files rows within one writing transaction. What `file` does waits for `settle`."""

    def __init__(self, session: Session) -> None:
        self.session, self.rows = session, Rows(session)
        self.heads: dict[str, FeedHead] = {}
        self._digests: defaultdict[tuple[str, str], Digest] = defaultdict(Digest)
        self._entries: dict[Place, dict[str, Any]] = {}  # to be written
        self._stale: set[Place] = set()  # to be deleted
        self._lefts: dict[UUID, dict[str, str]] = {}  # of the households that were loaded, over all districts

    def lock(self, districts: Iterable[str]) -> None:
        """Take the districts' locks, in code order."""
        for code in sorted(set(districts) - set(self.heads)):
            statement = select(FeedHead).where(FeedHead.district_code == code).with_for_update()
            head = self.session.exec(statement).one_or_none()
            if head is None:
                self._open(code)
                head = self.session.exec(statement).one()
            self.heads[code] = head

    def _open(self, code: str) -> None:
        dialect = self.session.get_bind().dialect.name
        if dialect == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as upsert
        else:
            from sqlalchemy.dialects.sqlite import insert as upsert  # type: ignore[assignment]
        self.session.execute(upsert(FeedHead).values(district_code=code, seq=0, last_ms=0).on_conflict_do_nothing())

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What is filed inside is filed whole or not at all. A lock taken inside is given back with the rest."""
        before = dict(self._digests), dict(self.heads), dict(self._entries), set(self._stale)
        try:
            with self.session.begin_nested():
                yield
        except Exception:
            digests, self.heads, self._entries, self._stale = before
            self._digests = defaultdict(Digest, digests)
            self.forget()
            raise

    def forget(self) -> None:
        """Look rows and left entries up again from here on."""
        self.rows.forget()
        self._lefts.clear()

    def now(self, wall_ms: int) -> int:
        """The server's time, never behind what the locked districts have already filed."""
        now = max(wall_ms, *(head.last_ms for head in self.heads.values()))
        for head in self.heads.values():
            head.last_ms = now
        return now

    def next_seq(self, district: str, count: int = 1) -> int:
        """The first of `count` consecutive seqs."""
        self.lock([district])
        head = self.heads[district]
        head.seq += count
        return head.seq - count + 1

    def home(self, household_id: UUID, districts: Iterable[str]) -> tuple[str, str] | None:
        """District and village of a household known in one of these districts, or that left one of them."""
        districts = list(districts)
        for district in districts:
            row = self.rows.get("household", household_id, district)
            if row is not None:
                return district, row.village
        left = next((to for village, to in self.lefts(household_id).items() if district_of(village) in districts), None)
        return (district_of(left), left) if left else None

    def place_of(self, household_id: UUID) -> tuple[str, str] | None:
        """District and village of a household wherever it is filed."""
        model = ENTITIES["household"]
        self.session.flush()
        found = select(model.district_code, model.village).where(model.household_id == household_id)
        return self.session.exec(found).first()

    def row(self, entity: str, row_id: UUID, household_id: UUID, districts: Iterable[str]) -> Synced | None:
        """A row of a household known in one of these districts; one that changed household, wherever it went."""
        home = self.home(household_id, districts)
        places = [home[0]] if home else []
        if entity in MEMBERS:
            places += [*districts, *(district_of(to) for to in self.lefts(row_id).values())]
        found = (self.rows.get(entity, row_id, district) for district in dict.fromkeys(places))
        return next((row for row in found if row is not None), None)

    def lefts(self, row_id: UUID) -> dict[str, str]:
        """The villages that a household, or a row by itself, has left and not returned to, and where it is now."""
        if row_id not in self._lefts:
            self.load_lefts([row_id])
        return self._lefts[row_id]

    def load_lefts(self, row_ids: Collection[UUID]) -> None:
        """Look for left entries together. They are in any district that a household or row ever was in."""
        self._lefts.update({row_id: {} for row_id in row_ids})
        statement = select(FeedEntry.row_id, FeedEntry.village, FeedEntry.left_to).where(
            col(FeedEntry.left_to).is_not(None), col(FeedEntry.row_id).in_(list(row_ids))
        )
        for row_id, village, left_to in self.session.exec(statement):
            self._lefts[row_id][village] = left_to or ""

    def file(self, entity: str, row: Synced) -> None:
        """Give a new or changed row its next place in the feed of the village it belongs to."""
        if row.seq:
            self._unfile(row)
        row.seq = self.next_seq(row.district_code)
        key, place = (row.district_code, row.village), (row.district_code, row.seq)
        self._digests[key] = self._digests[key].add(row.id, row.seq)
        self._entries[place] = {
            **dict(zip(("district_code", "seq"), place, strict=True)),
            **{"village": row.village, "entity": entity, "row_id": row.id, "left_to": None},
        }

    def _unfile(self, row: Synced) -> None:
        """Take a row out of its place and out of its village's digest."""
        key, place = (row.district_code, row.village), (row.district_code, row.seq)
        self._digests[key] = self._digests[key].remove(row.id, row.seq)
        if self._entries.pop(place, None) is None:
            self._stale.add(place)

    def move(self, household_id: UUID, *, source: str, target: str) -> None:
        """Bring a household's rows from one village to another, and leave behind where they went."""
        self.lock([district_of(source), district_of(target)])
        self.session.flush()
        for entity, model in ENTITIES.items():
            for row in self.session.exec(
                select(model).where(model.district_code == district_of(source), model.household_id == household_id)
            ).all():
                changed_household = entity in MEMBERS and len(homes(row)) > 1
                self._carry(entity, row, target)
                if changed_household:
                    self._leave(LEFT_ROW, row.id, sources={source}, target=target)
        self._leave(LEFT, household_id, sources={source}, target=target)
        self.session.flush()
        self.forget()

    def rehome(self, entity: str, row: Synced, *, was: UUID) -> None:
        """Bring a row that changed household, and what is filed about it, to where its new household is.

        A tablet may hold it as of any village that its old household, `was`, has been in, and will hear no more of
        it there as a row of that household: the row leaves entries of its own in all of them, from now on at each
        move.
        """
        household_id, source = row.household_id, row.village
        _, target = self.place_of(household_id) or (row.district_code, source)
        self.lock([row.district_code, district_of(target)])
        self.session.flush()
        together = [(entity, row)]
        for about in abouts():
            model: Any = ENTITIES[about]
            of_row = select(model).where(model.district_code == row.district_code, model.row_id == row.id)
            together += [(about, found) for found in self.session.exec(of_row).all()]
        sources = {source, *self.lefts(was)}
        for name, one in together:
            one.household_id = household_id
            self._carry(name, one, target)
        self._leave(LEFT_ROW, row.id, sources=sources, target=target)
        self.session.flush()
        self.forget()

    def _carry(self, entity: str, row: Synced, target: str) -> None:
        self._unfile(row)
        if row.district_code != district_of(target):
            carried = copied(row, district_code=district_of(target))
            self.session.delete(row)
            self.session.flush()
            self.session.add(carried)
            row = carried
        row.village, row.seq = target, 0
        self.file(entity, row)

    def _leave(self, kind: str, row_id: UUID, *, sources: set[str], target: str) -> None:
        """Write the left entries of `sources`, renew all earlier ones with the new address, drop that of `target`."""
        there = FeedEntry.row_id == row_id, FeedEntry.entity == kind, col(FeedEntry.left_to).is_not(None)
        lefts = self.session.exec(select(FeedEntry).where(*there)).all()
        villages = {left.village for left in lefts} | sources
        for left in lefts:
            self.session.delete(left)
        self.session.flush()
        for village in sorted(villages - {target}):
            district = district_of(village)
            self.session.add(
                FeedEntry(
                    district_code=district,
                    seq=self.next_seq(district),
                    village=village,
                    entity=kind,
                    row_id=row_id,
                    left_to=target,
                )
            )

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
            self.session.execute(insert(ENTITIES[entity].__table__), inserted)  # type: ignore[attr-defined]

    def file_many(self, rows: Sequence[tuple[str, Synced]]) -> None:
        """What `file` does, for many rows of one district that have been filed before."""
        if not rows:
            return
        for _, row in rows:
            self._unfile(row)
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
        self.session.execute(insert(FeedEntry.__table__), values)  # type: ignore[attr-defined]
        return seqs

    def settle(self) -> None:
        """Write what waited: feed entries, and the digests that follow."""
        for district in {district for district, _ in self._stale}:
            seqs = sorted(seq for code, seq in self._stale if code == district)
            for at in range(0, len(seqs), CHUNK):
                gone = col(FeedEntry.district_code) == district, col(FeedEntry.seq).in_(seqs[at : at + CHUNK])
                self.session.execute(delete(FeedEntry).where(*gone))
        if self._entries:
            self.session.execute(insert(FeedEntry.__table__), list(self._entries.values()))  # type: ignore[attr-defined]
        self._stale, self._entries = set(), {}
        self._settle_digests()
        self.session.flush()

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
        return {(row.district_code, row.village): row for row in self.session.exec(statement)}
