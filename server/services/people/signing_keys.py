"""Which key was an officer's on which tablet, from the audit log: there it cannot be changed without being found."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, select

from server import security
from server.services import districts
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import AuditEntry, DeviceKey
from shared_models.identity import office_id

MARK = "key:"
DIGITS = 32


def enter(session: Session, key: DeviceKey, *, now: datetime) -> None:
    """Put on record that the tablet has this officer's key from now on."""
    subject = f"{key.device_id} {_mark(key.public_key)}"
    audit.enter(session, key.district_code, Action.TABLET_ENROLLED, officer_id=key.officer_id, subject=subject, now=now)


class KnownKeys:
    """All that were ever on record in a district."""

    def __init__(self, session: Session, district: str) -> None:
        enrolled = select(AuditEntry.officer_id, AuditEntry.subject).where(
            AuditEntry.district_code == district, AuditEntry.action == Action.TABLET_ENROLLED.value
        )
        self._known = set(session.exec(enrolled))
        self._office = office_id(district)
        self._own = security.signing_public(districts.state(session).signing_key)

    def has(self, device_id: UUID, officer_id: UUID, public_key: bytes) -> bool:
        """The office itself signs by the server's key."""
        if device_id == self._office:
            return public_key == self._own
        return (officer_id, f"{device_id} {_mark(public_key)}") in self._known


def _mark(public_key: bytes) -> str:
    return MARK + sha256(public_key).hexdigest()[:DIGITS]
