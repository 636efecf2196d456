"""What stood in the stored rows that an import changes, kept so that the import can be undone."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlmodel import Session

from server.services.importing.target_plan import Planned
from server.tables import ImportChange
from shared_models.entities import wire
from shared_models.synced import Synced

NEW = "null"  # what stood before a row that the import added


def note(session: Session, import_id: UUID, planned: Planned) -> None:
    """Before the rows of a batch are written. A row that the same import changes again keeps what stood first."""
    for entity, row in planned.changed.values():
        before, after = _changes(row)
        _keep(session, row, (import_id, entity), before=json.dumps(before), after=after)
    for entity, values in planned.added.values():
        if entity == "finding":  # every other row tells by its stamp which import added it
            after = {name: values[name] for name in ("status", "other_value", "source")}
            change = {"district_code": values["district_code"], "import_id": import_id, "row_id": values["id"]}
            session.merge(ImportChange(**change, entity=entity, before=NEW, after=json.dumps(after)))


def _keep(session: Session, row: Synced, of: tuple[UUID, str], *, before: str, after: Mapping[str, Any]) -> None:
    import_id, entity = of
    kept = session.get(ImportChange, (row.district_code, import_id, entity, row.id))
    if kept is None:
        kept = ImportChange(
            district_code=row.district_code, import_id=import_id, entity=entity, row_id=row.id, before=before, after=""
        )
        session.add(kept)
        kept.after = json.dumps(after)
    else:
        if kept.before != NEW:
            kept.before = json.dumps(json.loads(before) | json.loads(kept.before))
        kept.after = json.dumps(json.loads(kept.after) | after)


def _changes(row: Synced) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns that wait to be written, in wire form: as they are stored, and as they will be."""
    before, after = {}, {}
    for attribute in inspect(row).attrs:
        if (history := attribute.history).has_changes():
            before[attribute.key] = wire(history.deleted[0]) if history.deleted else None
            after[attribute.key] = wire(getattr(row, attribute.key))
    return before, after
