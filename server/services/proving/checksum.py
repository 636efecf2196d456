"""The checksum of a day: a few letters on paper for all that was on record when the day ended.

Who could write in the database could write its whole history anew, with new keys. The letters that were printed then
tell. They stand for the last entry of the audit log and for every signed run that had come; both can be worked out
again at any time, as later entries change nothing of it.
"""

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from textwrap import wrap
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from server.services.proving import stored
from server.services.proving.audit import START
from server.tables import AuditEntry, LoggedRun
from shared_models.enrolment import ALPHABET
from shared_models.errors import DomainError
from shared_models.fiscal_year import THAI_TIME, thai_day

FORMAT = "home-visit checksum 1"
LETTERS, GROUP = 24, 4  # 117 bits
BATCH = 2000


class DayNotOver(DomainError):
    """Until a day is over more can come in: its checksum would not be found again."""

    code = "day_not_over"


class InvalidChecksum(DomainError):
    """What was typed is not a checksum: letters are missing, or there are others."""

    code = "invalid_checksum"


class Checksum(NamedTuple):
    """`text` is what is printed; the rest is what it stands for. `entry` 0: there was no entry yet."""

    district: str
    day: date
    text: str
    entry: int
    entry_hash: bytes
    runs: int
    runs_hash: bytes


def of_day(session: Session, district: str, day: date, *, now: datetime) -> Checksum:
    """What had come when that Thai day ended. Raises DayNotOver."""
    if day >= thai_day(now):
        raise DayNotOver()
    ends_ms = int(datetime.combine(day + timedelta(days=1), time(), THAI_TIME).timestamp() * 1000)
    with stored.any_text(session):
        entry, entry_hash = _last_entry(session, district, ends_ms)
        runs, runs_hash = _runs(session, district, ends_ms)
    said = [FORMAT, district, day.isoformat(), str(entry), entry_hash.hex(), str(runs), runs_hash.hex()]
    text = _letters(sha256("\n".join(said).encode()).digest())
    return Checksum(district, day, text, entry, entry_hash, runs, runs_hash)


def yesterday(now: datetime) -> date:
    """The last day that is over."""
    return thai_day(now) - timedelta(days=1)


def typed(text: str) -> str:
    """A checksum as it is printed, however it was typed. Raises InvalidChecksum."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(letters) != LETTERS or set(letters) - set(ALPHABET):
        raise InvalidChecksum()
    return _grouped(letters)


def _last_entry(session: Session, district: str, ends_ms: int) -> tuple[int, bytes]:
    """The one before the first of a later day: a clock that is set back adds nothing to a day that was over."""
    here = AuditEntry.district_code == district
    later = session.exec(select(func.min(AuditEntry.number)).where(here, AuditEntry.at_ms >= ends_ms)).one()
    last = select(AuditEntry.number, AuditEntry.hash).where(here).order_by(col(AuditEntry.number).desc()).limit(1)
    found = session.exec(last if later is None else last.where(AuditEntry.number < later)).one_or_none()
    number, entry_hash = found or (0, START)
    return (number if stored.is_number(number) else 0), _bytes(entry_hash)


def _runs(session: Session, district: str, ends_ms: int) -> tuple[int, bytes]:
    """How many had come, and a hash over what each of them ends with: forks have ends of their own."""
    order = [col(LoggedRun.device_id), col(LoggedRun.officer_id), col(LoggedRun.number)]
    columns = stored.as_stored(LoggedRun, "device_id", "officer_id", "number", "ends")
    wanted = select(*columns).where(LoggedRun.district_code == district, LoggedRun.received_ms < ends_ms)
    runs, whole = 0, sha256()
    found = session.connection().execute(wanted.order_by(*order), execution_options={"yield_per": BATCH})
    for run in found:
        runs += 1
        whole.update(b"".join(_bytes(value) for value in run))
    return runs, whole.digest()


def _bytes(value: Any) -> bytes:
    """What is hashed for a column's value; also for one that can be no tablet's, which fits no printed checksum."""
    if isinstance(value, bytes):
        return value
    if stored.is_number(value) and 0 <= value < 1 << 64:
        return value.to_bytes(8, "big")
    known = stored.as_id(value)
    return known.bytes if known else repr(value).encode()


def _letters(digest: bytes) -> str:
    number, letters = int.from_bytes(digest, "big"), ""
    for _ in range(LETTERS):
        number, at = divmod(number, len(ALPHABET))
        letters += ALPHABET[at]
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return "-".join(wrap(letters, GROUP))
