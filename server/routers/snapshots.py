"""GET /v1/snapshots/{hash}: the file of a first download, by byte range, so that a cut one goes on."""

import re

from fastapi import APIRouter, Request, Response

from server.deps import DatabaseDep, SignedRequest
from server.errors import Malformed
from server.routers.described import answered, refusals
from server.services.exchanging import snapshots

router = APIRouter()
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")
MAX_BYTES = 4 << 20  # of one answer
BINARY = "application/octet-stream"
RESPONSES = {
    **answered(BINARY, status=206, words="Partial Content"),
    **answered(status=416, words="Range Not Satisfiable"),
    **refusals("unauthenticated", "malformed", "not_permitted", "unknown_snapshot"),
}


@router.get("/v1/snapshots/{file_hash}", status_code=206, response_class=Response, responses=RESPONSES)
def snapshot(file_hash: str, request: Request, database: DatabaseDep, signed: SignedRequest) -> Response:
    """Part of a file, at most MAX_BYTES. Whether the tablet may have it is asked each time."""
    wanted = RANGE.fullmatch(request.headers.get("range", "bytes=0-"))
    if wanted is None:
        raise Malformed(reason="range")
    start = int(wanted[1])
    stop = min(int(wanted[2] or start + MAX_BYTES) + 1, start + MAX_BYTES)
    with database.reading() as session:
        caller = signed.caller
        of_tablet = {"district": caller.district_code, "device_id": caller.device_id}
        body, size = snapshots.read(session, **of_tablet, file_hash=file_hash, start=start, stop=stop)
    if not body:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    headers = {"content-range": f"bytes {start}-{start + len(body) - 1}/{size}", "accept-ranges": "bytes"}
    return Response(body, status_code=206, media_type=BINARY, headers=headers)
