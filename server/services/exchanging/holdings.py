"""Whose data a tablet holds and has held: the areas it was told to hold, and which households those have today."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.services.exchanging.feed import LEFT, district_of, within
from server.tables import Device, DeviceArea, FeedEntry
from shared_models.area import contains
from shared_models.chunks import chunks
from shared_models.household import Household
from shared_models.identity import office_id
from shared_models.person import LifeState, Person


class Span(NamedTuple):
    """An area that a tablet held; `until_ms` None: it was not told to drop it.

    `reckoned`: from the areas of its officers, not from what it was told: it exchanged before that was kept.
    """

    area: str
    since_ms: int
    until_ms: int | None
    reckoned: bool = False


class VillageCount(NamedTuple):
    """The households that a village has today, and the people who live there."""

    village: str
    households: int
    people: int


class Held(NamedTuple):
    """All areas a tablet has held, the present ones first, and what the villages of all of them have today."""

    spans: tuple[Span, ...]
    villages: tuple[VillageCount, ...]

    @property
    def households(self) -> int:
        return sum(village.households for village in self.villages)

    @property
    def people(self) -> int:
        return sum(village.people for village in self.villages)

    def of(self, area: str) -> tuple[int, int]:
        """The households and the people of one of the areas today."""
        inside = [one for one in self.villages if contains(area, one.village)]
        return sum(one.households for one in inside), sum(one.people for one in inside)


def note(session: Session, device: Device, scope: Iterable[str], *, now_ms: int) -> None:
    """Keep which areas a tablet is told to hold, where they are others than before. A lost area ends now."""
    codes = sorted(scope)
    if device.scope == " ".join(codes):
        return
    here = DeviceArea.district_code == device.district_code, DeviceArea.device_id == device.id
    open_rows = session.exec(select(DeviceArea).where(*here, col(DeviceArea.until_ms).is_(None))).all()
    for row in open_rows:
        if row.area_code not in codes:
            row.until_ms = now_ms
    for code in set(codes) - {row.area_code for row in open_rows}:
        values = {"district_code": device.district_code, "device_id": device.id, "area_code": code}
        session.add(DeviceArea(**values, since_ms=now_ms))
    device.scope = " ".join(codes)


def held(session: Session, device: Device) -> Held:
    """Whose data a tablet has held, as far as the office can know. The office's own device holds nothing."""
    if device.id == office_id(device.district_code) or not device.seen_ms:
        return Held((), ())
    here = DeviceArea.district_code == device.district_code, DeviceArea.device_id == device.id
    rows = session.exec(select(DeviceArea).where(*here))
    found = (Span(row.area_code, row.since_ms, row.until_ms, row.reckoned) for row in rows)
    spans = tuple(sorted(found, key=lambda span: (span.until_ms is not None, span.area, span.since_ms)))
    return Held(spans, tuple(in_areas(session, {span.area for span in spans})))


def in_areas(session: Session, areas: Iterable[str]) -> list[VillageCount]:
    """The villages of these areas that have households today, each once, by code."""
    counts: dict[str, VillageCount] = {}
    for area in areas:
        inside = Household.district_code == district_of(area), within(col(Household.village), area)
        households = select(Household.village, func.count()).where(*inside).group_by(col(Household.village))
        living = (
            col(Person.district_code) == district_of(area),
            within(col(Person.village), area),
            col(Person.life_state) == LifeState.ALIVE,
        )
        people = dict(
            session.exec(select(Person.village, func.count()).where(*living).group_by(col(Person.village))).all()
        )
        for village, count in session.exec(households):
            counts[village] = VillageCount(village, count, people.get(village, 0))
    return [counts[village] for village in sorted(counts)]


class HeldHousehold(NamedTuple):
    """A household of an area that a tablet held. `is_gone`: it moved out of there, some time or other."""

    household_id: UUID
    village: str
    house_no: str
    head: str
    phone: str
    people: int
    is_gone: bool


def households(session: Session, device: Device) -> Iterator[HeldHousehold]:
    """Those that the areas have today, then those that moved out of one of them: by village and house number.

    When one moved out is not kept, so that it may have left before the tablet came.
    """
    areas = {span.area for span in held(session, device).spans}
    there = {row.id: row for area in areas for row in _there(session, area)}
    gone = {row.id: row for area in areas for row in _gone(session, area) if row.id not in there}
    for found, is_gone in ((there, False), (gone, True)):
        rows = sorted(found.values(), key=lambda row: (row.village, row.house_no, row.id))
        for some in chunks(rows):
            yield from _named(session, device.district_code, some, is_gone=is_gone)


def _there(session: Session, area: str) -> Iterable[Household]:
    here = Household.district_code == district_of(area), within(col(Household.village), area)
    return session.exec(select(Household).where(*here)).all()


def _gone(session: Session, area: str) -> Iterable[Household]:
    left = select(FeedEntry.row_id).where(
        FeedEntry.district_code == district_of(area),
        FeedEntry.entity == LEFT,
        within(col(FeedEntry.village), area),
        col(FeedEntry.left_to).is_not(None),
    )
    return session.exec(select(Household).where(col(Household.id).in_(left))).all()


def _named(session: Session, district: str, rows: Sequence[Household], *, is_gone: bool) -> Iterator[HeldHousehold]:
    """With the head's name and telephone, for who has to be told; of another district's household only which it is."""
    ids = [row.id for row in rows]
    living = select(Person.household_id, func.count()).where(
        col(Person.household_id).in_(ids), Person.life_state == LifeState.ALIVE
    )
    count = dict(session.exec(living.group_by(col(Person.household_id))).all())
    wanted = select(Person).where(col(Person.id).in_([row.head_id for row in rows if row.head_id]))
    heads = {person.id: person for person in session.exec(wanted)}
    for row in rows:
        head = heads.get(row.head_id) if row.head_id and row.district_code == district else None
        name, phone = (head.full_name(), head.phone or "") if head else ("", "")
        house_no = row.house_no if row.district_code == district else ""
        yield HeldHousehold(row.id, row.village, house_no, name, phone, count.get(row.id, 0), is_gone)
