"""The passwords of the office's pages: a first one that is told, and one's own that nobody else knows."""

import secrets
from datetime import datetime

from cryptography.exceptions import InvalidTag
from sqlmodel import Session

from server import security
from server.database import Database
from server.services.people import console_sessions, password_tries
from server.services.people.console_sessions import Visitor
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import District, OfficerAccount
from shared_models.enrolment import code_from
from shared_models.errors import InvalidChange


def first_password() -> str:
    """To be read out or written down once: 60 bits in letters and digits that are not mistaken for others."""
    return code_from(secrets.token_bytes(12)).lower()


def change_password(database: Database, visitor: Visitor, token: str, old: str, new: str, *, now: datetime) -> None:
    """The visitor's own. Other sessions end, and the recovery key that the old one opens is wrapped by the new one.

    Raises SignInDelayed, and InvalidChange for a wrong old one, a short one, or the old one again.
    """
    with database.reading() as session:
        account = _account(session, visitor)
        username, hashed = account.username or "", account.password or security.nobody()
        wrapped = _wrapped(session, visitor)
    password_tries.count(database, username, now=now)
    if not security.password_fits(hashed, old):
        raise InvalidChange(field="old_password", reason="wrong_password")
    if new == old:
        raise InvalidChange(field="new_password", reason="same_password")
    made, rewrapped = console_sessions.hashed_password(new), _rewrapped(wrapped, old, new)
    with database.writing() as session:
        account, district = _account(session, visitor), session.get(District, visitor.district)
        if account.password != hashed or district is None:
            raise InvalidChange(field="old_password", reason="wrong_password")  # it was changed meanwhile
        account.password, account.password_due = made, False
        if rewrapped and district.recovery_wrapped == wrapped:
            district.recovery_wrapped = rewrapped
        password_tries.forget(session, username)
        console_sessions.end_all(session, visitor.officer_id, but=token)
        audit.enter(session, visitor.district, Action.SIGN_IN_CHANGED, officer_id=visitor.officer_id, now=now)


def _account(session: Session, visitor: Visitor) -> OfficerAccount:
    account = session.get(OfficerAccount, (visitor.district, visitor.officer_id))
    assert account is not None
    return account


def _wrapped(session: Session, visitor: Visitor) -> bytes:
    district = session.get(District, visitor.district)
    assert district is not None
    return district.recovery_wrapped


def _rewrapped(wrapped: bytes, old: str, new: str) -> bytes | None:
    """None where another person's password wraps the key."""
    try:
        return security.wrap(security.unwrap(wrapped, old), new)
    except InvalidTag:
        return None
