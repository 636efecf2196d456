"""POST /v1/enrolments: a tablet proves its one-time code and gets the server's keys."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from server.deps import DatabaseDep, PlainBody
from server.errors import Malformed
from server.routers.described import answered, packed_body, refusals
from server.services.pace import Kind, Pace
from server.services.people import enrolment
from server.strangers import address
from shared_models.exchange import CONTENT_TYPE, EnrolmentRequest

router = APIRouter()
PATH = "/v1/enrolments"
REFUSALS = refusals("malformed", "invalid_code", "tablet_too_old", "server_not_set_up")


@router.post(
    PATH,
    response_class=Response,
    responses={**answered(CONTENT_TYPE), **REFUSALS},
    openapi_extra=packed_body(PATH, EnrolmentRequest),
)
def enrol(asked: Request, database: DatabaseDep, body: PlainBody) -> Response:
    pace: Pace = asked.app.state.pace
    pace.count(Kind.ENROLMENT, address(asked.scope))
    try:
        request = EnrolmentRequest.from_bytes(body)
    except ValueError:
        raise Malformed(reason="enrolment") from None
    reply = enrolment.enrol(database, request, now=datetime.now(UTC), authority=asked.app.state.authority)
    return Response(reply.to_bytes(), media_type=CONTENT_TYPE)
