"""Recording any entity by name, through the same rules as the screens: what the command line uses."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from field_app.services import clock
from field_app.services.tablet import Tablet
from field_app.store import repository
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, HOUSEHOLD, MEMBERS
from shared_models.errors import InvalidChange
from shared_models.merge import Scalar
from shared_models.operation import Operation
from shared_models.synced import Synced


async def record(tablet: Tablet, entity: str, row_id: UUID | None, values: Mapping[str, Any]) -> Operation | None:
    """Create a row (`row_id` None; `household_id` among the values) or change one. None: it said what is there."""
    if entity not in ENTITIES:
        raise InvalidChange(field="entity", reason="unknown_entity")
    place = {"id"} if row_id and entity in MEMBERS else {"id", HOUSEHOLD}  # a member's household can be changed
    changes: dict[str, Scalar] = {name: value for name, value in values.items() if name not in place}
    new_id = row_id or clock.moment().new_id()
    if row_id is None:
        household_id = new_id if entity == "household" else _uuid(values.get("household_id"))
        edit = Edit(entity, new_id, household_id, changes)
    else:
        edit = await tablet.database.read(lambda session: _edit(session, entity, row_id, changes))
    operations = await tablet.record([edit])
    return operations[0] if operations else None


async def change(
    tablet: Tablet,
    entity: str,
    row: Synced,
    values: Mapping[str, Scalar],
    *,
    bases: Mapping[str, Sequence[str]] | None = None,
    draft: str | None = None,
) -> None:
    """Save a form of any entity: `bases` are the heads its fields were opened with, `draft` what is dropped with it."""
    await tablet.record([Edit(entity, row.id, row.household_id, values, bases or {})], draft=draft)


def _edit(session: Session, entity: str, row_id: UUID, changes: Mapping[str, Scalar]) -> Edit:
    """A change that settles what is in conflict, also in favour of the value that is shown."""
    row = repository.get(session, entity, row_id)
    if row is None:
        raise InvalidChange(field="id", reason="missing_row")
    return Edit(entity, row_id, row.household_id, changes, repository.split_bases(row, changes))


def _uuid(text: Any) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise InvalidChange(field="household_id", reason="required") from None
