"""Where else the server keeps what a row said, and taking it away there once the row is nameless.

The signed chain of the log stands on each operation's salted hash, so a body may go. What is not here is named in
docs/office.md: files that age out by themselves, backups, work that could not be read.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from server.services import districts
from server.services.exchanging import snapshots
from server.services.exchanging.feed import Feed
from server.services.privacy import subject_requests
from server.services.privacy.retention_due import Group
from server.tables import DuplicatePair, ImportChange, LoggedOperation
from shared_models import nameless
from shared_models.chunks import chunks
from shared_models.exchange import Receipt
from shared_models.operation import Operation

_LOG = LoggedOperation.__table__  # type: ignore[attr-defined]
_CHANGES = ImportChange.__table__  # type: ignore[attr-defined]
_PAIRS = DuplicatePair.__table__  # type: ignore[attr-defined]
_GONE = {"body": b"", "salt": b"", "handed_note": None}


def telling(session: Session, row_ids: Collection[UUID]) -> list[tuple[str, str]]:
    """District and stamp of the operations on these rows whose bodies tell what the rows no longer do."""
    found = []
    for some in chunks(list(row_ids)):
        of_rows = (
            col(LoggedOperation.district_code).in_(districts.served(session)),
            col(LoggedOperation.row_id).in_(some),
            LoggedOperation.body != b"",
            LoggedOperation.receipt != Receipt.HELD.value,
        )
        found += [
            (logged.district_code, logged.stamp)
            for logged in session.exec(select(LoggedOperation).where(*of_rows))
            if _tells(logged)
        ]
    return found


def _tells(logged: LoggedOperation) -> bool:
    try:
        operation = Operation.model_validate_json(logged.body)
    except ValidationError:
        return True
    return nameless.tells(operation.entity, operation.changes)


def clear(session: Session, district: str, group: Group) -> int:
    """Returns how many operations lost their bodies. After the edits, in their transaction."""
    bodies = telling(session, group.row_ids)
    connection = session.connection()
    for code, stamp in bodies:
        connection.execute(update(_LOG).where(_LOG.c.district_code == code, _LOG.c.stamp == stamp).values(**_GONE))
    for some in chunks(group.row_ids):
        connection.execute(delete(_CHANGES).where(_CHANGES.c.district_code == district, _CHANGES.c.row_id.in_(some)))
    for some in chunks(group.person_ids):
        of_pair = _PAIRS.c.district_code == district, or_(_PAIRS.c.one.in_(some), _PAIRS.c.other.in_(some))
        connection.execute(update(_PAIRS).where(*of_pair).values(before="[]"))
    subject_requests.forget_words(session, district, group.person_ids)
    _clear_findings(session, district, group.row_ids)
    snapshots.forget(session, district)
    return len(bodies)


def _clear_findings(session: Session, district: str, row_ids: Sequence[UUID]) -> None:
    """What a list had said instead, and the stored copies of it."""
    feed = Feed(session)
    feed.lock([district])
    found: list[Any] = feed.rows.find("finding", "row_id", row_ids, district, names=("other_value",))
    for finding in found:
        if finding.other_value is not None:
            finding.other_value = None
            feed.file("finding", finding)
    feed.settle()
    copies = [finding.id for finding in found]
    for some in chunks(copies):
        session.connection().execute(
            delete(_CHANGES).where(_CHANGES.c.district_code == district, _CHANGES.c.row_id.in_(some))
        )
