"""MPI: members carry what their household fails, a household what a member fails; indicators by their version."""

from typing import Any

from shared_models.reports.mpi import mpi
from tests.shared_models.reports.rows import a_caseload, a_house, a_member, assessed, lines


def table_of(*rows: Any) -> dict[Any, dict[str, Any]]:
    """The lines by dimension, or by version and indicator; the total under None."""
    return {
        line.pop("dimension", None) if "indicator" not in line else (line["version"], line["indicator"]): line
        for line in lines(mpi(a_caseload(*rows)))
    }


def test_a_household_and_its_members_mark_each_other() -> None:
    house = a_house()
    head, child = a_member(house), a_member(house)
    found = table_of(house, head, child, assessed(house, whole=True, living=True), assessed(head, health=False))
    assert found["living"] == {"persons_failing": 2, "households_failing": 1}
    assert found["health"] == {"persons_passing": 1, "persons_no_data": 1, "households_passing": 1}
    assert found["income"] == {"persons_no_data": 2, "households_no_data": 1}
    assert found[None] == {"persons_failing": 2, "households_failing": 1}


def test_only_the_latest_survey_up_to_the_year_counts() -> None:
    house = a_house()
    head = a_member(house)
    rows = (assessed(head, 2565, income=True), assessed(head, 2566, income=False), assessed(head, 2567, income=True))
    assert table_of(house, head, *rows)["income"] == {"persons_passing": 1, "households_passing": 1}


def test_indicators_are_told_under_the_version_they_were_answered_in() -> None:
    house = a_house()
    head, child, baby = a_member(house), a_member(house), a_member(house)
    found = table_of(
        *(house, head, child, baby),
        assessed(head, version="2560-2564", answers="1.4=fail 3.4=declined"),
        assessed(child, version="2560-2564", answers="1.4=not_applicable 3.4=pass"),
        assessed(baby, version="2565-2569", answers="7=fail 8=perhaps"),
    )
    assert found["2560-2564", "1.4"] == {
        **{"version": "2560-2564", "dimension": "health", "indicator": "1.4"},
        **{"persons_failing": 1, "persons_not_applicable": 1, "persons_no_data": 1, "households_failing": 1},
    }
    assert found["2560-2564", "3.4"].items() >= {"persons_passing": 1, "persons_no_data": 2}.items()
    assert found["2565-2569", "7"].get("dimension") is None
    assert ("2565-2569", "8") not in found
    assert list(found)[5:8] == [("2560-2564", "1.4"), ("2560-2564", "3.4"), ("2565-2569", "7")]


def test_the_dead_and_who_has_left_do_not_count() -> None:
    house = a_house()
    gone = [a_member(house, life_state=state) for state in ("deceased", "moved", "missing")]
    found = table_of(house, *gone, *(assessed(person, income=True) for person in gone))
    assert found["income"] == {"households_no_data": 1}
