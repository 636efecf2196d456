"""Findings as cases: what is wrong, the rows concerned, and closing what was looked at."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.services.exchanging.feed import Feed
from server.services.households import household_findings
from server.services.reviewing import office_action, review_marks
from server.services.reviewing.refusals import body_of
from server.services.reviewing.review_marks import Mark
from server.tables import LoggedOperation
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, changeable
from shared_models.errors import DomainError
from shared_models.finding import OF_ROWS, Finding, FindingStatus
from shared_models.heads import RowHeads
from shared_models.hlc import is_import
from shared_models.household import Household
from shared_models.merge import Scalar
from shared_models.person import LifeState, Person
from shared_models.synced import Synced

QUEUE = "findings"


class UnknownFinding(DomainError):
    """This finding does not wait any more."""

    code = "unknown_finding"


class FindingLine(NamedTuple):
    """A finding of the queue."""

    finding: Finding
    is_asked: bool


class Concerned(NamedTuple):
    """The household of a finding with its members, the row it is about, and the row that `other_value` names."""

    finding: Finding
    household: Household
    members: tuple[Person, ...]
    row: Synced
    other: Synced | None


def count(session: Session, district: str) -> int:
    """How many wait in the office."""
    open_here = Finding.district_code == district, Finding.status == FindingStatus.OPEN
    waiting = session.exec(select(func.count()).select_from(Finding).where(*open_here)).one()
    asked = review_marks.all_of(session, district, QUEUE)
    if not asked:
        return waiting
    seqs = select(Finding.id, Finding.seq).where(*open_here, col(Finding.id).in_([UUID(key) for key in asked]))
    return waiting - sum(asked[str(found)].basis == str(seq) for found, seq in session.exec(seqs))


def lines(session: Session, district: str) -> list[FindingLine]:
    """The open findings, the longest open first."""
    open_here = Finding.district_code == district, Finding.status == FindingStatus.OPEN
    found = session.exec(select(Finding).where(*open_here).order_by(col(Finding.seq))).all()
    marks = review_marks.all_of(session, district, QUEUE)
    return [
        FindingLine(one, str(one.id) in marks and marks[str(one.id)].basis == str(one.seq))
        for one in found
        if one.entity in ENTITIES
    ]


def concerned(session: Session, district: str, finding_id: UUID) -> Concerned:
    """Raises UnknownFinding."""
    finding = session.get(Finding, (district, finding_id), populate_existing=True)
    if finding is None or finding.status != FindingStatus.OPEN or finding.entity not in ENTITIES:
        raise UnknownFinding()
    row = office_action.row(session, district, finding.entity, finding.row_id)
    household = office_action.row(session, district, "household", finding.household_id)
    if row is None or not isinstance(household, Household):
        raise UnknownFinding()
    here = Person.district_code == district, Person.household_id == household.id
    members = tuple(session.exec(select(Person).where(*here).order_by(col(Person.id))))
    return Concerned(finding, household, members, row, _other(session, finding))


def _other(session: Session, finding: Finding) -> Synced | None:
    """The row that the finding points at, where it points at one."""
    try:
        other_id = UUID(str(finding.other_value))
    except ValueError:
        return None
    found = (office_action.row(session, finding.district_code, entity, other_id) for entity in ("person", "household"))
    return next((one for one in found if one is not None), None)


def since_ms(session: Session, found: Iterable[Finding]) -> dict[UUID, int]:
    """About when each came about, in ms: when an officer last changed it before; 0 where a list brought it."""
    times: dict[UUID, int] = {}
    for finding in found:
        row = office_action.row(session, finding.district_code, finding.entity, finding.row_id)
        heads = RowHeads(row.heads) if row else RowHeads()
        name = finding.field or ""
        heads_of_it = heads.state(name, finding.other_value).heads
        at = [head.at for head in heads_of_it if not is_import(head.stamp)]
        times[finding.id] = max(at, default=0)
    return times


def close(session: Session, district: str, finding_id: UUID, *, seen: int) -> None:
    """Leave it as it is: somebody looked. `seen` is its seq then. Raises UnknownFinding."""
    feed = Feed(session)
    feed.lock([district])
    row = feed.rows.get("finding", finding_id, district)
    if row is None or row.status != FindingStatus.OPEN or row.seq != seen:
        raise UnknownFinding()
    household_findings.accept(feed, row, stays=row.rule in OF_ROWS)
    feed.settle()


def ask_at_house(session: Session, district: str, finding_id: UUID, *, seq: int, by: UUID, now: datetime) -> None:
    """Leave it to the officers, whose tablets show it too."""
    review_marks.put(session, district, QUEUE, str(finding_id), Mark.ASKED, basis=str(seq), by=by, now=now)


def note(session: Session, district: str, finding_id: UUID, way: str, words: str, *, by: UUID, now: datetime) -> None:
    """Keep who closed it how, and why."""
    mark = Mark.SET_ASIDE if way == "accept" else Mark.TAKEN
    review_marks.put(session, district, QUEUE, str(finding_id), mark, basis="", note=words, by=by, now=now)


def said(operation: LoggedOperation) -> dict[str, Scalar]:
    """What an operation changes, by field, of what this version knows."""
    changes: dict[str, Scalar] = body_of(operation).get("changes") or {}
    known = changeable(operation.entity) if operation.entity in ENTITIES else frozenset()
    return {name: value for name, value in changes.items() if name in known}


def model_of(entity: str) -> type[Synced]:
    """The model of a row."""
    return ENTITIES[entity]


def row_of(session: Session, district: str, edit: Edit) -> Synced | None:
    """The row of an edit as it is now."""
    return office_action.row(session, district, edit.entity, edit.row_id)


def with_same_number(session: Session, person: Person) -> UUID | None:
    """Another living person of the district with the same number."""
    here = Person.district_code == person.district_code, Person.citizen_id == person.citizen_id
    others = select(Person.id).where(*here, Person.id != person.id, Person.life_state == LifeState.ALIVE)
    return session.exec(others.order_by(col(Person.id)).limit(1)).first()
