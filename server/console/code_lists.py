"""The codes of fields that are chosen from a list: to be looked up and taken along, never edited."""

import csv
import io

from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.console.render import page
from server.console.visitor import VisitorDep, check
from shared_models.access import CONFIGURE
from shared_models.code_lists import code_lists

COLUMNS = ("list", "used_in", "code", "name_th", "name_en")

router = APIRouter()


@router.get("/settings/codes")
def show(request: Request, visitor: VisitorDep) -> Response:
    check(visitor, CONFIGURE)
    return page(request, "settings/codes.html", lists=code_lists())


@router.get("/settings/codes/csv")
def as_csv(visitor: VisitorDep) -> Response:
    check(visitor, CONFIGURE)
    headers = {"content-disposition": 'attachment; filename="codes.csv"'}
    return Response(code_lists_text().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def code_lists_text() -> str:
    """All of them as CSV, a line for each code; `used_in` names fields as files do, `person.sex`."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in code_lists():
        fields = " ".join(field.key for field in one.fields)
        lines.writerows([one.name, fields, *code] for code in one.codes())
    return written.getvalue()
