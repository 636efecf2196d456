"""Undoing one import: rows that it added are withdrawn, values that it changed go back to what stood before.

It is undone as a whole or not at all: if somebody has edited a row of it since, or built on one, it is told what
that is and nothing changes. `withdrawal` says what becomes of rows; the stamp of a row's values tells which import
added it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, select
from sqlmodel import Session, col, delete, func
from sqlmodel import select as of_models

from server.database import Database
from server.services.exchanging import filing, withdrawal
from server.services.exchanging.feed import Feed
from server.services.exchanging.rows import table
from server.services.importing.import_changes import NEW
from server.services.importing.import_log import UnknownImport
from server.tables import ImportBatch, ImportChange
from shared_models.entities import ENTITIES, SERVER_WRITES, id_fields, stored, wire
from shared_models.errors import DomainError
from shared_models.hlc import IMPORT_NODE
from shared_models.synced import FILED, Synced

CHUNK = 200  # households, or rows, of one transaction
SHOWN = 50
_ALIKE = "_" * 16  # the time and the counter of a stamp, whatever they are


class NotUndone(DomainError):
    """`reason`: too_old (imported before changes were noted), undone (already), or edited (`count` rows)."""

    code = "not_undone"


class Edited(NamedTuple):
    """A row that stands in the way: of which household, and whether it is `edited` or `built` on an imported one."""

    entity: str
    row_id: UUID
    household_id: UUID
    how: str


EDITED, BUILT = "edited", "built"


def known(session: Session, district: str, import_id: UUID) -> ImportBatch:
    """Raises UnknownImport."""
    batch = session.get(ImportBatch, (district, import_id))
    if batch is None:
        raise UnknownImport()
    return batch


def find(session: Session, district: str, import_id: UUID) -> ImportBatch:
    """An import that can be undone. Raises UnknownImport, NotUndone."""
    batch = known(session, district, import_id)
    if batch.undone_ms:
        raise NotUndone(reason="undone")
    if not batch.origin:
        raise NotUndone(reason="too_old")
    return batch


class Undo:
    """Of one import in its district."""

    def __init__(self, session: Session, batch: ImportBatch) -> None:
        self.session, self.district, self.import_id = session, batch.district_code, batch.id
        self.node = IMPORT_NODE + batch.origin[:12]

    def added(self, entity: str) -> ColumnElement[bool]:
        """The condition that a row of the district was added by this import."""
        columns = table(entity).c
        return and_(columns.district_code == self.district, columns.heads.like(f'{{"*":["{_ALIKE}{self.node}",%'))

    def in_the_way(self) -> list[Edited]:
        """Every row that somebody has edited, or built on a row that this import added."""
        found = [*self._edited(), *self.built_in_households(), *self._pointing(), *self._changed_since()]
        return list({(one.entity, one.row_id): one for one in found}.values())

    def _edited(self) -> Iterator[Edited]:
        for entity in ENTITIES:
            columns = table(entity).c
            touched = self.added(entity) & (columns.heads.contains('"h":') | columns.heads.contains('"@":'))
            of_row = select(columns.id, columns.household_id, columns.heads).where(touched)
            for row_id, household_id, heads in self.session.connection().execute(of_row):
                if '"@":' in heads or self.others(heads):
                    yield Edited(entity, row_id, household_id, EDITED)

    def others(self, heads: str) -> bool:
        """Whether anybody else than this import has given the row a value."""
        entries = json.loads(heads)
        stamps = (head[0] for name, entry in entries.items() if isinstance(entry, dict) for head in entry["h"])
        return any(not stamp.endswith(self.node) for stamp in stamps)

    def built_in_households(self, ids: Iterable[UUID] | None = None) -> Iterator[Edited]:
        """Rows of others in a household that this import added; of these households alone, if they are given."""
        homes = table("household").c
        new_homes = select(homes.id).where(self.added("household")) if ids is None else list(ids)
        for entity in ENTITIES.keys() - SERVER_WRITES:
            columns = table(entity).c
            theirs = columns.household_id.in_(new_homes), not_(self.added(entity))
            of_row = select(columns.id, columns.household_id).where(columns.district_code == self.district, *theirs)
            for row_id, household_id in self.session.connection().execute(of_row):
                yield Edited(entity, row_id, household_id, BUILT)

    def _pointing(self) -> Iterator[Edited]:
        """Rows of others that name a person whom this import added."""
        persons = select(table("person").c.id).where(self.added("person"))
        for entity in ENTITIES.keys() - SERVER_WRITES:
            columns = table(entity).c
            for name in id_fields(entity) - {"id", "household_id"}:
                pointing = columns.district_code == self.district, columns[name].in_(persons), not_(self.added(entity))
                of_row = select(columns.id, columns.household_id).where(*pointing)
                for row_id, household_id in self.session.connection().execute(of_row):
                    if not self._has_set(entity, row_id, name):
                        yield Edited(entity, row_id, household_id, BUILT)

    def _has_set(self, entity: str, row_id: UUID, name: str) -> bool:
        change = self.session.get(ImportChange, (self.district, self.import_id, entity, row_id))
        return change is not None and name in json.loads(change.after)

    def _changed_since(self) -> Iterator[Edited]:
        for change in self.session.exec(self.changes().execution_options(yield_per=1000)):
            row = self.session.get(ENTITIES[change.entity], (self.district, change.row_id))
            if row is None or not stands(row, change):
                yield Edited(change.entity, change.row_id, row.household_id if row else change.row_id, EDITED)
            if row is not None:
                self.session.expunge(row)

    def changes(self) -> Any:
        of_import = ImportChange.district_code == self.district, ImportChange.import_id == self.import_id
        return of_models(ImportChange).where(*of_import).order_by(col(ImportChange.entity), col(ImportChange.row_id))

    def count(self) -> int:
        """How many rows it is about."""
        of_import = ImportChange.district_code == self.district, ImportChange.import_id == self.import_id
        changed = self.session.exec(of_models(func.count()).select_from(ImportChange).where(*of_import)).one()
        of_entity = (select(func.count()).select_from(table(entity)).where(self.added(entity)) for entity in ENTITIES)
        return changed + sum(self.session.connection().execute(counted).scalar_one() for counted in of_entity)


def stands(row: Synced, change: ImportChange) -> bool:
    """Whether the row is still as the import left it, in what the import changed."""
    return all(wire(getattr(row, name)) == value for name, value in json.loads(change.after).items())


def undo(
    database: Database,
    district: str,
    import_id: UUID,
    *,
    undone_by: str,
    now_ms: int,
    progress: Callable[[int, int], None],
) -> int:
    """Returns how many rows it was about. Begun again after a stop it ends the same. Raises NotUndone.

    What comes in while it runs is not lost: a household that somebody has just edited is left as it is.
    """
    with database.alone(f"import {district}"):
        with database.writing() as session:
            batch = find(session, district, import_id)
            if not batch.undoing and (edited := Undo(session, batch).in_the_way()):
                raise NotUndone(reason="edited", count=len(edited))
            batch.undoing = True
            total = Undo(session, batch).count()
        run = _Run(database, district, import_id, lambda done: progress(min(done, total), total))
        run.put_back()
        run.withdraw()
        with database.writing() as session:
            batch = session.get_one(ImportBatch, (district, import_id))
            batch.undoing, batch.undone_ms, batch.undone_by = False, now_ms, undone_by
    return run.done


class _Run:
    """The work itself, in short transactions."""

    def __init__(self, database: Database, district: str, import_id: UUID, progress: Callable[[int], None]) -> None:
        self.database, self.district, self.import_id, self.progress = database, district, import_id, progress
        self.done = 0

    def put_back(self) -> None:
        """Values that were changed, to what stood before."""
        while True:
            with self.database.writing() as session:
                undo, feed = self._undo(session), Feed(session)
                withdrawal.lock(feed, self.district)
                changes = session.exec(undo.changes().limit(CHUNK)).all()
                if not changes:
                    return
                for change in changes:
                    self._put_back(feed, change)
                session.flush()
                ids = [(change.entity, change.row_id) for change in changes]
                for entity, row_id in ids:
                    of_row = ImportChange.entity == entity, ImportChange.row_id == row_id
                    of_import = ImportChange.district_code == self.district, ImportChange.import_id == self.import_id
                    session.execute(delete(ImportChange).where(*of_import, *of_row))
                feed.settle()
            self.done += len(changes)
            self.progress(self.done)

    def _put_back(self, feed: Feed, change: ImportChange) -> None:
        row = feed.session.get(ENTITIES[change.entity], (self.district, change.row_id))
        if row is None or not stands(row, change):
            return
        if change.before == NEW:
            withdrawal.withdraw_rows(feed, self.district, change.entity, [change.row_id])
            return
        was = row.household_id
        for name, value in json.loads(change.before).items():
            setattr(row, name, value if name in FILED else stored(change.entity, name, value))
        feed.session.flush()
        filing.place(feed, change.entity, row, was=was)
        feed.session.flush()

    def withdraw(self) -> None:
        """Rows that were added: households with all they have, then the others."""
        after: UUID | None = None
        while ids := self._withdraw("household", after):
            after = ids[-1]
        for entity in [name for name in ENTITIES if name != "household"]:
            after = None
            while ids := self._withdraw(entity, after):
                after = ids[-1]

    def _withdraw(self, entity: str, after: UUID | None) -> list[UUID]:
        """The next rows that this import added; those that somebody has just edited or built on stay."""
        with self.database.writing() as session:
            undo, feed, columns = self._undo(session), Feed(session), table(entity).c
            withdrawal.lock(feed, self.district)
            onward = [columns.id > after] if after else []
            rows = session.connection().execute(
                select(columns.id, columns.heads).where(undo.added(entity), *onward).order_by(columns.id).limit(CHUNK)
            )
            found = {row_id: undo.others(heads) for row_id, heads in rows}
            ids = [row_id for row_id, edited in found.items() if not edited]
            if entity == "household":
                busy = {one.household_id for one in undo.built_in_households(ids)}
                withdrawal.withdraw_households(feed, self.district, [one for one in ids if one not in busy])
            else:
                withdrawal.withdraw_rows(feed, self.district, entity, ids)
            feed.settle()
        self.done += len(ids)
        self.progress(self.done)
        return list(found)

    def _undo(self, session: Session) -> Undo:
        return Undo(session, session.get_one(ImportBatch, (self.district, self.import_id)))
