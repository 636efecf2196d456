"""How much work each officer has, now and as it would be: counted from the list of households."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import Session

from server.tables import HouseholdLine
from shared_models.area import contains
from shared_models.household import HouseholdStatus

_LINE = HouseholdLine.__table__  # type: ignore[attr-defined]
_HERE = _LINE.c.status == HouseholdStatus.ACTIVE.value
Areas = Mapping[UUID, Collection[str]]  # the area codes that each officer in the field holds


class Load(NamedTuple):
    """Households, the open problems in them, and how many of them wait for this year's visit."""

    households: int = 0
    problems: int = 0
    to_visit: int = 0

    def plus(self, other: "Load") -> "Load":
        return Load(*(one + two for one, two in zip(self, other, strict=True)))

    def minus(self, other: "Load") -> "Load":
        return Load(*(one - two for one, two in zip(self, other, strict=True)))


class Cell(NamedTuple):
    """Households of a village that were given to one officer by name, or to nobody (None)."""

    village: str
    officer_id: UUID | None


Cells = dict[Cell, Load]


def cells(session: Session, district: str, *, year_began: str, only: Collection[UUID] | None = None) -> Cells:
    """Of all households of a district that live here, or of some."""
    waits = func.sum(case((_LINE.c.visited_on < year_began, 1), else_=0))
    counts = func.count(), func.coalesce(func.sum(_LINE.c.open_problems), 0), waits
    wanted = select(_LINE.c.village, _LINE.c.officer_id, *counts).where(_LINE.c.district_code == district, _HERE)
    if only is not None:
        wanted = wanted.where(_LINE.c.household_id.in_(only))
    rows: Iterable[Any] = session.connection().execute(wanted.group_by(_LINE.c.village, _LINE.c.officer_id))
    return {Cell(village, officer): Load(*map(int, load)) for village, officer, *load in rows}


def moved(before: Cells, chosen: Cells, officer_id: UUID) -> Cells:
    """The cells when the chosen households have been given to an officer by name."""
    after = dict(before)
    for cell, load in chosen.items():
        after[cell] = after.get(cell, Load()).minus(load)
        target = Cell(cell.village, officer_id)
        after[target] = after.get(target, Load()).plus(load)
    return after


def keepers(village: str, areas: Areas) -> tuple[UUID, ...]:
    """Who holds a village: those with the narrowest area that it lies in."""
    here = [(own_id, code) for own_id, codes in areas.items() for code in codes if contains(code, village)]
    narrowest = max((len(code) for _, code in here), default=0)
    return tuple(dict.fromkeys(own_id for own_id, code in here if len(code) == narrowest))


def by_officer(found: Cells, areas: Areas) -> dict[UUID, Load]:
    """The work of each officer; a village that two hold counts for both."""
    loads: defaultdict[UUID, Load] = defaultdict(Load)
    for cell, load in found.items():
        for officer_id in keepers(cell.village, areas) if cell.officer_id is None else (cell.officer_id,):
            loads[officer_id] = loads[officer_id].plus(load)
    return dict(loads)


def by_village(found: Cells) -> dict[str, Load]:
    """All households of each village."""
    loads: defaultdict[str, Load] = defaultdict(Load)
    for cell, load in found.items():
        loads[cell.village] = loads[cell.village].plus(load)
    return dict(loads)


def stored(session: Session, district: str) -> Counter[str]:
    """All households by village, also those that have left: what a tablet downloads."""
    wanted = select(_LINE.c.village, func.count()).where(_LINE.c.district_code == district).group_by(_LINE.c.village)
    return Counter(dict(iter(session.connection().execute(wanted))))
