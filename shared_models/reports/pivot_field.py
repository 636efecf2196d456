"""What a pivot can group by: the fields of an entity, of its row's household and person, and what follows from them.

Names: `status`, `household.home_tenure`, `person.sex`; derived: `village`, `subdistrict`, `district` (of the row's
household), `person.age_band`, `found_on.fiscal_year`, and of an assessment `failed` and `standing`. A field that holds
several codes puts a row into the group of each of them; totals count it once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from shared_models.deprivation import Standing, dimension_results, standing
from shared_models.entities import ENTITIES
from shared_models.field_facts import Kind, Unit
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.form import FormField, form_fields
from shared_models.mpi import Dimension
from shared_models.reports.age_band import AgeBand, age_band
from shared_models.reports.table import ColumnKind
from shared_models.thai_text import normalise, sort_key

Group = str | int | float | None
Groups = tuple[Group, ...]
Grouping = Callable[[Any], Groups]
JOINED = ("household", "person")
LEVELS = {"district": 4, "subdistrict": 6, "village": 8}
_NEVER = frozenset({Kind.REFERENCES, Kind.ANSWERS, Kind.CITIZEN_ID, Kind.PHONE})  # of these each row has its own
_NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.LAND, Kind.YEAR})
_OF_DIMENSIONS = (*(dimension.value for dimension in Dimension), "version", "answers")


class YesNo(StrEnum):
    """How a truth is grouped."""

    YES = "yes"
    NO = "no"


class Failed(StrEnum):
    """The dimensions an assessment fails in; NONE where it has results and fails in none."""

    HEALTH = "health"
    LIVING = "living"
    EDUCATION = "education"
    INCOME = "income"
    ACCESS = "access"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PivotField:
    """`owner` is the entity whose row holds `attributes`; several come as a tuple. `label` is the key of its words."""

    name: str
    owner: str
    attributes: tuple[str, ...]
    grouping: Callable[..., Groups]
    label: str
    kind: ColumnKind
    choices: type[StrEnum] | None = None
    numeric: bool = False

    def grouping_on(self, day: date) -> Grouping:
        """What turns a value into its groups; ages are counted on `day`."""
        return partial(self.grouping, on=day) if self.grouping is _age else self.grouping

    @property
    def has_several(self) -> bool:
        """Whether one row can lie in several groups, so that groups overlap."""
        return self.grouping in (_codes, _failed)

    def order(self, group: Group) -> tuple[int, float, str]:
        """Sorts groups: a coded list in its order and then what it does not know, numbers by value, no value last."""
        if group is None:
            return 3, 0, ""
        if self.choices is not None:
            codes = [choice.value for choice in self.choices]
            return (0, codes.index(group), "") if group in codes else (1, 0, str(group))
        if isinstance(group, str):
            return 0, 0, group if self.kind is ColumnKind.AREA else f"{sort_key(group)}\0{group}"
        return 0, group, ""


@cache
def find_field(entity: str, name: str) -> PivotField | None:
    """The field of this name for rows of `entity`, None where there is none. Raises KeyError for no entity."""
    owner, _, rest = name.partition(".")
    if owner not in JOINED or not rest:
        return _find(entity, name, name)
    return _find(owner, rest, name) if owner == "household" or has_person(entity) else None


def pivot_fields(entity: str) -> tuple[PivotField, ...]:
    """All there are for an entity, its own first."""
    owners = dict.fromkeys((entity, *JOINED))
    names = [prefix + name for owner in owners for prefix in [_prefix(entity, owner)] for name in _names(owner)]
    return tuple(found for name in names if (found := find_field(entity, name)))


def own_field(entity: str, name: str) -> FormField | None:
    """The entity's own field of this name, as its form describes it."""
    return next((field for field in form_fields(entity) if field.name == name), None)


def is_number(field: FormField) -> bool:
    """Whether values can be added up: money, land, counts; not years, degrees or metres of accuracy."""
    return field.kind in _NUMBERS - {Kind.YEAR} and field.unit not in (Unit.DEGREES, Unit.METRES, Unit.RATING)


def has_person(entity: str) -> bool:
    """Whether a row of the entity is one person or may be about one."""
    return entity == "person" or "person_id" in ENTITIES[entity].model_fields


def _prefix(entity: str, owner: str) -> str:
    return "" if owner == entity else f"{owner}."


def _names(owner: str) -> list[str]:
    own = [field.name for field in form_fields(owner)]
    return [*LEVELS, *own, *(f"{name}.fiscal_year" for name in own), "age_band", "failed", "standing"]


def _find(owner: str, name: str, full: str) -> PivotField | None:
    if name in LEVELS and (owner == "household" or full == name):
        return _area(full, LEVELS[name])
    if (owner, name) in _DERIVED:
        attributes, grouping, choices = _DERIVED[owner, name]
        label = f"report.field.{name}"
        return PivotField(full, owner, attributes, grouping, label, ColumnKind.CODE, choices)
    base, _, derived = name.partition(".")
    field = own_field(owner, base)
    if field is None or field.kind in _NEVER:
        return None
    if not derived:
        return _plain(field, full)
    if derived != "fiscal_year" or field.kind not in (Kind.DATE, Kind.MOMENT):
        return None
    return PivotField(full, owner, (base,), _year_of, field.key, ColumnKind.YEAR, numeric=True)


def _plain(field: FormField, full: str) -> PivotField:
    choices = YesNo if field.kind is Kind.YES_NO else field.choices
    kind = _COLUMN.get(field.kind, ColumnKind.TEXT)
    grouping = _GROUPING.get(field.kind, _text)
    numeric = field.kind in _NUMBERS
    return PivotField(full, field.entity, (field.name,), grouping, field.key, kind, choices, numeric)


def _area(full: str, digits: int) -> PivotField:
    def grouping(code: Any) -> Groups:
        return (str(code)[:digits] if code else None,)

    label = f"report.field.{full.rpartition('.')[2]}"
    return PivotField(full, "household", ("village_code",), grouping, label, ColumnKind.AREA)


def _text(value: Any) -> Groups:
    return (normalise(str(value)) or None,) if value is not None else (None,)


def _codes(value: Any) -> Groups:
    return tuple(dict.fromkeys((value or "").split())) or (None,)


def _yes_no(value: Any) -> Groups:
    return (None if value is None else YesNo.YES.value if value else YesNo.NO.value,)


def _number(value: Any) -> Groups:
    return (value,)


def _day(value: Any) -> Groups:
    return (None if value is None else _date(value).isoformat(),)


def _year_of(value: Any) -> Groups:
    return (None if value is None else fiscal_year(_date(value)),)


def _date(value: date | datetime) -> date:
    return thai_day(value) if isinstance(value, datetime) else value


def _reference(value: Any) -> Groups:
    return (None if value is None else str(UUID(str(value))),)


def _age(value: Any, on: date) -> Groups:
    band = age_band(value, on)
    return (None if band is None else band.value,)


def _results(values: Any) -> dict[Dimension, bool]:
    row: Any = SimpleNamespace(**dict(zip(_OF_DIMENSIONS, values, strict=True)))
    return dimension_results(row)


def _failed(values: Any) -> Groups:
    results = _results(values)
    failed = tuple(dimension.value for dimension in Dimension if results.get(dimension))
    return failed or ((Failed.NONE.value,) if results else (None,))


def _standing(values: Any) -> Groups:
    return (standing(_results(values)).value,)


_DERIVED: dict[tuple[str, str], tuple[tuple[str, ...], Callable[..., Groups], type[StrEnum]]] = {
    ("person", "age_band"): (("birth",), _age, AgeBand),
    ("mpi_assessment", "failed"): (_OF_DIMENSIONS, _failed, Failed),
    ("mpi_assessment", "standing"): (_OF_DIMENSIONS, _standing, Standing),
}
_GROUPING: dict[Kind, Grouping] = {
    Kind.CHOICES: _codes,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _day,
    Kind.MOMENT: _day,
    Kind.REFERENCE: _reference,
    **dict.fromkeys(_NUMBERS, _number),
}
_COLUMN: dict[Kind, ColumnKind] = {
    Kind.CHOICE: ColumnKind.CODE,
    Kind.CHOICES: ColumnKind.CODE,
    Kind.YES_NO: ColumnKind.CODE,
    Kind.AREA: ColumnKind.AREA,
    Kind.MONEY: ColumnKind.MONEY,
    Kind.NUMBER: ColumnKind.COUNT,
    Kind.LAND: ColumnKind.COUNT,
    Kind.YEAR: ColumnKind.YEAR,
}
