"""Any rows and any designs: strategies for what a pivot may be asked, over whatever an entity's fields may hold."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from shared_models.field_facts import Kind
from shared_models.form import FormField, form_fields
from shared_models.reports.design import ENTITIES, GROUPED, GROUPED_TEXTS, counted, offered_fields, summed
from shared_models.reports.pivot_field import PivotField
from shared_models.reports.pivot_spec import Filter, Measure, PivotSpec, Test, Value
from shared_models.reports.table import ColumnKind

PLACES = ("56010204", "56010205", "56010401")
_OF_KIND: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.YES_NO: st.sampled_from([True, False, None]),
    Kind.NUMBER: st.sampled_from([None, 0, 1, 7]),
    Kind.MONEY: st.sampled_from([None, 0, 5, 150_050]),
    Kind.LAND: st.sampled_from([None, 0, 400]),
    Kind.YEAR: st.sampled_from([None, 2565, 2566]),
    Kind.DATE: st.sampled_from([None, date(2022, 9, 30), date(2022, 10, 1), date(2023, 5, 1)]),
    Kind.MOMENT: st.sampled_from([None, datetime(2022, 9, 30, 18, tzinfo=UTC), datetime(2023, 5, 1, tzinfo=UTC)]),
    Kind.PARTIAL_DATE: st.sampled_from([None, "2490", "2550-02", "2560-02-03"]),
    Kind.AREA: st.sampled_from([None, *PLACES]),
}
_TEXTS = st.sampled_from([None, "อบต.แม่ต๋ำ", "พมจ.พะเยา", "ปู่ฝั้น"])


def held(field: FormField) -> st.SearchStrategy[Any] | None:
    """What a field may hold; None for one that no pivot reads."""
    if field.kind is Kind.CHOICE and field.choices:
        return st.sampled_from([None, *(each.value for each in field.choices)])
    if field.kind is Kind.CHOICES and field.choices:
        return st.lists(st.sampled_from([each.value for each in field.choices]), max_size=3).map(" ".join)
    return _TEXTS if field.name in GROUPED_TEXTS else _OF_KIND.get(field.kind)


def values_of(entity: str) -> st.SearchStrategy[dict[str, Any]]:
    """Values of all its fields that a pivot may read."""
    found = {field.name: strategy for field in form_fields(entity) if (strategy := held(field)) is not None}
    return st.fixed_dictionaries(found)


@st.composite
def designs(draw: st.DrawFn, *, by_address: bool = False) -> PivotSpec:
    """Any design; with `by_address` one that the office's page can be asked for."""
    entity = draw(st.sampled_from(ENTITIES))
    names = st.sampled_from([None, *(found.name for found in offered_fields(entity))])
    narrowing = [found for found in offered_fields(entity) if found.kind in GROUPED]
    numbers = [field.name for field in summed(entity)]
    measure = draw(st.sampled_from([*counted(entity), *([Measure.SUM] if numbers else [])]))
    return PivotSpec(
        entity,
        rows_by=draw(names),
        columns_by=draw(names),
        measure=measure,
        sum_of=draw(st.sampled_from(numbers)) if measure is Measure.SUM else None,
        where=tuple(draw(st.lists(st.sampled_from(narrowing).flatmap(conditions(by_address)), max_size=2))),
        here=draw(st.booleans()),
    )


def conditions(by_address: bool) -> Any:
    """Makes the conditions there can be on a field."""

    def of(found: PivotField) -> st.SearchStrategy[Filter]:
        one = st.sampled_from(groups_of(found))
        among = st.lists(one, min_size=1, max_size=3, unique=True)
        any_of = among.map(lambda values: Filter(found.name, Test.IN, tuple(values)))
        if by_address:
            return any_of
        others = [Filter(found.name, Test.EMPTY), Filter(found.name, Test.FILLED)]
        return any_of | st.sampled_from(others) | one.map(lambda value: Filter(found.name, Test.EQUALS, (value,)))

    return of


def groups_of(found: PivotField) -> list[Value]:
    """Groups that rows may fall into, and none."""
    if found.kind is ColumnKind.AREA:
        return [None, "5601", "560102", *PLACES]
    if found.kind is ColumnKind.YEAR:
        return [None, 2565, 2566]
    return [None, *(each.value for each in found.choices or ())]
