"""Imports that came in before: who brought what in, when, what came of it, and what stands in the way of undoing it."""

import json
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.services.importing.import_undo import SHOWN, Undo
from server.tables import ImportBatch, ImportCase, StoredFile
from shared_models.household import Household

STOPPED, DONE, UNDONE, UNDOING = "stopped", "done", "undone", "undoing"


class Past(NamedTuple):
    """`state`: STOPPED in the middle, DONE, UNDOING (begun and not ended) or UNDONE."""

    id: UUID
    kind: str
    name: str
    by: str
    at_ms: int
    counts: dict[str, Any]
    state: str
    undone_ms: int
    undone_by: str

    @classmethod
    def of(cls, batch: ImportBatch) -> Self:
        counts = json.loads(batch.counts)
        finished = int(batch.finished_at.timestamp() * 1000) if batch.finished_at else 0
        ended = DONE if finished else STOPPED
        state = UNDONE if batch.undone_ms else UNDOING if batch.undoing else ended
        kind = batch.kind or ("welfare" if "receipts" in counts else "targets")
        at_ms, undone = batch.begun_ms or finished, (batch.undone_ms, batch.undone_by)
        return cls(batch.id, kind, batch.name, batch.imported_by, at_ms, counts, state, *undone)


class PastPage(NamedTuple):
    """Some imports, of how many there are."""

    imports: list[Past]
    count: int


def past_page(session: Session, district: str, *, page: int, length: int) -> PastPage:
    """The newest first, counted from page 1."""
    here = ImportBatch.district_code == district
    count = session.exec(select(func.count()).select_from(ImportBatch).where(here)).one()
    ordered = select(ImportBatch).where(here).order_by(col(ImportBatch.begun_ms).desc(), col(ImportBatch.id))
    found = session.exec(ordered.offset((page - 1) * length).limit(length))
    return PastPage([Past.of(batch) for batch in found], count)


def earlier(session: Session, case: ImportCase) -> Past | None:
    """The import of the very same file, if it was brought in and not taken back."""
    stored = session.get(StoredFile, (case.district_code, case.file_id))
    if stored is None:
        return None
    same = ImportBatch.district_code == case.district_code, ImportBatch.file_hash == stored.hash
    lasting = col(ImportBatch.finished_at).is_not(None), ImportBatch.undone_ms == 0
    batch = session.exec(select(ImportBatch).where(*same, *lasting)).first()
    return Past.of(batch) if batch else None


def case_of(session: Session, batch: ImportBatch) -> UUID | None:
    """The list as it was uploaded, while it is kept: an import that was stopped goes on from there."""
    same = StoredFile.hash == batch.file_hash, StoredFile.district_code == batch.district_code
    joined = select(ImportCase.id).join(StoredFile, col(StoredFile.id) == col(ImportCase.file_id)).where(*same)
    return session.exec(joined.order_by(col(ImportCase.made_ms).desc())).first()


class Blocker(NamedTuple):
    """A household with rows that stand in the way; `what` is their entity, `how` edited or built."""

    house_no: str
    village: str
    what: str
    how: str
    count: int


def blockers(session: Session, batch: ImportBatch) -> list[Blocker]:
    """By household, the first ones."""
    found: dict[tuple[UUID, str, str], int] = {}
    for one in Undo(session, batch).in_the_way():
        key = one.household_id, one.entity, one.how
        found[key] = found.get(key, 0) + 1
    return [_named(session, batch.district_code, key, count) for key, count in list(found.items())[:SHOWN]]


def _named(session: Session, district: str, key: tuple[UUID, str, str], count: int) -> Blocker:
    household = session.get(Household, (district, key[0]))
    house_no, village = (household.house_no, household.village) if household else ("", "")
    return Blocker(house_no, village, key[1], key[2], count)
