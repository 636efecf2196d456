"""POST /v1/sync: the one endpoint of the exchange."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from server.deps import DatabaseDep, SignedRequest
from server.errors import Malformed
from server.services import exchange
from shared_models.exchange import CONTENT_TYPE, ExchangeRequest

router = APIRouter()


@router.post("/v1/sync")
def sync(request: Request, database: DatabaseDep, signed: SignedRequest) -> Response:
    """Take a tablet's operations in their order, answer what changed. `Accept: application/json` is readable."""
    try:
        wanted = ExchangeRequest.from_bytes(signed.body)
    except ValueError:
        raise Malformed(reason="exchange") from None
    reply = exchange.exchange(database, signed.caller, wanted, now=datetime.now(UTC))
    if request.headers.get("accept") == "application/json":
        return Response(reply.model_dump_json(), media_type="application/json")
    return Response(reply.to_bytes(), media_type=CONTENT_TYPE)
