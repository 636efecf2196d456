"""Everything that the server keeps about one person, for the person (PDPA s.30): nothing of others in the household."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services import districts, reference
from server.services.households import household_history
from server.services.households.household_history import History
from server.services.privacy import subject_requests
from server.services.privacy.retention_due import with_merged
from server.services.proving.audit import Action
from server.services.reviewing import conflicts
from server.tables import AgencyKey, AuditEntry, HandOn, OfficerAccount, SubjectRequest
from shared_models.area import contains
from shared_models.entities import ENTITIES, changeable, wire
from shared_models.errors import DomainError
from shared_models.four_t import FourTAnalysis
from shared_models.heads import RowHeads
from shared_models.hlc import is_import
from shared_models.household import Household
from shared_models.merge import Scalar, shown
from shared_models.person import Person
from shared_models.person_merge import REFERRING
from shared_models.plan import Plan
from shared_models.reference import Reference
from shared_models.rows import homes
from shared_models.stage_decision import StageDecision
from shared_models.synced import Synced
from shared_models.visit import Visit

OF_A_VISIT = ("officer_id", "started_at", "finished_at", "result", "notice_read")
OF_A_HOME = ("village_code", "house_no", "status", "status_on", "source", "survey_year")


class UnknownPerson(DomainError):
    """There is no such person in the areas of the visitor."""

    code = "unknown_person"


class Given(NamedTuple):
    """Where a stored value comes from: a list (`officer_id` None), or an officer; `at` in ms by the server's clock."""

    officer_id: UUID | None
    at: int


class Named(NamedTuple):
    """A visit that names the person, and as what: informant, present, confirmed."""

    visit: Visit
    parts: tuple[str, ...]


class AgencyRead(NamedTuple):
    """That an agency's program read the area of the person."""

    at_ms: int
    agency: str
    purpose: str


@dataclass(frozen=True)
class PersonFile:
    """What is kept of a person. `merged` are further entries of theirs, `rows` what names them, by entity.

    `plans` answer their problems. Of their household there is what is no other person's: `home` by a few fields, the
    days of analyses, and the stages. `handed_on` and `reads` could have had them: which rows a file had is not kept.
    """

    person: Person
    merged: list[Person]
    home: Household | None
    given: Mapping[str, Given]
    rows: Mapping[str, list[Synced]]
    visits: list[Named]
    plans: list[Plan]
    analyses: list[FourTAnalysis]
    decisions: list[StageDecision]
    history: History
    requests: list[SubjectRequest]
    handed_on: list[HandOn]
    reads: list[AgencyRead]
    officers: Mapping[UUID, str]
    reference: Reference


def find(session: Session, district: str, person_id: UUID, held: Iterable[str]) -> Person:
    """The person's entry, if it is in one of these areas. Raises UnknownPerson, which tells no more than that."""
    found = session.get(Person, (district, person_id))
    if found is None or not any(contains(code, found.village) for code in held):
        raise UnknownPerson()
    return found


def read(session: Session, district: str, person_id: UUID, *, held: Iterable[str]) -> PersonFile:
    """Raises UnknownPerson."""
    person = find(session, district, person_id, held)
    entries = with_merged(session, district, person)
    ids = {one.id for one in entries}
    households = frozenset(home for one in entries for home in homes(one))
    rows = {entity: _rows(session, entity, "person_id", ids) for entity in REFERRING}
    problems = {row.id for row in rows["problem"]}
    all_ids = [*ids, *(row.id for found in rows.values() for row in found)]
    found = PersonFile(
        person=person,
        merged=entries[1:],
        home=session.get(Household, (district, person.household_id)),
        given=_given(session, person),
        rows=rows,
        visits=_visits(session, households, ids),
        plans=[plan for plan in _of_homes(session, Plan, households) if plan.problem_ids() & problems],
        analyses=_of_homes(session, FourTAnalysis, households),
        decisions=_of_homes(session, StageDecision, households),
        history=household_history.of_rows(session, all_ids),
        requests=subject_requests.of_person(session, district, person_id),
        handed_on=_handed_on(session, district, person.village),
        reads=_reads(session, district, person.village),
        officers=_officer_names(session),
        reference=reference.read(session, district),
    )
    session.expunge_all()
    return found


def machine(found: PersonFile) -> dict[str, Any]:
    """The same for a program: values in wire form, under the names that the data dictionary explains."""
    return {
        "person": _fields("person", found.person),
        "sources": {
            name: {"officer_id": str(one.officer_id) if one.officer_id else None, "at_ms": one.at}
            for name, one in found.given.items()
        },
        "merged_entries": [_fields("person", one) for one in found.merged],
        "household": _some(found.home, OF_A_HOME) if found.home else None,
        **{entity: [_fields(entity, row) for row in rows] for entity, rows in found.rows.items()},
        "plan": [_fields("plan", plan) for plan in found.plans],
        "visit": [_some(one.visit, OF_A_VISIT) | {"named_as": list(one.parts)} for one in found.visits],
        "stage_decision": [_some(one, ("programme_year", "stage", "decided_on")) for one in found.decisions],
        "history": [_entry(entry) for entry in found.history.entries],
        "requests": [_request(one) for one in found.requests],
        "may_have_been_handed_on": [
            {"recipient": one.recipient, "made_ms": one.made_ms, "purpose": one.purpose, "groups": one.groups.split()}
            for one in found.handed_on
        ],
        "area_read_by_agencies": [one._asdict() for one in found.reads],
    }


def _fields(entity: str, row: Synced) -> dict[str, Scalar]:
    names = (name for name in ENTITIES[entity].model_fields if name in changeable(entity))
    return {"id": str(row.id)} | {name: value for name in names if (value := wire(getattr(row, name))) is not None}


def _some(row: Synced, names: Iterable[str]) -> dict[str, Any]:
    return {name: wire(getattr(row, name)) for name in names}


def _entry(entry: household_history.Entry) -> dict[str, Any]:
    logged = entry.logged
    return {
        "at_ms": logged.at,
        "officer_id": str(logged.officer_id),
        "entity": logged.entity,
        "row_id": str(logged.row_id),
        "receipt": logged.receipt,
        "changes": entry.operation.changes if entry.operation else None,
    }


def _request(one: SubjectRequest) -> dict[str, Any]:
    names = ("kind", "asked_by", "asked_on", "due_on", "words", "outcome", "answer", "answered_ms")
    return {name: getattr(one, name) for name in names}


def _given(session: Session, person: Person) -> dict[str, Given]:
    """Of each field with a value."""
    heads, found = RowHeads(person.heads), {}
    for name in changeable("person"):
        value = wire(getattr(person, name))
        versions = heads.state(name, value).heads
        if value not in (None, "", False) and versions:
            found[name] = shown(versions)
    stamps = {head.stamp for head in found.values() if not is_import(head.stamp)}
    who = {stamp: logged.officer_id for stamp, logged in conflicts.givers(session, stamps).items()}
    return {name: Given(who.get(head.stamp), head.at) for name, head in found.items()}


def _rows(session: Session, entity: str, name: str, ids: Iterable[UUID]) -> list[Any]:
    """Wherever they are filed."""
    model = ENTITIES[entity]
    here = col(model.district_code).in_(districts.served(session)), col(getattr(model, name)).in_(set(ids))
    return list(session.exec(select(model).where(*here).order_by(col(model.id).desc())))


def _of_homes(session: Session, model: type[Any], households: Iterable[UUID]) -> list[Any]:
    return _rows(session, str(model.__tablename__), "household_id", households)


def _visits(session: Session, households: Iterable[UUID], ids: set[UUID]) -> list[Named]:
    texts = {str(one) for one in ids}
    found = []
    for visit in _of_homes(session, Visit, households):
        parts = {
            "informant": visit.informant_id in ids,
            "present": bool(texts & set((visit.present or "").split())),
            "confirmed": bool(texts & set(visit.confirmed.split())),
        }
        if any(parts.values()):
            found.append(Named(visit, tuple(part for part, is_so in parts.items() if is_so)))
    return found


def _handed_on(session: Session, district: str, village: str) -> list[HandOn]:
    made = select(HandOn).where(HandOn.district_code == district, HandOn.made_ms > 0)
    lines = session.exec(made.order_by(col(HandOn.number).desc())).all()
    return [line for line in lines if contains(line.area_code, village)]


def _reads(session: Session, district: str, village: str) -> list[AgencyRead]:
    """By keys whose area has the village; an entry's subject begins with the key."""
    keys = session.exec(select(AgencyKey).where(AgencyKey.district_code == district)).all()
    covering = {key.lookup: key for key in keys if contains(key.area_code, village)}
    if not covering:
        return []
    entries = select(AuditEntry.at_ms, AuditEntry.subject).where(
        AuditEntry.district_code == district, AuditEntry.action == Action.AGENCY_READ.value
    )
    found = ((at_ms, _key_of(subject)) for at_ms, subject in session.exec(entries.order_by(col(AuditEntry.number))))
    return [AgencyRead(at_ms, covering[key].agency, covering[key].purpose) for at_ms, key in found if key in covering]


def _key_of(subject: str) -> str:
    return subject.split(" ", 1)[0]


def _officer_names(session: Session) -> dict[UUID, str]:
    return dict(session.exec(select(OfficerAccount.id, OfficerAccount.name)).all())
