"""Whose data a tablet holds and has held: the areas it was told to hold, and which households those have today."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from server.services.feed import district_of, within
from server.tables import Device, DeviceArea
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
