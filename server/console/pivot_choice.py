"""A pivot as the address of its page says it: codes alone, so that it can be kept and sent, and names nobody.

A field is named with the entity that has it (`household.status`, `problem.dimension`), a place by its level alone, so
that it stays when something else is counted. A condition is `field~value~value`; an empty value is none.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from shared_models.reports.design import ENTITIES, GROUPED, offered_fields
from shared_models.reports.pivot_field import JOINED, LEVELS, PivotField
from shared_models.reports.pivot_share import Shown
from shared_models.reports.pivot_spec import Filter, InvalidPivot, Measure, PivotSpec, Test, Value
from shared_models.reports.table import ColumnKind

PART = "~"
_CODE = re.compile(r"[A-Za-z0-9_.+-]{0,40}", re.ASCII)
MOST_CONDITIONS, MOST_VALUES = 12, 60


class View(StrEnum):
    """How a result is looked at."""

    TABLE = "table"
    BARS = "bars"
    HEAT = "heat"


class Sort(StrEnum):
    """In which order rows stand."""

    TOTAL = "total"
    NAME = "name"


@dataclass(frozen=True)
class Choice:
    """`count` is `entity`, `entity:households` or `entity:sum:field`. `everyone`: also who is not here any more."""

    count: str = "household"
    rows: str = "subdistrict"
    columns: str = ""
    where: tuple[str, ...] = ()
    shown: Shown = Shown.NUMBER
    view: View = View.TABLE
    sort: Sort = Sort.TOTAL
    everyone: bool = False
    area: str = ""

    @property
    def entity(self) -> str:
        return self.count.partition(":")[0]

    @property
    def spec(self) -> PivotSpec:
        """Raises InvalidPivot for what no page of ours would ask."""
        _, measure, number = (*self.count.split(":"), "", "")[:3]
        return PivotSpec(
            self.entity,
            rows_by=own_name(self.entity, self.rows) or None,
            columns_by=own_name(self.entity, self.columns) or None,
            measure=_member(Measure, measure or Measure.ROWS, "measure"),
            sum_of=number or None,
            where=tuple(self.condition(each) for each in self.where),
            here=not self.everyone,
        )

    def condition(self, text: str) -> Filter:
        """Raises InvalidPivot."""
        name, *values = text.split(PART)
        found = field_of(self.entity, name)
        if found is None or not can_narrow(found) or not 0 < len(values) <= MOST_VALUES:
            raise InvalidPivot(reason="filter", field=name[:40])
        return Filter(found.name, Test.IN, tuple(_value(found, value) for value in values))

    def query(self, **changes: Any) -> str:
        """As the address has it, with these changes; what goes without saying is left out."""
        changed, plain = replace(self, **changes), Choice()
        single = ("count", "rows", "columns", "shown", "view", "sort", "area")
        said = [
            (name, str(getattr(changed, name))) for name in single if getattr(changed, name) != getattr(plain, name)
        ]
        said += [("where", each) for each in changed.where]
        return urlencode([*said, *([("everyone", "1")] if changed.everyone else [])], safe=":~")


def read(asked: QueryParams) -> tuple[Choice, list[str]]:
    """The choice, and the names of the fields and conditions left out as what is counted does not have them.

    Raises InvalidPivot.
    """
    count = asked.get("count") or Choice.count
    entity = count.partition(":")[0]
    if entity not in ENTITIES:
        raise InvalidPivot(reason="entity", field=entity[:40])
    given = {"rows": asked.get("rows", Choice.rows), "columns": asked.get("columns", "")}
    where = dict.fromkeys(each for each in asked.getlist("where") if each)
    if len(where) > MOST_CONDITIONS:
        raise InvalidPivot(reason="filter", field="where")
    kept = {key: name if field_of(entity, name) else "" for key, name in given.items()}
    still = tuple(each for each in where if field_of(entity, each.partition(PART)[0]))
    out = [name for key, name in given.items() if name and not kept[key]]
    out += [each.partition(PART)[0] for each in where if each not in still]
    choice = Choice(
        count,
        **kept,
        where=still,
        shown=_member(Shown, asked.get("shown") or Shown.NUMBER, "shown"),
        view=_member(View, asked.get("view") or View.TABLE, "view"),
        sort=_member(Sort, asked.get("sort") or Sort.TOTAL, "sort"),
        everyone=bool(asked.get("everyone")),
        area=asked.get("area", ""),
    )
    return choice, out


def long_name(entity: str, name: str) -> str:
    """A field's name as an address has it."""
    if name in LEVELS or name.partition(".")[0] in JOINED:
        return name
    return f"{entity}.{name}"


def own_name(entity: str, name: str) -> str:
    """The reverse of long_name."""
    return name.removeprefix(f"{entity}.")


def field_of(entity: str, name: str) -> PivotField | None:
    """The field of an address, where rows of the entity have it and it is offered."""
    wanted = own_name(entity, name)
    return next((found for found in offered_fields(entity) if found.name == wanted), None)


def can_narrow(found: PivotField) -> bool:
    """Whether it may stand in a condition: texts that people wrote may not, as an address is written down."""
    return found.kind in GROUPED


def _value(found: PivotField, text: str) -> Value:
    if not _CODE.fullmatch(text) or (text and found.kind is not ColumnKind.CODE and not text.isdigit()):
        raise InvalidPivot(reason="filter", field=found.name)
    if not text:
        return None
    return int(text) if found.numeric else text


def _member(kind: type[Any], text: str, name: str) -> Any:
    if text not in {member.value for member in kind}:
        raise InvalidPivot(reason="measure", field=name)
    return kind(text)
