"""The households that a targeting meeting may be about, and as whom: worked out by the rules and kept in memory."""

from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.services import reports
from server.services.kept import Kept
from shared_models.entities import ENTITIES
from shared_models.mpi import Dimension
from shared_models.problem import OPEN, Problem
from shared_models.reports import targeting
from shared_models.reports.caseload import Caseload, merged_needs
from shared_models.target_group import Group
from shared_models.thai_text import sort_key

NEEDS = merged_needs(targeting.NEEDS, {"household": ("house_no",)})
RESTS_ON = ("household", "person", "mpi_assessment")


class Target(NamedTuple):
    """A household that lives in its village. `failed` in the order of the dimensions; `troubled`: a problem is open."""

    id: UUID
    village_code: str
    failed: tuple[Dimension, ...]
    groups: frozenset[Group]
    troubled: bool = False


def targets(session: Session, kept: Kept, district: str, *, today: date) -> list[Target]:
    """Those with an open problem first, then those that fail in most, then by village and house.

    Made anew when a row that it rests on was changed. What a meeting decides changes none of them.
    """
    by_rules = partial(_made, session, district, today)
    *basis, problems = kept.of(session, district, "standing of rows", today, partial(_standings, session, district))

    def marked() -> list[Target]:
        found = kept.of(session, district, "targets by rules", today, by_rules, rests_on=tuple(basis))
        troubled = _troubled(session, district)
        both = [target._replace(troubled=target.id in troubled) for target in found]
        return sorted(both, key=lambda target: not target.troubled)

    return kept.of(session, district, "targets of the meeting", today, marked, rests_on=(*basis, problems))


def _standings(session: Session, district: str) -> list[tuple[int, int]]:
    return [_standing(session, entity, district) for entity in (*RESTS_ON, "problem")]


def _standing(session: Session, entity: str, district: str) -> tuple[int, int]:
    """Another one after every change of the entity's rows in the district."""
    model = ENTITIES[entity]
    here = select(func.max(model.seq), func.count()).where(col(model.district_code) == district)
    newest, count = session.exec(here).one()
    return newest or 0, count


def _troubled(session: Session, district: str) -> set[UUID]:
    here = select(Problem.household_id).where(Problem.district_code == district, Problem.status == OPEN)
    return set(session.exec(here.distinct()))


def _made(session: Session, district: str, today: date) -> list[Target]:
    caseload = reports.caseload(session, NEEDS, today=today, area=district)
    homes = targeting.Homes.of(caseload, until=caseload.programme_year)
    found = [(sort_key(household.house_no), target) for household, target in _all(caseload, homes)]
    found.sort(key=lambda pair: (-len(pair[1].failed), pair[1].village_code, pair[0], pair[1].id))
    return [target for _, target in found]


def _all(caseload: Caseload, homes: targeting.Homes) -> list[tuple[object, Target]]:
    return [
        (
            household,
            Target(
                _uuid(household.id),
                household.village_code,
                _failed(homes, household.id),
                frozenset(membership.group for membership in memberships),
            ),
        )
        for household, memberships in homes.memberships(caseload)
    ]


def _uuid(stored: object) -> UUID:
    """Columns of a caseload have ids as the database holds them."""
    return stored if isinstance(stored, UUID) else UUID(str(stored))


def _failed(homes: targeting.Homes, household_id: object) -> tuple[Dimension, ...]:
    """Where the household fails or somebody who lives there."""
    results = [homes.shared.get(household_id, {})]
    results += [homes.own.get(person.id, {}) for person in homes.members.get(household_id, ())]
    return tuple(dimension for dimension in Dimension if any(result.get(dimension) for result in results))
