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
from server.services.districts import PASSWORD_MIN
from server.services.people import officers, password_tries
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import ConsoleSession, OfficerAccount
from shared_models.errors import DomainError, InvalidChange
from shared_models.officer import Role

IDLE, LONGEST = timedelta(minutes=60), timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # how exactly it is kept when somebody was last here
TOKEN_BYTES = 32
KEY_LETTERS = 16
USERNAME_MAX = 80


class WrongSignIn(DomainError):
    """Name and password do not belong together; it is not told which is wrong. `tries_left` before a wait."""

    code = "wrong_sign_in"


class SignedOut(DomainError):
    """No session, or one that has ended."""

    code = "signed_out"


class Visitor(NamedTuple):
    """Who looks at a page. `held`: the area codes of the work of today.

    `password_due`: to be changed before anything else.
    """

    district: str
    officer_id: UUID
    name: str
    role: Role
    held: tuple[str, ...]
    csrf: str
    password_due: bool = False


class Credentials(NamedTuple):
    """A user name as it is kept, and the hash of a password: made outside of a transaction, as it takes a while."""

    username: str
    hashed: str


class SignedIn(NamedTuple):
    """A session as its owner and the office see it. `key` names it and opens nothing."""

    key: str
    began_ms: int
    seen_ms: int


def credentials(username: str, password: str) -> Credentials:
    """Raises InvalidChange for a name that cannot be typed at sign-in, or a short password."""
    name = username.strip().lower()
    if not name or any(letter.isspace() for letter in name) or len(name) > USERNAME_MAX:
        raise InvalidChange(field="username", reason="required")
    return Credentials(name, hashed_password(password))


def hashed_password(password: str) -> str:
    """Raises InvalidChange for a short one."""
    if len(password) < PASSWORD_MIN:
        raise InvalidChange(field="password", reason="short_password", least=PASSWORD_MIN)
    return security.hash_password(password)


def keep_account(session: Session, officer_id: UUID, given: Credentials, *, password_due: bool = False) -> str:
    """Let an officer sign in; sessions of an earlier password end. Returns the officer's district.

    Raises UnknownOfficer, InvalidChange for a name that is taken.
    """
    officer = officers.find(session, officer_id)
    taken = session.exec(select(OfficerAccount.id).where(OfficerAccount.username == given.username)).first()
    if taken is not None and taken != officer_id:
        raise InvalidChange(field="username", reason="username_taken")
    officer.username, officer.password, officer.password_due = given.username, given.hashed, password_due
    session.add(officer)
    password_tries.forget(session, given.username)
    end_all(session, officer_id)
    return officer.district_code


def give_account(session: Session, officer_id: UUID, *, username: str, password: str) -> str:
    """As `credentials` and `keep_account`, where nobody waits for the database."""
    return keep_account(session, officer_id, credentials(username, password))


def sign_in(database: Database, username: str, password: str, *, now: datetime) -> str:
    """The token of a new session, which nothing but the browser keeps. Raises WrongSignIn, SignInDelayed.

    A try is counted on its own, before the password is looked at. An unknown name takes as long as a known one.
    """
    tries_left = password_tries.count(database, username, now=now)
    with database.reading() as session:
        account = _account(session, username)
        whose = (account.district_code, account.id) if account is not None else None
        hashed = account.password if account is not None and account.password else security.nobody()
    if not security.password_fits(hashed, password) or whose is None:
        raise WrongSignIn(tries_left=tries_left)
    with database.writing() as session:
        password_tries.forget(session, username)
        audit.enter(session, whose[0], Action.SIGNED_IN, officer_id=whose[1], now=now)
        return _begin(session, *whose, _ms(now))


def _account(session: Session, username: str) -> OfficerAccount | None:
    wanted = OfficerAccount.username == username.strip().lower()
    return session.exec(select(OfficerAccount).where(wanted, col(OfficerAccount.revoked).is_(False))).first()


def _begin(session: Session, district: str, officer_id: UUID, now_ms: int) -> str:
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


def username(session: Session, visitor: Visitor) -> str:
    """What the visitor signs in with."""
    account = session.get(OfficerAccount, (visitor.district, visitor.officer_id))
    return account.username or "" if account else ""


def _visitor(session: Session, kept: ConsoleSession) -> Visitor:
    account = session.get(OfficerAccount, (kept.district_code, kept.officer_id))
    if account is None or account.revoked:
        raise SignedOut()
    held = officers.in_use(session, account)
    return Visitor(
        kept.district_code,
        account.id,
        account.name,
        Role(account.role),
        tuple(held),
        kept.csrf,
        account.password_due,
    )


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


def end_all(session: Session, officer_id: UUID, *, but: str | None = None) -> None:
    """Every session of an officer ends, but that of a token: the password was changed, or the officer has left."""
    ended = delete(ConsoleSession).where(col(ConsoleSession.officer_id) == officer_id)
    session.exec(ended.where(col(ConsoleSession.token_hash) != _hash(but)) if but else ended)


def of_officer(session: Session, officer_id: UUID, *, now: datetime) -> list[SignedIn]:
    """The sessions of an officer that have not ended, the last one seen first."""
    now_ms, of_them = _ms(now), select(ConsoleSession).where(ConsoleSession.officer_id == officer_id)
    kept = session.exec(of_them.order_by(col(ConsoleSession.seen_ms).desc()))
    return [SignedIn(key(one.token_hash), one.began_ms, one.seen_ms) for one in kept if not _is_over(one, now_ms)]


def end(session: Session, officer_id: UUID, which: str) -> None:
    """End an officer's session by its key; one that is not there has ended."""
    for kept in session.exec(select(ConsoleSession).where(ConsoleSession.officer_id == officer_id)):
        if key(kept.token_hash) == which:
            session.delete(kept)


def key_of(token: str) -> str:
    """What names the session of a token."""
    return key(_hash(token))


def key(token_hash: bytes) -> str:
    """What names a session on a page."""
    return token_hash.hex()[:KEY_LETTERS]


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
