"""What an officer of a story does: one action after the other, through the services' own edits and rules."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from field_app.store import repository
from field_app.store.tables import OutboxEntry, SendState
from shared_models import household_event, life_event, succession
from shared_models.area import contains
from shared_models.edit import Edit
from shared_models.entities import SERVER_WRITES
from shared_models.errors import DomainError
from shared_models.household import Arrival, Household
from shared_models.household_event import NewHousehold, Trace, in_one
from shared_models.life_event import Place
from shared_models.merge import Scalar
from shared_models.operation import Kind, Operation
from shared_models.person import LifeState, Person
from shared_models.problem import ProblemStatus
from tests.simulation.founding import VILLAGES

NOWHERE = "99999999"  # a village that the server does not know
NEW_FIELD = "lane"  # of a household: what only newer versions know
TODAY = date(2026, 2, 3)
NAMES = ("บุญมี", "แสงดา", "คำปัน", "สมศรี", "ปู่แสน", "อุ๊ยคำ")
NUMBERS = ("3560100123458", "3560100123466")  # so few that they are given twice
RECENT = 2  # households that officers go to, so that they meet there


class Action(NamedTuple):
    """What was done, in words for the story, as edits; `mends` a refused operation's stamp."""

    words: str
    edits: list[Edit]
    mends: str | None = None


@dataclass
class Officer:
    """Looks at one tablet's cache and thinks of an action. `codes`: all areas that the officer has ever held."""

    session: Session
    chance: Random
    new_id: Callable[[], UUID]
    codes: Collection[str]

    def act(self) -> Action | None:
        """Nothing where a rule refuses, or where there is nothing to do it to."""
        mended = self._mended()
        if mended and self.chance.random() < 0.3:
            return mended
        if not self._households or self.chance.random() < 0.08:
            return Action("writes down a new household", self._new_household(self._village()))
        action, weight = zip(*ACTIONS.items(), strict=True)
        chosen = self.chance.choices(action, weight)[0]
        try:
            edits = list(chosen(self))
        except (DomainError, IndexError):  # a rule refuses, or there is nobody to choose from
            return None
        return Action(chosen.__name__.strip("_").replace("_", " "), edits) if edits else None

    @cached_property
    def inside(self) -> list[str]:
        return [village for village in VILLAGES if any(contains(code, village) for code in self.codes)]

    # where and who -----------------------------------------------------------------------------------------------

    @cached_property
    def _households(self) -> list[Household]:
        """The app shows each officer the households of their own areas."""
        found = self.session.exec(select(Household).order_by(col(Household.id))).all()
        return [home for home in found if any(contains(code, home.village_code) for code in self.codes)][-RECENT:]

    @cached_property
    def home(self) -> Household:
        return self.chance.choice(self._households)

    @cached_property
    def members(self) -> list[Person]:
        return repository.rows_of(self.session, Person, self.home.id)

    def _living(self) -> list[Person]:
        return succession.living(self.members)

    def _other_home(self) -> Household:
        return self.chance.choice([home for home in self._households if home.id != self.home.id])

    def _village(self) -> str:
        return NOWHERE if self.chance.random() < 0.1 else self.chance.choice(self.inside)

    def _some(self, people: Sequence[Person]) -> list[Person]:
        return self.chance.sample(people, min(len(people), self.chance.randint(1, 2)))

    def _number(self) -> str:
        return str(self.chance.randint(0, 5))

    # what -----------------------------------------------------------------------------------------------------------

    def _new_household(self, village: str) -> list[Edit]:
        home, people = self.new_id(), [self.new_id() for _ in range(self.chance.randint(1, 3))]
        values: dict[str, Scalar] = {"village_code": village, "house_no": self._number(), "head_id": str(people[0])}
        if self.chance.random() < 0.1:
            values[NEW_FIELD] = self._number()
        edits = [Edit("household", home, home, values)]
        edits += [Edit("person", person, home, self._new_person(place)) for place, person in enumerate(people)]
        return edits

    def _new_person(self, place: int) -> dict[str, Scalar]:
        relation = "head" if place == 0 else self.chance.choice(["spouse", "child", "sibling"])
        values: dict[str, Scalar] = {"given_name": self.chance.choice(NAMES), "relation": relation}
        values["birth"] = f"25{30 + 10 * place}"
        if self.chance.random() < 0.15:
            values |= {"citizen_id": self.chance.choice(NUMBERS), "id_kind": "citizen"}
        return values

    def _mended(self) -> Action | None:
        """A refused household once more, now in a village that there is."""
        entries = self.session.exec(select(OutboxEntry).where(OutboxEntry.state == SendState.REFUSED)).all()
        creates = [o for o in map(read, entries) if o.kind == Kind.CREATE and o.entity not in SERVER_WRITES]
        refused = [o for o in creates if repository.get(self.session, o.entity, o.row_id) is None]
        if not refused:
            return None
        old = self.chance.choice(refused)
        there = {home.id for home in self.session.exec(select(Household))}
        there |= {o.row_id for o in refused if o.entity == "household"}
        together = [o for o in refused if o.action_id == old.action_id and o.household_id in there]
        edits = [Edit(o.entity, o.row_id, o.household_id, self._right(o)) for o in together]
        edits.sort(key=lambda edit: edit.entity != "household")
        return Action("mends a refused household", edits, old.stamp) if edits else None

    def _right(self, operation: Operation) -> dict[str, Scalar]:
        village = {"village_code": self.inside[0]} if operation.entity == "household" else {}
        return {**operation.changes, **village}

    def _changes_the_house(self) -> Iterator[Edit]:
        name = self.chance.choice(["house_no", "house_no", "address", NEW_FIELD])
        yield Edit("household", self.home.id, self.home.id, {name: self._number()})
        if self.members and self.chance.random() < 0.5:
            yield from self._changes_a_person()

    def _changes_a_person(self) -> Iterator[Edit]:
        person, name = self.chance.choice(self.members), self.chance.choice(["phone", "given_name", "family_name"])
        yield life_event.corrected(person, {name: self._number()})

    def _birth(self) -> Iterator[Edit]:
        mother = self.chance.choice([None, *self._living()])
        values: dict[str, Scalar] = {"given_name": self.chance.choice(NAMES), "birth": "2568-12-02"}
        yield life_event.born(self.home, self.new_id(), values, mother=mother)

    def _goes(self, leave: Callable[[list[Person]], list[Edit]], people: list[Person]) -> list[Edit]:
        """Some go in whatever way; the likeliest heir follows a head who is among them."""
        gone = {person.id for person in people}
        heirs = succession.heirs(self.members, gone)
        head = heirs[0] if heirs else None
        return in_one(leave(people) + succession.succeeds(self.home, self.members, gone, head=head))

    def _death(self) -> list[Edit]:
        person = self.chance.choice(self._living())
        return self._goes(lambda people: life_event.died(people[0], on="2569-02-01", note=None), [person])

    def _death_of_the_head(self) -> list[Edit]:
        heads = [person for person in self._living() if person.id == self.home.head_id]
        return self._goes(lambda people: life_event.died(people[0], on="2569-02-01", note=None), [heads[0]])

    def _members_move_out(self) -> list[Edit]:
        to = Place(code="10", words="กรุงเทพฯ")
        return self._goes(
            lambda people: life_event.moved_out(people, to=to, on="2569", note=None), self._some(self._living())
        )

    def _missing(self) -> list[Edit]:
        person = self.chance.choice(self._living())
        return self._goes(lambda people: life_event.went_missing(people[0], on=None, note=None), [person])

    def _return(self) -> list[Edit]:
        away = [p for p in self.members if p.life_state in (LifeState.MOVED, LifeState.MISSING)]
        return household_event.returned(self.home, self.members, self.chance.choice(away))

    def _new_head(self) -> list[Edit]:
        head = self.chance.choice([person for person in self._living() if person.id != self.home.head_id])
        return succession.new_head(self.home, head, succession.proposed_relations(self.members, head))

    def _household_moves(self) -> list[Edit]:
        code = self.chance.choice([*VILLAGES, *VILLAGES, "560102", "10"])
        to = Place(code=code, words="ที่ใหม่")
        return household_event.household_moved(self.home, self.members, to=to, on="2569-02")

    def _household_moves_by_hand(self) -> list[Edit]:
        village = NOWHERE if self.chance.random() < 0.1 else self.chance.choice(VILLAGES)
        return [Edit("household", self.home.id, self.home.id, {"village_code": village})]

    def _arrival(self) -> list[Edit]:
        awaited = [home for home in self._households if home.arrival == Arrival.AWAITED]
        home = self.chance.choice(awaited)
        if self.chance.random() < 0.3:
            return household_event.not_arrived(home, "หาไม่พบ")
        there = [village for village in VILLAGES if village[:4] == home.village_code[:4]]
        return household_event.arrived(home, village_code=self.chance.choice(there), house_no=self._number())

    def _split(self) -> list[Edit]:
        leaving = self._some(self._living())
        into = NewHousehold(self.new_id(), self.chance.choice([self.home.village_code, *VILLAGES]), self._number())
        relations = succession.proposed_relations(leaving, leaving[0])
        trace = {leaving[0].id: Trace(self.new_id(), "ย้าย", "ย้ายไปแล้ว", TODAY)} if self.chance.random() < 0.3 else None
        edits = household_event.split(
            self.home, leaving, into=into, head=leaving[0], relations=relations, traces=trace, on="2569-02-01"
        )
        gone = {person.id for person in leaving}
        heirs = succession.heirs(self.members, gone)
        return edits + succession.succeeds(
            self.home, self.members, gone, head=heirs[0] if heirs else None, rehomed=True
        )

    def _join(self) -> list[Edit]:
        other = self._other_home()
        arriving = self._some(succession.living(repository.rows_of(self.session, Person, other.id)))
        return household_event.joined(self.home, self.members, arriving, relations={}, on=None)

    def _merge(self) -> list[Edit]:
        lost = self._other_home()
        return household_event.merged(self.home, lost, repository.rows_of(self.session, Person, lost.id), relations={})

    def _moves_a_person_by_hand(self) -> Iterator[Edit]:
        person, target = self.chance.choice(self.members), self._other_home()
        yield Edit("person", person.id, self.home.id, {"household_id": str(target.id)})
        if self.chance.random() < 0.4:
            yield Edit("person", person.id, target.id, {"phone": self._number()})

    def _problem(self) -> Iterator[Edit]:
        found: dict[str, Scalar] = {"words": f"หลังคารั่ว {self._number()}", "found_on": TODAY.isoformat()}
        if self.members:
            found["person_id"] = str(self.chance.choice(self.members).id)
        yield Edit("problem", self.new_id(), self.home.id, found)

    def _closes_a_problem(self) -> Iterator[Edit]:
        model: Any = repository.ENTITIES["problem"]
        problem = self.chance.choice(repository.rows_of(self.session, model, self.home.id))
        status = self.chance.choice([s for s in ProblemStatus if s != problem.status])
        yield Edit("problem", problem.id, self.home.id, {"status": status.value, "status_reason": self._number()})

    def _visit(self) -> Iterator[Edit]:
        started: dict[str, Scalar] = {"officer_id": str(self.new_id()), "started_at": "2026-02-03T02:00:00.000+00:00"}
        yield Edit("visit", self.new_id(), self.home.id, {**started, "note": self._number()})

    def _settles_a_conflict(self) -> Iterator[Edit]:
        """An edit of what is in conflict sees all its heads."""
        model: Any = repository.ENTITIES["conflict"]
        conflict = self.chance.choice(self.session.exec(select(model).where(model.status == "open")).all())
        row = repository.get(self.session, conflict.entity, conflict.row_id)
        if row is not None and conflict.field in ("house_no", "address", "phone", "given_name", "family_name"):
            yield Edit(conflict.entity, row.id, row.household_id, {conflict.field: self._number()})


ACTIONS: dict[Callable[[Officer], Iterable[Edit]], int] = {
    Officer._changes_the_house: 22,
    Officer._changes_a_person: 12,
    Officer._birth: 5,
    Officer._death: 3,
    Officer._death_of_the_head: 3,
    Officer._members_move_out: 3,
    Officer._missing: 2,
    Officer._return: 3,
    Officer._new_head: 4,
    Officer._household_moves: 6,
    Officer._household_moves_by_hand: 6,
    Officer._arrival: 3,
    Officer._split: 6,
    Officer._join: 6,
    Officer._merge: 2,
    Officer._moves_a_person_by_hand: 6,
    Officer._problem: 4,
    Officer._closes_a_problem: 3,
    Officer._visit: 3,
    Officer._settles_a_conflict: 5,
}


def read(entry: OutboxEntry) -> Operation:
    return Operation.model_validate_json(entry.body)
