"""Who may go on with a draft that another officer typed: who records in its household, or where its writer worked."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from server.services.exchanging import assigned
from server.services.households import household_names
from server.services.people import assignees, officers
from server.services.people.assignees import Held
from server.tables import HeldDraft
from shared_models import area
from shared_models.access import BY_ASSIGNMENT, RECORD, may
from shared_models.draft import read_body


class Successors:
    """The officers of a district in use, and which of them may go on with which of these drafts."""

    def __init__(self, session: Session, district: str, drafts: Iterable[HeldDraft]) -> None:
        self.session, self.district = session, district
        known = assignees.officers(session, district)
        self.officers = {one.id: one for one in known.values() if not one.revoked}
        ids = {draft.household_id for draft in drafts if draft.household_id}
        self.homes = household_names.named(session, district, ids)
        self._assigned: dict[UUID, frozenset[UUID]] = {}
        self._worked: dict[UUID, list[str]] = {}

    def of(self, draft: HeldDraft) -> list[Held]:
        """In the order of their names, its writer first."""
        found = [one for one in self.officers.values() if self.may(one.id, draft)]
        return sorted(found, key=lambda one: (one.id != draft.officer_id, one.name))

    def may(self, officer_id: UUID, draft: HeldDraft) -> bool:
        """Whether the officer may record now what the draft says."""
        officer = self.officers.get(officer_id)
        if officer is None:
            return False
        home = self.homes.get(draft.household_id) if draft.household_id else None
        if home is not None:
            assigned_here = officer.role not in BY_ASSIGNMENT or home.id in self._households(officer_id)
            return assigned_here and may(officer.role, RECORD, held=officer.codes, area=home.village)
        village = _village(draft)
        if village:
            return officer.role not in BY_ASSIGNMENT and may(officer.role, RECORD, held=officer.codes, area=village)
        return self._follows(officer, draft.officer_id)

    def _follows(self, officer: Held, writer_id: UUID) -> bool:
        """Where nobody knows the place: whether the officer records in a place in which the writer ever worked."""
        if officer.id == writer_id:
            return any(may(officer.role, RECORD, held=officer.codes, area=code) for code in officer.codes)
        if officer.role in BY_ASSIGNMENT:
            return False
        return any(
            may(officer.role, RECORD, held=[mine], area=mine) and (area.contains(mine, its) or area.contains(its, mine))
            for mine in officer.codes
            for its in self._areas_of(writer_id)
        )

    def _households(self, officer_id: UUID) -> frozenset[UUID]:
        if officer_id not in self._assigned:
            found = assigned.households(self.session, [self.district], officer_id)
            self._assigned[officer_id] = found.now
        return self._assigned[officer_id]

    def _areas_of(self, writer_id: UUID) -> list[str]:
        if writer_id not in self._worked:
            self._worked[writer_id] = officers.held_areas(self.session, self.district, writer_id).ever
        return self._worked[writer_id]


def _village(draft: HeldDraft) -> str:
    """That of a household which is not on file: what was typed, "" where no village was."""
    typed = read_body(draft.body)
    village = str(typed.values.get("village_code") or "") if typed else ""
    is_one = len(village) == area.Level.VILLAGE and area.known(village)
    return village if draft.household_id is None and is_one else ""
