"""Indicator sets as data, and to whom an indicator applies."""

from datetime import date
from typing import Any

import pytest

from shared_models.indicator import Applies, IndicatorSet, applies, in_force, read_indicators, shipped
from shared_models.mpi import Dimension
from shared_models.reference_table import UnreadableTable
from tests.shared_models.family import person

TODAY = date(2023, 5, 18)
SHIPPED = shipped()["2560-2564"]
HEADER = "code,dimension,unit,age_min,age_max,only,except,name_th,name_en\n"


def answer(code: str, **values: Any) -> Applies:
    indicator = SHIPPED.find(code)
    assert indicator is not None
    return applies(indicator, person("ใคร", **values), on=TODAY)


@pytest.mark.parametrize(
    ("year", "version"),
    [(2562, "2560-2564"), (2566, "2565-2569"), (2570, "2565-2569"), (2572, "2571-2575"), (2599, "ใหม่")],
)
def test_the_set_in_force_holds_the_year_or_is_the_latest_that_has_begun(year: int, version: str) -> None:
    versions = ["2571-2575", "2560-2564", "2565-2569"] + (["ใหม่"] if year == 2599 else [])
    assert in_force({name: IndicatorSet(name, ()) for name in versions}, year).version == version


def test_the_shipped_set_has_the_seventeen_indicators_in_five_dimensions() -> None:
    assert len(SHIPPED.indicators) == 17
    assert [len(SHIPPED.of(dimension)) for dimension in Dimension] == [4, 4, 4, 3, 2]
    assert all(indicator.name_th and indicator.name("en").isascii() for indicator in SHIPPED.indicators)


@pytest.mark.parametrize(
    ("code", "birth", "expected"),
    [
        ("1.4", "2560-05-18", Applies.YES),  # six today
        ("1.4", "2560-05-19", Applies.NO),  # six tomorrow
        ("1.4", "2560", Applies.ASK),  # five or six
        ("1.4", "2550", Applies.YES),
        ("1.4", None, Applies.ASK),
        ("3.1", "2560", Applies.ASK),  # the band ends at five
        ("3.1", "2562", Applies.YES),
        ("3.4", "2507", Applies.YES),  # 58 or 59
        ("3.4", "2506", Applies.ASK),  # 59 or 60
        ("5.1", "2506-05-18", Applies.YES),
        ("1.1", "2566-01", Applies.YES),
        ("4.3", "2500", Applies.NO),  # the household's
    ],
)
def test_the_age_band_is_met_missed_or_asked(code: str, birth: str | None, expected: Applies) -> None:
    studying_and_able = {"studying": False, "health": "normal"}
    assert answer(code, birth=birth, **studying_and_able) == expected


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        ("5.2", {"disability": "mobility"}, Applies.YES),
        ("5.2", {"health": "disabled"}, Applies.YES),
        ("5.2", {"health": "normal"}, Applies.NO),
        ("5.2", {"health": "declined"}, Applies.ASK),
        ("5.2", {"disability": "declined"}, Applies.ASK),
        ("4.1", {"birth": "2540", "studying": True, "health": "normal"}, Applies.NO),
        ("4.1", {"birth": "2540", "occupation": "student", "health": "normal"}, Applies.NO),
        ("4.1", {"birth": "2540", "occupation": "farming", "health": "normal"}, Applies.YES),
        ("4.1", {"birth": "2540", "health": "normal"}, Applies.ASK),
        ("4.2", {"birth": "2490", "health": "disabled", "self_care": "no"}, Applies.NO),
        ("4.2", {"birth": "2490", "health": "disabled", "self_care": "yes"}, Applies.YES),
        ("4.2", {"birth": "2490", "health": "disabled", "self_care": "declined"}, Applies.ASK),
        ("3.3", {"finished_m3_year": 2565}, Applies.YES),
        ("3.3", {"finished_m3_year": 2560}, Applies.NO),
        ("3.3", {"education": "primary"}, Applies.NO),
        ("3.3", {}, Applies.ASK),
    ],
)
def test_conditions_narrow_whom_an_indicator_applies_to(code: str, values: dict[str, Any], expected: Applies) -> None:
    assert answer(code, **values) == expected


def test_an_office_may_load_another_set_in_thai_digits_with_a_bom() -> None:
    loaded = read_indicators(f"\ufeff{HEADER}๑.๑,health,person,๐,๕,,,เด็กได้วัคซีน,\n", version="2565-2569")
    assert isinstance(loaded, IndicatorSet)
    (indicator,) = loaded.indicators
    assert (indicator.code, indicator.age_max, indicator.name("en")) == ("1.1", 5, "เด็กได้วัคซีน")


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("code,dimension\n1.1,health\n", "columns", 1),
        (HEADER, "empty", 1),
        (HEADER + ",health,person,,,,,ชื่อ,\n", "code", 2),
        (HEADER + "1.1,สุขภาพ,person,,,,,ชื่อ,\n", "dimension", 2),
        (HEADER + "1.1,health,village,,,,,ชื่อ,\n", "unit", 2),
        (HEADER + "1.1,health,person,หก,,,,ชื่อ,\n", "age_min", 2),
        (HEADER + "1.1,health,person,9,3,,,ชื่อ,\n", "age_max", 2),
        (HEADER + "1.1,health,person,,,poor,,ชื่อ,\n", "only", 2),
        (HEADER + "1.1,health,person,,,,,,\n", "name_th", 2),
        (HEADER + "1.1,health,person,,,,,ก,\n1.1,living,person,,,,,ข,\n", "twice", 3),
    ],
)
def test_a_set_that_cannot_be_read_names_the_line_and_what_is_wrong(text: str, reason: str, line: int) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read_indicators(text, version="x")
    assert (refused.value.details["reason"], refused.value.details["line"]) == (reason, line)
