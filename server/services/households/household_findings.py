"""Findings of the households that edits touched: opened and closed with the edits, in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from server.services.exchanging.feed import Feed
from server.services.exchanging.rows import Row
from server.services.exchanging.touched import Late
from shared_models.finding import ACCEPTED, OF_MERGES, OF_ROWS, FindingRule, FindingStatus
from shared_models.findings import ASKED, Broken, Home, findings
from shared_models.heads import RowHeads
from shared_models.household import HouseholdStatus
from shared_models.identity import derived_id
from shared_models.person import LifeState

FINDING = ("rule", "entity", "row_id", "field", "other_value", "source")
LATE = {"household": FindingRule.EDITED_AFTER_MERGE, "person": FindingRule.PERSON_EDITED_AFTER_MERGE}
SAID = ("status", "other_value", "heads")  # what of a finding changes


def review(feed: Feed, *, on: date) -> None:
    """Open, close or renew the findings of what `feed` was touched by; `on` is the day that ages are told of."""
    touched = feed.touched.households
    reviews = {district: _Review(feed, district, on) for district in sorted(touched)}
    pointed = {other for district, one in reviews.items() for other in one.load(touched[district])}
    for one in reviews.values():
        one.settle(pointed)
    _close_seen(feed)
    for (entity, district, row_id), late in feed.touched.late.items():
        lost = feed.rows.get(entity, row_id, district)
        kept = _kept(feed, entity, lost) if lost else None
        if lost and kept:
            _open_late(feed, entity, lost, kept, late)


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
            _end(self.feed, finding)


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


def accept(feed: Feed, finding: Row, *, stays: bool) -> None:
    """Close a finding that somebody in the office looked at. It `stays` closed while the rows say the same."""
    if stays:
        finding.source = ACCEPTED
    _close(feed, finding)


def _is_accepted(stored: Row, values: dict[str, Any]) -> bool:
    """Whether the office has left it as it is, and it still says the same."""
    return bool(stored.source == ACCEPTED and all(getattr(stored, name) == values[name] for name in SAID[1:]))


def _open(feed: Feed, about: Row, own_id: UUID, stored: Row | None, values: dict[str, Any]) -> None:
    """File a finding about a household or a row of it that is new, was closed, or says something else."""
    values = {**values, "status": FindingStatus.OPEN.value}
    if stored is None:
        place = {name: getattr(about, name) for name in ("district_code", "village", "household_id")}
        stored = feed.rows.add("finding", {"id": own_id, "seq": 0, **place, **values})
    elif all(getattr(stored, name) == values[name] for name in SAID) or _is_accepted(stored, values):
        return
    for name in (*SAID, "source"):
        setattr(stored, name, values[name])
    feed.file("finding", stored)


def _end(feed: Feed, finding: Row) -> None:
    """The rule holds again: what was accepted before is looked at anew if it breaks once more."""
    if finding.source == ACCEPTED:
        finding.source = None
        feed.file("finding", finding)
    _close(feed, finding)


def _close(feed: Feed, finding: Row) -> None:
    if finding.status != FindingStatus.CLOSED:
        finding.status = FindingStatus.CLOSED.value
        feed.file("finding", finding)


def _kept(feed: Feed, entity: str, lost: Row) -> Row | None:
    """The household or person that one was merged into at last, if it is in a district that is locked."""
    row, seen = lost, {lost.id}
    while _is_merged(row, entity):
        found = _merged_into(feed, entity, row)
        if found is None or found.id in seen:
            return None
        seen.add(found.id)
        row = found
    return row if row is not lost else None


def _is_merged(row: Row, entity: str) -> bool:
    return bool(row.life_state == LifeState.MERGED if entity == "person" else row.status == HouseholdStatus.MERGED)


def _merged_into(feed: Feed, entity: str, row: Row) -> Row | None:
    if not row.merged_into:
        return None
    found = (feed.rows.get(entity, row.merged_into, district) for district in feed.heads)
    return next((one for one in found if one is not None), None)


def _open_late(feed: Feed, entity: str, lost: Row, kept: Row, late: Late) -> None:
    """An edit of one that was merged came late: unless the kept one has been edited since, somebody should look."""
    if feed.touched.edited.get((kept.district_code, kept.id), "") > late.stamp:
        return
    rule, name = LATE[entity].value, "merged_into"
    own_id, values = derived_id(rule, kept.id, name), {"rule": rule, "entity": entity, "row_id": kept.id}
    values |= {"field": name, "other_value": str(lost.id), "source": None}
    values["heads"] = RowHeads.created(late.stamp, late.at).to_text()
    _open(feed, kept, own_id, feed.rows.filed_about(kept, "finding", own_id), values)


def _close_seen(feed: Feed) -> None:
    """Whoever edits the kept one after the late edit of one that was merged into it has had it before their eyes."""
    by_district = defaultdict[str, list[UUID]](list)
    for district, row_id in feed.touched.edited:
        by_district[district].append(row_id)
    for district, ids in by_district.items():
        for finding in feed.rows.find("finding", "row_id", ids, district, names=FINDING):
            if finding.rule in OF_MERGES:
                (stamp,) = RowHeads(finding.heads).stamps("other_value", finding.other_value)
                if stamp < feed.touched.edited[district, finding.row_id]:
                    _close(feed, finding)
