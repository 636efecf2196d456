"""The audit log of a district: who did what with people's data, each entry chained to the one before by a hash.

An entry names ids, codes and kinds, never a person.
"""

import json
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.tables import AuditEntry, AuditHead, OfficerAccount

BATCH = 1000  # entries in memory at a time
START = bytes(32)  # what the first entry is chained to


class Action(StrEnum):
    """What is put on record."""

    SIGNED_IN = "signed_in"
    ACCOUNT_GIVEN = "account_given"
    OFFICER_ADDED = "officer_added"
    CODE_ISSUED = "code_issued"
    RECOVERY_GIVEN = "recovery_given"
    REPORT_EXPORTED = "report_exported"
    CONFLICT_SETTLED = "conflict_settled"
    ASKED_AT_HOUSE = "asked_at_house"
    FINDING_CLOSED = "finding_closed"
    REFUSAL_DECIDED = "refusal_decided"
    ARRIVAL_DECIDED = "arrival_decided"
    DUPLICATES_LOOKED_FOR = "duplicates_looked_for"
    PERSONS_MERGED = "persons_merged"
    PERSONS_DISTINCT = "persons_distinct"
    PERSONS_SEPARATED = "persons_separated"


class Newest(NamedTuple):
    """Entries, the newest first, of how many there are; and the names of the district's officers by id."""

    entries: list[AuditEntry]
    count: int
    officers: dict[UUID, str]


class Verified(NamedTuple):
    """How many entries stand in an unbroken chain, and the number of the first that does not, if any."""

    count: int
    broken_at: int | None


def enter(
    session: Session, district: str, action: Action, *, officer_id: UUID | None, subject: str = "", now: datetime
) -> None:
    """Put it on record, in the transaction of what is done. `officer_id` None: by a command on the server."""
    head = session.exec(select(AuditHead).where(AuditHead.district_code == district).with_for_update()).one_or_none()
    if head is None:
        head = AuditHead(district_code=district, number=0, hash=START)
    at_ms = int(now.timestamp() * 1000)
    entry = AuditEntry(
        district_code=district,
        number=head.number + 1,
        at_ms=at_ms,
        officer_id=officer_id,
        action=action.value,
        subject=subject,
        hash=b"",
    )
    entry.hash = chained(head.hash, entry)
    head.number, head.hash = entry.number, entry.hash
    session.add(entry)
    session.add(head)


def chained(before: bytes, entry: AuditEntry) -> bytes:
    """The hash of an entry over all it says and the hash of the one before."""
    officer = str(entry.officer_id) if entry.officer_id else None
    says = [entry.district_code, entry.number, entry.at_ms, officer, entry.action, entry.subject]
    return sha256(before + json.dumps(says, ensure_ascii=False).encode()).digest()


def verify(session: Session, district: str) -> Verified:
    """Whether an entry was changed, is missing or was put in: the chain is gone through from the beginning."""
    before, number = START, 0
    entries = select(AuditEntry).where(AuditEntry.district_code == district).order_by(col(AuditEntry.number))
    with closing(session.exec(entries.execution_options(yield_per=BATCH))) as found:
        for entry in found:
            if entry.number != number + 1 or chained(before, entry) != entry.hash:
                return Verified(number, number + 1)
            before, number = entry.hash, entry.number
    head = session.get(AuditHead, district)
    if (head.number, head.hash) != (number, before) if head else number:
        return Verified(number, number + 1)
    return Verified(number, None)


def newest(session: Session, district: str, *, page: int, length: int) -> Newest:
    """A page of entries, counted from 1."""
    here = AuditEntry.district_code == district
    count = session.exec(select(func.count()).select_from(AuditEntry).where(here)).one()
    ordered = select(AuditEntry).where(here).order_by(col(AuditEntry.number).desc())
    entries = list(session.exec(ordered.offset((page - 1) * length).limit(length)))
    wanted = select(OfficerAccount.id, OfficerAccount.name).where(OfficerAccount.district_code == district)
    names = dict(session.exec(wanted).all())
    session.expunge_all()
    return Newest(entries, count, names)
