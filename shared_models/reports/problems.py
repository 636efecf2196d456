"""Problems by status and dimension, with the age of those that are open."""

from collections import Counter, defaultdict
from typing import Any

from shared_models.mpi import Dimension
from shared_models.problem import ProblemStatus
from shared_models.reports.caseload import Caseload, Needs, is_living_here
from shared_models.reports.table import Column, ColumnKind, Table, count_columns, of_counts

NEEDS: Needs = {
    "household": ("village_code", "status"),
    "person": ("life_state", "lives_here"),
    "problem": ("person_id", "dimension", "found_on", "status"),
}
_STATUSES = frozenset(status.value for status in ProblemStatus)
_AGES = ((30, "open_to_30_days"), (90, "open_to_90_days"), (365, "open_to_365_days"))
_OLDER = "open_over_365_days"
_COLUMNS = (
    Column("dimension", ColumnKind.CODE, Dimension),
    *count_columns("problems", *(status.value for status in ProblemStatus), "other_status"),
    *count_columns(*(key for _, key in _AGES), _OLDER),
)
_PLACES = {dimension.value: place for place, dimension in enumerate(Dimension)}


def problems(caseload: Caseload) -> Table:
    """Problems found up to the day `on`, by dimension; without one they are told in own words and stand last.

    Those of households that live in their village: the household's own, and those of persons not known to be dead or
    gone. The status is that of now, `other_status` one that only a newer version knows. The ages are days since the
    problem was found, and the open ones are divided among them.
    """
    households = caseload.households()
    gone = {person.id for person in caseload.of("person") if not is_living_here(person)}
    counts: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for row in caseload.of("problem"):
        if row.household_id in households and row.person_id not in gone and row.found_on <= caseload.on:
            counts[row.dimension and str(row.dimension)].update(_keys(row, caseload))
    return of_counts(_COLUMNS, [((each,), counts[each]) for each in sorted(counts, key=_place)])


def _keys(row: Any, caseload: Caseload) -> list[str]:
    status = str(row.status)
    keys = ["problems", status if status in _STATUSES else "other_status"]
    if status == ProblemStatus.OPEN:
        days = (caseload.on - row.found_on).days
        keys.append(next((key for most, key in _AGES if days <= most), _OLDER))
    return keys


def _place(dimension: str | None) -> tuple[int, str]:
    """In the order of the list, then codes that it does not know, then none."""
    if dimension is None:
        return len(_PLACES) + 1, ""
    return _PLACES.get(dimension, len(_PLACES)), dimension
