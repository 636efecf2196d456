"""The feed: one place per row, lefts that follow a household, and digests that equal what the rows say."""

import random
from collections import defaultdict
from uuid import UUID

import pytest
from sqlmodel import Session, select

from server.database import Database
from server.services.exchanging.feed import LEFT, LEFT_ROW, LEFTS, Feed, district_of
from server.tables import FeedEntry, FeedHead, VillageDigest
from shared_models.conflict import Conflict
from shared_models.digest import Digest
from shared_models.entities import ENTITIES
from shared_models.finding import Finding
from shared_models.household import Household
from shared_models.operation import Operation
from shared_models.person import Person
from tests.server.sender import (
    DISTRICT,
    FAR_VILLAGE,
    NEXT_VILLAGE,
    OTHER_DISTRICT,
    OTHER_VILLAGE,
    VILLAGE,
    Sender,
    a_sender,
    new_id,
    read,
)

DISTRICTS = DISTRICT, OTHER_DISTRICT


@pytest.fixture
def tablet(server: Database) -> Sender:
    return a_sender(server, DISTRICT, OTHER_DISTRICT)


def move(tablet: Sender, home: Operation, village: str, *saw: Operation) -> Operation:
    edit = tablet.change(home, {"village_code": village}, home, *saw)
    assert tablet.send(edit) == ["stored"]
    return edit


def lefts(server: Database) -> dict[str, str | None]:
    entries = read(server, lambda session: list(session.exec(select(FeedEntry).where(FeedEntry.entity == LEFT))))
    return {entry.village: entry.left_to for entry in entries}


def check_feed(session: Session) -> None:
    """Every row has exactly its own entry, and every stored digest is the sum over the rows."""
    entries = {(e.district_code, e.seq): e for e in session.exec(select(FeedEntry)) if e.entity not in LEFTS}
    expected: defaultdict[tuple[str, str], Digest] = defaultdict(Digest)
    filed = dict(session.exec(select(Household.id, Household.village)).all())
    for entity, model in ENTITIES.items():
        for row in session.exec(select(model)):
            entry = entries.pop((row.district_code, row.seq))
            assert (entry.entity, entry.row_id, entry.village) == (entity, row.id, row.village)
            assert row.district_code == district_of(row.village)
            assert row.village == filed[row.household_id], "it is not where its household is"
            expected[row.district_code, row.village] = expected[row.district_code, row.village].add(row.id, row.seq)
    assert not entries
    stored = {(d.district_code, d.village): Digest.from_text(d.digest) for d in session.exec(select(VillageDigest))}
    assert {key: digest for key, digest in stored.items() if digest != Digest()} == expected
    heads = {head.district_code: head.seq for head in session.exec(select(FeedHead))}
    for entry in session.exec(select(FeedEntry)):
        assert entry.seq <= heads[entry.district_code]


def test_digests_and_entries_equal_the_rows_after_random_edits_and_moves(server: Database, tablet: Sender) -> None:
    chance = random.Random(2569)
    homes = [tablet.household(chance.choice([VILLAGE, OTHER_VILLAGE]), members=2) for _ in range(6)]
    tablet.send(*[operation for home in homes for operation in home])
    for _ in range(12):
        batch = []
        for home, member, _ in chance.sample(homes, 3):
            if chance.random() < 0.5:
                villages = [VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]
                batch.append(tablet.change(home, {"village_code": chance.choice(villages)}, home))
            batch.append(tablet.change(member, {"phone": str(chance.random())}, member))
            batch.append(tablet.change(member, {"given_name": ""}))
        tablet.send(*batch)
        read(server, check_feed)


def test_a_changed_row_comes_once_and_at_the_end(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    tablet.send(home, member)
    tablet.send(tablet.change(home, {"house_no": "48"}, home), tablet.change(home, {"address": "ซอย ๑"}))
    entries = read(server, lambda session: list(session.exec(select(FeedEntry).order_by("seq"))))
    assert [(entry.seq, entry.row_id) for entry in entries] == [(2, member.row_id), (4, home.row_id)]


def test_every_move_renews_all_lefts_and_coming_back_removes_one(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    tablet.send(home, member)
    first = move(tablet, home, NEXT_VILLAGE)
    assert lefts(server) == {VILLAGE: NEXT_VILLAGE}
    second = move(tablet, home, FAR_VILLAGE, first)
    assert lefts(server) == {VILLAGE: FAR_VILLAGE, NEXT_VILLAGE: FAR_VILLAGE}
    seqs = set(tablet.cursors.items())
    third = move(tablet, home, VILLAGE, first, second)
    assert lefts(server) == {NEXT_VILLAGE: VILLAGE, FAR_VILLAGE: VILLAGE}
    assert set(tablet.cursors.items()) != seqs
    move(tablet, home, OTHER_VILLAGE, first, second, third)
    assert set(lefts(server).values()) == {OTHER_VILLAGE}
    read(server, check_feed)


def test_a_move_between_districts_takes_every_row_along_and_leaves_no_copy(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    clash = [tablet.change(home, {"house_no": f"{n}"}, home) for n in range(2)]
    assert tablet.send(home, member, *clash) == ["stored", "stored", "stored", "conflict"]
    move(tablet, home, FAR_VILLAGE)

    def places(session: Session) -> set[tuple[str, str]]:
        rows = [row for model in ENTITIES.values() for row in session.exec(select(model))]
        assert len(rows) == 3, "household, member and conflict"
        return {(row.district_code, row.village) for row in rows}

    assert read(server, places) == {(OTHER_DISTRICT, FAR_VILLAGE)}
    read(server, check_feed)


def test_a_savepoint_given_up_leaves_seqs_digests_and_locks_as_they_were(server: Database) -> None:
    with server.writing() as session:
        feed = Feed(session)
        feed.lock([DISTRICT])
        home = ENTITIES["household"].model_validate(
            {"id": (row := new_id()), "household_id": row, "village_code": VILLAGE, "village": VILLAGE}
        )
        home.district_code = DISTRICT

        def fail() -> None:
            with feed.savepoint():
                feed.file("household", feed.rows.add("household", home))
                feed.lock([OTHER_DISTRICT])
                raise RuntimeError("ล้ม")

        with pytest.raises(RuntimeError):
            fail()
        assert set(feed.heads) == {DISTRICT}
        assert feed.next_seq(OTHER_DISTRICT) == 1, "it takes that lock again"
        assert feed.next_seq(DISTRICT) == 1
        feed.settle()
    assert read(server, lambda session: session.exec(select(FeedEntry)).all()) == []
    read(server, check_feed)


def test_locks_are_taken_in_the_order_of_codes(server: Database) -> None:
    with server.writing() as session:
        feed = Feed(session)
        feed.lock([OTHER_DISTRICT, DISTRICT])
        assert list(feed.heads) == sorted([OTHER_DISTRICT, DISTRICT])


def test_the_time_of_the_feed_never_runs_backwards(server: Database) -> None:
    with server.writing() as session:
        feed = Feed(session)
        feed.lock([DISTRICT])
        assert [feed.now(5), feed.now(9), feed.now(2)] == [5, 9, 9]


# a row that changes household -----------------------------------------------------------------------------------------


def row_lefts(server: Database, row_id: UUID) -> dict[str, str | None]:
    there = FeedEntry.entity == LEFT_ROW, FeedEntry.row_id == row_id
    entries = read(server, lambda session: list(session.exec(select(FeedEntry).where(*there))))
    return {entry.village: entry.left_to for entry in entries}


def find(server: Database, row_id: UUID) -> Person:
    return read(server, lambda session: session.exec(select(Person).where(Person.id == row_id)).one())


def test_a_person_goes_to_the_place_of_the_new_household_and_leaves_an_entry(server: Database, tablet: Sender) -> None:
    home, member, other = tablet.household(members=2)
    there, _ = tablet.household(FAR_VILLAGE)
    tablet.send(home, member, other, there)
    assert tablet.send(tablet.rehome(member, there.row_id)) == ["stored"]
    row = find(server, member.row_id)
    assert (row.household_id, row.district_code, row.village) == (there.row_id, OTHER_DISTRICT, FAR_VILLAGE)
    assert find(server, other.row_id).village == VILLAGE
    assert row_lefts(server, member.row_id) == {VILLAGE: FAR_VILLAGE}
    assert lefts(server) == {}
    read(server, check_feed)


def test_a_move_within_the_village_leaves_nothing_until_the_household_goes_on(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    (there,) = tablet.household(members=0)
    tablet.send(home, member, there, tablet.rehome(member, there.row_id))
    assert row_lefts(server, member.row_id) == {}
    first = move(tablet, there, FAR_VILLAGE)
    assert row_lefts(server, member.row_id) == {VILLAGE: FAR_VILLAGE}, "tablets hold it as of the old household"
    second = move(tablet, there, OTHER_VILLAGE, first)
    assert row_lefts(server, member.row_id) == {VILLAGE: OTHER_VILLAGE, FAR_VILLAGE: OTHER_VILLAGE}
    move(tablet, there, VILLAGE, first, second)
    assert row_lefts(server, member.row_id) == {FAR_VILLAGE: VILLAGE, OTHER_VILLAGE: VILLAGE}
    read(server, check_feed)


def test_every_further_move_gives_all_its_lefts_new_numbers(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    (there,) = tablet.household(OTHER_VILLAGE, members=0)
    tablet.send(home, member, there, tablet.rehome(member, there.row_id))

    def number() -> int:
        there = FeedEntry.entity == LEFT_ROW, FeedEntry.village == VILLAGE
        return read(server, lambda session: session.exec(select(FeedEntry.seq).where(*there)).one())

    before = number()
    move(tablet, there, NEXT_VILLAGE)
    assert number() > before


def test_a_row_leaves_also_where_its_old_household_had_been(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    (there,) = tablet.household(OTHER_VILLAGE, members=0)
    tablet.send(home, member, there)
    first = move(tablet, home, FAR_VILLAGE)
    tablet.send(tablet.rehome(member, there.row_id))
    assert row_lefts(server, member.row_id) == {VILLAGE: OTHER_VILLAGE, FAR_VILLAGE: OTHER_VILLAGE}
    move(tablet, home, VILLAGE, first)
    assert find(server, member.row_id).village == OTHER_VILLAGE, "it is no longer of that household"
    assert row_lefts(server, member.row_id) == {VILLAGE: OTHER_VILLAGE, FAR_VILLAGE: OTHER_VILLAGE}
    read(server, check_feed)


def test_there_and_back_leaves_only_the_way_from_there(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    (there,) = tablet.household(FAR_VILLAGE, members=0)
    out = tablet.rehome(member, there.row_id)
    back = tablet.rehome(member, home.row_id, out, household_id=there.row_id)
    assert tablet.send(home, member, there, out, back) == ["stored"] * 5
    assert row_lefts(server, member.row_id) == {FAR_VILLAGE: VILLAGE}
    assert find(server, member.row_id).household_id == home.row_id
    read(server, check_feed)


def test_conflicts_and_findings_of_a_row_go_with_it_and_of_others_stay(server: Database, tablet: Sender) -> None:
    home, member, other = tablet.household(members=2)
    (there,) = tablet.household(FAR_VILLAGE, members=0)
    tablet.send(home, member, other, there)
    clashes = [tablet.change(row, {"phone": f"{n}"}) for row in (member, other) for n in range(2)]
    assert tablet.send(*clashes) == ["stored", "conflict"] * 2
    finding = {"rule": "newer_list_differs", "entity": "person", "row_id": member.row_id, "field": "phone"}
    place = {"district_code": DISTRICT, "village": VILLAGE, "household_id": home.row_id, "id": new_id()}
    a_finding = Finding.model_validate({**finding, **place})
    a_finding.district_code, a_finding.village = DISTRICT, VILLAGE
    with server.writing() as session:
        feed = Feed(session)
        feed.lock([DISTRICT])
        feed.file("finding", feed.rows.add("finding", a_finding))
        feed.settle()
    tablet.send(tablet.rehome(member, there.row_id))
    for model in (Conflict, Finding):
        rows = read(server, lambda s, model=model: list(s.exec(select(model).where(model.row_id == member.row_id))))
        assert [(row.household_id, row.village) for row in rows] == [(there.row_id, FAR_VILLAGE)]
    stays = read(server, lambda s: s.exec(select(Conflict).where(Conflict.row_id == other.row_id)).one())
    assert (stays.household_id, stays.village) == (home.row_id, VILLAGE)
    read(server, check_feed)


def test_digests_and_entries_equal_the_rows_after_random_changes_of_household(server: Database, tablet: Sender) -> None:
    chance = random.Random(2570)
    villages = [VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE, FAR_VILLAGE]
    homes = [tablet.household(chance.choice(villages), members=2) for _ in range(5)]
    tablet.send(*[operation for home in homes for operation in home])
    for _ in range(12):
        batch = []
        for home, member, other in chance.sample(homes, 3):
            if chance.random() < 0.5:
                batch.append(tablet.change(home, {"village_code": chance.choice(villages)}, home))
            for person in (member, other):
                if chance.random() < 0.6:
                    batch.append(tablet.rehome(person, chance.choice(homes)[0].row_id))
                batch.append(tablet.change(person, {"phone": str(chance.random())}, person))
        assert set(tablet.send(*batch)) <= {"stored", "conflict"}
        read(server, check_feed)
