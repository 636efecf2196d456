"""The audit log of a district: who did what with people's data, each entry chained to the one before by a hash.

An entry names ids, codes and kinds, never a person.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from server.tables import AuditEntry, AuditHead, OfficerAccount

BATCH = 1000  # entries in memory at a time
START = bytes(32)  # what the first entry is chained to
SOON = 20_000  # entries that are gone through while somebody waits: about a second
COMMAND = "command"


class Action(StrEnum):
    """What is put on record."""

    SIGNED_IN = "signed_in"
    ACCOUNT_GIVEN = "account_given"
    OFFICER_ADDED = "officer_added"
    CODE_ISSUED = "code_issued"
    RECOVERY_GIVEN = "recovery_given"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    HOUSEHOLDS_SEARCHED = "households_searched"
    HOUSEHOLD_READ = "household_read"
    NUMBERS_READ = "numbers_read"
    OFFICER_CHANGED = "officer_changed"
    OFFICER_REVOKED = "officer_revoked"
    OFFICER_RESTORED = "officer_restored"
    TABLET_ENROLLED = "tablet_enrolled"
    TABLET_REVOKED = "tablet_revoked"
    TABLET_RESTORED = "tablet_restored"
    DRAFTS_READ = "drafts_read"
    DRAFT_PASSED_ON = "draft_passed_on"
    DRAFT_SET_ASIDE = "draft_set_aside"
    SIGN_IN_CHANGED = "sign_in_changed"
    SESSIONS_ENDED = "sessions_ended"
    AREA_GIVEN = "area_given"
    AREA_ENDED = "area_ended"
    ASSIGNED = "assigned"
    LOG_EXPORTED = "log_exported"
    DISTRICT_EXPORTED = "district_exported"
    REPORT_EXPORTED = "report_exported"
    LIST_IMPORTED = "list_imported"
    IMPORT_UNDONE = "import_undone"
    REFUSED_LINES_EXPORTED = "refused_lines_exported"
    PLAN_DECIDED = "plan_decided"
    SHEET_PRINTED = "sheet_printed"
    PIVOT_KEPT = "pivot_kept"
    PIVOT_REMOVED = "pivot_removed"
    HAND_ON_ASKED = "hand_on_asked"
    HAND_ON_MADE = "hand_on_made"
    HAND_ON_UNLOCKED = "hand_on_unlocked"
    HAND_ON_FETCHED = "hand_on_fetched"
    AGENCY_KEY_MADE = "agency_key_made"
    AGENCY_KEY_REVOKED = "agency_key_revoked"
    AGENCY_READ = "agency_read"
    TABLE_CHANGED = "table_changed"
    CONFLICT_SETTLED = "conflict_settled"
    ASKED_AT_HOUSE = "asked_at_house"
    FINDING_CLOSED = "finding_closed"
    REFUSAL_DECIDED = "refusal_decided"
    ARRIVAL_DECIDED = "arrival_decided"
    DUPLICATES_LOOKED_FOR = "duplicates_looked_for"
    PERSONS_MERGED = "persons_merged"
    PERSONS_DISTINCT = "persons_distinct"
    PERSONS_SEPARATED = "persons_separated"
    PERSON_FILE_READ = "person_file_read"
    PERSON_FILE_EXPORTED = "person_file_exported"
    MADE_NAMELESS = "made_nameless"
    REQUEST_NOTED = "request_noted"
    REQUEST_ANSWERED = "request_answered"
    OBJECTION_ENDED = "objection_ended"
    HOLDINGS_EXPORTED = "holdings_exported"


class Wanted(NamedTuple):
    """Which entries: all where nothing is said. `by` COMMAND: by commands on the server. `until_ms` is not included."""

    by: UUID | str | None = None
    action: str | None = None
    since_ms: int | None = None
    until_ms: int | None = None


EVERYTHING = Wanted()


class Newest(NamedTuple):
    """Entries, the newest first, of how many there are; and the names of the district's officers by id."""

    entries: list[AuditEntry]
    count: int
    officers: dict[UUID, str]


class Verified(NamedTuple):
    """How many entries stand in an unbroken chain, and the number of the first that does not, if any."""

    count: int
    broken_at: int | None


class Checked(NamedTuple):
    """What the last verification found, and when; `at_ms` 0: there was none."""

    at_ms: int
    found: Verified


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


def verify(session: Session, district: str, told: Callable[[int], None] = lambda _: None) -> Verified:
    """Whether an entry was changed, is missing or was put in: the chain is gone through from the beginning.

    `told` hears how many entries were whole so far.
    """
    before, number = START, 0
    entries = select(AuditEntry).where(AuditEntry.district_code == district).order_by(col(AuditEntry.number))
    with closing(session.exec(entries.execution_options(yield_per=BATCH))) as found:
        for entry in found:
            if entry.number != number + 1 or chained(before, entry) != entry.hash:
                return Verified(number, number + 1)
            before, number = entry.hash, entry.number
            if number % BATCH == 0:
                told(number)
    head = session.get(AuditHead, district)
    if (head.number, head.hash) != (number, before) if head else number:
        return Verified(number, number + 1)
    return Verified(number, None)


def length(session: Session, district: str) -> int:
    """How many entries there are, by the head's word."""
    head = session.get(AuditHead, district)
    return head.number if head else 0


def note_check(session: Session, district: str, found: Verified, *, now: datetime) -> None:
    """Keep what a verification found. A district without entries keeps nothing."""
    head = session.exec(select(AuditHead).where(AuditHead.district_code == district).with_for_update()).one_or_none()
    if head is not None:
        head.checked_ms, head.checked, head.broken_at = int(now.timestamp() * 1000), found.count, found.broken_at


def last_check(session: Session, district: str) -> Checked:
    """What was found when the chain was last gone through."""
    head = session.get(AuditHead, district)
    return Checked(head.checked_ms, Verified(head.checked, head.broken_at)) if head else Checked(0, Verified(0, None))


def newest(session: Session, district: str, wanted: Wanted = EVERYTHING, *, page: int, length: int) -> Newest:
    """A page of the entries that are wanted, counted from 1."""
    these = _these(district, wanted)
    count = session.exec(select(func.count()).select_from(AuditEntry).where(*these)).one()
    ordered = select(AuditEntry).where(*these).order_by(col(AuditEntry.number).desc())
    entries = list(session.exec(ordered.offset((page - 1) * length).limit(length)))
    found = Newest(entries, count, officer_names(session, district))
    session.expunge_all()
    return found


def entries(session: Session, district: str, wanted: Wanted) -> Iterator[AuditEntry]:
    """Those that are wanted, the oldest first, some in memory at a time."""
    ordered = select(AuditEntry).where(*_these(district, wanted)).order_by(col(AuditEntry.number))
    with closing(session.exec(ordered.execution_options(yield_per=BATCH))) as found:
        yield from found


def officer_names(session: Session, district: str) -> dict[UUID, str]:
    """The names of a district's officers by id."""
    wanted = select(OfficerAccount.id, OfficerAccount.name).where(OfficerAccount.district_code == district)
    return dict(session.exec(wanted).all())


def _these(district: str, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [col(AuditEntry.district_code) == district]
    if wanted.by is not None:
        by = None if wanted.by == COMMAND else wanted.by
        found.append(col(AuditEntry.officer_id).is_(None) if by is None else col(AuditEntry.officer_id) == by)
    if wanted.action:
        found.append(col(AuditEntry.action) == wanted.action)
    if wanted.since_ms is not None:
        found.append(col(AuditEntry.at_ms) >= wanted.since_ms)
    if wanted.until_ms is not None:
        found.append(col(AuditEntry.at_ms) < wanted.until_ms)
    return found
