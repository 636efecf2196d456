"""Finding households in the office: by part of a name or number, narrowed by filters, sorted, a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from server.services.exchanging.places import within
from server.services.households.household_line import Work
from server.tables import HouseholdLine, OfficerAccount, OfficerArea
from shared_models.area import contains
from shared_models.household import HouseholdStatus
from shared_models.mpi import Dimension
from shared_models.search_words import LINE, parts_of
from shared_models.target_group import Group

LENGTH = 50
_LINE = HouseholdLine.__table__  # type: ignore[attr-defined]


class Visited(StrEnum):
    """Of this fiscal year's visit."""

    YES = "yes"
    NO = "no"


class Task(StrEnum):
    """What waits, or is done, at a household."""

    OPEN_PROBLEM = "open_problem"
    NO_ANALYSIS = "no_analysis"
    NO_PLAN = "no_plan"
    PLANNED = "planned"
    MISMATCH = "mismatch"
    FINDING = "finding"
    GONE = "gone"


class Sort(StrEnum):
    """What a list goes by; `-` before it turns it round."""

    PLACE = "place"
    HEAD = "head"
    VISITED = "visited"
    MEMBERS = "members"


_ORDERS: Mapping[Sort, Sequence[Any]] = {
    Sort.PLACE: (),
    Sort.HEAD: (_LINE.c.head_sort,),
    Sort.VISITED: (_LINE.c.visited_on,),
    Sort.MEMBERS: (_LINE.c.members,),
}
_CHOICES: Mapping[str, type[StrEnum]] = {"failed": Dimension, "group": Group, "visited": Visited, "task": Task}


@dataclass(frozen=True)
class Narrowing:
    """Households for which all that is set holds; "" leaves it open. `area` and `village` are codes."""

    area: str = ""
    village: str = ""
    failed: str = ""
    group: str = ""
    visited: str = ""
    task: str = ""
    officer: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Self:
        """From the fields of a form or an address; what no page of ours would send counts as not set."""
        values = {field.name: sent.get(field.name, "").strip() for field in fields(cls)}
        for name, choices in _CHOICES.items():
            values[name] = values[name] if values[name] in set(choices) else ""
        for name, length in (("area", 6), ("village", 8)):
            code = values[name]
            values[name] = code if len(code) == length and code.isascii() and code.isdigit() else ""
        if values["area"] and not contains(values["area"], values["village"]):
            values["village"] = ""
        values["officer"] = values["officer"] if _uuid(values["officer"]) else ""
        return cls(**values)

    def set(self) -> dict[str, str]:
        """The filters that are set, in their order."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


class Found(NamedTuple):
    """A page of household ids, of how many there are."""

    ids: list[UUID]
    count: int


def find(
    session: Session,
    district: str,
    narrowing: Narrowing,
    *,
    held: Collection[str],
    year_began: str,
    text: str = "",
    sort: str = Sort.PLACE,
    page: int = 1,
) -> Found:
    """The page of households within the areas `held`. `year_began` is the first day of the fiscal year."""
    where = [_LINE.c.district_code == district, _inside(held), *_conditions(session, district, narrowing, year_began)]
    order = _order(sort)
    if parts := parts_of(text):
        ids = _searched(session, [*where], parts, order)
        return Found(ids[(page - 1) * LENGTH : page * LENGTH], len(ids))
    if narrowing.task != Task.GONE:
        where.append(_LINE.c.status == HouseholdStatus.ACTIVE.value)
    connection = session.connection()
    count = connection.execute(select(func.count()).select_from(_LINE).where(*where)).scalar_one()
    wanted = select(_LINE.c.household_id).where(*where).order_by(*order)
    return Found(list(connection.scalars(wanted.offset((page - 1) * LENGTH).limit(LENGTH))), count)


def _searched(
    session: Session, where: list[ColumnElement[bool]], parts: Sequence[str], order: Sequence[Any]
) -> list[UUID]:
    """Households with a line that holds every part; where every part begins a word in some, those alone."""
    holding = func.instr if session.get_bind().dialect.name == "sqlite" else func.strpos
    begins = and_(*(holding(_LINE.c.words, f" {part}") > 0 for part in parts))
    holds = [holding(_LINE.c.words, part) > 0 for part in parts]
    words = [_LINE.c.words] if len(parts) > 1 else []
    wanted = select(_LINE.c.household_id, begins, *words).where(*where, *holds).order_by(*order)
    hits: Sequence[Any] = session.connection().execute(wanted).all()
    beginning = [
        hit[0] for hit in hits if hit[1] and (not words or _in_one_line(hit[2], [f" {part}" for part in parts]))
    ]
    return beginning or [hit[0] for hit in hits if not words or _in_one_line(hit[2], parts)]


def _in_one_line(words: str, parts: Sequence[str]) -> bool:
    return any(all(part in line for part in parts) for line in words.split(LINE))


def _order(sort: str) -> list[Any]:
    """Thai order, then by place; the ids last, so that pages never share a household."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    columns = [*_ORDERS[Sort(name) if name in set(Sort) else Sort.PLACE], _LINE.c.place]
    return [*([column.desc() for column in columns] if down else columns), _LINE.c.household_id]


def _inside(held: Collection[str]) -> ColumnElement[bool]:
    return or_(*(within(_LINE.c.village, code) for code in held))


def _conditions(session: Session, district: str, narrowing: Narrowing, year_began: str) -> list[ColumnElement[bool]]:
    made = {
        "area": lambda code: within(_LINE.c.village, code),
        "village": lambda code: _LINE.c.village == code,
        "failed": lambda dimension: _has(_LINE.c.failed, dimension),
        "group": lambda group: _has(_LINE.c.groups, group),
        "visited": lambda visited: _visited(visited, year_began),
        "task": _task,
        "officer": lambda officer: _looked_after(session, district, UUID(officer)),
    }
    return [made[name](value) for name, value in narrowing.set().items()]


def _has(column: Any, code: str) -> ColumnElement[bool]:
    """Codes stand after a blank each, and none is the beginning of another."""
    found: ColumnElement[bool] = column.contains(f" {code}")
    return found


def _visited(visited: str, year_began: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = _LINE.c.visited_on >= year_began
    return found if visited == Visited.YES else ~found


def _task(task: str) -> ColumnElement[bool]:
    conditions: dict[str, Any] = {
        Task.OPEN_PROBLEM: _LINE.c.open_problems > 0,
        Task.NO_ANALYSIS: ~_has(_LINE.c.work, Work.ANALYSED),
        Task.NO_PLAN: ~_has(_LINE.c.work, Work.PLANNED),
        Task.PLANNED: _has(_LINE.c.work, Work.PLANNED),
        Task.MISMATCH: _has(_LINE.c.work, Work.CONFLICT),
        Task.FINDING: _has(_LINE.c.work, Work.FINDING),
        Task.GONE: _LINE.c.status != HouseholdStatus.ACTIVE.value,
    }
    found: ColumnElement[bool] = conditions[task]
    return found


def _looked_after(session: Session, district: str, officer_id: UUID) -> ColumnElement[bool]:
    """Given to the officer by name, or to nobody and in one of the officer's areas."""
    areas = select(OfficerArea.area_code).where(
        OfficerArea.district_code == district,
        OfficerArea.officer_id == officer_id,
        OfficerArea.until.is_(None),  # type: ignore[union-attr]
    )
    codes = list(session.connection().scalars(areas))
    of_area = and_(_LINE.c.officer_id.is_(None), _inside(codes)) if codes else None
    own: ColumnElement[bool] = _LINE.c.officer_id == officer_id
    return own if of_area is None else or_(own, of_area)


def villages(session: Session, district: str, area: str) -> list[str]:
    """The villages of an area that have households, by code."""
    wanted = select(_LINE.c.village).where(_LINE.c.district_code == district, within(_LINE.c.village, area))
    return list(session.connection().scalars(wanted.distinct().order_by(_LINE.c.village)))


def officers(session: Session, district: str) -> dict[UUID, str]:
    """The names of the district's officers."""
    wanted = select(OfficerAccount.id, OfficerAccount.name).where(OfficerAccount.district_code == district)
    return dict(iter(session.connection().execute(wanted)))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
