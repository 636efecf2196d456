"""Designed tables as the office looks at them: counted once and kept, as numbers or as shares."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from server.services.reporting import reports
from server.services.reporting.kept import Kept
from shared_models.reports.pivot_share import Shown, shares
from shared_models.reports.pivot_spec import PivotSpec
from shared_models.reports.table import Table


@dataclass(frozen=True)
class Counting:
    """Counts for one page. `area` lies in the district whose counts are kept."""

    session: Session
    kept: Kept
    district: str
    area: str
    today: date

    def table(self, spec: PivotSpec) -> Table:
        """The pivot's numbers."""
        asked = ("pivot", spec, self.area)
        return self.kept.of(self.session, self.district, asked, self.today, lambda: self._count(spec))

    def shown(self, spec: PivotSpec, shown: Shown) -> Table:
        """The pivot's numbers, or shares of them."""
        table = self.table(spec)
        whole = self.table(replace(spec, columns_by=None, where=())) if shown is Shown.OF_ALL else None
        return shares(table, shown, whole)

    def groups(self, entity: str, field: str, *, here: bool) -> Table:
        """The groups that the rows of an entity fall into by a field, with how many each has."""
        return self.table(PivotSpec(entity, rows_by=field, here=here))

    def _count(self, spec: PivotSpec) -> Table:
        return reports.designed(self.session, spec, today=self.today, area=self.area)
