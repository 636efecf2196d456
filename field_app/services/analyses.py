"""The 4ท analysis of a household: one for each visit, written on as often as needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from field_app.services import clock, visits
from field_app.services.tablet import Tablet
from field_app.store import repository
from shared_models.edit import Edit
from shared_models.four_t import HEADINGS, FourTAnalysis
from shared_models.merge import Scalar


@dataclass(frozen=True)
class Analyses:
    """`current` is what the officer writes on now, `earlier` the latest one before it."""

    current: FourTAnalysis | None = None
    earlier: FourTAnalysis | None = None


async def open_here(tablet: Tablet, household_id: UUID) -> Analyses:
    """The analysis of the officer's open visit; without a visit, the one of today."""
    visit = await visits.open_at(tablet, household_id)

    def work(session: Session) -> list[FourTAnalysis]:
        return repository.rows_of(session, FourTAnalysis, household_id)

    rows = await tablet.database.read(work)
    mine = [row for row in rows if (row.visit_id == visit.id if visit else row.analysed_on == clock.today())]
    current = mine[-1] if mine else None
    return Analyses(current, next((row for row in reversed(rows) if row is not current), None))


async def write(
    tablet: Tablet,
    household_id: UUID,
    values: Mapping[str, Scalar],
    *,
    bases: Mapping[str, Sequence[str]] | None = None,
    draft: str | None = None,
) -> FourTAnalysis | None:
    """Save what stands under the headings. None: nothing is written yet, and the draft stays where it is."""
    current = (await open_here(tablet, household_id)).current
    if current is None and not any(str(values.get(name) or "").strip() for name in HEADINGS):
        return None
    if current is None:
        visit = await visits.open_at(tablet, household_id)
        begun: dict[str, Scalar] = {"analysed_on": clock.today().isoformat()}
        begun["visit_id"] = str(visit.id) if visit else None
        edit = Edit("four_t", clock.moment().new_id(), household_id, {**values, **begun})
    else:
        edit = Edit("four_t", current.id, household_id, values, bases or {})
    await tablet.record([edit], draft=draft)
    return (await open_here(tablet, household_id)).current
