"""Households as the office lists them: house and head, who looks after it, and what matters first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from server.services import districts
from server.services.exchanging.rows import table
from server.tables import HouseholdLine, OfficerAccount, OfficerArea
from shared_models.area import contains
from shared_models.citizen_id import masked
from shared_models.household import HouseholdStatus
from shared_models.officer import Role
from shared_models.person import full_name

_LINE = HouseholdLine.__table__  # type: ignore[attr-defined]


class Listed(NamedTuple):
    """A household in the list. `failed` are codes of dimensions, `stage` and `status` codes; `visited_on` "" for never.

    `officers` look after it: given to one by name, or else those of the area.
    """

    id: UUID
    village: str
    house_no: str
    head: str
    number: str
    members: int
    failed: tuple[str, ...]
    stage: str
    visited_on: str
    open_problems: int
    work: tuple[str, ...]
    status: str
    officers: tuple[str, ...]

    @property
    def is_here(self) -> bool:
        """Whether it lives in its village."""
        return self.status == HouseholdStatus.ACTIVE.value


class Keepers:
    """Who looks after the households of a district: the officers, and the areas that they hold today."""

    def __init__(self, session: Session, district: str) -> None:
        accounts = select(OfficerAccount.id, OfficerAccount.name, OfficerAccount.role, OfficerAccount.revoked)
        areas = select(OfficerArea.officer_id, OfficerArea.area_code).where(
            OfficerArea.district_code == district, col(OfficerArea.until).is_(None)
        )
        connection = session.connection()
        self.names: dict[UUID, str] = {}
        in_field = set[UUID]()
        for own_id, name, role, revoked in connection.execute(accounts.where(OfficerAccount.district_code == district)):
            self.names[own_id] = name
            if role == Role.OFFICER and not revoked:
                in_field.add(own_id)
        self.areas = [(own_id, code) for own_id, code in connection.execute(areas) if own_id in in_field]

    def of_village(self, village: str) -> tuple[UUID, ...]:
        """The officers in the field who hold it, those with the narrowest area alone."""
        here = [(own_id, code) for own_id, code in self.areas if contains(code, village)]
        narrowest = max((len(code) for _, code in here), default=0)
        return tuple(dict.fromkeys(own_id for own_id, code in here if len(code) == narrowest))

    def of(self, officer_id: UUID | None, village: str) -> tuple[str, ...]:
        """The names of who looks after a household that was given to that officer, or to nobody."""
        keepers: Iterable[UUID] = self.of_village(village) if officer_id is None else (officer_id,)
        return tuple(sorted(self.names[own_id] for own_id in keepers if own_id in self.names))


def listed(session: Session, district: str, household_ids: Sequence[UUID]) -> list[Listed]:
    """These households in their order."""
    lines = _by(session, select(_LINE), _LINE.c.household_id, district, household_ids)
    homes = table("household").columns
    houses = _by(session, select(homes.id, homes.house_no, homes.head_id), homes.id, district, household_ids)
    heads = _heads(session, houses.values())
    keepers = Keepers(session, district)
    return [
        _listed(lines[own_id], houses[own_id], heads, keepers)
        for own_id in household_ids
        if own_id in lines and own_id in houses
    ]


def _by(session: Session, wanted: Any, key: Any, district: str, ids: Sequence[UUID]) -> dict[UUID, Any]:
    columns = key.table.c
    found = session.connection().execute(wanted.where(columns.district_code == district, key.in_(ids)))
    return {getattr(row, key.name): row for row in found}


def _heads(session: Session, houses: Iterable[Any]) -> Mapping[UUID, Any]:
    people = table("person").columns
    columns = people.id, people.title, people.given_name, people.family_name, people.citizen_id
    head_ids = [house.head_id for house in houses if house.head_id]
    wanted = select(*columns).where(people.district_code.in_(districts.served(session)), people.id.in_(head_ids))
    return {row.id: row for row in session.connection().execute(wanted)}


def _listed(line: Any, house: Any, heads: Mapping[UUID, Any], keepers: Keepers) -> Listed:
    head = heads.get(house.head_id)
    return Listed(
        line.household_id,
        line.village,
        house.house_no,
        full_name(head.title, head.given_name, head.family_name) if head else "",
        masked(head.citizen_id) if head and head.citizen_id else "",
        line.members,
        tuple(line.failed.split()),
        line.stage,
        line.visited_on,
        line.open_problems,
        tuple(line.work.split()),
        line.status,
        keepers.of(line.officer_id, line.village),
    )
