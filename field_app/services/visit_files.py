"""A visit with the household it is at, and what this tablet has changed there since the visit began."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, func, select

from field_app.services import households
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.services.visits import UnknownVisit
from field_app.store import repository
from field_app.store.tables import OutboxEntry
from shared_models.assistance import Assistance
from shared_models.entities import wire
from shared_models.four_t import FourTAnalysis
from shared_models.heads import RowHeads
from shared_models.hlc import Hlc
from shared_models.person import LifeState, Person
from shared_models.problem import OPEN, Problem
from shared_models.synced import Synced
from shared_models.visit import Visit

LEFT = (LifeState.DECEASED, LifeState.MOVED, LifeState.MISSING)


@dataclass
class VisitFile:
    """`node` is this tablet's part of its stamps: what others sent meanwhile is not this visit's work.

    `saved_ms` is when something was last recorded at this household, in ms since 1970; None for never.
    """

    visit: Visit
    file: HouseholdFile
    node: str
    saved_ms: int | None = None

    def changed(self, row: Synced, name: str) -> bool:
        """Whether this tablet gave the field its value after the visit began."""
        began = min(RowHeads(self.visit.heads).stamps("started_at", wire(self.visit.started_at)), default="")
        stamps = RowHeads(row.heads).stamps(name, wire(getattr(row, name)))
        return any(stamp > began and Hlc.from_text(stamp).node == self.node for stamp in stamps)

    @property
    def roster(self) -> list[Person]:
        """Whom to ask about: who lives here, and who was found to have left at this visit."""
        return [
            person
            for person in self.file.members
            if person.life_state == LifeState.ALIVE
            or (person.life_state in LEFT and self.changed(person, "life_state"))
        ]

    @property
    def left(self) -> list[Person]:
        """Who died, moved out or cannot be found, as recorded at this visit."""
        return [person for person in self.roster if person.life_state in LEFT]

    @property
    def undecided(self) -> list[Person]:
        """Whom nobody has asked about yet."""
        confirmed = self.visit.confirmed_ids()
        return [p for p in self.roster if p.life_state == LifeState.ALIVE and p.id not in confirmed]

    @property
    def new_members(self) -> list[Person]:
        return [person for person in self.file.living if self.changed(person, "given_name") and _new(person)]

    @property
    def edited_members(self) -> list[Person]:
        """Whose facts were corrected at this visit."""
        facts = ("title", "given_name", "family_name", "sex", "birth", "citizen_id", "welfare_card", "phone")
        new = {person.id for person in self.new_members}
        return [
            person
            for person in self.file.living
            if person.id not in new and any(self.changed(person, name) for name in facts)
        ]

    @property
    def open_problems(self) -> list[Problem]:
        return [problem for problem in self.file.problems if problem.status == OPEN]

    @property
    def found_problems(self) -> list[Problem]:
        return [problem for problem in self.file.problems if problem.visit_id == self.visit.id]

    @property
    def closed_problems(self) -> list[Problem]:
        return [p for p in self.file.problems if p.status != OPEN and self.changed(p, "status")]

    @property
    def analysis(self) -> FourTAnalysis | None:
        """The 4ท written at this visit."""
        return next((a for a in reversed(self.file.analyses) if a.visit_id == self.visit.id), None)

    @property
    def earlier_analysis(self) -> FourTAnalysis | None:
        """The latest 4ท of other visits."""
        return next((a for a in reversed(self.file.analyses) if a.visit_id != self.visit.id), None)

    @property
    def assistance(self) -> list[Assistance]:
        """What was given or asked for at this visit."""
        return [given for given in self.file.assistance if given.visit_id == self.visit.id]


def _new(person: Person) -> bool:
    """Every value comes from one version: the row was created, not corrected, by it."""
    return "given_name" not in RowHeads(person.heads).edited()


def _last_saved(session: Session, household_id: UUID) -> int | None:
    stamps = select(func.max(OutboxEntry.stamp)).where(OutboxEntry.household_id == household_id)
    stamp = session.exec(stamps).one()
    return Hlc.from_text(stamp).ms if stamp else None


async def open_file(tablet: Tablet, visit_id: UUID) -> VisitFile:
    """Raises UnknownVisit, UnknownHousehold."""

    def work(session: Session) -> VisitFile:
        visit = repository.get(session, "visit", visit_id)
        if not isinstance(visit, Visit):
            raise UnknownVisit()
        file = households.read_file(session, visit.household_id)
        return VisitFile(visit, file, tablet.author.device_id.hex[-16:], _last_saved(session, visit.household_id))

    return await tablet.database.read(work)
