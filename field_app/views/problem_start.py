"""What a new problem begins with, as part of its screen's path: a dimension, or an indicator that somebody fails."""

from typing import NamedTuple
from uuid import UUID

from shared_models.mpi import Dimension

HOUSEHOLD = "household"


class ProblemStart(NamedTuple):
    """`indicator` is a code of the set in force; `person_id` None: the household's."""

    dimension: Dimension | None = None
    indicator: str | None = None
    person_id: UUID | None = None

    def path(self, household_id: UUID) -> str:
        """`…/new-living-322e31-household`: a code may hold any sign, so it is written in hexadecimal."""
        parts = ["new"]
        if self.dimension is not None:
            parts.append(self.dimension.value)
            if self.indicator is not None:
                parts += [self.indicator.encode().hex(), self.person_id.hex if self.person_id else HOUSEHOLD]
        return f"/households/{household_id}/problems/{'-'.join(parts)}"


def read_start(which: str) -> ProblemStart:
    """The end of such a path; what cannot be read begins with nothing."""
    _, dimension, code, whose, *_ = [*which.split("-"), "", "", ""]
    if dimension not in set(Dimension):
        return ProblemStart()
    try:
        person_id = None if whose == HOUSEHOLD or not whose else UUID(whose)
        return ProblemStart(Dimension(dimension), bytes.fromhex(code).decode() or None, person_id)
    except ValueError:
        return ProblemStart(Dimension(dimension))
