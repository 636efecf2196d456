"""A caseload: the year it is of, and who counts in it."""

from datetime import date

import pytest

from shared_models.reports.caseload import Caseload
from tests.shared_models.reports.rows import a_caseload, a_house, a_member

TODAY = date(2023, 6, 15)


@pytest.mark.parametrize(
    ("year", "on", "programme_year"),
    [(None, TODAY, 2566), (2566, TODAY, 2566), (2565, date(2022, 9, 30), 2565), (2567, TODAY, 2567)],
)
def test_a_past_year_is_seen_from_its_last_day(year: int | None, on: date, programme_year: int) -> None:
    found = Caseload.of_year({}, today=TODAY, year=year)
    assert (found.on, found.programme_year) == (on, programme_year)


def test_only_who_lives_in_a_household_that_lives_there_counts() -> None:
    here, moved, merged = a_house(), a_house(status="moved"), a_house(status="merged")
    living = [a_member(here), a_member(here, lives_here=True)]
    others = [a_member(here, life_state=state) for state in ("deceased", "moved", "missing")]
    others += [a_member(here, lives_here=False), a_member(moved), a_member(merged)]
    found = a_caseload(here, moved, merged, *living, *others)
    households = found.households()
    assert list(households) == [here.id]
    assert found.members(households) == {here.id: living}
