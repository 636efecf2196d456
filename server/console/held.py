"""The households whose data a tablet held, as a file for the notice of a breach."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from server.console.export import MEDIA_TYPES, Kind, attached, spreadsheet
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check
from server.console.words import say
from server.deps import DatabaseDep
from server.services.people import revocation
from server.services.people.tablets import short_name
from server.services.privacy import holdings_file
from server.services.privacy.holdings_file import Use
from shared_models.access import REVIEW
from shared_models.errors import InvalidChange
from shared_models.fiscal_year import thai_day

router = APIRouter()
USES = ("subject_breach", "subject_inspection")


@router.post("/audit/tablets/{device_id}/households")
def households(
    database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep, device_id: UUID
) -> Response:
    """CSV or a spreadsheet; on record with what it is for."""
    check(visitor, REVIEW)
    use, kind, now = form.get("use", ""), form.get("kind", ""), datetime.now(UTC)
    if use not in USES or kind not in (Kind.CSV, Kind.XLSX):
        raise InvalidChange(field="use", reason="required")
    with database.writing() as session:
        device = revocation.find_tablet(session, visitor.district, device_id)
        table = holdings_file.table(session, device, Use(visitor.officer_id, use), now=now)
    title = say("held_by", told, name=short_name(device_id))
    name = f"tablet-{short_name(device_id)}-{thai_day(now):%Y%m%d}.{kind}"
    data = spreadsheet(table, title, Kind(kind), told)
    return Response(data, media_type=MEDIA_TYPES[Kind(kind)], headers=attached(name))
