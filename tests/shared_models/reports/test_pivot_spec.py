"""PivotSpec: plain data that survives JSON, and every way it can be wrong."""

import json
from typing import Any

import pytest

from shared_models.reports.pivot_spec import Filter, InvalidPivot, Measure, PivotSpec, Test

SPEC = PivotSpec(
    "assistance",
    "village",
    "person.age_band",
    Measure.SUM,
    "value_satang",
    (Filter("kind", Test.IN, ("money", None)), Filter("value_satang", Test.BETWEEN, (1, 5))),
    here=False,
)
OF_VISITS = {"entity": "visit", "sum_of": None, "columns_by": None, "where": []}


def test_a_spec_survives_json() -> None:
    assert PivotSpec.from_json(SPEC.to_json()) == SPEC
    assert PivotSpec.from_json('{"entity": "person"}') == PivotSpec("person")


@pytest.mark.parametrize(
    ("changes", "reason", "field"),
    [
        ({"entity": "officer"}, "entity", "officer"),
        ({"rows_by": "colour"}, "field", "colour"),
        ({"rows_by": "person.colour"}, "field", "person.colour"),
        ({"columns_by": "problems"}, "field", "problems"),
        ({"columns_by": "kind.fiscal_year"}, "field", "kind.fiscal_year"),
        (
            {"entity": "visit", "sum_of": None, "measure": "rows", "rows_by": "person.sex", "where": []},
            "field",
            "person.sex",
        ),
        (
            {"entity": "visit", "sum_of": None, "measure": "persons", "columns_by": None, "where": []},
            "measure",
            "persons",
        ),
        ({"sum_of": None}, "measure", "sum"),
        ({"sum_of": "kind"}, "measure", "kind"),
        ({"measure": "rows"}, "measure", "value_satang"),
        ({"where": [{"field": "colour", "test": "empty"}]}, "field", "colour"),
        ({"where": [{"field": "kind", "test": "equals", "values": []}]}, "filter", "kind"),
        ({"where": [{"field": "kind", "test": "between", "values": ["a", None]}]}, "filter", "kind"),
        ({"where": [{"field": "kind", "test": "in", "values": [7]}]}, "filter", "kind"),
        ({"where": [{"field": "value_satang", "test": "equals", "values": ["7"]}]}, "filter", "value_satang"),
        ({"where": [{"field": "kind", "test": "in", "values": [["money"]]}]}, "filter", "kind"),
        ({"where": [{"field": "kind", "test": "resembles"}]}, "unreadable", "json"),
        ({"where": {"field": "kind"}}, "unreadable", "json"),
        ({"measure": "mean"}, "unreadable", "json"),
        ({"rows_by": 7}, "unreadable", "json"),
        ({"colour": "red"}, "unreadable", "json"),
    ],
)
def test_what_is_wrong_with_a_spec_is_named(changes: dict[str, Any], reason: str, field: str) -> None:
    with pytest.raises(InvalidPivot) as wrong:
        PivotSpec.from_json(json.dumps({**json.loads(SPEC.to_json()), **changes}))
    assert wrong.value.details == {"reason": reason, "field": field}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", "{}", '{"entity": 7}', "[" * 9999])
def test_what_is_no_spec_is_refused(text: str) -> None:
    with pytest.raises(InvalidPivot):
        PivotSpec.from_json(text)
