"""The filters of the meeting, as its addresses have them."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends

from server.console.visitor import VisitorDep, check
from server.services.meetings.meeting import WITH, WITHOUT, Narrowing
from shared_models.access import REVIEW
from shared_models.area import Level, UnknownArea, contains, known
from shared_models.mpi import Dimension
from shared_models.target_group import Group


@dataclass(frozen=True)
class Asked:
    """The filters of the address. `village` lies in `area`."""

    area: str
    village: str
    group: str
    failed: str
    plan: str

    @property
    def narrowing(self) -> Narrowing:
        """As the service takes them."""
        return Narrowing(self.village or self.area, self.group, self.failed, self.plan)

    def query(self, **others: object) -> str:
        """As the address has them: what is set."""
        return urlencode({name: value for name, value in (vars(self) | others).items() if value})


def asked(
    visitor: VisitorDep, area: str = "", village: str = "", group: str = "", failed: str = "", plan: str = ""
) -> Asked:
    """Raises NotPermitted, and UnknownArea for one outside the district. What is no choice counts as not chosen."""
    check(visitor, REVIEW)
    area = area or visitor.district
    if not known(area) or len(area) > Level.SUBDISTRICT or not contains(visitor.district, area):
        raise UnknownArea(area=area)
    inside = len(village) == Level.VILLAGE and known(village) and contains(area, village)
    return Asked(
        area=area,
        village=village if inside and len(area) == Level.SUBDISTRICT else "",
        group=group if group in set(Group) else "",
        failed=failed if failed in set(Dimension) else "",
        plan=plan if plan in (WITH, WITHOUT) else "",
    )


AskedDep = Annotated[Asked, Depends(asked)]
