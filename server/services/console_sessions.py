"""Signing in to the office's pages: a name, a password, and a session that ends by itself."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import Session, col, delete, select

from server import security
from server.database import Database
from server.services import audit, officers
from server.services.audit import Action
from server.services.districts import PASSWORD_MIN
from server.tables import ConsoleSession, OfficerAccount
from shared_models.errors import DomainError, InvalidChange
from shared_models.officer import Role

IDLE, LONGEST = timedelta(minutes=60), timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is kept when somebody was last here
FREE_TRIES = 5
WAIT = timedelta(minutes=5)  # after the free tries, and after every other one
TOKEN_BYTES = 32


class WrongSignIn(DomainError):
    """Name and password do not belong together; it is not told which is wrong. `tries_left` before a wait."""

    code = "wrong_sign_in"


class SignInDelayed(DomainError):
    """`minutes` until the next try."""

    code = "sign_in_delayed"


class SignedOut(DomainError):
    """No session, or one that has ended."""

    code = "signed_out"


class Visitor(NamedTuple):
    """Who looks at a page. `held`: the area codes of today."""

    district: str
    officer_id: UUID
    name: str
    role: Role
    held: tuple[str, ...]
    csrf: str


def give_account(session: Session, officer_id: UUID, *, username: str, password: str) -> str:
    """Let an officer sign in. Returns the officer's district.

    Raises UnknownOfficer, InvalidChange for a name that is taken or a short password.
    """
    officer, name = officers.find(session, officer_id), username.strip().lower()
    if not name or any(letter.isspace() for letter in name):
        raise InvalidChange(field="username", reason="required")
    if len(password) < PASSWORD_MIN:
        raise InvalidChange(field="password", reason="short_password", least=PASSWORD_MIN)
    taken = session.exec(select(OfficerAccount.id).where(OfficerAccount.username == name)).first()
    if taken is not None and taken != officer_id:
        raise InvalidChange(field="username", reason="username_taken")
    officer.username, officer.password = name, security.hash_password(password)
    officer.wrong_passwords, officer.wait_until_ms = 0, 0
    session.add(officer)
    end_all(session, officer_id)
    return officer.district_code


def sign_in(database: Database, username: str, password: str, *, now: datetime) -> str:
    """The token of a new session, which nothing but the browser keeps. Raises WrongSignIn, SignInDelayed.

    A try is counted on its own, before the password is looked at. An unknown name takes as long as a known one.
    """
    now_ms = _ms(now)
    with database.writing() as session:
        account = _account(session, username)
        if account is not None and now_ms < account.wait_until_ms:
            raise SignInDelayed(minutes=-(-(account.wait_until_ms - now_ms) // 60_000))
        whose = (account.district_code, account.id) if account is not None else None
        hashed = account.password if account is not None and account.password else security.nobody()
        tries_left = _count_try(account, now_ms) if account is not None else FREE_TRIES - 1
    if not security.password_fits(hashed, password) or whose is None:
        raise WrongSignIn(tries_left=tries_left)
    with database.writing() as session:
        audit.enter(session, whose[0], Action.SIGNED_IN, officer_id=whose[1], now=now)
        return _begin(session, *whose, now_ms)


def _account(session: Session, username: str) -> OfficerAccount | None:
    wanted = OfficerAccount.username == username.strip().lower()
    return session.exec(select(OfficerAccount).where(wanted, col(OfficerAccount.revoked).is_(False))).first()


def _count_try(account: OfficerAccount, now_ms: int) -> int:
    account.wrong_passwords += 1
    beyond = account.wrong_passwords - FREE_TRIES
    if beyond >= 0:
        account.wait_until_ms = now_ms + int(WAIT.total_seconds() * 1000)
    return max(0, -beyond)


def _begin(session: Session, district: str, officer_id: UUID, now_ms: int) -> str:
    account = session.get(OfficerAccount, (district, officer_id))
    assert account is not None
    account.wrong_passwords, account.wait_until_ms = 0, 0
    oldest = now_ms - int(LONGEST.total_seconds() * 1000)
    session.exec(delete(ConsoleSession).where(col(ConsoleSession.began_ms) < oldest))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"district_code": district, "officer_id": officer_id, "csrf": secrets.token_urlsafe(TOKEN_BYTES)}
    session.add(ConsoleSession(token_hash=_hash(token), began_ms=now_ms, seen_ms=now_ms, **values))
    return token


def visitor(database: Database, token: str, *, now: datetime) -> Visitor:
    """Whose session it is. Raises SignedOut, also for an officer who was revoked since."""
    now_ms = _ms(now)
    with database.reading() as session:
        kept = session.get(ConsoleSession, _hash(token))
        if kept is None or _is_over(kept, now_ms):
            raise SignedOut()
        found = _visitor(session, kept)
        is_old = now_ms - kept.seen_ms > SEEN_EVERY.total_seconds() * 1000
    if is_old:
        with database.writing(lasting=False) as session:
            again = session.get(ConsoleSession, _hash(token))
            if again is not None:
                again.seen_ms = now_ms
    return found


def _visitor(session: Session, kept: ConsoleSession) -> Visitor:
    account = session.get(OfficerAccount, (kept.district_code, kept.officer_id))
    if account is None or account.revoked:
        raise SignedOut()
    held = officers.held_areas(session, kept.district_code, kept.officer_id).now
    return Visitor(kept.district_code, account.id, account.name, Role(account.role), tuple(held), kept.csrf)


def _is_over(kept: ConsoleSession, now_ms: int) -> bool:
    idle, whole = now_ms - kept.seen_ms, now_ms - kept.began_ms
    return idle > IDLE.total_seconds() * 1000 or whole > LONGEST.total_seconds() * 1000


class OpenSession(NamedTuple):
    """Who is signed in, since when, and when last at a page."""

    name: str
    began_ms: int
    seen_ms: int


def open_sessions(session: Session, district: str, *, now: datetime) -> list[OpenSession]:
    """Those that have not ended, the latest at a page first."""
    whose = (col(OfficerAccount.district_code) == district, col(OfficerAccount.id) == col(ConsoleSession.officer_id))
    statement = select(ConsoleSession, OfficerAccount.name).join(OfficerAccount, and_(*whose))
    found = session.exec(statement.where(ConsoleSession.district_code == district)).all()
    opened = [OpenSession(name, kept.began_ms, kept.seen_ms) for kept, name in found if not _is_over(kept, _ms(now))]
    return sorted(opened, key=lambda one: -one.seen_ms)


def sign_out(database: Database, token: str) -> None:
    """End a session; one that has ended stays so."""
    with database.writing() as session:
        session.exec(delete(ConsoleSession).where(col(ConsoleSession.token_hash) == _hash(token)))


def end_all(session: Session, officer_id: UUID) -> None:
    """Every session of an officer ends: the password was changed, or the officer has left."""
    session.exec(delete(ConsoleSession).where(col(ConsoleSession.officer_id) == officer_id))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
