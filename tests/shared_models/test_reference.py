"""Reference data: every table that an office edits, the shipped ones, and what happens to what cannot be read."""

from datetime import date
from typing import Any

import pytest

from shared_models.campaign import Due, Step, of_year
from shared_models.mpi import Dimension
from shared_models.reference import READERS, Reference, checked
from shared_models.reference_table import UnreadableTable, shipped_text
from shared_models.remedy import offered, shipped_remedies

SHIPPED = {
    "remedies": "remedies.csv",
    "calendar": "calendar.csv",
    "thresholds": "income_thresholds.csv",
    "target_rules": "target_rules.csv",
    "target_groups": "target_groups.csv",
    "retention": "retention.csv",
    "personal_data": "personal_data.csv",
    "indicators/2560-2564": "mpi_indicators_2560_2564.csv",
}
TABLES = (*READERS, "indicator_sets")
VILLAGES = "code,name_th\n56010204,บ้านสันกลาง\n๕๖๐๑๐๒๐๕,บ้านต๊ำ\n"


@pytest.mark.parametrize(("table", "name"), SHIPPED.items())
def test_what_is_shipped_can_be_edited_and_put_in_force_again(table: str, name: str) -> None:
    text = shipped_text(name)
    assert checked(table, text) == text
    spreadsheet = "\ufeff" + text.replace("\n", "\r\n")
    assert checked(table, spreadsheet)


@pytest.mark.parametrize(
    ("table", "text", "reason"),
    [
        ("villages", "code,name_th\n56010299,\n", "name_th"),
        ("villages", "code,name_th\n560102,บ้านสันกลาง\n", "code"),
        ("villages", "code,name_th\n99999901,บ้านไหน\n", "code"),
        ("villages", VILLAGES + "56010204,บ้านอื่น\n", "twice"),
        ("villages", "รหัส,ชื่อ\n1,ก\n", "columns"),
        ("villages", "code,name_th\n\n", "empty"),
        ("remedies", "code,dimension,name_th\n,income,ฝึกอาชีพ\n", "code"),
        ("remedies", "code,dimension,name_th\na,money,ฝึกอาชีพ\n", "dimension"),
        ("remedies", "code,dimension,name_th\na,income,ก\na,income,ข\n", "twice"),
        ("calendar", "programme_year,step,due_on\n2567,check,2567-09-30\n2567,check,2567-09-30\n", "twice"),
        ("calendar", "programme_year,step,due_on\n2567,dance,2024-09-30\n", "step"),
        ("calendar", "programme_year,step,due_on\n2567,check,30/9/2567\n", "due_on"),
        ("calendar", "programme_year,step,opens_on,due_on\n2567,check,2024-10-01,2024-09-30\n", "due_on"),
        ("calendar", "programme_year,step,due_on\n67,check,2024-09-30\n", "programme_year"),
        ("thresholds", "year_from,year_to,baht\n2566,2565,38000\n", "year_to"),
        ("thresholds", "year_from,year_to,baht\n2566,2569,สี่หมื่น\n", "baht"),
        ("target_groups", "rule,mpi,card,on_list,group\n2567,fails,yes,yes,1\n", "rule"),
        ("target_groups", "rule,mpi,card,on_list,group\n2567,poor,yes,yes,1\n", "mpi"),
        ("target_rules", shipped_text("target_rules.csv") + "2566,2567,,,,,\n", "rule"),
        ("retention", "kept,days\ndiary,7\n", "kept"),
        ("retention", "kept,days\nlist,7\nlist,8\n", "twice"),
        ("retention", "kept,days\nlist,0\n", "days"),
        ("retention", "kept,days\nlist,3651\n", "days"),
        ("retention", "kept,days\ntablet,6\n", "days"),
        ("retention", "kept,days\nlist,\n", "days"),
        ("personal_data", "setting,number\nmoved_years,101\n", "number"),
        ("personal_data", "setting,number\nmoved_years,0\n", "number"),
        ("personal_data", "setting,number\nanswer_days,\n", "number"),
        ("personal_data", "setting,number\nborn_years,3\n", "setting"),
        ("personal_data", "setting,number\nmoved_years,3\nmoved_years,4\n", "twice"),
        ("indicators/2565-2569", "code,dimension\n1,health\n", "columns"),
        ("indicators/", shipped_text("mpi_indicators_2560_2564.csv"), "table"),
        ("passwords", "a\n1\n", "table"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(table: str, text: str, reason: str) -> None:
    with pytest.raises(UnreadableTable) as refused:
        checked(table, text)
    assert refused.value.details["reason"] == reason


def test_before_the_first_exchange_the_shipped_tables_are_in_force() -> None:
    empty = Reference()
    assert empty.version == ""
    assert empty.villages == {}
    assert set(empty.indicator_sets) == {"2560-2564"}
    assert [window.step for window in of_year(empty.calendar, 2566)] == list(Step)
    assert of_year(empty.calendar, 2567) == []
    assert empty.target_rules[-1].code == "2566"


def test_edited_tables_take_over_and_old_indicator_sets_stay() -> None:
    tables = {
        "villages": VILLAGES,
        "indicators/2565-2569": "code,dimension,unit,age_min,age_max,only,except,name_th\n1,health,person,,,,,ตรวจ\n",
    }
    found = Reference({"version": "x", "officers": {"a": "อรทัย"}, "tables": tables})
    assert found.villages == {"56010204": "บ้านสันกลาง", "56010205": "บ้านต๊ำ"}
    assert found.place("56010204") == "หมู่ 4 บ้านสันกลาง ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา"
    assert set(found.indicator_sets) == {"2560-2564", "2565-2569"}
    assert (found.officer_name("a"), found.officer_name("b")) == ("อรทัย", "")


@pytest.mark.parametrize("table", [*READERS, "indicators/later"])
def test_a_table_of_a_newer_office_that_cannot_be_read_leaves_the_shipped_one(table: str) -> None:
    newer = Reference({"tables": {table: "something,else\n1,2\n"}})
    shipped: Any = Reference()
    for name in TABLES:
        assert getattr(newer, name) == getattr(shipped, name)


def test_remedies_of_the_failed_dimensions_are_offered_first_and_retired_ones_not() -> None:
    tables = {"remedies": shipped_text("remedies.csv") + "old,income,เลิกใช้แล้ว,,,1\n"}
    remedies = Reference({"tables": tables}).remedies
    assert remedies["old"].retired
    first = offered(remedies.values(), [Dimension.EDUCATION])
    assert [remedy.dimension for remedy in first[:4]] == [Dimension.EDUCATION] * 3 + [Dimension.INCOME]
    assert len(first) == len(shipped_remedies())


@pytest.mark.parametrize(
    ("on", "due", "left"),
    [(date(2023, 3, 9), Due.NOT_OPEN, 205), (date(2023, 9, 30), Due.OPEN, 0), (date(2023, 10, 9), Due.LATE, -9)],
)
def test_a_step_is_not_open_open_or_late_and_never_locked(on: date, due: Due, left: int) -> None:
    check = Reference().calendar[0]
    assert (check.due(on), check.days_left(on)) == (due, left)
