"""An officer at a tablet whose work is taken in, and where that officer may write."""

from uuid import UUID

from sqlmodel import Session

from server.services import officers
from server.services.feed import district_of
from server.tables import Device, OfficerAccount
from shared_models.access import RECORD, may
from shared_models.identity import office_id


class Writer:
    """`reach`: the districts of all areas that the officer has ever held, the tablet's own first."""

    def __init__(self, session: Session, device: Device, officer_id: UUID) -> None:
        self.district, self.device_id, self.officer_id = device.district_code, device.id, officer_id
        account = session.get(OfficerAccount, (self.district, officer_id))
        self._role = account.role if account else None
        self._held = officers.held_areas(session, self.district, officer_id)
        self.is_office = device.id == office_id(device.district_code)
        self._may: dict[tuple[str, bool], bool] = {}
        self.revoked = device.revoked or bool(account and account.revoked)
        self.reach = list(dict.fromkeys([self.district, *(district_of(code) for code in self._held.ever)]))

    def may_record(self, village: str, *, ever: bool = False) -> bool:
        """Whether the officer records in a village now, or has `ever` held an area that it is in."""
        if (village, ever) not in self._may:
            held = self._held.ever if ever else self._held.now
            self._may[village, ever] = bool(self._role and may(self._role, RECORD, held=held, area=village))
        return self._may[village, ever]
