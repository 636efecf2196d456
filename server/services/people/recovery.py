"""Forgotten PINs: the tablets' recovery codes as the office keeps them, and the one that is read out to an officer."""

from collections.abc import Iterable
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from sqlmodel import Session, select

from server import security
from server.services.people.officers import WrongPassword
from server.tables import DeviceKey, District, OfficerAccount, RecoveryEscrow
from shared_models import recovery
from shared_models.exchange import Caller, Escrow
from shared_models.recovery import SECRET_BYTES, InvalidChallenge


class Response(NamedTuple):
    """The code to be read out, and to whom: the supervisor makes sure that it is really this officer."""

    code: str
    officer: str
    number: int
    district: str
    subject: str  # as the audit log names it: tablet, officer, number


def keep(session: Session, caller: Caller, escrows: Iterable[Escrow]) -> tuple[bytes, ...]:
    """Put the codes of a tablet's officers on record, in place of earlier ones. Returns the marks of those kept."""
    marks = []
    for escrow in escrows:
        key = (caller.district_code, caller.device_id, escrow.officer_id)
        if session.get(DeviceKey, key) is None:
            continue
        kept = session.get(RecoveryEscrow, key)
        if kept is None:
            district, device_id, officer_id = key
            tag = recovery.tag(device_id, officer_id)
            kept = RecoveryEscrow(
                district_code=district, device_id=device_id, officer_id=officer_id, tag=tag, sealed=b""
            )
        kept.sealed = escrow.sealed
        session.add(kept)
        marks.append(escrow.mark)
    return tuple(marks)


def escrow_of(session: Session, challenge: str, *, district: str | None = None) -> tuple[RecoveryEscrow, int]:
    """The codes that a challenge is about, and the number of the one it asks for. Raises InvalidChallenge."""
    tag, number = recovery.parse_challenge(challenge)
    kept = session.exec(select(RecoveryEscrow).where(RecoveryEscrow.tag == tag)).one_or_none()
    if kept is None or district not in (None, kept.district_code):
        raise InvalidChallenge(reason="unknown")
    return kept, number


def response(session: Session, challenge: str, password: str, *, district: str | None = None) -> Response:
    """The code that a tablet's challenge asks for. `password` is that of the supervisor who holds the recovery key.

    `district`: whose tablets alone are known, None for all. Raises InvalidChallenge, WrongPassword.
    """
    kept, number = escrow_of(session, challenge, district=district)
    keys = session.get(District, kept.district_code)
    officer = session.get(OfficerAccount, (kept.district_code, kept.officer_id))
    assert keys is not None
    assert officer is not None
    try:
        private = security.unwrap(keys.recovery_wrapped, password)
    except InvalidTag:
        raise WrongPassword() from None
    info = recovery.sealed_for(kept.device_id, kept.officer_id)
    secrets = security.open_sealed(private, kept.sealed, info=info)
    secret = secrets[number * SECRET_BYTES : (number + 1) * SECRET_BYTES]
    subject = f"{kept.device_id} {kept.officer_id} {number}"
    return Response(recovery.code_text(secret), officer.name, number, kept.district_code, subject)
