"""The benchmark measures what it says, with a few households: all figures are there and their counts are right."""

from pathlib import Path

from tests.bench.__main__ import table
from tests.bench.figures import ELSEWHERE, KEYS, NAMES, SCREENS, Scale, measure

FEW = Scale(runs=1, small=30, large=30, edits=20, conflicts=8, searches=20, saves=10, journal=10, seen=3, history=60)


def test_every_figure_is_measured(tmp_path: Path) -> None:
    said: list[str] = []
    figures = measure(tmp_path, FEW, said.append)
    by_name = {one["name"]: one for one in figures}
    assert tuple(by_name) == NAMES
    assert set(said) == set(NAMES) - ELSEWHERE
    assert all(set(KEYS) <= set(one) for one in figures)
    assert {name for name, one in by_name.items() if one["seconds"] is None} == ELSEWHERE
    assert all(
        one["peak_mb"] > 0 for name, one in by_name.items() if name not in {*ELSEWHERE, *SCREENS, "office_pages_20000"}
    )
    assert by_name["first_download_20000"]["households"] == 30
    assert by_name["first_download_20000"]["ratio_to_floor"] > 0
    assert by_name["nothing_to_do_20000"]["requests"] == 1
    assert (by_name["edits_500_up"]["stored"], by_name["edits_500_up"]["requests"]) == (20, 1)
    assert by_name["conflicts_200"]["conflicts"] == by_name["conflicts_200"]["standing_conflicts"] == 8
    assert by_name["resume_half"]["share_of_uncut"] >= 1
    assert by_name["search_20000"]["count"] == by_name["search_narrowed_20000"]["count"] == 20
    assert by_name["search_on_screen_20000"]["count"] == by_name["open_household_20000"]["count"] == 3
    assert (by_name["verify_log_100000"]["operations"], by_name["verify_log_100000"]["runs"]) == (60, 3)
    assert by_name["search_narrowed_20000"]["known_seconds"] > 0
    assert "first_download_2000" in table(figures)
