"""GET /api/v1/…: what agencies' programs read with their key, which stands in the Authorization header alone."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from server.deps import DatabaseDep
from server.errors import Malformed
from server.routers.described import refusals
from server.services.handing_on import agency_description, agency_keys
from server.services.handing_on.agency_keys import Holder, InvalidKey
from server.services.importing import agency_reading
from server.services.importing.agency_reading import MOST, USUAL, UnknownResource
from server.services.pace import Kind, Pace
from server.strangers import address
from shared_models.agency_resource import readable

router = APIRouter()
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
HEADERS = {"cache-control": "no-store"}
OF_KEY = refusals("invalid_key", "key_expired", "key_revoked", "too_many_requests", "server_not_set_up")
OF_PAGE = {**OF_KEY, **refusals("invalid_cursor", "malformed", "outside_scope", "unknown_resource")}


@router.get("/api/v1/openapi.json")
def description() -> JSONResponse:
    """Open to all: it says what there is, and holds nobody's data."""
    return JSONResponse(agency_description.document())


@router.get("/api/v1/key", responses=OF_KEY)
def key(request: Request, database: DatabaseDep) -> JSONResponse:
    """What the key covers."""
    reader = _reader(request, database)
    told = {
        "agency": reader.agency,
        "area": reader.area,
        "groups": sorted(group.value for group in reader.scope),
        "resources": readable(reader.scope),
        "expires_at": datetime.fromtimestamp(reader.expires_ms / 1000, UTC).isoformat(timespec="seconds"),
    }
    return JSONResponse(told, headers=HEADERS)


@router.get("/api/v1/{resource}", responses=OF_PAGE)
def read(request: Request, database: DatabaseDep, resource: str) -> JSONResponse:
    """A page, which goes on record before it is given."""
    reader, now = _reader(request, database), datetime.now(UTC)
    asked = request.query_params
    limit = _limit(asked.get("limit", str(USUAL)))
    with database.reading() as session:
        page = agency_reading.read(session, reader, resource, cursor=asked.get("cursor", ""), limit=limit, now=now)
    with database.writing() as session:
        agency_keys.note(session, reader, resource=resource, count=len(page.items), now=now)
    answer: dict[str, Any] = page._asdict()
    return JSONResponse(answer, headers=HEADERS)


@router.api_route("/api/v1/{rest:path}", methods=METHODS, include_in_schema=False)
def nothing(rest: str) -> JSONResponse:
    """Nothing is written here, and there is nothing deeper."""
    raise UnknownResource(resource=rest[:40])


def _reader(request: Request, database: DatabaseDep) -> Holder:
    """Whose key it is. Raises InvalidKey, KeyExpired, KeyRevoked, TooManyRequests."""
    pace: Pace = request.app.state.pace
    pace.count(Kind.AGENCY_ADDRESS, address(request.scope))
    try:
        with database.reading() as session:
            reader = agency_keys.holder(session, request.headers.get("authorization", ""), now=datetime.now(UTC))
    except InvalidKey:
        pace.count(Kind.STRANGER, address(request.scope))
        raise
    pace.count(Kind.AGENCY_KEY, f"{reader.district} {reader.lookup}")
    return reader


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise Malformed(reason="limit")
    return int(text)
