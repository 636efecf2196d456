"""Which target groups a household and its members are in, and its stage, in the programme year that is running."""

from dataclasses import dataclass
from datetime import date

from field_app.services.households import HouseholdFile
from shared_models import stage_decision
from shared_models.birth import PartialDate
from shared_models.deprivation import results_by_subject
from shared_models.errors import InvalidChange
from shared_models.fiscal_year import fiscal_year
from shared_models.household import HouseholdStatus
from shared_models.person import Person
from shared_models.rows import copied
from shared_models.stage_decision import StageDecision
from shared_models.target_group import Group, TargetGroup, groups


@dataclass(frozen=True)
class Targets:
    """`year` is the programme year (BE). `stage` is the decision that stands in it; None where nobody has decided."""

    year: int
    memberships: tuple[TargetGroup, ...]
    stage: StageDecision | None
    followed: bool  # the household was given a stage in an earlier year

    def persons(self, group: Group) -> int:
        """How many members are in a group of persons."""
        return sum(each.group is group and each.person_id is not None for each in self.memberships)

    @property
    def awaits_stage(self) -> bool:
        """A household that the programme follows and nobody has given a stage this year."""
        return self.stage is None and (self.followed or self.persons(Group.URGENT) > 0)


def of_household(file: HouseholdFile, *, on: date) -> Targets:
    """As the office's reports count: by the rule of the year, the latest results, and the card as it is now."""
    year = fiscal_year(on)
    standing = stage_decision.standing(file.decisions)
    household_id = file.household.id
    followed = any(of_year < year for _, of_year in standing)
    return Targets(year, tuple(_memberships(file, year, on)), standing.get((household_id, year)), followed)


def _memberships(file: HouseholdFile, year: int, on: date) -> list[TargetGroup]:
    """None for a household that does not live here, and by tables of the office that know no group for it."""
    if file.household.status != HouseholdStatus.ACTIVE:
        return []
    surveyed = [row for row in file.assessments if row.survey_year <= year]
    own, shared = results_by_subject(surveyed, file.reference.indicator_sets)
    try:
        return groups(
            file.household,
            [readable(person) for person in file.members],
            own=own,
            shared=shared.get(file.household.id, {}),
            programme_year=year,
            on=on,
            rules=file.reference.target_rules,
            table=file.reference.target_groups,
        )
    except (KeyError, ValueError):  # a rule that begins later, or that the truth table does not have
        return []


def readable(person: Person) -> Person:
    """The person as a rule about ages can ask: a birth that a newer version wrote counts as not known."""
    try:
        if person.birth:
            PartialDate.from_code(person.birth)
    except InvalidChange:
        return copied(person, birth=None)
    return person
