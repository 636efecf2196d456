"""The feed of a district: where each row stands, what left a village and for where, and the digests that follow."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert
from sqlmodel import Session, col, delete, select

from server.tables import FeedEntry, FeedHead, VillageDigest
from shared_models.digest import Digest, summed
from shared_models.entities import ENTITIES
from shared_models.household import Household
from shared_models.rows import copied
from shared_models.synced import Synced

LEFT = "left"  # the entity of an entry that says a household went away


def district_of(village: str) -> str:
    return village[:4]


def within(village: Any, code: str) -> Any:
    """The condition that a village column lies in the area `code`: a range, so that any index serves it."""
    return village.between(code.ljust(8, "0"), code.ljust(8, "9"))


class Feed:
    """Hands out seqs and files rows within one writing transaction. Digest changes wait for `settle`."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.heads: dict[str, FeedHead] = {}
        self._digests: defaultdict[tuple[str, str], Digest] = defaultdict(Digest)

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
        """What is filed inside is filed whole or not at all."""
        before = dict(self._digests)
        try:
            with self.session.begin_nested():
                yield
        except Exception:
            self._digests = defaultdict(Digest, before)
            raise

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

    def home(self, household_id: UUID, near: str) -> tuple[str, str] | None:
        """District and village of a household known in district `near`, or that left it."""
        row = self.session.get(Household, (near, household_id))
        if row is not None:
            return near, row.village
        left = self.session.exec(
            select(FeedEntry.left_to).where(
                FeedEntry.district_code == near, FeedEntry.row_id == household_id, FeedEntry.entity == LEFT
            )
        ).first()
        return (district_of(left), left) if left else None

    def left_villages(self, household_id: UUID, districts: Iterable[str]) -> set[str]:
        """The villages that a household has left and not returned to."""
        return set(
            self.session.exec(
                select(FeedEntry.village).where(
                    col(FeedEntry.district_code).in_(set(districts)),
                    FeedEntry.row_id == household_id,
                    FeedEntry.entity == LEFT,
                )
            )
        )

    def file(self, entity: str, row: Synced) -> None:
        """Give a new or changed row its next place in the feed of the village it belongs to."""
        if row.seq:
            self.session.execute(
                delete(FeedEntry).where(
                    col(FeedEntry.district_code) == row.district_code, col(FeedEntry.seq) == row.seq
                )
            )
            self._unfile(row)
        row.seq = self.next_seq(row.district_code)
        self._digests[row.district_code, row.village] = self._digests[row.district_code, row.village].add(
            row.id, row.seq
        )
        self.session.add(
            FeedEntry(district_code=row.district_code, seq=row.seq, village=row.village, entity=entity, row_id=row.id)
        )
        self.session.flush()

    def _unfile(self, row: Synced) -> None:
        key = row.district_code, row.village
        self._digests[key] = self._digests[key].remove(row.id, row.seq)

    def move(self, household_id: UUID, *, source: str, target: str) -> None:
        """Bring a household's rows from one village to another, and leave behind where they went."""
        self.lock([district_of(source), district_of(target)])
        for entity, model in ENTITIES.items():
            for row in self.session.exec(
                select(model).where(model.district_code == district_of(source), model.household_id == household_id)
            ).all():
                self._carry(entity, row, target)
        self._leave(household_id, source=source, target=target)

    def _carry(self, entity: str, row: Synced, target: str) -> None:
        self.session.execute(
            delete(FeedEntry).where(col(FeedEntry.district_code) == row.district_code, col(FeedEntry.seq) == row.seq)
        )
        self._unfile(row)
        if row.district_code != district_of(target):
            carried = copied(row, district_code=district_of(target))
            self.session.delete(row)
            self.session.flush()
            self.session.add(carried)
            row = carried
        row.village, row.seq = target, 0
        self.file(entity, row)

    def _leave(self, household_id: UUID, *, source: str, target: str) -> None:
        """Write the left entry of `source`, renew all earlier ones with the new address, drop the one of `target`."""
        lefts = self.session.exec(
            select(FeedEntry).where(FeedEntry.row_id == household_id, FeedEntry.entity == LEFT)
        ).all()
        villages = {left.village for left in lefts} | {source}
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
                    entity=LEFT,
                    row_id=household_id,
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
        for entity, values in by_entity.items():
            self.session.execute(insert(ENTITIES[entity].__table__), values)  # type: ignore[attr-defined]

    def file_many(self, rows: Sequence[tuple[str, Synced]]) -> None:
        """What `file` does, for many rows of one district that have been filed before."""
        if not rows:
            return
        old = [row.seq for _, row in rows]
        district = col(FeedEntry.district_code) == rows[0][1].district_code
        self.session.execute(delete(FeedEntry).where(district, col(FeedEntry.seq).in_(old)))
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
        """Bring the stored digests up to date with what was filed."""
        stored = self._stored_digests()
        for (district, village), change in self._digests.items():
            row = stored.get((district, village))
            if row is None:
                row = VillageDigest(district_code=district, village=village, digest=Digest().to_text())
                self.session.add(row)
            row.digest = summed([Digest.from_text(row.digest), change]).to_text()
        self._digests.clear()
        self.session.flush()

    def _stored_digests(self) -> dict[tuple[str, str], VillageDigest]:
        """Those of all villages with changes, in one query."""
        villages = {village for _, village in self._digests}
        districts = {district for district, _ in self._digests}
        statement = select(VillageDigest).where(
            col(VillageDigest.district_code).in_(districts), col(VillageDigest.village).in_(villages)
        )
        return {(row.district_code, row.village): row for row in self.session.exec(statement)}


def top_seq(session: Session, district: str) -> int:
    return session.exec(
        select(func.coalesce(func.max(FeedHead.seq), 0)).where(FeedHead.district_code == district)
    ).one()
