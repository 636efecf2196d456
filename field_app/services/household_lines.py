"""Households as a list shows them: head, members, who was found, and what matters first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from field_app.services.household_filter import conflict_ids, visited_ids
from field_app.services.reference import in_force
from field_app.store import repository, search
from field_app.store.search import Member
from shared_models.area import display_name
from shared_models.conflict import Conflict
from shared_models.failing import failed_dimensions, latest_of_home
from shared_models.household import Household
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import LifeState, Person
from shared_models.reports.caseload import MPI_FIELDS, is_living_here
from shared_models.reports.selection import columns_of
from shared_models.visit import Visit


@dataclass(frozen=True)
class HouseholdLine:
    """A household in a list. `visited` is about this fiscal year, `deprived` about the latest assessment."""

    household: Household
    name: str  # of the head; empty where there is none
    members: int
    matched: str = ""  # the name that was found, where it is not the head's
    visited: bool = False
    conflict: bool = False
    deprived: tuple[Dimension, ...] = ()

    @property
    def place(self) -> str:
        return display_name(self.household.village_code)


def lines(session: Session, ids: Sequence[UUID], parts: Sequence[str] = ()) -> list[HouseholdLine]:
    """List lines for these households, in this order; `parts` are what they were found by."""
    households = {row.id: row for row in repository.households_by_id(session, ids)}
    found = list(households)
    members = search.members(session, [household_id.hex for household_id in found])
    heads = _heads(session, households.values(), members)
    visited = set(session.scalars(visited_ids().where(col(Visit.household_id).in_(found))))
    split = set(session.scalars(conflict_ids().where(col(Conflict.household_id).in_(found))))
    assessed = _assessed(session, found)
    sets = in_force(session).indicator_sets if assessed else None
    return [
        HouseholdLine(
            households[i],
            heads.get(i, ""),
            sum(member.life_state == LifeState.ALIVE for member in members[i.hex]),
            matched=_matched(households[i], members[i.hex], parts) if parts else "",
            visited=i in visited,
            conflict=i in split,
            deprived=failed_dimensions(latest_of_home(assessed.get(i.hex, ()), living_ids(members[i.hex])), sets),
        )
        for i in ids
        if i in households
    ]


def living_ids(members: Iterable[Member]) -> set[str]:
    """Of these persons those who live in the house."""
    return {member.id for member in members if is_living_here(member)}


def _assessed(session: Session, household_ids: Sequence[UUID]) -> dict[str, list[Any]]:
    """The assessments of these households, columns alone; ids as they are stored."""
    columns = select(*columns_of("mpi_assessment", MPI_FIELDS))
    found: dict[str, list[Any]] = {}
    for row in session.connection().execute(columns.where(col(MpiAssessment.household_id).in_(household_ids))):
        found.setdefault(row.household_id, []).append(row)
    return found


def _heads(session: Session, households: Iterable[Household], members: Mapping[str, list[Member]]) -> dict[UUID, str]:
    """The name of each household's head, who may live in another one by now."""
    names = {member.id: member.full_name for home in members.values() for member in home}
    headed = {household.id: household.head_id for household in households if household.head_id}
    elsewhere = [head_id for head_id in headed.values() if head_id.hex not in names]
    if elsewhere:
        away = session.exec(select(Person).where(col(Person.id).in_(elsewhere)))
        names |= {person.id.hex: person.full_name() for person in away}
    return {household_id: names.get(head_id.hex, "") for household_id, head_id in headed.items()}


def _matched(household: Household, members: Sequence[Member], parts: Sequence[str]) -> str:
    """Whose name was found, where it is neither the head's nor the house's number."""
    found = sorted(member for member in members if member.holds(parts))
    head_id = household.head_id.hex if household.head_id else ""
    if not found or search.house_holds(household, parts) or any(member.id == head_id for member in found):
        return ""
    return found[0].full_name
