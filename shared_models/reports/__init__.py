"""Reports: pure functions from a caseload to a table, the same on tablet and server. REPORTS is the menu.

A report on no rows is a table without lines. Where it does not say otherwise it counts the households that live in
their village and those who are alive and live there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shared_models.errors import DomainError
from shared_models.reports import assistance, mpi, problems, progress, stages, target_groups, targeting, welfare
from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.table import Table

PIVOT = "pivot"  # the name under which a designed table is asked for


class UnknownReport(DomainError):
    """`names` are those that there are."""

    code = "unknown_report"


@dataclass(frozen=True, slots=True)
class Report:
    """`needs` is what `make` reads of each entity beside id and household_id."""

    make: Callable[[Caseload], Table]
    needs: Needs


REPORTS: dict[str, Report] = {
    "progress": Report(progress.progress, progress.NEEDS),
    "mpi": Report(mpi.mpi, mpi.NEEDS),
    "target_groups": Report(target_groups.target_groups, targeting.NEEDS),
    "problems": Report(problems.problems, problems.NEEDS),
    "assistance": Report(assistance.assistance, assistance.NEEDS),
    "stages": Report(stages.stages, stages.NEEDS),
    "welfare": Report(welfare.welfare, welfare.NEEDS),
}


def find_report(name: str) -> Report:
    """Raises UnknownReport."""
    if name not in REPORTS:
        raise UnknownReport(name=name, names=", ".join((*REPORTS, PIVOT)))
    return REPORTS[name]
