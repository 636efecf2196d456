"""Setting up the server: its keys, its districts, and the first supervisor of each."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from server import security
from server.services.people import officers
from server.tables import District, OfficerAccount, ServerState
from shared_models.area import find
from shared_models.errors import DomainError, InvalidChange
from shared_models.officer import Role

PASSWORD_MIN = 10
SUPERVISOR = "หัวหน้าศูนย์"  # until the office enters the name
_SERVED = select(District.district_code).order_by(District.district_code)
_EPOCH = select(ServerState.epoch).where(ServerState.id == 1)
_SIGNING_KEY = select(ServerState.signing_key).where(ServerState.id == 1)


class AlreadyThere(DomainError):
    code = "district_already_there"


class NotSetUp(DomainError):
    code = "server_not_set_up"


def set_up(session: Session, district: str, *, password: str, name: str, now: datetime) -> UUID:
    """Make the server work for `district`. Returns the id of its first supervisor, who has `password`."""
    if len(district) != 4 or find(district) is None:
        raise InvalidChange(field="district", reason="unknown_area")
    if len(password) < PASSWORD_MIN:
        raise InvalidChange(field="password", reason="short_password", least=PASSWORD_MIN)
    if session.get(District, district) is not None:
        raise AlreadyThere(district=district)
    if session.get(ServerState, 1) is None:
        session.add(_new_state())
    recovery = security.new_sealing_key()
    session.add(
        District(
            district_code=district,
            recovery_public=security.sealing_public(recovery),
            recovery_wrapped=security.wrap(recovery, password),
        )
    )
    session.flush()
    supervisor = officers.add(session, name=name or SUPERVISOR, role=Role.DISTRICT_SUPERVISOR, area=district, now=now)
    account = session.get(OfficerAccount, (district, supervisor))
    assert account is not None
    account.username, account.password = username(district), security.hash_password(password)
    return supervisor


def username(district: str) -> str:
    """What the first supervisor of a district signs in with."""
    return f"supervisor{district}"


def _new_state() -> ServerState:
    return ServerState(
        epoch=_new_epoch(), signing_key=security.new_signing_key(), sealing_key=security.new_sealing_key()
    )


def only(session: Session) -> str:
    """The district of a server that serves one. Raises UnknownDistrict where it has to be named, NotSetUp."""
    codes = session.exec(select(District.district_code).limit(2)).all()
    if not codes:
        raise NotSetUp()
    if len(codes) > 1:
        raise officers.UnknownDistrict(district="?")
    return codes[0]


def served(session: Session) -> list[str]:
    """The codes of all districts: rows are found by them and their id."""
    return list(session.connection().scalars(_SERVED))


def epoch(session: Session) -> str:
    """Of the database: a restored one has another."""
    found = session.connection().execute(_EPOCH).scalar()
    if found is None:
        raise NotSetUp()
    return str(found)


def sign(session: Session, text: bytes) -> bytes:
    """The server's signature, which tablets check with the key that they pinned at enrolment."""
    key: bytes = session.connection().execute(_SIGNING_KEY).scalar_one()
    return security.sign(key, text)


def begin_epoch(session: Session) -> None:
    """Tell tablets that this database is another one than they met, though it says the same."""
    state(session).epoch = _new_epoch()


def _new_epoch() -> str:
    return secrets.token_hex(8)


def state(session: Session) -> ServerState:
    found = session.get(ServerState, 1)
    if found is None:
        raise NotSetUp()
    return found
