"""POST /v1/sync: the one endpoint of the exchange."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from server.deps import DatabaseDep, SignedRequest
from server.errors import Malformed
from server.routers.described import answered, packed_body, refusals
from server.services.exchanging import exchange
from shared_models.exchange import CONTENT_TYPE, ExchangeRequest

router = APIRouter()
PATH, JSON = "/v1/sync", "application/json"
REFUSALS = refusals("unauthenticated", "malformed", "not_permitted", "number_too_low", "server_not_set_up")


@router.post(
    PATH,
    response_class=Response,
    responses={**answered(CONTENT_TYPE, JSON), **REFUSALS},
    openapi_extra=packed_body(PATH, ExchangeRequest),
)
def sync(request: Request, database: DatabaseDep, signed: SignedRequest) -> Response:
    """Take a tablet's operations in their order, answer what changed. `Accept: application/json` is readable."""
    try:
        wanted = ExchangeRequest.from_bytes(signed.body)
    except ValueError:
        raise Malformed(reason="exchange") from None
    reply = exchange.exchange(database, signed.caller, wanted, now=datetime.now(UTC))
    if request.headers.get("accept") == JSON:
        return Response(reply.model_dump_json(), media_type=JSON)
    return Response(reply.to_bytes(), media_type=CONTENT_TYPE)
