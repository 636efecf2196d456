"""Actions of the office on rows as they are now: every edit names what it takes the place of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from server.services.reviewing import office_edit
from server.services.reviewing.office_edit import Supervisor
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, wire
from shared_models.heads import RowHeads
from shared_models.household_event import in_one
from shared_models.merge import Scalar
from shared_models.operation import Operation
from shared_models.synced import Synced


class Was(NamedTuple):
    """A value before and after an action, in wire form; `id` of its row."""

    entity: str
    id: str
    name: str
    before: Scalar
    after: Scalar


def row(session: Session, district: str, entity: str, row_id: UUID) -> Synced | None:
    """A row of the district as it is stored now."""
    return session.get(ENTITIES[entity], (district, row_id), populate_existing=True)


def act(
    session: Session, supervisor: Supervisor, edits: Sequence[Edit], *, now: datetime, mends: str | None = None
) -> list[Operation]:
    """Record them as one action. Raises what office_edit.edit raises."""
    based = [_based(session, supervisor.district, edit) for edit in in_one(edits)]
    return office_edit.edit(session, supervisor, based, now=now, mends=mends)


def changes(session: Session, district: str, edits: Sequence[Edit]) -> list[Was]:
    """What these edits, not recorded yet, change of rows that are there."""
    found: list[Was] = []
    for edit in in_one(edits):
        there: Any = row(session, district, edit.entity, edit.row_id)
        if there is not None:
            found += [
                Was(edit.entity, str(edit.row_id), name, wire(getattr(there, name)), value)
                for name, value in edit.changes.items()
            ]
    return found


def taken_back(session: Session, district: str, done: Sequence[Was]) -> list[Edit]:
    """Edits that give these values back, where nobody has changed them since."""
    edits = []
    for was in done:
        there: Any = row(session, district, was.entity, UUID(was.id))
        if there is not None and wire(getattr(there, was.name)) == was.after and was.before != was.after:
            edits.append(Edit(was.entity, there.id, there.household_id, {was.name: was.before}))
    return in_one(edits)


def _based(session: Session, district: str, edit: Edit) -> Edit:
    there: Any = row(session, district, edit.entity, edit.row_id)
    if there is None:
        return edit
    heads = RowHeads(there.heads)
    bases = {name: heads.stamps(name, wire(getattr(there, name))) for name in edit.changes}
    return Edit(edit.entity, edit.row_id, there.household_id, edit.changes, {**bases, **edit.bases}, edit.reason)
