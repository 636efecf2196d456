"""What edits made apart can leave wrong in a household when they merge, as a list for a person to look at.

A rule that an officer's screen keeps can be broken by a merge: two officers each do something right, and together it is
not. Such a thing is never refused: it is a finding. Findings have derived ids, so they open, close and open again and
never double.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shared_models.birth import PartialDate
from shared_models.errors import InvalidChange
from shared_models.finding import FindingRule
from shared_models.household import Arrival, Household, HouseholdStatus
from shared_models.identity import derived_id
from shared_models.person import LifeState, Person, Relation
from shared_models.problem import OPEN, Problem
from shared_models.succession import living

OLDEST = 120  # years; nobody in Thailand is known to have lived longer
GENERATION = 12  # a parent is at least so many years older
F, R = FindingRule, Relation
# The fields that the rules ask: where none of them has changed, the findings of the household have not either.
ASKED: dict[str, frozenset[str]] = {
    "household": frozenset({"head_id", "status", "arrival", "arrived_from", "merged_into"}),
    "person": frozenset(
        {"household_id", "life_state", "life_state_on", "relation", "birth", "citizen_id", "merged_into"}
    ),
    "problem": frozenset({"household_id", "status", "person_id"}),
}
# Who must be older than the head, and who younger, by at least a generation.
_OLDER = {R.PARENT, R.GRANDPARENT}
_YOUNGER = {R.CHILD, R.GRANDCHILD}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that does not hold. `row_id` is the row to look at; `other_value` what contradicts it, in wire form."""

    rule: FindingRule
    entity: str
    row_id: UUID
    field: str
    other_value: str | None = None

    @property
    def id(self) -> UUID:
        """The id of its Finding: the same rule and row always give the same."""
        return derived_id(self.rule, self.row_id, self.field)


@dataclass
class Home:
    """A household with its rows. `elsewhere` are living persons of other households with an ID of somebody here."""

    household: Household
    members: Sequence[Person]
    problems: Sequence[Problem] = ()
    elsewhere: Sequence[Person] = field(default_factory=tuple)

    @property
    def here(self) -> list[Person]:
        """The members that live here as far as the rows say."""
        return living(self.members)


def findings(home: Home, *, on: date) -> list[Broken]:
    """Every rule of the household that does not hold on that day, in a fixed order; each of a row once."""
    found: dict[UUID, Broken] = {}
    for broken in (broken for rule in RULES for broken in rule(home, on)):
        found.setdefault(broken.id, broken)
    return list(found.values())


def _head(home: Home, _on: date) -> Iterator[Broken]:
    """A household in which somebody lives has a head, who is alive, is a member, and is called so."""
    household = home.household
    if household.status != HouseholdStatus.ACTIVE or not home.here:
        return
    head = next((person for person in home.members if person.id == household.head_id), None)
    if household.head_id is None:
        yield Broken(F.NO_HEAD, "household", household.id, "head_id")
    elif head is None:
        yield Broken(F.HEAD_NOT_A_MEMBER, "household", household.id, "head_id", str(household.head_id))
    elif head.life_state == LifeState.DECEASED:
        yield Broken(F.HEAD_DECEASED, "household", household.id, "head_id", str(head.id))
    elif head.life_state != LifeState.ALIVE:
        yield Broken(F.HEAD_ABSENT, "household", household.id, "head_id", str(head.id))
    for person in home.here:
        if person.relation == R.HEAD and person.id != household.head_id:
            yield Broken(F.SECOND_HEAD, "person", person.id, "relation", str(household.head_id))


def _one_id(home: Home, _on: date) -> Iterator[Broken]:
    """One ID belongs to one living person: two in this house, or one here and one elsewhere."""
    by_id: defaultdict[str, list[Person]] = defaultdict(list)
    for person in home.here:
        if person.citizen_id:
            by_id[person.citizen_id].append(person)
    for same in by_id.values():
        for person in sorted(same, key=lambda each: each.id)[1:]:
            yield Broken(F.SAME_ID_TWICE, "person", person.id, "citizen_id", str(min(each.id for each in same)))
    for other in sorted(home.elsewhere, key=lambda each: each.id):
        if other.household_id != home.household.id and other.life_state == LifeState.ALIVE:
            for person in by_id.get(other.citizen_id or "", ()):
                yield Broken(F.IN_TWO_HOUSEHOLDS, "person", person.id, "household_id", str(other.household_id))


def _problems(home: Home, _on: date) -> Iterator[Broken]:
    """The open problem of somebody who died is closed, or goes on as the household's; of a merged entry, the other's.

    The last comes from a tablet that did not know of the merge yet.
    """
    gone = {person.id for person in home.members if person.life_state == LifeState.DECEASED}
    merged = {person.id: person.merged_into for person in home.members if person.life_state == LifeState.MERGED}
    for problem in home.problems:
        if problem.status == OPEN and problem.person_id in gone:
            yield Broken(F.OPEN_PROBLEM_OF_DECEASED, "problem", problem.id, "status", str(problem.person_id))
        elif problem.status == OPEN and problem.person_id in merged:
            kept = merged[problem.person_id]
            yield Broken(F.PROBLEM_OF_MERGED, "problem", problem.id, "person_id", str(kept or ""))


def _ages(home: Home, on: date) -> Iterator[Broken]:
    """Nobody is born after today, older than anybody known, or dead before birth."""
    for person in home.members:
        ages = _age_range(person, on)
        if person.birth and ages is None:
            yield Broken(F.BIRTH_UNREADABLE, "person", person.id, "birth", person.birth)
        elif ages and _is_in_future(person, on):
            yield Broken(F.BORN_IN_FUTURE, "person", person.id, "birth", person.birth)
        elif ages and ages[0] > OLDEST and person.life_state == LifeState.ALIVE:
            yield Broken(F.TOO_OLD, "person", person.id, "birth", person.birth)
        if person.life_state == LifeState.DECEASED and _died_before_birth(person):
            yield Broken(F.DIED_BEFORE_BIRTH, "person", person.id, "life_state_on", person.life_state_on)


def _relations(home: Home, on: date) -> Iterator[Broken]:
    """Parents are older than their children by a generation; only what is certain counts."""
    head = next((person for person in home.here if person.id == home.household.head_id), None)
    head_ages = _age_range(head, on) if head else None
    if head_ages is None:
        return
    for person in home.here:
        ages = _age_range(person, on)
        if ages is None or person is head:
            continue
        too_young = person.relation in _OLDER and ages[1] < head_ages[0] + GENERATION
        too_old = person.relation in _YOUNGER and ages[0] > head_ages[1] - GENERATION
        if too_young or too_old:
            yield Broken(F.IMPOSSIBLE_RELATION, "person", person.id, "relation", str(person.relation))


def _place(home: Home, _on: date) -> Iterator[Broken]:
    """Nobody lives in a household that was merged or moved away; an arrival that did not come is looked for."""
    household = home.household
    rules = {HouseholdStatus.MERGED.value: F.LIVING_IN_MERGED, HouseholdStatus.MOVED.value: F.LIVING_IN_MOVED}
    rule = rules.get(str(household.status))
    if rule is not None:
        for person in home.here:
            yield Broken(rule, "person", person.id, "household_id", str(household.merged_into or ""))
    if household.arrival == Arrival.NOT_HERE:
        yield Broken(F.NOT_ARRIVED, "household", household.id, "arrival", household.arrived_from)


Rule = Callable[[Home, date], Iterable[Broken]]
RULES: tuple[Rule, ...] = (_head, _one_id, _problems, _ages, _relations, _place)


def _age_range(person: Person, on: date) -> tuple[int, int] | None:
    birth = _read(person.birth)
    return birth.age_range(on) if birth else None


def _read(code: str | None) -> PartialDate | None:
    """A partial date; None where there is none or an old version wrote one that cannot be read."""
    try:
        return PartialDate.from_code(code) if code else None
    except InvalidChange:
        return None


def _is_in_future(person: Person, on: date) -> bool:
    birth = _read(person.birth)
    first = birth.first_day() if birth else None
    return first is not None and first > on


def _died_before_birth(person: Person) -> bool:
    birth, death = _read(person.birth), _read(person.life_state_on)
    first, last = (birth.first_day() if birth else None), (death.last_day() if death else None)
    return first is not None and last is not None and last < first
