"""Wrong passwords are counted by user name, and after some a wait begins: the same for a name that nobody has."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, delete, func, select

from server.database import Database
from server.tables import SignInTry
from shared_models.errors import DomainError

FREE = 5
WAIT = timedelta(minutes=5)  # after the free tries, and after every other one
KEPT = timedelta(days=1)  # a name that was not tried for so long begins anew
MOST = 10_000  # names: filling them to have one forgotten takes longer than waiting does


class SignInDelayed(DomainError):
    """`minutes` until the next try."""

    code = "sign_in_delayed"


def count(database: Database, username: str, *, now: datetime) -> int:
    """Count a try before the password is looked at. Returns how many are left before a wait. Raises SignInDelayed.

    One after the other, so that two first tries of a name are two.
    """
    with database.alone("password tries"), database.writing() as session:
        return _count(session, _hash(username), int(now.timestamp() * 1000))


def _count(session: Session, name_hash: bytes, now_ms: int) -> int:
    found = session.get(SignInTry, name_hash)
    if found is None:
        _make_room(session, now_ms)
        found = SignInTry(name_hash=name_hash)
    elif found.tried_ms < now_ms - _span(KEPT):
        found.wrong, found.wait_until_ms = 0, 0
    if now_ms < found.wait_until_ms:
        raise SignInDelayed(minutes=-(-(found.wait_until_ms - now_ms) // 60_000))
    found.wrong, found.tried_ms = found.wrong + 1, now_ms
    beyond = found.wrong - FREE
    if beyond >= 0:
        found.wait_until_ms = now_ms + _span(WAIT)
    session.add(found)
    return max(0, -beyond)


def forget(session: Session, username: str) -> None:
    """The password was right, or is another now."""
    session.exec(delete(SignInTry).where(col(SignInTry.name_hash) == _hash(username)))


def _make_room(session: Session, now_ms: int) -> None:
    """Names that were not tried for long go, and then those that were not tried for longest, whoever has them."""
    session.exec(delete(SignInTry).where(col(SignInTry.tried_ms) < now_ms - _span(KEPT)))
    if session.exec(select(func.count()).select_from(SignInTry)).one() >= MOST:
        oldest = select(SignInTry.name_hash).order_by(col(SignInTry.tried_ms)).limit(1)
        session.exec(delete(SignInTry).where(col(SignInTry.name_hash).in_(oldest)))


def _hash(username: str) -> bytes:
    return sha256(username.strip().lower().encode()).digest()


def _span(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
