"""Keeps the lines of the list of households up to date: whoever asks for the list brings it up first.

The feed says which rows changed; a new year or edited rules make all lines anew, and a birthday its own household's.
"""

import json
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from server.database import Database
from server.services import districts, reference
from server.services.background import jobs
from server.services.background.jobs import Work
from server.services.exchanging.places import LEFT, LEFT_ROW
from server.services.exchanging.rows import table
from server.services.households import household_line
from server.tables import FeedEntry, FeedHead, HouseholdLine, HouseholdLines
from shared_models.chunks import chunks
from shared_models.entities import ENTITIES
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.heads import RowHeads

VERSION = 1  # another one makes all lines anew
AT_ONCE = 250  # households of one writing transaction: tablets wait no longer than that
MOST_CHANGES = 20_000  # in the feed: after more, as an import leaves them, all lines are made anew
MOST_WAITED = 2_000  # households that a page waits for, a second or so
JOB = "household_lines"
RULES = ("target_rules", "target_groups", "indicators/", "thresholds")
_LINE, _FEED = HouseholdLine.__table__, FeedEntry.__table__  # type: ignore[attr-defined]


class Lag(NamedTuple):
    """What the lines do not follow yet: these households, up to a seq of the feed. `whole`: all are to be made anew."""

    seq: int
    basis: str
    households: list[UUID]
    whole: bool


def refresh(
    database: Database, district: str, today: date, heard: Callable[[int, int], None] = lambda _done, _of: None
) -> None:
    """Bring the lines up to what is stored now. Quick where nothing changed. `heard` is told how far it is."""
    with database.reading() as session:
        if _is_current(session, district, today):
            return
    with database.alone(f"household lines {district}"):
        with database.reading() as session:
            lag = _lag(session, district, today)
        for number, some in enumerate(_portions(lag.households)):
            heard(number * AT_ONCE, len(lag.households))
            with database.writing(lasting=False) as session:
                write(session, district, some, today)
        with database.writing(lasting=False) as session:
            _settle(session, district, lag)


def is_far_behind(session: Session, district: str, today: date) -> bool:
    """Whether a page should not wait for it."""
    return not _is_current(session, district, today) and len(_lag(session, district, today).households) > MOST_WAITED


def ask(session: Session, district: str, *, by: UUID, where: str, now: datetime) -> UUID:
    """The job that makes the lines and then leads to the page `where`: one that is under way, or a new one."""
    under_way = jobs.under_way(session, district, JOB)
    return under_way or jobs.ask(session, district, JOB, by=by, wants={"where": where}, now=now)


def make(work: Work) -> dict[str, str]:
    """What the job does."""
    refresh(
        work.database,
        work.district,
        thai_day(work.now),
        lambda done, of: work.progress(done, of, stage="households"),
    )
    return {"where": str(work.wants["where"])}


def write(session: Session, district: str, household_ids: Collection[UUID], today: date) -> None:
    """Make the lines of these households anew; one that is no longer in the district has none."""
    found = household_line.lines(
        session, district, household_ids, today=today, reference=reference.read(session, district)
    )
    connection = session.connection()
    connection.execute(delete(_LINE).where(_LINE.c.district_code == district, _LINE.c.household_id.in_(household_ids)))
    if found:
        connection.execute(insert(_LINE), [{"district_code": district, **line} for line in found])


def _portions(household_ids: list[UUID]) -> Iterator[list[UUID]]:
    return (household_ids[at : at + AT_ONCE] for at in range(0, len(household_ids), AT_ONCE))


def _is_current(session: Session, district: str, today: date) -> bool:
    state = session.get(HouseholdLines, district)
    if state is None or (state.seq, state.basis) != (_top(session, district), _basis(session, district, today)):
        return False
    return not _overdue(session, district, today, most=1)


def _lag(session: Session, district: str, today: date) -> Lag:
    state, top, basis = session.get(HouseholdLines, district), _top(session, district), _basis(session, district, today)
    if state is None or state.basis != basis or top - state.seq > MOST_CHANGES:
        households = table("household").columns
        every = select(households.id).where(households.district_code == district).order_by(households.id)
        return Lag(top, basis, list(session.connection().scalars(every)), True)
    changed = _changed(session, district, state.seq, top) | set(_overdue(session, district, today))
    return Lag(top, basis, sorted(changed), False)


def _settle(session: Session, district: str, lag: Lag) -> None:
    """Note how far the lines are; after all were made anew, those of households that are gone go too."""
    if lag.whole:
        households = table("household").columns
        there = select(households.id).where(households.district_code == district)
        gone = delete(_LINE).where(_LINE.c.district_code == district, _LINE.c.household_id.not_in(there))
        session.connection().execute(gone)
    state = session.get(HouseholdLines, district) or HouseholdLines(district_code=district, basis="")
    state.seq, state.basis = lag.seq, lag.basis
    session.add(state)


def _top(session: Session, district: str) -> int:
    head = session.get(FeedHead, district)
    return head.seq if head else 0


def _basis(session: Session, district: str, today: date) -> str:
    """What beside the rows decides: the year, and the tables with the rules."""
    tables = reference.document(session, district)["tables"]
    rules = {name: text for name, text in tables.items() if name.startswith(RULES)}
    digest = sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()[:16]
    return f"{VERSION} {fiscal_year(today)} {digest}"


def _overdue(session: Session, district: str, today: date, most: int | None = None) -> list[UUID]:
    overdue = select(_LINE.c.household_id).where(
        _LINE.c.district_code == district, _LINE.c.stale_on <= today.isoformat()
    )
    return list(session.connection().scalars(overdue.limit(most)))


def _changed(session: Session, district: str, start: int, top: int) -> set[UUID]:
    """The households of the rows that came into the feed, went out of it, or changed household."""
    entries = select(_FEED.c.entity, _FEED.c.row_id).where(
        _FEED.c.district_code == district, _FEED.c.seq > start, _FEED.c.seq <= top
    )
    by_entity: dict[str, list[UUID]] = {}
    for entity, row_id in session.connection().execute(entries):
        by_entity.setdefault(entity, []).append(row_id)
    found = set(by_entity.pop(LEFT, [])) | _homes_of(session, by_entity.pop(LEFT_ROW, []))
    found |= _homes_of(session, by_entity.pop("person", []))
    for entity in by_entity.keys() & ENTITIES.keys():
        found |= _households(session, district, entity, by_entity[entity])
    return found


def _homes_of(session: Session, person_ids: list[UUID]) -> set[UUID]:
    """Every household that these persons are in or were in, wherever they are filed; and those they are the head of."""
    people, homes = table("person").columns, table("household").columns
    found, everywhere = set[UUID](), districts.served(session)
    for some in chunks(person_ids):
        wanted = select(people.household_id, people.heads).where(
            people.district_code.in_(everywhere), people.id.in_(some)
        )
        for household_id, heads in session.connection().execute(wanted):
            found |= {household_id, *map(UUID, RowHeads(heads).homes())}
        found |= set(session.connection().scalars(select(homes.id).where(homes.head_id.in_(some))))
    return found


def _households(session: Session, district: str, entity: str, row_ids: list[UUID]) -> set[UUID]:
    """Where these rows are; of an assessment also where the person lives whom it is about."""
    columns, people, found = table(entity).columns, table("person").columns, set[UUID]()
    for some in chunks(row_ids):
        here = columns.district_code == district, columns.id.in_(some)
        found |= set(session.connection().scalars(select(columns.household_id).where(*here)))
        if entity == "mpi_assessment":
            assessed = select(columns.person_id).where(*here)
            living = select(people.household_id).where(people.district_code == district, people.id.in_(assessed))
            found |= set(session.connection().scalars(living))
    return found
