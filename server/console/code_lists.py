"""The codes of fields that are chosen from a list: to be looked up and taken along, never edited."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.console.export import MEDIA_TYPES, Kind, attached
from server.console.render import page
from server.console.visitor import VisitorDep, check
from server.services.safekeeping.code_list_file import code_lists_text
from shared_models.access import CONFIGURE
from shared_models.code_lists import code_lists

router = APIRouter()


@router.get("/settings/codes")
def show(request: Request, visitor: VisitorDep) -> Response:
    check(visitor, CONFIGURE)
    return page(request, "settings/codes.html", lists=code_lists())


@router.get("/settings/codes/csv")
def as_csv(visitor: VisitorDep) -> Response:
    check(visitor, CONFIGURE)
    data = code_lists_text().encode("utf-8-sig")
    return Response(data, media_type=MEDIA_TYPES[Kind.CSV], headers=attached("codes.csv"))
