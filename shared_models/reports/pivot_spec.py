"""PivotSpec: a table somebody designed: plain data, so that it can be saved, named and sent."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from shared_models.entities import ENTITIES
from shared_models.errors import DomainError
from shared_models.reports.pivot_field import PivotField, find_field, has_person, is_number, own_field

Value = str | int | float | bool | None


class InvalidPivot(DomainError):
    """`reason` is unreadable, spec_missing, entity, field, measure or filter; `field` names what is meant."""

    code = "invalid_pivot"


class Measure(StrEnum):
    """What a cell counts."""

    ROWS = "rows"
    HOUSEHOLDS = "households"  # distinct ones
    PERSONS = "persons"  # distinct ones; a row of no person counts none
    SUM = "sum"  # of `sum_of`, in its unit; a row without a value adds nothing


class Test(StrEnum):
    """How a filter compares: EQUALS has one value, BETWEEN two (both ends count), EMPTY and FILLED none."""

    __test__ = False  # not one for pytest

    EQUALS = "equals"
    IN = "in"
    BETWEEN = "between"
    EMPTY = "empty"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Filter:
    """Values are group values: codes, area codes, texts, numbers, days as 2023-05-12; a field of several needs one."""

    field: str
    test: Test
    values: tuple[Value, ...] = ()

    @property
    def groups(self) -> tuple[Value, ...]:
        """The values as groups: true and false are yes and no."""
        return tuple(_YES_NO[value] if isinstance(value, bool) else value for value in self.values)


_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class PivotSpec:
    """Fields are named as pivot_field.py says. Raises InvalidPivot when one does not exist or does not fit.

    `here`: only households that live in their village, and of persons only who is alive and lives there.
    """

    entity: str
    rows_by: str | None = None
    columns_by: str | None = None
    measure: Measure = Measure.ROWS
    sum_of: str | None = None
    where: tuple[Filter, ...] = ()
    here: bool = True

    def __post_init__(self) -> None:
        if self.entity not in ENTITIES:
            raise InvalidPivot(reason="entity", field=self.entity)
        for name in (self.rows_by, self.columns_by):
            if name is not None:
                self.field(name)
        for each in self.where:
            _check_filter(each, self.field(each.field))
        if self.measure is Measure.PERSONS and not has_person(self.entity):
            raise InvalidPivot(reason="measure", field=self.measure.value)
        summed = own_field(self.entity, self.sum_of) if self.sum_of else None
        if (self.measure is Measure.SUM) != (summed is not None and is_number(summed)):
            raise InvalidPivot(reason="measure", field=self.sum_of or self.measure.value)

    def field(self, name: str) -> PivotField:
        """Raises InvalidPivot where there is none of this name."""
        found = find_field(self.entity, name)
        if found is None:
            raise InvalidPivot(reason="field", field=name)
        return found

    def filters(self) -> tuple[Filter, ...]:
        """All that hold, also those that `here` stands for."""
        return (*self.where, *(HERE.get(self.entity, _HOUSEHOLD_HERE) if self.here else ()))

    def to_json(self) -> str:
        """The reverse of from_json."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "PivotSpec":
        """Raises InvalidPivot, also for text that is no JSON of one."""
        try:
            return cls._read(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise InvalidPivot(reason="unreadable", field="json") from None

    @classmethod
    def _read(cls, given: Mapping[str, Any]) -> "PivotSpec":
        names = ("rows_by", "columns_by", "sum_of")
        if any(not isinstance(given.get(name), str | None) for name in names) or set(given) - set(cls.__slots__):
            raise ValueError
        return cls(
            entity=str(given["entity"]),
            rows_by=given.get("rows_by"),
            columns_by=given.get("columns_by"),
            measure=Measure(given.get("measure", "rows")),
            sum_of=given.get("sum_of"),
            where=tuple(
                Filter(str(each["field"]), Test(each["test"]), tuple(each.get("values", ())))
                for each in given.get("where", ())
            ),
            here=bool(given.get("here", True)),
        )


_HOUSEHOLD_HERE = (Filter("household.status", Test.EQUALS, ("active",)),)
HERE = {
    "household": (Filter("status", Test.EQUALS, ("active",)),),
    "person": (
        *_HOUSEHOLD_HERE,
        Filter("life_state", Test.EQUALS, ("alive",)),
        Filter("lives_here", Test.IN, (True, None)),
    ),
}
_COUNT = {Test.EQUALS: 1, Test.BETWEEN: 2, Test.EMPTY: 0, Test.FILLED: 0}


def _check_filter(each: Filter, field: PivotField) -> None:
    count = _COUNT.get(each.test, len(each.values))
    kind = (int, float) if field.numeric else (str, bool)
    wrong = [value for value in each.values if not (value is None or isinstance(value, kind))]
    if wrong or len(each.values) != count or (each.test is Test.BETWEEN and None in each.values):
        raise InvalidPivot(reason="filter", field=each.field)
