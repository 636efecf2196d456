"""What rules make of a household's rows: the dimensions and indicators it fails, its target groups.

No query can tell these, so they are worked out once for every household of the tablet, a few at a time, and kept in
memory; later only for those whose rows changed. The rules are those of the reports, of the fiscal year that runs now.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from heapq import nsmallest
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import String, or_, type_coerce
from sqlmodel import Session, col, func, select

from field_app.services import clock
from field_app.services.reference import in_force
from field_app.store import touched
from field_app.store.sealed import SealedDatabase
from shared_models import search_words
from shared_models.failing import Question, failed_dimensions, failed_indicators, latest_of_home
from shared_models.household import Household
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import Person, WelfareCard
from shared_models.reference import Reference
from shared_models.reports.caseload import Caseload, is_living_here, merged_needs
from shared_models.reports.selection import columns_of
from shared_models.reports.targeting import NEEDS as TARGETING
from shared_models.reports.targeting import Homes, NoRule
from shared_models.target_group import Group, TargetGroup

NEEDS = merged_needs(TARGETING, {"household": ("house_no",)})
TOLD = 600  # households between two words of progress, a multiple of AT_ONCE
REST_SECONDS = 0.4
AT_ONCE = 60  # households of one read: what is saved meanwhile waits some 15 ms


class Target(NamedTuple):
    """A target group; `card` parts group 1 as the letter of 2566 does, None is all of a group."""

    group: Group
    card: WelfareCard | None = None


Trait = Dimension | Question | Target
Known = tuple[str, frozenset[Trait]]  # of a household: what it is sorted by, and its traits


class HouseholdTraits:
    """Of all households of a tablet, asked and changed inside the vault's own work. Ids are as they are stored.

    Before anything is asked, it has to be refreshed.
    """

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._having: defaultdict[Trait, set[str]] = defaultdict(set)
        self._basis: tuple[date, str] | None = None
        self._stale: set[str] = set()
        self._place = 0
        self.version = 0  # another one when something changed
        self.ready = False  # until every household was looked at once
        self._refreshing = asyncio.Lock()
        self._wanted = asyncio.Event()

    async def prepare(self, database: SealedDatabase, heard: Callable[[int, int], Any] | None = None) -> int:
        """As `refresh`, before anybody waits for it: it rests while the tablet is used for something else."""
        return await self._refresh(database, heard, rests=True)

    async def refresh(self, database: SealedDatabase) -> int:
        """Bring everything up to date; other work comes in between. Returns the version.

        Cut anywhere, it goes on from there the next time.
        """
        self._wanted.set()
        return await self._refresh(database, None, rests=False)

    async def _refresh(self, database: SealedDatabase, heard: Callable[[int, int], Any] | None, *, rests: bool) -> int:
        """`heard` is told now and then how many households are done, and of how many, where that takes a while."""
        async with self._refreshing:
            await self._note_stale(database)
            count = len(self._stale)
            while self._stale:
                done = count - len(self._stale)
                if heard and count > TOLD and done % TOLD == 0:
                    heard(done, count)
                some, asked = list(islice(self._stale, AT_ONCE)), database.asked + 1
                await database.read(lambda session, some=some: self._take(some, read(session, some)))
                self._stale.difference_update(some)
                if rests:
                    await self._give_way(database, asked)
            self.ready = True
            self._wanted.clear()
        return self.version

    async def _give_way(self, database: SealedDatabase, asked: int) -> None:
        """Wait until the vault was left alone for a moment, or somebody wants to know. `asked`: with our own work."""
        while database.asked != asked and not self._wanted.is_set():
            asked = database.asked
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), REST_SECONDS)

    async def _note_stale(self, database: SealedDatabase) -> None:
        basis, noted = await database.read(lambda session: (_basis(session), _noted(session, self._place)))
        if noted is None or basis != self._basis:
            await database.watch(NEEDS)
            noted = await database.read(_everything)
            self._stale.update(self._known)
        self._basis, self._place = basis, noted[0]
        self._stale |= noted[1]

    def _take(self, household_ids: Collection[str], found: Mapping[str, Known]) -> None:
        for household_id in household_ids:
            before, now = self._known.pop(household_id, None), found.get(household_id)
            for trait in before[1] if before else ():
                self._having[trait].discard(household_id)
            for trait in now[1] if now else ():
                self._having[trait].add(household_id)
            if now:
                self._known[household_id] = now
            self.version += before != now

    def having(self, *traits: Trait) -> set[str]:
        """Households with at least one of these traits."""
        return set().union(*(self._having.get(trait, ()) for trait in traits))

    def count(self, trait: Trait, among: Collection[str] | None = None) -> int:
        """How many households have it, of all or of those `among`."""
        having = self._having.get(trait, set())
        return len(having) if among is None else len(having.intersection(among))

    def indicators(self) -> list[Question]:
        """The indicators that some household fails, those of the newest version first."""
        failed = [trait for trait, having in self._having.items() if isinstance(trait, Question) and having]
        return sorted(sorted(failed), key=lambda question: question.version, reverse=True)

    def first(self, household_ids: Iterable[str], count: int) -> list[str]:
        """The first `count` of these households in the order of lists."""
        nowhere: Known = ("", frozenset())
        return nsmallest(count, household_ids, key=lambda household_id: self._known.get(household_id, nowhere)[0])


def _basis(session: Session) -> tuple[date, str]:
    """What beside the rows decides: the day that ages are counted on, and the office's tables."""
    return clock.today(), in_force(session).version


def _noted(session: Session, place: int) -> tuple[int, set[str]] | None:
    """The households that changed since `place`, and those where somebody lives whose assessment did."""
    noted = touched.since(session, place)
    if noted is None or not noted[1]:
        return noted
    assessed = select(MpiAssessment.person_id).where(_home(MpiAssessment).in_(_listed(noted[1])))
    elsewhere = session.scalars(select(_home(Person)).where(col(Person.id).in_(assessed)))
    return noted[0], noted[1] | set(elsewhere)


def _everything(session: Session) -> tuple[int, set[str]]:
    """Every household; what changes from now on is noted after the place."""
    noted = touched.since(session, 0)
    return noted[0] if noted else 0, set(session.scalars(select(_home(Household))))


def read(session: Session, household_ids: Collection[str]) -> dict[str, Known]:
    """What is known of these households; of one that is not on the tablet nothing."""
    reference = in_force(session)
    caseload = Caseload.of_year(_rows(session, household_ids), today=clock.today(), reference=reference)
    targets = _targets(caseload)
    living: defaultdict[str, set[str]] = defaultdict(set)
    for person in filter(is_living_here, caseload.of("person")):
        living[person.household_id].add(person.id)
    assessed: defaultdict[str, list[Any]] = defaultdict(list)
    for row in caseload.of("mpi_assessment"):
        assessed[row.household_id].append(row)
    return {
        home.id: (
            search_words.place(home.village_code, home.house_no),
            _failed(assessed[home.id], living[home.id], reference) | targets.get(home.id, frozenset()),
        )
        for home in caseload.of("household")
    }


def _failed(assessments: Iterable[Any], living: Collection[str], reference: Reference) -> frozenset[Trait]:
    latest = latest_of_home(assessments, living)
    return frozenset((*failed_dimensions(latest, reference.indicator_sets), *failed_indicators(latest)))


def _targets(caseload: Caseload) -> dict[str, frozenset[Trait]]:
    """None for any household while the tablet's clock stands before the first rule."""
    homes, found = Homes.of(caseload, until=caseload.programme_year), {}
    with suppress(NoRule):
        for household, memberships in homes.memberships(caseload):
            found[household.id] = frozenset(target for each in memberships for target in _target(each))
    return found


def _target(membership: TargetGroup) -> Iterator[Target]:
    yield Target(membership.group)
    if membership.group is Group.URGENT:
        yield Target(membership.group, membership.card)


def _rows(session: Session, household_ids: Collection[str]) -> dict[str, list[Any]]:
    """The columns of these households' rows, and the assessments that those who live there had elsewhere."""
    here = _listed(household_ids)
    people = select(Person.id).where(_home(Person).in_(here))
    among = {
        "household": _home(Household).in_(here),
        "person": _home(Person).in_(here),
        "mpi_assessment": or_(_home(MpiAssessment).in_(here), col(MpiAssessment.person_id).in_(people)),
    }
    statements = {entity: select(*columns_of(entity, NEEDS[entity])).where(of) for entity, of in among.items()}
    return {entity: list(session.connection().execute(statement)) for entity, statement in statements.items()}


def _home(model: Any) -> Any:
    return type_coerce(col(model.household_id), String)


def _listed(ids: Collection[str]) -> Any:
    """Any number of ids as one parameter."""
    return select(func.json_each(json.dumps(sorted(ids))).table_valued("value").c.value)
