"""Target groups of a programme year: who is helped first, who is surveyed further, who was left out of every list.

The definition changes by year, so a membership is (person or household, programme year, group, rule): it is computed,
and says by which rule. Rules are data: `target_rules.csv` has the years and limits of each, `target_groups.csv` the
group of every combination of MPI result, welfare card and being on a list. Groups 1, 3 and 4 are of persons and exclude
each other; group 2 is of households and overlaps them all.

Sources: letter of 3 February 2566 (groups of 2566); the programme's glossary, 1 June 2566 (what makes a household
vulnerable, and the rule up to 2565). The ages of minors and the aged are assumed, since neither gives them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product
from uuid import UUID

from shared_models.birth import PartialDate
from shared_models.deprivation import Results, Standing, income_per_head, living_here, standing
from shared_models.household import Household, Origin
from shared_models.person import Disability, Health, Person, SelfCare, Vulnerability, WelfareCard
from shared_models.reference_table import UnreadableTable, needed_number, shipped_text, table_rows, whole_number

RULE_COLUMNS = (
    *("rule", "first_year", "household_income_limit_baht", "minor_under", "aged_from"),
    *("source?", "certainty?"),
)
TABLE_COLUMNS = ("rule", "mpi", "card", "on_list", "group")
ALONE = frozenset({Vulnerability.DECLINED})  # says nothing about the person
_YES_NO = ("yes", "no")


class Group(StrEnum):
    """The four groups of 2566 (letter of 3 February 2566)."""

    URGENT = "1"
    VULNERABLE = "2"
    SURVEY = "3"
    LEFT_OUT = "4"


TruthTable = Mapping[tuple[str, Standing, WelfareCard, bool], Group | None]


class Ground(StrEnum):
    """Why a household is vulnerable, beside the codes of person.Vulnerability."""

    LOW_INCOME = "low_income"
    AGED = "aged"
    MINOR = "minor"
    DISABLED = "disabled"
    HELPLESS = "helpless"


@dataclass(frozen=True, slots=True)
class Rule:
    """In force from `first_year` (BE) until a later rule. Without an income limit it knows no vulnerable household.

    Income limit in satang per person and year, at which a household still counts. Ages in whole years.
    """

    code: str
    first_year: int
    income_limit_satang: int | None
    minor_under: int | None
    aged_from: int | None


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """One membership. `person_id` None: the household's. `card` splits group 1 as the letter does."""

    group: Group
    household_id: UUID
    person_id: UUID | None
    programme_year: int
    rule: str
    card: WelfareCard = WelfareCard.UNKNOWN
    grounds: tuple[str, ...] = ()


def rule_of(programme_year: int, rules: Sequence[Rule] | None = None) -> Rule:
    """The latest rule that is in force in this year (BE). Raises ValueError before the first."""
    in_force = [rule for rule in (shipped_rules() if rules is None else rules) if rule.first_year <= programme_year]
    return max(in_force, key=lambda rule: rule.first_year)


def read_rules(text: str) -> tuple[Rule, ...]:
    """From CSV with RULE_COLUMNS; limits may be empty. Raises UnreadableTable: no code, or one twice."""
    rules: dict[str, Rule] = {}
    for line, row in table_rows(text, RULE_COLUMNS):
        if not row["rule"] or row["rule"] in rules:
            raise UnreadableTable(reason="rule", line=line)
        limit = whole_number(row, "household_income_limit_baht", line)
        rules[row["rule"]] = Rule(
            row["rule"],
            needed_number(row, "first_year", line, least=2500, most=2700),
            None if limit is None else limit * 100,
            whole_number(row, "minor_under", line, most=130),
            whole_number(row, "aged_from", line, most=130),
        )
    return tuple(rules.values())


def read_truth_table(text: str) -> TruthTable:
    """From CSV with TABLE_COLUMNS. Raises UnreadableTable: a word it does not know, or a combination left out."""
    table: dict[tuple[str, Standing, WelfareCard, bool], Group | None] = {}
    line = 1
    for line, row in table_rows(text, TABLE_COLUMNS):
        for column, words in (("mpi", Standing), ("card", WelfareCard), ("group", [*Group, ""]), ("on_list", _YES_NO)):
            if row[column] not in set(words):
                raise UnreadableTable(reason=column, line=line)
        key = row["rule"], Standing(row["mpi"]), WelfareCard(row["card"]), row["on_list"] == "yes"
        table[key] = Group(row["group"]) if row["group"] else None
    for rule, *facts in product({key[0] for key in table}, Standing, WelfareCard, (True, False)):
        if (rule, *facts) not in table:
            raise UnreadableTable(reason="rule", line=line)
    return table


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """The rules of 2565 and 2566."""
    return read_rules(shipped_text("target_rules.csv"))


@cache
def truth_table() -> TruthTable:
    """(rule, MPI, card, on a list) → group, for every combination: the shipped table."""
    return read_truth_table(shipped_text("target_groups.csv"))


def person_group(
    rule: str, mpi: Standing, card: WelfareCard, *, on_list: bool, table: TruthTable | None = None
) -> Group | None:
    """The group of one person, None outside all. Raises KeyError for a rule that the table does not have."""
    return (truth_table() if table is None else table)[rule, mpi, card, on_list]


def card_of(person: Person) -> WelfareCard:
    """The person's card; a code of a newer version counts as unknown."""
    return _CARDS.get(person.welfare_card, WelfareCard.UNKNOWN)


_CARDS: dict[str, WelfareCard] = {card.value: card for card in WelfareCard}


def is_on_list(household: Household) -> bool:
    """Whether any source brought the household; one that officers found themselves is on none."""
    return bool(household.source) or bool(set((household.origins or "").split()) - {Origin.FIELD.value})


def groups(
    household: Household,
    members: Sequence[Person],
    *,
    own: Mapping[UUID, Results],
    shared: Results,
    programme_year: int,
    on: date,
    rules: Sequence[Rule] | None = None,
    table: TruthTable | None = None,
) -> list[TargetGroup]:
    """All memberships of one household and those who live there in a programme year.

    `own` are the latest results of each person, `shared` those of the household as a whole (see deprivation.py).
    """
    rule, listed = rule_of(programme_year, rules), is_on_list(household)
    here = living_here(members)
    found = []
    for person in here:
        card = card_of(person)
        mpi = standing(own.get(person.id, {}), shared)
        group = person_group(rule.code, mpi, card, on_list=listed, table=table)
        if group is not None:
            found.append(TargetGroup(group, household.id, person.id, programme_year, rule.code, card))
    is_vulnerable, grounds = vulnerability(household, here, rule=rule, on=on)
    if is_vulnerable:
        found.append(TargetGroup(Group.VULNERABLE, household.id, None, programme_year, rule.code, grounds=grounds))
    return found


def vulnerability(
    household: Household, members: Sequence[Person], *, rule: Rule, on: date
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a household is vulnerable and on which grounds: someone dependent in it, and/or low average income.

    None: too little is known to say no. Grounds are codes of Ground and person.Vulnerability in a fixed order.
    """
    if rule.income_limit_satang is None:
        return False, ()
    grounds: set[str] = set()
    is_open = False
    for person in members:
        aged, minor = _age_grounds(person, rule, on)
        is_open |= aged is None or minor is None
        grounds |= {Ground.AGED.value} if aged else set()
        grounds |= {Ground.MINOR.value} if minor else set()
        grounds |= _states(person)
    income = income_per_head(household, members)
    if income is not None and income <= rule.income_limit_satang:
        grounds.add(Ground.LOW_INCOME.value)
    if grounds:
        return True, tuple(sorted(grounds, key=lambda code: (_PLACES.get(code, len(_PLACES)), code)))
    return (None if is_open or income is None else False), ()


_PLACES = {code: place for place, code in enumerate([*(g.value for g in Ground), *(v.value for v in Vulnerability)])}


def _age_grounds(person: Person, rule: Rule, on: date) -> tuple[bool | None, bool | None]:
    """Whether the person is aged and whether a minor; None where the birth leaves it open."""
    ages = _ages(person.birth, on) if person.birth else (0, 130)
    aged = False if rule.aged_from is None else _at_least(ages, rule.aged_from)
    grown = True if rule.minor_under is None else _at_least(ages, rule.minor_under)
    return aged, None if grown is None else not grown


@lru_cache(maxsize=65536)
def _ages(birth: str, on: date) -> tuple[int, int]:
    """The least and greatest age; a report asks for the same birth in every household."""
    ages = PartialDate.from_code(birth).age_range(on)
    return ages or (0, 130)


def _at_least(ages: tuple[int, int], limit: int) -> bool | None:
    return True if ages[0] >= limit else False if ages[1] < limit else None


def _states(person: Person) -> set[str]:
    codes = set((person.vulnerable or "").split()) - ALONE
    if (person.disability and person.disability != Disability.DECLINED) or person.health == Health.DISABLED:
        codes.add(Ground.DISABLED.value)
    if person.self_care == SelfCare.NO:
        codes.add(Ground.HELPLESS.value)
    return codes
