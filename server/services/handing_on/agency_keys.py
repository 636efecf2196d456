"""Keys with which agencies' programs read by themselves: each with an area, groups of fields, and an end.

A key is `hv_DISTRICT_LOOKUP_SECRET`. The secret part is 32 random bytes, so its SHA-256 is all that is kept, and it
needs no stretching. Whether a key has ended is told to nobody but its holder.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.handing_on.hand_ons import NAME_LETTERS, WORDS_LETTERS, groups_of, in_order
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import AgencyKey, OfficerAccount
from shared_models.errors import DomainError
from shared_models.hand_on import FieldGroup, Purpose

LIFETIMES = (30, 90, 180, 365)  # days that can be chosen
_NOBODY = bytes(32)
_LOOKUP_BYTES, _SECRET_BYTES = 5, 32


class InvalidKey(DomainError):
    """No such key, or not its secret part: it is not told which."""

    code = "invalid_key"


class KeyExpired(DomainError):
    code = "key_expired"


class KeyRevoked(DomainError):
    code = "key_revoked"


class UnknownAgencyKey(DomainError):
    """It is not in this district's list."""

    code = "unknown_agency_key"


@dataclass(frozen=True)
class WantedKey:
    """A key as it is asked for; `days` of LIFETIMES."""

    agency: str
    purpose: Purpose | None
    purpose_words: str
    area: str
    groups: frozenset[FieldGroup]
    days: int

    def missing(self) -> tuple[str, ...]:
        """What has to be filled in first, by the names of the fields."""
        given = {"agency": self.agency, "purpose": self.purpose, "purpose_words": self.purpose_words}
        return tuple(name for name, value in given.items() if not value)


class KeyLine(NamedTuple):
    """A key and who made it."""

    key: AgencyKey
    officer: str


class Holder(NamedTuple):
    """Whose request it is, and what it may see. `secret_hash` seals the key's cursors."""

    district: str
    lookup: str
    agency: str
    area: str
    scope: frozenset[FieldGroup]
    expires_ms: int
    secret_hash: bytes


def make(session: Session, district: str, wanted: WantedKey, *, by: UUID, now: datetime) -> str:
    """A new key, told this once; on record by its lookup part, purpose and area."""
    lookup, secret = secrets.token_hex(_LOOKUP_BYTES), secrets.token_hex(_SECRET_BYTES)
    session.add(
        AgencyKey(
            district_code=district,
            lookup=lookup,
            secret_hash=_hash(secret),
            agency=wanted.agency[:NAME_LETTERS],
            purpose=str(wanted.purpose),
            purpose_words=wanted.purpose_words[:WORDS_LETTERS],
            area_code=wanted.area,
            groups=in_order(wanted.groups),
            made_by=by,
            made_ms=_ms(now),
            expires_ms=_ms(now + timedelta(days=wanted.days)),
        )
    )
    about = f"{lookup} {wanted.purpose} {wanted.area}"
    audit.enter(session, district, Action.AGENCY_KEY_MADE, officer_id=by, subject=about, now=now)
    return f"hv_{district}_{lookup}_{secret}"


def every(session: Session, district: str) -> list[KeyLine]:
    """The district's keys, the newest first, those that ended among them."""
    here = AgencyKey.district_code == district
    found = list(session.exec(select(AgencyKey).where(here).order_by(col(AgencyKey.made_ms).desc())))
    names = select(OfficerAccount.id, OfficerAccount.name).where(OfficerAccount.district_code == district)
    known = dict(session.exec(names).all())
    session.expunge_all()
    return [KeyLine(key, known.get(key.made_by, "")) for key in found]


def find(session: Session, district: str, lookup: str) -> AgencyKey:
    """Raises UnknownAgencyKey."""
    found = session.get(AgencyKey, (district, lookup))
    if found is None:
        raise UnknownAgencyKey()
    return found


def revoke(session: Session, key: AgencyKey, *, by: UUID, now: datetime) -> None:
    """From now on it opens nothing; once is enough."""
    if key.revoked_ms:
        return
    key.revoked_ms = _ms(now)
    session.add(key)
    about = f"{key.lookup} {key.area_code}"
    audit.enter(session, key.district_code, Action.AGENCY_KEY_REVOKED, officer_id=by, subject=about, now=now)


def holder(session: Session, authorization: str, *, now: datetime) -> Holder:
    """Whose key stands in the header. Raises InvalidKey, KeyExpired, KeyRevoked."""
    scheme, _, token = authorization.partition(" ")
    parts = token.strip().split("_")
    if scheme.lower() != "bearer" or len(parts) != 4 or parts[0] != "hv":
        raise InvalidKey()
    _, district, lookup, secret = parts
    key = session.get(AgencyKey, (district, lookup)) if "\0" not in token else None
    if not hmac.compare_digest(_hash(secret), key.secret_hash if key else _NOBODY) or key is None:
        raise InvalidKey()
    if key.revoked_ms:
        raise KeyRevoked()
    if key.expires_ms <= _ms(now):
        raise KeyExpired()
    scope = groups_of(key.groups)
    return Holder(district, lookup, key.agency, key.area_code, scope, key.expires_ms, key.secret_hash)


def note(session: Session, reader: Holder, *, resource: str, count: int, now: datetime) -> None:
    """Put a page that is read on record."""
    key = find(session, reader.district, reader.lookup)
    key.used_ms = _ms(now)
    session.add(key)
    about = f"{reader.lookup} {resource} {reader.area} n={count}"
    audit.enter(session, reader.district, Action.AGENCY_READ, officer_id=None, subject=about, now=now)


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
