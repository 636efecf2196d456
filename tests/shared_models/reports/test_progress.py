"""Progress: what counts for a step, in which year, and in which households."""

from datetime import UTC, date, datetime

from shared_models.reports.progress import progress
from tests.shared_models.reports.rows import NEXT_VILLAGE, VILLAGE, a_caseload, a_house, a_row, a_visit, lines

BEFORE, FIRST, LAST, AFTER = date(2022, 9, 30), date(2022, 10, 1), date(2023, 9, 30), date(2023, 10, 1)


def test_each_step_counts_households_and_activities_count_visits() -> None:
    first, second, other = a_house(), a_house(), a_house(NEXT_VILLAGE)
    table = progress(
        a_caseload(
            *(first, second, other),
            *(a_visit(first), a_visit(first), a_visit(other, finished=False)),
            *(a_row("four_t", first, analysed_on=BEFORE), a_row("four_t", other, analysed_on=LAST)),
            *(a_row("plan", second, decided_on=FIRST), a_row("plan", first, decided_on=FIRST, status="dropped")),
            *(a_row("assistance", second, given_on=LAST), a_row("assistance", second, given_on=LAST)),
        )
    )
    assert lines(table) == [
        {
            **{"village_code": VILLAGE, "households": 2, "visited": 1, "analysed": 1, "planned": 1, "helped": 1},
            **{"activities": 2, "visited_share": 0.5},
        },
        {"village_code": NEXT_VILLAGE, "households": 1, "analysed": 1},
        {
            **{"households": 3, "visited": 1, "analysed": 2, "planned": 1, "helped": 1},
            **{"activities": 2, "visited_share": 1 / 3},
        },
    ]


def test_what_lies_outside_the_fiscal_year_does_not_count() -> None:
    house = a_house()
    for day in (BEFORE, AFTER):
        rows = (
            *(a_visit(house, day=day), a_row("plan", house, decided_on=day)),
            a_row("assistance", house, given_on=day),
        )
        assert lines(progress(a_caseload(house, *rows)))[-1] == {"households": 1}
    assert "analysed" not in lines(progress(a_caseload(house, a_row("four_t", house, analysed_on=AFTER))))[-1]


def test_the_fiscal_year_begins_at_midnight_in_thailand() -> None:
    house, visit = a_house(), a_visit(a_house())
    visit.household_id = house.id
    for hour, counted in ((16, 0), (17, 1)):
        visit.started_at = datetime(2022, 9, 30, hour, tzinfo=UTC)
        assert lines(progress(a_caseload(house, visit)))[-1].get("visited", 0) == counted


def test_households_that_moved_or_were_merged_are_left_out_with_their_visits() -> None:
    moved = a_house(status="moved")
    assert lines(progress(a_caseload(moved, a_visit(moved)))) == [{}]
