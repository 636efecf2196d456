"""The audit log: its newest entries, and whether the chain is whole."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from server.console.render import page as rendered
from server.console.visitor import LanguageDep, VisitorDep, check
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services import audit
from server.services.tablets import short_name
from shared_models.access import REVIEW
from shared_models.area import display_name, find
from shared_models.entities import ENTITIES
from shared_models.labels import label
from shared_models.officer import Role

router = APIRouter()
LENGTH = 50


@router.get("/audit")
def show(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    verify: bool = False,
) -> Response:
    """With `verify` the whole chain is gone through, which takes a while where there are many entries."""
    check(visitor, REVIEW)
    with database.reading() as session:
        verified = audit.verify(session, visitor.district) if verify else None
        newest = audit.newest(session, visitor.district, page=page, length=LENGTH)
    return rendered(
        request,
        "audit/page.html",
        verified=verified,
        entries=newest.entries,
        officers=newest.officers,
        count=newest.count,
        page=page,
        first=(page - 1) * LENGTH + 1,
        about=lambda subject: _about(subject, newest.officers, told),
    )


def _about(subject: str, names: Mapping[UUID, str], told: Language) -> str:
    """The ids and codes of an entry as people know them."""
    return " · ".join(_word(part, names, told) for part in subject.split())


def _word(part: str, names: Mapping[UUID, str], told: Language) -> str:
    entity, _, row_id = part.partition("/")
    if entity in ENTITIES:  # which row of it the log of operations tells
        return f"{label(entity, told)} {row_id[-4:].upper()}"
    with suppress(ValueError):
        known = UUID(part)
        return names.get(known) or say("tablet_named", told, name=short_name(known))
    with suppress(ValueError):
        return label(f"Role.{Role(part)}", told)
    return display_name(part, told) if find(part) else part
