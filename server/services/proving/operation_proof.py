"""Whether a logged operation is still what was signed, at its place in its run, and found under what it says."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, select

from server.services.exchanging.operation_log import UNREADABLE
from server.services.proving import stored
from server.services.proving.stored import Kinds, Row
from server.tables import LoggedOperation
from shared_models.exchange import Receipt
from shared_models.operation import Operation, salted

NOTHING = salted(b"", b"")
_SAID = ("stamp", "action_id", "entity", "row_id", "household_id", "mends")
_SIGNER = ("officer_id", "device_id")  # of one that was not stored the body may name anybody
_RECEIPTS = frozenset(Receipt)
_COLUMNS = stored.as_stored(LoggedOperation, "run_id", "place", *_SAID, *_SIGNER, "body", "salt", "digest", "receipt")
_OF_RUN = stored.as_stored(LoggedOperation, "run_id")[0]
Line = Row  # of _COLUMNS
_KINDS: Kinds = {
    "stamp": stored.is_stamp,
    "action_id": stored.is_id,
    "entity": stored.is_text,
    "row_id": stored.is_id,
    "household_id": stored.is_id,
    "mends": stored.or_none(stored.is_stamp),
    "receipt": lambda value: stored.is_text(value) and value in _RECEIPTS,
}


class What(StrEnum):
    """What was found of an entry."""

    OPERATION_CHANGED = "operation_changed"
    OPERATION_COLUMNS = "operation_columns"
    OPERATION_MISSING = "operation_missing"
    OPERATION_MOVED = "operation_moved"
    OPERATION_WITHOUT_RUN = "operation_without_run"
    RUN_CHANGED = "run_changed"
    RUN_SIGNATURE = "run_signature"
    RUN_KEY = "run_key"
    RUN_MISSING = "run_missing"
    RUN_NOT_JOINED = "run_not_joined"
    KEY_CHANGED = "key_changed"
    AUDIT_ENTRY = "audit_entry"
    CHECKSUM = "checksum"


class Found(NamedTuple):
    """An entry that is not as it was. `number` of the run, or of the audit entry; `fields` that say something else."""

    what: What
    tablet: UUID | None = None
    officer: UUID | None = None
    run: UUID | None = None
    number: int | None = None
    place: int | None = None
    stamp: str | None = None
    fields: str | None = None


def lines(session: Session, district: str, run_ids: Sequence[Any]) -> dict[Any, list[Line]]:
    """The operations of some runs, by run, in the order in which they were recorded; ids as they are stored."""
    found = defaultdict[Any, list[Line]](list)
    of_runs = LoggedOperation.district_code == district, _OF_RUN.in_(run_ids)
    for line in session.connection().execute(select(*_COLUMNS).where(*of_runs)):
        found[line.run_id].append(line)
    for lines_of_run in found.values():  # sorted here, or SQLite goes through the whole log for their order
        lines_of_run.sort(key=lambda line: str(line.stamp))
    return found


def is_removed(line: Line) -> bool:
    """Whether retention took its body away."""
    return line.body == b"" and line.salt == b"" and line.digest != NOTHING


def wrong(line: Line, run: Row, places: Mapping[bytes, int]) -> tuple[What | None, str | None]:
    """What is wrong with an operation of a run, and which columns say something else than its body.

    `places` by the salted hashes of the run; none where an older version did not keep them, or they cannot be read.
    """
    if not is_removed(line) and not _is_whole(line):
        return What.OPERATION_CHANGED, None
    if places and line.digest not in places:
        return What.OPERATION_CHANGED, None
    if places and line.place != places[line.digest]:
        return What.OPERATION_MOVED, None
    differing = _of_others(line, run) + stored.misfits(line, _KINDS) or _differing(line)
    return (What.OPERATION_COLUMNS, " ".join(differing)) if differing else (None, None)


def _is_whole(line: Line) -> bool:
    are_bytes = isinstance(line.body, bytes) and isinstance(line.salt, bytes)
    return are_bytes and salted(line.salt, line.body) == line.digest


def _of_others(line: Line, run: Row) -> list[str]:
    """What of officer and tablet is not the run's, as far as the run's own can be read."""
    return [name for name in _SIGNER if stored.is_id(getattr(run, name)) and getattr(line, name) != getattr(run, name)]


def _differing(line: Line) -> list[str]:
    is_stored = line.receipt not in (Receipt.REFUSED.value, Receipt.HELD.value)
    if line.entity == UNREADABLE:
        return ["entity"] if is_stored else []
    if is_removed(line):
        return []
    try:
        said = Operation.model_validate_json(line.body)
    except ValidationError:
        return ["entity"]
    compared = (*_SAID, *(_SIGNER if is_stored else ()))
    return [name for name in compared if stored.plain(getattr(said, name)) != stored.plain(getattr(line, name))]
