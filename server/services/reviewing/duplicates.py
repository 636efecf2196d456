"""Pairs of entries that may be one person: looked for as a job, kept, and decided by a supervisor."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from server.services.background.jobs import Work
from server.services.reviewing import office_action, office_edit, review_marks
from server.services.reviewing.office_action import Was
from server.services.reviewing.office_edit import Supervisor
from server.tables import DuplicatePair
from shared_models import duplicate, person_merge
from shared_models.duplicate import Pair
from shared_models.entities import ENTITIES
from shared_models.errors import DomainError
from shared_models.hlc import is_import
from shared_models.household import Household
from shared_models.person import LifeState, Person, full_name
from shared_models.synced import Synced

SHOWN = 60  # the same whole name, or nearly the same and the same day of birth: below it is too little to ask about
READ = (
    "id",
    "household_id",
    "village",
    "given_name",
    "family_name",
    "former_names",
    "birth",
    "citizen_id",
    "id_doubtful",
)
MOST = 2000  # pairs that wait at a time: nobody looks at more, and the next ones come when these are decided
RECENT = 20  # merges that the page offers to take apart
_FIRST, _SECOND = aliased(Person), aliased(Person)  # made once: every page counts what waits


class PairState(StrEnum):
    """What was decided. MERGED ones that were taken apart are DISTINCT."""

    OPEN = "open"
    ASKED = "asked"
    MERGED = "merged"
    DISTINCT = "distinct"


class UnknownPair(DomainError):
    """These two do not wait for a decision."""

    code = "unknown_pair"


class PairChanged(DomainError):
    """One of the two says something else than what was seen."""

    code = "pair_changed"


class PairLine(NamedTuple):
    """A pair of the queue."""

    one: UUID
    other: UUID
    names: tuple[str, str]
    village: str
    score: int
    state: str
    found_ms: int
    decided_ms: int


@dataclass(frozen=True)
class Two:
    """The entry that would go on and the one that would be merged into it, with what was recorded about each.

    `seen` is a text that is another one as soon as either entry says something else.
    """

    kept: Person
    lost: Person
    score: int
    about: tuple[Mapping[str, int], Mapping[str, int]]
    seen: str


def run(work: Work) -> dict[str, Any]:
    """The job: compare everybody, and keep the likeliest pairs nobody has decided yet."""
    work.progress(0, stage="reading")
    with work.database.reading() as session:
        columns = [getattr(Person, name) for name in READ]
        here = select(*columns).where(Person.district_code == work.district, Person.life_state != LifeState.MERGED)
        persons: list[Any] = list(session.exec(here))
        codes = select(Household.id, Household.village_code).where(Household.district_code == work.district)
        villages = dict(session.exec(codes).all())
    work.progress(0, len(persons), stage="comparing")
    found = duplicate.duplicates(persons, villages, threshold=SHOWN)
    work.progress(len(persons), len(persons), stage="comparing")
    new = _keep(work, found)
    return {"where": "/review/duplicates", "persons": len(persons), "pairs": len(found), "new": new}


def _keep(work: Work, found: Sequence[Pair]) -> int:
    """Store the likeliest MOST pairs that nobody decided; the others of these go. Returns how many are new."""
    with work.database.reading() as session:
        here = select(DuplicatePair.one, DuplicatePair.other, DuplicatePair.state)
        known = {line[:2]: line[2] for line in session.exec(here.where(DuplicatePair.district_code == work.district))}
    undecided = [pair for pair in found if known.get(pair[1:], PairState.OPEN) == PairState.OPEN][:MOST]
    new = [pair for pair in undecided if pair[1:] not in known]
    gone = [key for key in known if known[key] == PairState.OPEN and key not in {pair[1:] for pair in undecided}]
    now_ms = int(work.now.timestamp() * 1000)
    work.progress(0, len(new), stage="storing")
    with work.database.writing() as session:
        session.add_all(_row(work.district, pair, now_ms) for pair in new)
        for key in gone:
            session.delete(session.get_one(DuplicatePair, (work.district, *key)))
    return len(new)


def _row(district: str, pair: Pair, now_ms: int) -> DuplicatePair:
    return DuplicatePair(
        district_code=district,
        one=pair.one,
        other=pair.other,
        score=pair.score,
        state=PairState.OPEN.value,
        found_ms=now_ms,
    )


def propose(session: Session, district: str, first: UUID, second: UUID, *, now: datetime) -> None:
    """Put two persons in the queue that a finding names, unless they were decided before."""
    one, other = sorted((first, second))
    if session.get(DuplicatePair, (district, one, other)) is None:
        session.add(_row(district, Pair(100, one, other), int(now.timestamp() * 1000)))


def count(session: Session, district: str) -> int:
    """How many pairs wait."""
    return session.exec(_waiting(district, func.count(), (PairState.OPEN,))).one()


def lines(session: Session, district: str) -> list[PairLine]:
    """The pairs that wait or were left to the officers, the longest known first, then the likeliest."""
    wanted = _waiting(district, DuplicatePair, (PairState.OPEN, PairState.ASKED))
    named = wanted.add_columns(
        _FIRST.title, _FIRST.given_name, _FIRST.family_name, _FIRST.village,
        _SECOND.title, _SECOND.given_name, _SECOND.family_name,
    )  # fmt: skip
    ordered = named.order_by(col(DuplicatePair.found_ms), col(DuplicatePair.score).desc(), col(DuplicatePair.one))
    return [
        PairLine(
            pair.one,
            pair.other,
            (full_name(*names[:3]), full_name(*names[4:7])),
            names[3],
            pair.score,
            pair.state,
            pair.found_ms,
            pair.decided_ms,
        )
        for pair, *names in session.execute(ordered)
    ]


def _waiting(district: str, what: Any, states: Iterable[PairState]) -> Any:
    """Pairs in these states of which neither is merged by now."""
    return (
        select(what)
        .select_from(DuplicatePair)
        .join(_FIRST, (_FIRST.district_code == DuplicatePair.district_code) & (_FIRST.id == DuplicatePair.one))
        .join(_SECOND, (_SECOND.district_code == DuplicatePair.district_code) & (_SECOND.id == DuplicatePair.other))
        .where(DuplicatePair.district_code == district, col(DuplicatePair.state).in_([state.value for state in states]))
        .where(_FIRST.life_state != LifeState.MERGED, _SECOND.life_state != LifeState.MERGED)
    )


def two(session: Session, district: str, one: UUID, other: UUID) -> Two:
    """Both entries. Raises UnknownPair where there is nothing to decide."""
    pair = session.get(DuplicatePair, (district, one, other), populate_existing=True)
    persons = [office_action.row(session, district, "person", row_id) for row_id in (one, other)]
    first, second = persons
    is_open = pair is not None and pair.state in (PairState.OPEN, PairState.ASKED)
    if not (pair and is_open and isinstance(first, Person) and isinstance(second, Person)):
        raise UnknownPair()
    if LifeState.MERGED in (first.life_state, second.life_state):
        raise UnknownPair()
    kept, lost = (second, first) if _came_with_a_list(second) and not _came_with_a_list(first) else (first, second)
    about = tuple(Counter({entity: len(rows) for entity, rows in _about(session, district, person.id).items()})
                  for person in (kept, lost))  # fmt: skip
    seen = review_marks.basis_of([kept.heads, lost.heads, kept.id, lost.id])
    return Two(kept, lost, pair.score, (about[0], about[1]), seen)


def _came_with_a_list(person: Person) -> bool:
    """Imports look for such an entry by its id: it goes on."""
    whole = json.loads(person.heads).get("*")
    return isinstance(whole, list) and is_import(whole[0])


def _about(session: Session, district: str, person_id: UUID) -> dict[str, list[Synced]]:
    """The rows that name a person, by entity."""
    found: dict[str, list[Synced]] = {}
    for entity in person_merge.REFERRING:
        model: Any = ENTITIES[entity]
        rows = session.exec(select(model).where(model.district_code == district, model.person_id == person_id))
        found[entity] = list(rows)
    return found


def merge(
    session: Session,
    supervisor: Supervisor,
    pair: tuple[UUID, UUID],
    from_lost: Iterable[str],
    *,
    seen: str,
    now: datetime,
) -> None:
    """Make one person of the two in one action. Raises UnknownPair, PairChanged, what office_edit.edit raises."""
    district = supervisor.district
    office_edit.lock(session, district)
    both = two(session, district, *pair)
    if both.seen != seen:
        raise PairChanged()
    homes = [office_action.row(session, district, "household", p.household_id) for p in (both.kept, both.lost)]
    edits = person_merge.merged(
        both.kept,
        both.lost,
        from_lost,
        referring=_about(session, district, both.lost.id),
        homes=[home for home in {h.id: h for h in homes if h}.values() if isinstance(home, Household)],
    )
    before = office_action.changes(session, district, edits)
    office_action.act(session, supervisor, edits, now=now)
    decided = _decide(session, supervisor, pair, PairState.MERGED, now=now)
    decided.kept, decided.before = both.kept.id, json.dumps(before, ensure_ascii=False)


def decide(
    session: Session, supervisor: Supervisor, pair: tuple[UUID, UUID], state: PairState, *, now: datetime
) -> None:
    """That they are two persons, which is never asked again, or that the officers find out. Raises UnknownPair."""
    office_edit.lock(session, supervisor.district)
    two(session, supervisor.district, *pair)
    _decide(session, supervisor, pair, state, now=now)


def separate(session: Session, supervisor: Supervisor, pair: tuple[UUID, UUID], *, now: datetime) -> int:
    """Take a merge apart: what it changed is given back where nobody changed it since. Returns how many values.

    Raises UnknownPair, what office_edit.edit raises.
    """
    office_edit.lock(session, supervisor.district)
    stored = session.get(DuplicatePair, (supervisor.district, *pair), populate_existing=True)
    if stored is None or stored.state != PairState.MERGED:
        raise UnknownPair()
    done = [Was(*line) for line in json.loads(stored.before)]
    edits = office_action.taken_back(session, supervisor.district, done)
    office_action.act(session, supervisor, edits, now=now)
    _decide(session, supervisor, pair, PairState.DISTINCT, now=now)
    return sum(len(edit.changes) for edit in edits)


def _decide(
    session: Session, supervisor: Supervisor, pair: tuple[UUID, UUID], state: PairState, *, now: datetime
) -> DuplicatePair:
    stored = session.get_one(DuplicatePair, (supervisor.district, *pair))
    stored.state, stored.decided_by = state.value, supervisor.officer_id
    stored.decided_ms = int(now.timestamp() * 1000)
    return stored


def recent_merges(session: Session, district: str) -> list[tuple[DuplicatePair, str]]:
    """The latest merges that stand, with the name of the person who goes on."""
    names = select(DuplicatePair, Person.title, Person.given_name, Person.family_name).join(
        Person,
        (col(Person.district_code) == DuplicatePair.district_code) & (col(Person.id) == col(DuplicatePair.kept)),
    )
    here = names.where(DuplicatePair.district_code == district, DuplicatePair.state == PairState.MERGED)
    found = session.exec(here.order_by(col(DuplicatePair.decided_ms).desc()).limit(RECENT)).all()
    return [(pair, full_name(title, given, family)) for pair, title, given, family in found]
