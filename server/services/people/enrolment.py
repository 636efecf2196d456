"""Enrolling a tablet with a one-time code that is never sent."""

import hmac
import secrets
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from server import security
from server.database import Database
from server.services import districts
from server.services.exchanging.feed import district_of, within
from server.services.people import officers, signing_keys
from server.tables import Device, DeviceKey, District, EnrolmentCode, OfficerAccount
from shared_models.enrolment import InvalidCode, TabletTooOld, device_mac, reply_mac, request_mac
from shared_models.exchange import EnrolmentReply, EnrolmentRequest
from shared_models.household import Household
from shared_models.identity import uuid7
from shared_models.operation import GENESIS


def enrol(
    database: Database, request: EnrolmentRequest, *, now: datetime, authority: bytes | None = None
) -> EnrolmentReply:
    """Register the tablet's keys, or raise InvalidCode. A tablet that asks again gets the same answer.

    With an `authority`, a request that asks for none is of an old program or was changed on the way so that nothing
    would be pinned: TabletTooOld.
    """
    if authority is not None and not request.pins:
        raise TabletTooOld()
    with database.writing() as session:
        code = session.get(EnrolmentCode, request.lookup, with_for_update=True)
        problem = _problem(code, request, now)
        if code is not None and problem is None:
            problem = _problem_of_the_tablet(session, code, request)
        if code is not None and problem is None:
            return _register(session, code, request, now=now, authority=authority)
        if code is not None and problem == "wrong":
            code.tries_left -= 1
    raise InvalidCode(reason=problem)


def _problem(code: EnrolmentCode | None, request: EnrolmentRequest, now: datetime) -> str | None:
    if code is None:
        return "unknown"
    expires_at = code.expires_at if code.expires_at.tzinfo else code.expires_at.replace(tzinfo=UTC)
    if expires_at < now:
        return "expired"
    if code.tries_left <= 0:
        return "used_up"
    if not hmac.compare_digest(request.mac, request_mac(code.key, request)):
        return "wrong"
    return "used" if code.used_by not in (None, request.signing_public) else None


def _problem_of_the_tablet(session: Session, code: EnrolmentCode, request: EnrolmentRequest) -> str | None:
    """Of one that names its id; with a new key, what its officer has not sent yet would be refused."""
    device = session.get(Device, (code.district_code, request.device_id)) if request.device_id else None
    if device is None:
        return None
    key = session.get(DeviceKey, (code.district_code, device.id, code.officer_id))
    if key is not None and key.public_key == request.signing_public:
        return None
    if not _is_that_tablet(session, device, request):
        return "other_tablet"
    is_there = code.officer_id in request.officers or (key is not None and key.chain != GENESIS)
    return "there" if request.joins and is_there else None


def _is_that_tablet(session: Session, device: Device, request: EnrolmentRequest) -> bool:
    private = districts.state(session).sealing_key
    try:
        return hmac.compare_digest(request.device_mac, device_mac(private, device.sealing_public, request))
    except ValueError:
        return False


def _register(
    session: Session, code: EnrolmentCode, request: EnrolmentRequest, *, now: datetime, authority: bytes | None
) -> EnrolmentReply:
    device_id = code.device_id or _device(session, code.district_code, request, now)
    code.used_by, code.device_id = request.signing_public, device_id
    key = session.get(DeviceKey, (code.district_code, device_id, code.officer_id))
    if key is None:
        key = DeviceKey(
            district_code=code.district_code,
            device_id=device_id,
            officer_id=code.officer_id,
            chain=GENESIS,
            public_key=b"",
        )
    if key.public_key != request.signing_public:
        key.public_key = request.signing_public
        signing_keys.enter(session, key, now=now)
    session.add(key)
    reply = _reply(session, code, device_id).model_copy(update={"authority": authority})
    return reply.model_copy(update={"mac": reply_mac(code.key, request, reply)})


def _device(session: Session, district: str, request: EnrolmentRequest, now: datetime) -> UUID:
    """The tablet's row. An enrolled tablet keeps its id, also on a server restored to before it was enrolled."""
    device_id = request.device_id or uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10))
    device = session.get(Device, (district, device_id))
    if device is None:
        device = Device(district_code=district, id=device_id, sealing_public=b"")
    device.sealing_public = request.sealing_public
    session.add(device)
    return device_id


def _reply(session: Session, code: EnrolmentCode, device_id: UUID) -> EnrolmentReply:
    """Not proven yet."""
    state = districts.state(session)
    district = session.get(District, code.district_code)
    officer = session.get(OfficerAccount, (code.district_code, code.officer_id))
    assert district is not None
    assert officer is not None
    scope = officers.readable_areas(session, code.district_code, code.officer_id)
    return EnrolmentReply(
        district_code=code.district_code,
        device_id=device_id,
        officer_id=officer.id,
        officer_name=officer.name,
        scope=tuple(scope),
        households=sum(households_in(session, area) for area in scope),
        epoch=state.epoch,
        server_signing_public=security.signing_public(state.signing_key),
        server_sealing_public=security.sealing_public(state.sealing_key),
        recovery_public=district.recovery_public,
        mac=b"",
    )


def households_in(session: Session, area: str) -> int:
    """How many a tablet of that area holds."""
    return session.exec(
        select(func.count()).where(Household.district_code == district_of(area), within(col(Household.village), area))
    ).one()
