"""What is spent of a lease, whatever is done to the clock."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared_models.lease import DAY_MS, Lease, Spent, lease

LONG = 60 * DAY_MS
jumps = st.lists(st.integers(-LONG, LONG), max_size=20)


def test_a_lease_is_over_when_its_days_are_spent_and_warns_in_its_last_week():
    assert [lease(spent * DAY_MS, 45).left for spent in (0, 1, 44, 45, 90)] == [45, 44, 1, 0, 0]
    assert lease(44 * DAY_MS + 1, 45).left == 1
    assert [lease(spent * DAY_MS, 45).is_near for spent in (37, 38, 44, 45)] == [False, True, True, False]
    assert (lease(45 * DAY_MS, 45).is_over, lease(45 * DAY_MS - 1, 45).is_over) == (True, False)
    assert [lease(spent * DAY_MS, 9).is_near for spent in (5, 6)] == [False, True], "the last third of a short one"


@given(jumps)
def test_no_setting_of_the_clock_gives_anything_back(by: list[int]):
    """Each step is the clock moved on, or set to anything at all."""
    spent = Spent(0, 0)
    for _, after in pairwise([0, *by]):
        later = spent.at(spent.clock_ms + after)
        assert later.spent_ms >= spent.spent_ms + max(0, after)
        spent = later


def test_a_clock_set_back_each_day_runs_out_all_the_same():
    spent = Spent(0, 0)
    for _ in range(45):
        spent = spent.at(spent.clock_ms - DAY_MS // 2)
    assert lease(spent.spent_ms, 45) == Lease(45, 0)


def test_a_correction_of_seconds_costs_nothing_and_the_time_goes_on_where_it_stood():
    spent = Spent(DAY_MS, 100_000).at(90_000)
    assert spent == Spent(DAY_MS, 100_000)
    assert spent.at(130_000).spent_ms == DAY_MS + 30_000


def test_a_year_typed_in_the_buddhist_era_costs_a_day_and_not_the_lease():
    era = 543 * 365 * DAY_MS
    wrong = Spent(0, 1_000).at(1_000 + era)
    assert wrong.spent_ms == DAY_MS
    assert wrong.at(2_000).spent_ms == 2 * DAY_MS, "and another when it is put right"
