"""Findings of the households that edits touched: opened and closed with the edits, in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from server.services.feed import Feed
from server.services.rows import Row
from server.services.touched import Late
from shared_models.finding import OF_ROWS, FindingRule, FindingStatus
from shared_models.findings import ASKED, Broken, Home, findings
from shared_models.heads import RowHeads
from shared_models.household import HouseholdStatus
from shared_models.identity import derived_id
from shared_models.person import LifeState

FINDING = ("rule", "entity", "row_id", "field", "other_value")
SAID = ("status", "other_value", "heads")  # what of a finding changes


def review(feed: Feed, *, on: date) -> None:
    """Open, close or renew the findings of what `feed` was touched by; `on` is the day that ages are told of."""
    touched = feed.touched.households
    reviews = {district: _Review(feed, district, on) for district in sorted(touched)}
    pointed = {other for district, one in reviews.items() for other in one.load(touched[district])}
    for one in reviews.values():
        one.settle(pointed)
    _close_seen(feed)
    for (district, household_id), late in feed.touched.late.items():
        lost = feed.rows.get("household", household_id, district)
        kept = _kept(feed, lost) if lost else None
        if lost and kept:
            _open_late(feed, lost, kept, late)


class _Review:
    """The touched households of one district, and those that a shared ID ties to them.

    A person who is in two districts is found by the office, not here: no transaction locks both.
    """

    def __init__(self, feed: Feed, district: str, on: date) -> None:
        self.feed, self.rows, self.district, self.on = feed, feed.rows, district, on
        self.households: dict[UUID, Row] = {}
        self.members: defaultdict[UUID, list[Row]] = defaultdict(list)
        self.problems: defaultdict[UUID, list[Row]] = defaultdict(list)
        self.stored: defaultdict[UUID, dict[UUID, Row]] = defaultdict(dict)

    def load(self, ids: Collection[UUID]) -> set[UUID]:
        """Look for these households. Returns the other ones that their findings point at."""
        self.households.update((row.id, row) for row in self._find("household", "id", ids))
        for person in self._find("person", "household_id", ids):
            self.members[person.household_id].append(person)
        for problem in self._find("problem", "household_id", ids):
            self.problems[problem.household_id].append(problem)
        pointed = set()
        for finding in self.rows.find("finding", "household_id", ids, self.district, names=FINDING):
            if finding.rule in OF_ROWS:
                self.stored[finding.household_id][finding.id] = finding
                pointed |= {UUID(finding.other_value)} if finding.rule == FindingRule.IN_TWO_HOUSEHOLDS else set()
        return pointed

    def _find(self, entity: str, by: str, values: Collection[Any]) -> list[Row]:
        return self.rows.find(entity, by, values, self.district, names=ASKED[entity])

    def settle(self, pointed: set[UUID]) -> None:
        """Review what was loaded, with the households that share an ID with it or with those `pointed` at."""
        self.load(pointed - self.households.keys())
        self.load({person.household_id for person in self._same_ids()} - self.households.keys())
        same = defaultdict[str, list[Row]](list)
        for person in self._same_ids():
            same[person.citizen_id].append(person)
        for household in self.households.values():
            members = self.members[household.id]
            elsewhere = [other for person in members if person.citizen_id for other in same[person.citizen_id]]
            home: Any = Home(household, members, self.problems[household.id], elsewhere)  # rows have the fields asked
            self._file(household, findings(home, on=self.on))

    def _same_ids(self) -> list[Row]:
        """The living persons of the district with an ID of somebody who was loaded."""
        people = (person for members in self.members.values() for person in members)
        ids = {person.citizen_id for person in people if person.citizen_id and person.life_state == LifeState.ALIVE}
        found = self._find("person", "citizen_id", ids)
        return [person for person in found if person.life_state == LifeState.ALIVE]

    def _file(self, household: Row, broken: Iterable[Broken]) -> None:
        stored, holds = self.stored[household.id], dict(self.stored[household.id])
        for one in broken:
            holds.pop(one.id, None)
            _open(self.feed, household, one.id, stored.get(one.id), _values(one))
        for finding in holds.values():
            _close(self.feed, finding)


def _values(broken: Broken) -> dict[str, Any]:
    return {
        "rule": broken.rule.value,
        "entity": broken.entity,
        "row_id": broken.row_id,
        "field": broken.field,
        "other_value": broken.other_value,
        "source": None,
        "heads": "{}",
    }


def _open(feed: Feed, household: Row, own_id: UUID, stored: Row | None, values: dict[str, Any]) -> None:
    """File a finding of a household that is new, was closed, or says something else."""
    values = {**values, "status": FindingStatus.OPEN.value}
    if stored is None:
        place = {"district_code": household.district_code, "village": household.village, "household_id": household.id}
        stored = feed.rows.add("finding", {"id": own_id, "seq": 0, **place, **values})
    elif all(getattr(stored, name) == values[name] for name in SAID):
        return
    for name in SAID:
        setattr(stored, name, values[name])
    feed.file("finding", stored)


def _close(feed: Feed, finding: Row) -> None:
    if finding.status != FindingStatus.CLOSED:
        finding.status = FindingStatus.CLOSED.value
        feed.file("finding", finding)


def _kept(feed: Feed, lost: Row) -> Row | None:
    """The household that one was merged into at last, if it is in a district that is locked."""
    row, seen = lost, {lost.id}
    while row.status == HouseholdStatus.MERGED:
        place = feed.place_of(row.merged_into) if row.merged_into else None
        found = feed.rows.get("household", row.merged_into, place[0]) if place and place[0] in feed.heads else None
        if found is None or found.id in seen:
            return None
        seen.add(found.id)
        row = found
    return row if row is not lost else None


def _open_late(feed: Feed, lost: Row, kept: Row, late: Late) -> None:
    """An edit of a merged household came late: unless the kept one has been edited since, somebody should look."""
    if feed.touched.edited.get((kept.district_code, kept.id), "") > late.stamp:
        return
    rule, name = FindingRule.EDITED_AFTER_MERGE.value, "merged_into"
    own_id, values = derived_id(rule, kept.id, name), {"rule": rule, "entity": "household", "row_id": kept.id}
    values |= {"field": name, "other_value": str(lost.id), "source": None}
    values["heads"] = RowHeads.created(late.stamp, late.at).to_text()
    _open(feed, kept, own_id, feed.rows.filed_about(kept, "finding", own_id), values)


def _close_seen(feed: Feed) -> None:
    """Whoever edits a household after the late edit of one that was merged into it has had it before their eyes."""
    by_district = defaultdict[str, list[UUID]](list)
    for district, household_id in feed.touched.edited:
        by_district[district].append(household_id)
    for district, ids in by_district.items():
        for finding in feed.rows.find("finding", "row_id", ids, district, names=FINDING):
            if finding.rule == FindingRule.EDITED_AFTER_MERGE:
                (stamp,) = RowHeads(finding.heads).stamps("other_value", finding.other_value)
                if stamp < feed.touched.edited[district, finding.row_id]:
                    _close(feed, finding)
