"""The campaign's steps of this year: when each is due and how many of the tablet's households it has reached."""

from dataclasses import dataclass

from field_app.services import clock, reference, reports
from field_app.services.tablet import Tablet
from shared_models.campaign import Due, Window, of_year
from shared_models.fiscal_year import fiscal_year
from shared_models.reports.progress import STEP_COLUMN


@dataclass(frozen=True)
class StepStanding:
    """`done` are households, of `households`; those of RECORD are activities."""

    window: Window
    done: int
    households: int
    days_left: int
    due: Due


async def standing(tablet: Tablet) -> list[StepStanding]:
    """The steps in their order; none where the office has set no dates for this year."""
    today = clock.today()
    calendar = (await reference.read(tablet)).calendar
    windows = of_year(calendar, fiscal_year(today))
    if not windows:
        return []
    progress = await reports.report(tablet, "progress")
    total = dict(zip((column.key for column in progress.columns), progress.rows[-1].cells, strict=True))
    return [
        StepStanding(
            window,
            int(total[STEP_COLUMN[window.step]] or 0),
            int(total["households"] or 0),
            window.days_left(today),
            window.due(today),
        )
        for window in windows
    ]
