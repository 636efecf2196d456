"""Progress by village and campaign step."""

from collections import Counter, defaultdict
from itertools import compress
from typing import Any

from shared_models.campaign import Step
from shared_models.fiscal_year import last_day
from shared_models.plan import PlanStatus
from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.table import Column, ColumnKind, Table, count_columns, of_counts

NEEDS: Needs = {
    "household": ("village_code", "status"),
    "visit": ("started_at", "finished_at"),
    "four_t": ("analysed_on",),
    "plan": ("decided_on", "status"),
    "assistance": ("given_on",),
}
STEPS = ("visited", "analysed", "planned", "helped")
# The column that counts a step of the calendar; the activities of RECORD have no end that they go towards.
STEP_COLUMN = {
    Step.CHECK: "visited",
    Step.ANALYSE: "analysed",
    Step.DECIDE: "planned",
    Step.HELP: "helped",
    Step.RECORD: "activities",
    Step.FOLLOW_UP: "visited",
}
_COLUMNS = (
    Column("village_code", ColumnKind.AREA),
    *count_columns("households", *STEPS, "activities"),
    Column("visited_share", ColumnKind.SHARE),
)


def progress(caseload: Caseload) -> Table:
    """Households by village, and how many of them each step of the campaign has reached in the programme year.

    All are households but `activities`, the visits that were finished. Visited: one of those. Analysed: a 4ท analysis,
    of this year or before. Planned: a targeting meeting of this year decided a plan that was not dropped. Helped: help
    given or asked for this year. Visited, analysed and helped are counted as on the tablet's work page.
    Source: calendar of the letter of 2566, steps 1 to 5.
    """
    households = caseload.households()
    visits = Counter(row.household_id for row in caseload.finished_visits() if row.household_id in households)
    reached = _reached(caseload, visits)
    steps = [reached[step] for step in STEPS]
    alike = Counter(
        (household.village_code, *(household_id in step for step in steps))
        for household_id, household in households.items()
    )
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (village, *hits), count in alike.items():
        counts[village].update({"households": count, **dict.fromkeys(compress(STEPS, hits), count)})
    for household_id, count in visits.items():
        counts[households[household_id].village_code]["activities"] += count
    total = sum(counts.values(), Counter[str]())
    lines = [((village,), _with_share(counts[village])) for village in sorted(counts)]
    return of_counts(_COLUMNS, lines, total=_with_share(total))


def _reached(caseload: Caseload, visits: Counter[Any]) -> dict[str, set[Any]]:
    """Ids of the households that each step has reached."""
    end = last_day(caseload.programme_year)
    return {
        "visited": set(visits),
        "analysed": {row.household_id for row in caseload.of("four_t") if row.analysed_on <= end},
        "planned": {
            row.household_id
            for row in caseload.of("plan")
            if row.status != PlanStatus.DROPPED and caseload.is_in_year(row.decided_on)
        },
        "helped": {row.household_id for row in caseload.of("assistance") if caseload.is_in_year(row.given_on)},
    }


def _with_share(counts: Counter[str]) -> dict[str, int | float | None]:
    households = counts["households"]
    return {**counts, "visited_share": counts["visited"] / households if households else None}
