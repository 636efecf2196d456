"""How a DomainError becomes an HTTP answer: `{"code", "details"}` and a status."""

from fastapi import Request
from fastapi.responses import JSONResponse

from shared_models.errors import DomainError

STATUS = {
    "unauthenticated": 401,
    "not_permitted": 403,
    "invalid_code": 403,
    "foreign_form": 403,
    "unknown_area": 404,
    "unknown_household": 404,
    "unknown_job": 404,
    "unknown_person": 404,
    "unknown_request": 404,
    "request_answered": 409,
    "unknown_file": 404,
    "unknown_import": 404,
    "unknown_hand_on": 404,
    "unknown_agency_key": 404,
    "passphrase_gone": 410,
    "invalid_key": 401,
    "key_expired": 401,
    "key_revoked": 401,
    "outside_scope": 403,
    "unknown_resource": 404,
    "invalid_cursor": 400,
    "too_many_requests": 429,
    "too_large": 413,
    "unknown_officer": 404,
    "unknown_tablet": 404,
    "unknown_pivot": 404,
    "unknown_snapshot": 404,
    "changed_meanwhile": 409,
    "conflict_changed": 409,
    "pair_changed": 409,
    "unknown_pair": 409,
    "unknown_finding": 409,
    "unknown_action": 409,
    "draft_changed": 409,
    "not_awaited": 409,
    "number_too_low": 409,
    "decided_meanwhile": 409,
    "nothing_to_decide": 409,
    "table_changed_meanwhile": 409,
    "unknown_table": 404,
    "district_already_there": 409,
    "not_undone": 409,
    "server_not_set_up": 503,
    "internal": 500,
}
OTHERWISE = 422


class Unauthenticated(DomainError):
    """The request is not signed by a key that is enrolled here."""

    code = "unauthenticated"


class Malformed(DomainError):
    """The body is not what this endpoint takes."""

    code = "malformed"


async def answer_domain_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    status = STATUS.get(error.code, OTHERWISE)
    return JSONResponse({"code": error.code, "details": error.details}, status, headers=waiting(error))


def waiting(error: DomainError) -> dict[str, str]:
    """The header that says how long to wait, where the error does."""
    return {"retry-after": str(error.details["wait_seconds"])} if "wait_seconds" in error.details else {}
