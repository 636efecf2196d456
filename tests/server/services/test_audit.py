"""The audit log: whatever is changed, taken away or put in is found, and its place told."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from server.database import Database
from server.services.proving import audit
from server.services.proving.audit import Action, Verified
from server.tables import AuditEntry, AuditHead
from tests.builders import DISTRICT, new_id
from tests.server.sender import a_server

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ENTRIES = 6


@pytest.fixture
def server(database_url: str):
    """A district with a few entries, and another district beside it."""
    with a_server(database_url) as found:
        with found.writing() as session:
            for number in range(ENTRIES):
                audit.enter(
                    session, DISTRICT, Action.CODE_ISSUED, officer_id=new_id(), subject=f"ตำบล {number}", now=NOW
                )
            audit.enter(session, "9999", Action.SIGNED_IN, officer_id=None, now=NOW)
        yield found


def entry(session: Session, number: int) -> AuditEntry:
    found = session.get(AuditEntry, (DISTRICT, number))
    assert found
    return found


def take_away(session: Session, number: int) -> None:
    session.delete(entry(session, number))


def change(session: Session, number: int) -> None:
    entry(session, number).subject = "ตำบลอื่น"


def change_who(session: Session, number: int) -> None:
    entry(session, number).officer_id = None


def change_when(session: Session, number: int) -> None:
    entry(session, number).at_ms += 1


def change_and_hash(session: Session, number: int) -> None:
    changed = entry(session, number)
    changed.subject = "ตำบลอื่น"
    before = entry(session, number - 1).hash if number > 1 else audit.START
    changed.hash = audit.chained(before, changed)


def put_in(session: Session, number: int) -> None:
    """Another entry in its place, the later ones moved on."""
    for later in range(ENTRIES, number - 1, -1):
        moved = entry(session, later)
        values = {name: getattr(moved, name) for name in AuditEntry.model_fields}
        session.delete(moved)
        session.flush()
        session.add(AuditEntry(**{**values, "number": later + 1}))
        session.flush()
    session.add(AuditEntry(**{**values, "number": number, "subject": "แทรก"}))


def test_a_whole_log_is_whole_and_starts_empty(server: Database) -> None:
    with server.reading() as session:
        assert audit.verify(session, DISTRICT) == Verified(ENTRIES, None)
        assert audit.verify(session, "5602") == Verified(0, None)
        newest = audit.newest(session, DISTRICT, page=2, length=4)
    assert newest.count == ENTRIES
    assert [entry.subject for entry in newest.entries] == ["ตำบล 1", "ตำบล 0"]


@pytest.mark.parametrize("number", [1, 3, ENTRIES])
@pytest.mark.parametrize("tamper", [take_away, change, change_who, change_when, change_and_hash, put_in])
def test_whatever_is_done_to_an_entry_is_found(server: Database, tamper, number: int) -> None:
    with server.writing() as session:
        tamper(session, number)
    with server.reading() as session:
        found = audit.verify(session, DISTRICT)
    assert found.broken_at is not None
    assert number <= found.broken_at <= number + 1


def test_a_log_that_lost_its_end_or_its_head_is_found(server: Database) -> None:
    with server.writing() as session:
        session.delete(session.exec(select(AuditHead).where(AuditHead.district_code == DISTRICT)).one())
    with server.reading() as session:
        assert audit.verify(session, DISTRICT).broken_at == ENTRIES + 1
