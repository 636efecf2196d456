"""What a new problem begins with comes back from its path, whatever signs an indicator's code has."""

from uuid import UUID

import pytest

from field_app.views.problem_start import ProblemStart, read_start
from shared_models.mpi import Dimension
from tests.builders import new_id

PERSON = UUID("0190b3a1-1111-7222-8333-444455556666")


@pytest.mark.parametrize(
    "start",
    [
        ProblemStart(),
        ProblemStart(Dimension.INCOME),
        ProblemStart(Dimension.LIVING, "2.1"),
        ProblemStart(Dimension.ACCESS, "a/b-c?#%", PERSON),
    ],
)
def test_a_start_comes_back_from_its_path(start: ProblemStart) -> None:
    path = start.path(new_id())
    assert path.count("/") == 4
    assert read_start(path.rsplit("/", 1)[1]) == start


@pytest.mark.parametrize(
    "end", ["new-wealth", "new-living-xx-household", "new-living-322e31-somebody", str(PERSON), ""]
)
def test_what_cannot_be_read_begins_with_nothing_more(end: str) -> None:
    assert read_start(end) in (ProblemStart(), ProblemStart(Dimension.LIVING))
