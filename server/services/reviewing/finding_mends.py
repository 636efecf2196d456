"""The edit that mends a finding, where there is an obvious one: proposed to a supervisor, who chooses."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from server.services.reviewing import finding_cases, office_action
from server.services.reviewing.finding_cases import Concerned, UnknownFinding
from server.services.reviewing.office_edit import Supervisor
from shared_models import household_event, succession
from shared_models.edit import Edit
from shared_models.entities import stored, wire
from shared_models.field_facts import Kind
from shared_models.finding import OF_LISTS, FindingRule
from shared_models.form import FormField, described
from shared_models.household import Household
from shared_models.merge import Scalar
from shared_models.person import Person
from shared_models.problem import Problem, ProblemStatus

F = FindingRule
HEADLESS = {F.NO_HEAD, F.HEAD_NOT_A_MEMBER, F.HEAD_DECEASED, F.HEAD_ABSENT, F.TWO_HEADS_IN_LIST}


class Mend(NamedTuple):
    """One way to mend it. `words` is the key of its wording, `name` of whom it speaks, `key` what the form sends."""

    key: str
    words: str
    name: str
    edits: tuple[Edit, ...]


def mends(found: Concerned) -> list[Mend]:
    """The ways there are; none where only people can find out."""
    make = _BY_RULE.get(found.finding.rule)
    return list(make(found)) if make else []


def mend(
    session: Session, supervisor: Supervisor, finding_id: UUID, key: str, *, seen: int, reason: str, now: datetime
) -> None:
    """Record the edit of the way `key`. The finding closes by itself, one of a list by this.

    Raises UnknownFinding where it says something else than what was seen, what office_edit.edit raises.
    """
    found = finding_cases.concerned(session, supervisor.district, finding_id)
    way = next((one for one in mends(found) if one.key == key), None)
    if way is None or found.finding.seq != seen:
        raise UnknownFinding()
    edits = [edit if not reason else _because(edit, reason) for edit in way.edits]
    office_action.act(session, supervisor, edits, now=now)
    if found.finding.rule in OF_LISTS:
        finding_cases.close(session, supervisor.district, finding_id, seen=seen)


def _because(edit: Edit, reason: str) -> Edit:
    changes = {**edit.changes, "status_reason": reason} if "status_reason" in edit.changes else edit.changes
    return Edit(edit.entity, edit.row_id, edit.household_id, changes, edit.bases, reason)


def _heads(found: Concerned) -> Iterable[Mend]:
    """Each who can head the household, the likeliest first, with what everybody is to them."""
    for person in succession.heirs(found.members, []):
        yield _head(found, person)


def _head(found: Concerned, person: Person) -> Mend:
    relations = succession.proposed_relations(found.members, person)
    edits = succession.new_head(found.household, person, relations)
    return Mend(f"head-{person.id}", "mend_head", person.full_name(), tuple(edits))


def _second_head(found: Concerned) -> Iterable[Mend]:
    assert isinstance(found.row, Person)
    edit = Edit("person", found.row.id, found.household.id, {"relation": None})
    yield Mend("relation", "mend_no_head", found.row.full_name(), (edit,))
    yield _head(found, found.row)


def _of_deceased(found: Concerned) -> Iterable[Mend]:
    assert isinstance(found.row, Problem)
    to_house = Edit("problem", found.row.id, found.row.household_id, {"person_id": None})
    yield Mend("household", "mend_household_problem", "", (to_house,))
    closed = {"status": ProblemStatus.DECLINED.value, "status_reason": "เสียชีวิต"}
    yield Mend("close", "mend_close_problem", "", (Edit("problem", found.row.id, found.row.household_id, closed),))


def _of_merged(found: Concerned) -> Iterable[Mend]:
    if isinstance(found.other, Person):
        edit = Edit("problem", found.row.id, found.row.household_id, {"person_id": str(found.other.id)})
        yield Mend("kept", "mend_to_kept", found.other.full_name(), (edit,))


def _in_merged(found: Concerned) -> Iterable[Mend]:
    if isinstance(found.row, Person) and isinstance(found.other, Household):
        edits = household_event.joined(found.other, [], [found.row], relations={found.row.id: None})
        moves = [edit for edit in edits if edit.entity == "person"]
        yield Mend("join", "mend_join", found.row.full_name(), tuple(moves))


def _list_value(found: Concerned) -> Iterable[Mend]:
    name, text = found.finding.field, found.finding.other_value
    if name is None or text is None:
        return
    (field,) = described(type(found.row), found.finding.entity, (name,))
    value = wire(stored(found.finding.entity, name, from_text(field, text)))
    yield Mend(
        "list", "mend_list", "", (Edit(found.finding.entity, found.row.id, found.row.household_id, {name: value}),)
    )


def from_text(field: FormField, text: str) -> Scalar:
    """A value from the text that a finding keeps of it."""
    if field.kind is Kind.YES_NO:
        return text == "true"
    return int(text) if field.kind in (Kind.NUMBER, Kind.MONEY, Kind.LAND, Kind.YEAR) else text


_BY_RULE: dict[str, Callable[[Concerned], Iterable[Mend]]] = {
    **{rule.value: _heads for rule in HEADLESS},
    F.SECOND_HEAD.value: _second_head,
    F.OPEN_PROBLEM_OF_DECEASED.value: _of_deceased,
    F.PROBLEM_OF_MERGED.value: _of_merged,
    F.LIVING_IN_MERGED.value: _in_merged,
    F.NEWER_LIST_DIFFERS.value: _list_value,
}
