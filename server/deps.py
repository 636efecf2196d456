"""What routers ask for: the database, the body of a request, and the officer and tablet that signed it."""

import zlib
from typing import Annotated, NamedTuple

from fastapi import Depends, Request
from sqlalchemy import bindparam
from sqlmodel import select

from server.database import Database
from server.errors import Malformed, Unauthenticated
from server.security import is_signed
from server.services.pace import Kind, Pace
from server.strangers import address
from server.tables import DeviceKey
from shared_models.exchange import Caller, parse_authorization, signed_text

MAX_BODY_BYTES = 32 * 1024 * 1024
_PUBLIC_KEY = select(DeviceKey.public_key).where(
    DeviceKey.district_code == bindparam("district"),
    DeviceKey.device_id == bindparam("device"),
    DeviceKey.officer_id == bindparam("officer"),
)


async def database(request: Request) -> Database:
    """Async for nothing but the thread that a plain function would be given."""
    found: Database = request.app.state.database
    return found


DatabaseDep = Annotated[Database, Depends(database)]


async def raw_body(request: Request) -> bytes:
    """The body as it was sent. Too large a one is refused before it is read whole."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise Malformed(reason="too_large")
        chunks.append(chunk)
    return b"".join(chunks)


RawBody = Annotated[bytes, Depends(raw_body)]


def plain_body(request: Request, raw: RawBody) -> bytes:
    """The body, unpacked if it came compressed; a bomb is refused."""
    if request.headers.get("content-encoding") != "gzip":
        return raw
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(raw, MAX_BODY_BYTES)
    except zlib.error:
        raise Malformed(reason="gzip") from None
    if not unpacker.eof:
        raise Malformed(reason="gzip" if not unpacker.unconsumed_tail else "too_large")
    return plain


PlainBody = Annotated[bytes, Depends(plain_body)]


class Signed(NamedTuple):
    """A request whose signature holds."""

    caller: Caller
    body: bytes


def signed(request: Request, found: DatabaseDep, raw: RawBody) -> Signed:
    """Unpacks the body, too, once it is known whose it is. Raises Unauthenticated, TooManyRequests, Malformed."""
    pace: Pace = request.app.state.pace
    try:
        caller = _signer(request, found, raw)
    except Unauthenticated:
        pace.count(Kind.STRANGER, address(request.scope))
        raise
    pace.count(Kind.TABLET, str(caller.device_id))
    return Signed(caller, plain_body(request, raw))


def _signer(request: Request, found: Database, raw: bytes) -> Caller:
    try:
        caller, signature = parse_authorization(request.headers.get("authorization", ""))
    except ValueError:
        raise Unauthenticated() from None
    with found.reading() as session:
        whose = {"district": caller.district_code, "device": caller.device_id, "officer": caller.officer_id}
        public_key = session.connection().execute(_PUBLIC_KEY, whose).scalar()
    text = signed_text(caller, method=request.method, path=request.url.path, body=raw)
    if public_key is None or not is_signed(public_key, signature, text):
        raise Unauthenticated()
    return caller


SignedRequest = Annotated[Signed, Depends(signed)]
