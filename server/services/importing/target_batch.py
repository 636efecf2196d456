"""One transaction of an import: the households of a batch are matched with what is there, and filed."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from sqlmodel import Session

from server.services.exchanging import filing, withdrawal
from server.services.exchanging.feed import LEFT_ROW, Feed
from server.services.importing.target_known import Known, forwarded
from server.services.importing.target_plan import HouseholdPlan, Planned
from server.services.importing.target_reading import Reading
from server.services.importing.target_rows import ListedHousehold, Values, person_id
from shared_models.synced import Synced


def plan(session: Session, households: Iterable[ListedHousehold], reading: Reading) -> list[Planned]:
    """What a batch comes to, district by district. Changes rows of `session`; nothing is filed yet."""
    by_district = groupby(sorted(households, key=lambda one: one.district), key=lambda one: one.district)
    return [_planned(session, district, list(group), reading=reading) for district, group in by_district]


def _planned(session: Session, district: str, households: list[ListedHousehold], *, reading: Reading) -> Planned:
    planned = Planned(Known(session, district, households=households, reading=reading))
    for listed, household_id in zip(households, planned.known.ids, strict=True):
        HouseholdPlan(planned, listed, household_id).make()
    return planned


def lock(feed: Feed, households: Iterable[ListedHousehold]) -> None:
    """The districts of the batch and those its rows moved to: as known before, then as found under the lock."""
    listed = list(households)
    districts, ids = {one.district for one in listed}, [one.own_id for one in listed]
    members = [person_id(member, one.own_id, one.edition) for one in listed for member in one.members]
    withdrawal.lock_first(feed)
    for _ in range(2):
        moved = [forwarded(feed.session, district, ids) for district in sorted(districts)]
        moved += [forwarded(feed.session, district, members, kind=LEFT_ROW) for district in sorted(districts)]
        feed.lock(districts.union(*(found.values() for found in moved)))


def file(feed: Feed, planned: Planned) -> None:
    """Households that the list moved to another village go first: their rows go with them."""
    moved = {row.id for _, row in planned.changed.values() if _has_moved(row)}
    for row_id in moved:
        entity, row = planned.changed[row_id]
        filing.place(feed, entity, row, was=row.household_id)
    changed: defaultdict[str, list[tuple[str, Synced]]] = defaultdict(list)
    added: defaultdict[str, list[tuple[str, Values]]] = defaultdict(list)
    for row_id, (entity, row) in planned.changed.items():
        if row_id not in moved:
            changed[row.district_code].append((entity, row))
    for entity, values in planned.added.values():
        stored = planned.known.households.get(values["household_id"])
        values["village"] = stored.village if stored else values["village"]
        added[values["district_code"]].append((entity, values))
    for district in sorted({*changed, *added}):
        feed.file_many(changed[district])
        feed.add_many(added[district])


def _has_moved(row: Synced) -> bool:
    return bool(getattr(row, "village_code", row.village) != row.village)
