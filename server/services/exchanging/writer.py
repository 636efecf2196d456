"""An officer at a tablet whose work is taken in, and what that officer may write, and where."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from server.services.exchanging import assigned
from server.services.exchanging.feed import district_of
from server.services.people import officers
from server.tables import Device, OfficerAccount
from shared_models.access import BY_ASSIGNMENT, RECORD, may, may_write
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
        narrow = self._role in BY_ASSIGNMENT
        self._assigned = assigned.households(session, self.reach, officer_id) if narrow else None

    def may_record(self, village: str, *, ever: bool = False) -> bool:
        """Whether the officer records in a village now, or has `ever` held an area that it is in."""
        if (village, ever) not in self._may:
            held = self._held.ever if ever else self._held.now
            self._may[village, ever] = bool(self._role and may(self._role, RECORD, held=held, area=village))
        return self._may[village, ever]

    def may_write(self, entity: str) -> bool:
        """Whether the officer's role writes rows of an entity, in whatever area."""
        return bool(self._role and may_write(self._role, entity))

    def is_assigned(self, households: Iterable[UUID], *, ever: bool = False) -> bool:
        """Whether one of them is, or has `ever` been, assigned to an officer who records in assigned ones alone."""
        if self._assigned is None:
            return True
        return not (self._assigned.ever if ever else self._assigned.now).isdisjoint(households)
