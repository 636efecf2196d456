"""Which key was an officer's on which tablet, from the audit log: there it cannot be changed without being found."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlmodel import Session, select

from server import security
from server.services.proving import audit, stored
from server.services.proving.audit import Action
from server.tables import AuditEntry, DeviceKey, ServerState
from shared_models.identity import office_id

MARK = "key:"
DIGITS = 32


def enter(session: Session, key: DeviceKey, *, now: datetime) -> None:
    """Put on record that the tablet has this officer's key from now on."""
    subject = f"{key.device_id} {_mark(key.public_key)}"
    audit.enter(session, key.district_code, Action.TABLET_ENROLLED, officer_id=key.officer_id, subject=subject, now=now)


class KnownKeys:
    """All that were ever on record in a district; ids and keys are asked for as they are stored.

    `office` is the id under which the office itself signs by the server's key, `own` its public half: None where the
    server's key is none any more.
    """

    def __init__(self, session: Session, district: str) -> None:
        enrolled = select(*stored.as_stored(AuditEntry, "officer_id", "subject")).where(
            AuditEntry.district_code == district, AuditEntry.action == Action.TABLET_ENROLLED.value
        )
        self._known = {(line.officer_id, line.subject) for line in session.connection().execute(enrolled)}
        self.office = office_id(district)
        self.own = _own(session)

    def has(self, device_id: Any, officer_id: Any, public_key: Any) -> bool:
        """Whether it was that officer's on that tablet."""
        tablet = stored.as_id(device_id)
        if tablet is None or not isinstance(public_key, bytes):
            return False
        if tablet == self.office:
            return public_key == self.own
        return (officer_id, f"{tablet} {_mark(public_key)}") in self._known


def _own(session: Session) -> bytes | None:
    wanted = select(*stored.as_stored(ServerState, "signing_key")).where(ServerState.id == 1)
    private = session.connection().execute(wanted).scalar_one_or_none()
    is_key = isinstance(private, bytes) and len(private) == security.SIGNING_KEY_BYTES
    return security.signing_public(private) if is_key else None


def _mark(public_key: bytes) -> str:
    return MARK + sha256(public_key).hexdigest()[:DIGITS]
