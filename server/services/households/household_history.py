"""What became of a household, entry by entry, from the log of all operations: who, when, on which tablet, what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from server.services import districts
from server.services.exchanging.operation_log import UNREADABLE
from server.tables import ImportBatch, LoggedOperation
from shared_models.chunks import chunks
from shared_models.entities import ENTITIES, HOUSEHOLD
from shared_models.exchange import Receipt
from shared_models.heads import RowHeads
from shared_models.hlc import is_import
from shared_models.household import Household
from shared_models.merge import Scalar
from shared_models.operation import Kind, Operation
from shared_models.synced import Synced

LENGTH = 50


class Narrowed(NamedTuple):
    """Which entries are asked for; "" and None for all."""

    entity: str = ""
    officer_id: UUID | None = None


class Step(NamedTuple):
    """A field that was given a value. `before` is None where nothing is known of it; `of_list` says it was a list's."""

    name: str
    after: Scalar
    before: Scalar
    of_list: bool


@dataclass(frozen=True)
class Entry:
    """One operation. `at` in ms by the server's clock; `operation` is None for one that cannot be read."""

    logged: LoggedOperation
    operation: Operation | None
    steps: tuple[Step, ...]

    @property
    def is_new(self) -> bool:
        return self.operation is not None and self.operation.kind == Kind.CREATE

    @property
    def is_removed(self) -> bool:
        """Whether the retention rule took what it said."""
        return not self.logged.body

    @property
    def is_refused(self) -> bool:
        return self.logged.receipt == Receipt.REFUSED.value

    @property
    def is_held(self) -> bool:
        return self.logged.receipt == Receipt.HELD.value


class Imported(NamedTuple):
    """That the household came with a list: when it was read in, by whom, and which one."""

    at_ms: int
    by: str
    source: str
    year: int


@dataclass(frozen=True)
class History:
    """A page of entries, newest first, of how many; who and what there is to choose from; and where it began."""

    entries: list[Entry]
    count: int
    officers: list[UUID]
    entities: list[str]
    rows: Mapping[UUID, Synced]
    imported: Imported | None


def read(
    session: Session,
    household: Household,
    member_ids: Iterable[UUID],
    *,
    narrowed: Narrowed = Narrowed(),
    page: int = 1,
    length: int = LENGTH,
) -> History:
    """`member_ids` are those of present and former members: what was recorded of them elsewhere is theirs, too."""
    everywhere = districts.served(session)
    theirs = _of_household(everywhere, household.id, list(member_ids))
    wanted = [*theirs, *_narrow(narrowed)]
    count = session.exec(select(func.count()).select_from(LoggedOperation).where(*wanted)).one()
    ordered = (
        select(LoggedOperation)
        .where(*wanted)
        .order_by(col(LoggedOperation.at).desc(), col(LoggedOperation.stamp).desc())
    )
    logged = list(session.exec(ordered.offset((page - 1) * length).limit(length)))
    officers = session.exec(select(LoggedOperation.officer_id).where(*theirs).distinct()).all()
    entities = session.exec(select(LoggedOperation.entity).where(*theirs).distinct()).all()
    told = _entries(session, everywhere, logged)
    found = History(
        entries=told,
        count=count,
        officers=list(officers),
        entities=[entity for entity in ENTITIES if entity in entities],
        rows=_rows(session, everywhere, told),
        imported=_imported(session, household),
    )
    session.expunge_all()
    return found


def of_rows(session: Session, row_ids: Iterable[UUID]) -> History:
    """Every entry about these rows, newest first."""
    everywhere, logged = districts.served(session), list[LoggedOperation]()
    for some in chunks(list(row_ids)):
        theirs = col(LoggedOperation.district_code).in_(everywhere), col(LoggedOperation.row_id).in_(some)
        logged += session.exec(select(LoggedOperation).where(*theirs)).all()
    logged.sort(key=lambda one: (one.at, one.stamp), reverse=True)
    told = _entries(session, everywhere, logged)
    return History(told, len(told), [], [], _rows(session, everywhere, told), None)


def _of_household(
    everywhere: Sequence[str], household_id: UUID, member_ids: Sequence[UUID]
) -> list[ColumnElement[bool]]:
    of_it = col(LoggedOperation.household_id) == household_id, col(LoggedOperation.row_id).in_(member_ids)
    return [col(LoggedOperation.district_code).in_(everywhere), or_(*of_it)]


def _narrow(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found = [col(LoggedOperation.entity) == narrowed.entity] if narrowed.entity else []
    return [*found, col(LoggedOperation.officer_id) == narrowed.officer_id] if narrowed.officer_id else found


def _entries(session: Session, everywhere: Sequence[str], logged: list[LoggedOperation]) -> list[Entry]:
    read = {one.stamp: _operation(one) for one in logged}
    bases = {base for one in read.values() if one for stamps in one.bases.values() for base in stamps}
    earlier = dict(read)
    for some in chunks(sorted(bases - read.keys())):
        of_stamp = col(LoggedOperation.district_code).in_(everywhere), col(LoggedOperation.stamp).in_(some)
        earlier |= {one.stamp: _operation(one) for one in session.exec(select(LoggedOperation).where(*of_stamp))}
    return [Entry(one, read[one.stamp], _steps(read[one.stamp], earlier)) for one in logged]


def _operation(logged: LoggedOperation) -> Operation | None:
    if logged.entity == UNREADABLE:
        return None
    try:
        return Operation.model_validate_json(logged.body)
    except ValidationError:
        return None


def _steps(operation: Operation | None, earlier: Mapping[str, Operation | None]) -> tuple[Step, ...]:
    if operation is None:
        return ()
    return tuple(_step(operation, name, value, earlier) for name, value in operation.changes.items())


def _step(operation: Operation, name: str, value: Scalar, earlier: Mapping[str, Operation | None]) -> Step:
    """The value before is that of the latest edit which the officer saw."""
    bases = sorted(operation.bases.get(name, ()), reverse=True)
    seen = (earlier.get(base) for base in bases)
    before = next((one.changes.get(name) for one in seen if one is not None), None)
    return Step(name, value, before, bool(bases) and all(is_import(base) for base in bases))


def _rows(session: Session, everywhere: Sequence[str], entries: Iterable[Entry]) -> dict[UUID, Synced]:
    """The rows that entries are about, as they are now, and the households that persons were moved between."""
    ids: dict[str, set[UUID]] = {}
    for entry in entries:
        ids.setdefault(entry.logged.entity, set()).add(entry.logged.row_id)
        ids.setdefault("household", set()).update(_homes(entry))
    found: dict[UUID, Synced] = {}
    for entity in ids.keys() & ENTITIES.keys():
        model: Any = ENTITIES[entity]
        found.update(
            (row.id, row)
            for row in session.exec(
                select(model).where(col(model.district_code).in_(everywhere), col(model.id).in_(ids[entity]))
            )
        )
    return found


def _homes(entry: Entry) -> list[UUID]:
    """The household that a member was given, and the one before."""
    moves = [step for step in entry.steps if step.name == HOUSEHOLD]
    named = [UUID(str(home)) for step in moves for home in (step.after, step.before) if home]
    return [*named, entry.logged.household_id] if moves else []


def _imported(session: Session, household: Household) -> Imported | None:
    """Told by the stamp of the value that nobody edits: the year of the list it came with."""
    heads = RowHeads(household.heads).state("survey_year", household.survey_year).heads
    stamp = next((head.stamp for head in heads if is_import(head.stamp)), None)
    if stamp is None:
        return None
    of_file = col(ImportBatch.file_hash).startswith(stamp[-12:])
    batch = session.exec(
        select(ImportBatch).where(ImportBatch.district_code == household.district_code, of_file)
    ).first()
    finished = batch.finished_at if batch else None
    return Imported(
        int(_aware(finished).timestamp() * 1000) if finished else next(iter(heads)).at,
        batch.imported_by if batch else "",
        household.source or "",
        household.survey_year or 0,
    )


def _aware(moment: datetime) -> datetime:
    """SQLite gives moments back without their zone, which is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
