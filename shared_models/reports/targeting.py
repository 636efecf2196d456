"""Target groups of a whole caseload, for the reports that count by them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared_models.deprivation import INCOME_PARTS, Results, standing
from shared_models.errors import DomainError
from shared_models.reports.caseload import HERE, MPI_FIELDS, Caseload, Needs, merged_needs
from shared_models.target_group import (
    Group,
    Rule,
    TargetGroup,
    TruthTable,
    card_of,
    groups,
    is_on_list,
    person_group,
    rule_of,
)

NEEDS: Needs = merged_needs(
    HERE,
    {
        "household": ("source", "origins", *INCOME_PARTS, "average_income_satang"),
        "person": ("welfare_card", "birth", "health", "disability", "self_care", "vulnerable"),
        "mpi_assessment": MPI_FIELDS,
    },
)


class NoRule(DomainError):
    """`year` (BE) lies before `first`, the first year of which a rule is known."""

    code = "no_rule_for_year"


def rule_in(caseload: Caseload, year: int) -> Rule:
    """The rule of target groups in that year (BE). Raises NoRule before the first."""
    rules = caseload.reference.target_rules
    first = min(rule.first_year for rule in rules)
    if year < first:
        raise NoRule(year=year, first=first)
    return rule_of(year, rules)


@dataclass(frozen=True, slots=True)
class Homes:
    """Households that live in their village and their living members, by household id, with their latest results."""

    households: Mapping[Any, Any]
    members: Mapping[Any, list[Any]]
    own: Mapping[Any, Results]
    shared: Mapping[Any, Results]

    @classmethod
    def of(cls, caseload: Caseload, *, until: int) -> "Homes":
        """Results of surveys up to the year `until` (BE) count."""
        households = caseload.households()
        own, shared = caseload.results_until(until)
        return cls(households, caseload.members(households), own, shared)

    def memberships(self, caseload: Caseload) -> Iterator[tuple[Any, list[TargetGroup]]]:
        """Each household with all memberships in the programme year of those who live there."""
        rule_in(caseload, caseload.programme_year)
        for household_id, household in self.households.items():
            yield (
                household,
                groups(
                    household,
                    self.members.get(household_id, []),
                    own=self.own,
                    shared=self.shared.get(household_id, {}),
                    programme_year=caseload.programme_year,
                    on=caseload.on,
                    rules=caseload.reference.target_rules,
                    table=caseload.reference.target_groups,
                ),
            )

    def urgent(self, caseload: Caseload, year: int) -> set[Any]:
        """Ids of households in which somebody is of group 1 by the rule of that year (BE)."""
        rule, table = rule_in(caseload, year).code, caseload.reference.target_groups
        return {
            household_id
            for household_id, household in self.households.items()
            if any(self._is_urgent(person, household, rule, table) for person in self.members.get(household_id, ()))
        }

    def _is_urgent(self, person: Any, household: Any, rule: str, table: TruthTable) -> bool:
        mpi = standing(self.own.get(person.id, {}), self.shared.get(household.id, {}))
        listed = is_on_list(household)
        return person_group(rule, mpi, card_of(person), on_list=listed, table=table) is Group.URGENT
