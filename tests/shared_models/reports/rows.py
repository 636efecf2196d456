"""Rows for reports: plain objects with the entities' attributes, and a caseload of them."""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from shared_models.entities import ENTITIES
from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.table import Table

ON, YEAR = date(2023, 6, 15), 2566
VILLAGE, NEXT_VILLAGE = "56010204", "56010205"
_ids = count(1)


def a_row(entity: str, household: Any = None, **values: Any) -> Any:
    """A row of the entity with the defaults of its model, in `household`, or a household of its own."""
    row_id = UUID(int=next(_ids))
    fields = ENTITIES[entity].model_fields
    row = {name: None if field.is_required() else field.get_default() for name, field in fields.items()}
    row |= {"id": row_id, "household_id": household.id if household else row_id}
    return SimpleNamespace(**{**row, **values})


def a_house(village: str = VILLAGE, **values: Any) -> Any:
    return a_row("household", **{"village_code": village, "source": "targets.txt", **values})


def a_member(household: Any, **values: Any) -> Any:
    return a_row("person", household, given_name="บุญมี", **values)


def assessed(person: Any, year: int = YEAR, *, whole: bool = False, **values: Any) -> Any:
    """An assessment of the person, or with `whole` of the household that is given instead."""
    subject = None if whole else person.id
    row = a_row("mpi_assessment", survey_year=year, person_id=subject, **values)
    row.household_id = person.household_id
    return row


def a_visit(household: Any, *, day: date = ON, finished: bool = True) -> Any:
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    return a_row("visit", household, started_at=at, finished_at=at if finished else None)


def a_caseload(*rows: Any, on: date = ON, year: int = YEAR, **others: Any) -> Caseload:
    """A caseload in which each kind of row can be gone through once."""
    return Caseload(on, year, {entity: iter(found) for entity, found in by_entity(rows).items()}, **others)


def by_entity(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(entity_of(row), []).append(row)
    return found


def entity_of(row: Any) -> str:
    """By its attributes, which no two entities share."""
    names = set(vars(row))
    return next(entity for entity, model in ENTITIES.items() if set(model.model_fields) == names)


def narrowed(rows: Iterable[Any], needs: Needs) -> dict[str, Iterator[Any]]:
    """The rows as tuples of nothing but what is needed."""
    found = by_entity(rows)
    return {entity: _tuples(found.get(entity, []), names) for entity, names in needs.items()}


def _tuples(rows: list[Any], names: tuple[str, ...]) -> Iterator[Any]:
    columns = tuple(dict.fromkeys(("id", "household_id", *names)))
    light = namedtuple("light", columns)
    return (light(*(getattr(row, name) for name in columns)) for row in rows)


def lines(table: Table) -> list[dict[str, Any]]:
    """Each row as a mapping by column key, without what is 0; the row of totals is the last."""
    keys = [column.key for column in table.columns]
    return [
        {key: cell for key, cell in zip(keys, row.cells, strict=True) if cell not in (0, None)} for row in table.rows
    ]
