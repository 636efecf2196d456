"""What a revoked tablet's officers had typed and not saved: to be read, and entered by whoever goes on with it."""

import json
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.console.render import page
from server.console.visitor import LanguageDep, VisitorDep, check, record
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services.households import household_names
from server.services.households.household_names import HouseholdName
from server.services.people import revocation, withdrawn
from server.services.people.tablets import short_name
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import HeldDraft
from shared_models.access import REVIEW
from shared_models.entities import ENTITIES
from shared_models.labels import label

router = APIRouter()


class DraftShown(NamedTuple):
    """A draft in words. `house` is its household's number and head, or that it belongs to none yet."""

    household_id: UUID | None
    house: str
    officer: str
    saved_ms: int
    fields: tuple[tuple[str, str], ...]


@router.get("/tablets/{device_id}/drafts")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, device_id: UUID) -> Response:
    """They hold names: that they were read goes on record."""
    check(visitor, REVIEW)
    with database.writing() as session:
        device = revocation.find_tablet(session, visitor.district, device_id)
        found = withdrawn.drafts(session, device)
        officers = audit.officer_names(session, visitor.district)
        homes = household_names.named(session, visitor.district, {d.household_id for d in found if d.household_id})
        shown = [_shown(draft, homes, officers.get(draft.officer_id, ""), told) for draft in found]
        record(session, visitor, Action.DRAFTS_READ, str(device_id), datetime.now(UTC))
    return page(request, "tablets/drafts.html", drafts=shown, name=short_name(device_id), device_id=device_id)


def _shown(draft: HeldDraft, homes: dict[UUID, HouseholdName], officer: str, told: Language) -> DraftShown:
    home = homes.get(draft.household_id) if draft.household_id else None
    house = f"{home.house_no} {home.head}".strip() if home else say("draft_new_household", told)
    values = json.loads(draft.body)["values"].items()
    fields = tuple((_field_words(name, told), str(value)) for name, value in values if value not in (None, ""))
    return DraftShown(draft.household_id if home else None, house, officer, draft.saved_ms, fields)


def _field_words(name: str, told: Language) -> str:
    """As the first entity with such a field calls it; a form's own fields keep their name."""
    keys = (f"{entity}.{name}" for entity in ENTITIES)
    return next((words for key in keys if (words := label(key, told)) != key), name)
