"""The audit log of a district: who did what with people's data, each entry chained to the one before by a hash.

An entry names ids, codes and kinds, never a person.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Result, update
from sqlmodel import Session, col, func, select

from server.services.proving import stored
from server.services.proving.stored import Kinds, Row
from server.tables import AuditEntry, AuditHead, OfficerAccount

BATCH = 1000  # entries in memory at a time
START = bytes(32)  # what the first entry is chained to
SOON = 20_000  # entries that are gone through while somebody waits: about a second
COMMAND = "command"
UNREADABLE = "unreadable"  # an action that there is not
MOST_MS = 1 << 47  # of a time that calendars have
_KINDS: Kinds = {
    "number": stored.is_number,
    "at_ms": stored.is_number,
    "officer_id": stored.or_none(stored.is_id),
    "action": stored.is_text,
    "subject": stored.is_text,
    "hash": stored.is_bytes,
}


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


_ACTIONS = frozenset(action.value for action in Action)
_LINES = select(*stored.as_stored(AuditEntry, *_KINDS))


class Wanted(NamedTuple):
    """Which entries: all where nothing is said. `by` COMMAND: by commands on the server. `until_ms` is not included."""

    by: UUID | str | None = None
    action: str | None = None
    since_ms: int | None = None
    until_ms: int | None = None


EVERYTHING = Wanted()


class Line(NamedTuple):
    """An entry as far as it can be read, whatever somebody wrote there: 0, "" or UNREADABLE for what cannot be."""

    number: int
    at_ms: int
    officer_id: UUID | None
    action: str
    subject: str
    hash: bytes


class Newest(NamedTuple):
    """Entries, the newest first, of how many there are; and the names of the district's officers by id."""

    entries: list[Line]
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


def chained(before: bytes, entry: AuditEntry | Row) -> bytes:
    """The hash of an entry over all it says and the hash of the one before."""
    officer = stored.as_id(entry.officer_id)
    says = [entry.number, entry.at_ms, str(officer) if officer else None, entry.action, entry.subject]
    return sha256(before + json.dumps([entry.district_code, *says], ensure_ascii=False).encode()).digest()


def verify(session: Session, district: str, told: Callable[[int], None] = lambda _: None) -> Verified:
    """Whether an entry was changed, is missing or was put in: the chain is gone through from the beginning.

    `told` hears how many entries were whole so far.
    """
    before, number = START, 0
    with stored.any_text(session):
        with closing(_rows(session, district)) as found:
            for entry in found:
                is_next = entry.number == number + 1 and not stored.misfits(entry, _KINDS)
                if not is_next or chained(before, entry) != entry.hash:
                    return Verified(number, number + 1)
                before, number = entry.hash, entry.number
                if number % BATCH == 0:
                    told(number)
        wanted = select(AuditHead.number, AuditHead.hash).where(AuditHead.district_code == district)
        head = session.exec(wanted).one_or_none()
    is_end = (head or (0, START)) == (number, before)
    return Verified(number, None if is_end else number + 1)


def _rows(session: Session, district: str) -> Result[Any]:
    wanted = select(*stored.as_stored(AuditEntry, "district_code", *_KINDS)).where(AuditEntry.district_code == district)
    ordered = wanted.order_by(col(AuditEntry.number))
    return session.connection().execute(ordered, execution_options={"yield_per": BATCH})


def length(session: Session, district: str) -> int:
    """How many entries there are, by the head's word."""
    head = session.get(AuditHead, district)
    return head.number if head and stored.is_number(head.number) else 0


def note_check(session: Session, district: str, found: Verified, *, now: datetime) -> None:
    """Keep what a verification found. A district without entries keeps nothing."""
    values = {"checked_ms": int(now.timestamp() * 1000), "checked": found.count, "broken_at": found.broken_at}
    session.connection().execute(update(AuditHead).where(col(AuditHead.district_code) == district).values(values))


def last_check(session: Session, district: str) -> Checked:
    """What was found when the chain was last gone through."""
    head = session.get(AuditHead, district)
    return Checked(head.checked_ms, Verified(head.checked, head.broken_at)) if head else Checked(0, Verified(0, None))


def newest(session: Session, district: str, wanted: Wanted = EVERYTHING, *, page: int, length: int) -> Newest:
    """A page of the entries that are wanted, counted from 1."""
    these = _these(district, wanted)
    count = session.exec(select(func.count()).select_from(AuditEntry).where(*these)).one()
    ordered = _LINES.where(*these).order_by(col(AuditEntry.number).desc())
    with stored.any_text(session):
        found = session.connection().execute(ordered.offset((page - 1) * length).limit(length))
        return Newest([_line(row) for row in found], count, officer_names(session, district))


def entries(session: Session, district: str, wanted: Wanted) -> Iterator[Line]:
    """Those that are wanted, the oldest first, some in memory at a time."""
    ordered = _LINES.where(*_these(district, wanted)).order_by(col(AuditEntry.number))
    with (
        stored.any_text(session),
        closing(session.connection().execute(ordered, execution_options={"yield_per": BATCH})) as found,
    ):
        yield from map(_line, found)


def _line(row: Row) -> Line:
    is_moment = stored.is_number(row.at_ms) and abs(row.at_ms) < MOST_MS
    return Line(
        number=row.number if stored.is_number(row.number) else 0,
        at_ms=row.at_ms if is_moment else 0,
        officer_id=stored.as_id(row.officer_id),
        action=row.action if row.action in _ACTIONS else UNREADABLE,
        subject=row.subject if stored.is_text(row.subject) else "",
        hash=row.hash if stored.is_bytes(row.hash) else b"",
    )


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
