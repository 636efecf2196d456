"""Moves between stages: where the households of last year's cohort stand this year."""

from collections import Counter, defaultdict
from typing import Any

from shared_models.reports.caseload import Caseload, Needs, merged_needs
from shared_models.reports.table import Column, ColumnKind, Table, count_columns, of_counts
from shared_models.reports.targeting import NEEDS as TARGETING
from shared_models.reports.targeting import Homes
from shared_models.stage_decision import Stage, standing

NEEDS: Needs = merged_needs(
    TARGETING,
    {
        "stage_decision": ("programme_year", "stage", "decided_on"),
        "visit": ("started_at", "finished_at"),
    },
)
_COLUMNS = (
    Column("stage_before", ColumnKind.CODE, Stage),
    *count_columns("households", *(f"to_{stage.value}" for stage in Stage), "to_other", "undecided"),
    *count_columns("up", "down", "visited"),
)
_STAGES = frozenset(stage.value for stage in Stage)


def stages(caseload: Caseload) -> Table:
    """Households of the cohort of `from_year` by their stage then (rows) and in the programme year (columns).

    The cohort are the households that had a stage in `from_year`, or somebody of group 1 by the rule and results of
    that year; those of it that had no stage stand in the last row. Only households that live in their village now,
    with their present members. The latest decision of a year counts; `undecided`: none this year yet. `visited`: a
    finished visit this year, which is the follow-up. `up` and `down` only between known stages.
    Source: line of work 4 of the letter of 2566 (target people of the year before must keep moving up).
    """
    before = caseload.programme_year - 1 if caseload.from_year is None else caseload.from_year
    homes = Homes.of(caseload, until=before)
    decided = standing(caseload.of("stage_decision"))
    visited = {row.household_id for row in caseload.finished_visits()}
    urgent = homes.urgent(caseload, before)
    counts: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for household_id in homes.households:
        then, now = (_stage(decided, household_id, year) for year in (before, caseload.programme_year))
        if then is not None or household_id in urgent:
            counts[then].update(("households", *_moved(then, now), *(["visited"] if household_id in visited else [])))
    lines = [((stage,), counts[stage]) for stage in sorted(counts, key=lambda stage: (stage is None, stage or ""))]
    return of_counts(_COLUMNS, lines)


def _stage(decided: dict[Any, Any], household_id: Any, year: int) -> str | None:
    decision = decided.get((household_id, year))
    return str(decision.stage) if decision else None


def _moved(then: str | None, now: str | None) -> list[str]:
    if now is None:
        return ["undecided"]
    keys = [f"to_{now}" if now in _STAGES else "to_other"]
    if {then, now} <= _STAGES and then is not None and then != now:
        keys.append("up" if now > then else "down")
    return keys
