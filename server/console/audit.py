"""The audit log: its newest entries, and whether the chain is whole."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from server.console import moments
from server.console.render import page as rendered
from server.console.visitor import LanguageDep, VisitorDep, check
from server.deps import DatabaseDep
from server.services import audit
from shared_models.access import REVIEW

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
        entries, count = audit.newest(session, visitor.district, page=page, length=LENGTH)
    return rendered(
        request,
        "audit/page.html",
        verified=verified,
        entries=entries,
        count=count,
        page=page,
        first=(page - 1) * LENGTH + 1,
        at=lambda unix_ms: moments.moment_words(datetime.fromtimestamp(unix_ms / 1000, UTC), told),
    )
