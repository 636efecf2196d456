"""The way down: what changed since the cursors, whole areas from zero, lefts, paging and digests."""

from uuid import UUID

import pytest
from sqlmodel import select

from server.database import Database
from server.services.exchanging import answer
from server.tables import OfficerArea
from shared_models.digest import Digest
from shared_models.entities import ENTITIES, wire
from shared_models.exchange import ExchangeReply
from shared_models.heads import RowHeads
from shared_models.operation import Operation
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
    tables,
)

DISTRICTS = DISTRICT, OTHER_DISTRICT


@pytest.fixture
def office(server: Database) -> Sender:
    """Someone whose work is everywhere."""
    return a_sender(server, DISTRICT, OTHER_DISTRICT)


def ids(reply: ExchangeReply, entity: str = "household") -> set[UUID]:
    return {UUID(text) for text in tables(reply).get(entity, {}).get("id", [])}


def lefts(reply: ExchangeReply) -> set[tuple[UUID, str]]:
    return {(left.household_id, left.to) for left in reply.lefts}


def digest_of(server: Database, code: str) -> str:
    """Recomputed from the rows themselves."""
    rows = read(server, lambda session: [row for model in ENTITIES.values() for row in session.exec(select(model))])
    digest = Digest()
    for row in rows:
        if row.village.startswith(code):
            digest = digest.add(row.id, row.seq)
    return digest.to_text()


def test_the_first_exchange_brings_the_whole_area_and_no_other(server: Database, office: Sender) -> None:
    inside, outside = office.household(VILLAGE, members=2), office.household(OTHER_VILLAGE)
    office.send(*inside, *outside)
    tablet = a_sender(server, VILLAGE[:6])
    reply = tablet.exchange()
    assert (reply.scope, reply.zero, reply.more, reply.start) == ((VILLAGE[:6],), (VILLAGE[:6],), False, {})
    assert (ids(reply), ids(reply, "person")) == ({inside[0].row_id}, {o.row_id for o in inside[1:]})
    assert reply.digests == {VILLAGE[:6]: digest_of(server, VILLAGE[:6])}
    nothing = tablet.exchange()
    assert (nothing.tables, nothing.zero, nothing.lefts, nothing.start) == ({}, (), (), tablet.cursors)


@pytest.mark.parametrize("entity", ["household", "person"])
def test_a_row_comes_with_every_value_as_the_database_has_it(server: Database, office: Sender, entity: str) -> None:
    action = office.household()
    sent = {o.entity: o for o in action}[entity]
    office.send(*action, office.change(sent, {"phone": "๐๘๑"} if entity == "person" else {"house_no": "๔๘"}, sent))
    (columns,) = (tables(a_sender(server).exchange())[entity],)
    row = read(server, lambda session: session.get(ENTITIES[entity], (DISTRICT, sent.row_id)))
    expected = {name: wire(getattr(row, name)) for name in ENTITIES[entity].model_fields}
    got = {name: values[0] for name, values in columns.items()}
    for name in ("id", "household_id", "head_id", "merged_into"):
        if expected.get(name):
            expected[name] = UUID(str(expected[name])).hex
    heads, stored = RowHeads(got.pop("heads")), RowHeads(str(expected.pop("heads")))
    assert got == {name: value for name, value in expected.items() if value is not None or name in got}
    for name in heads.edited():
        assert heads.state(name, got[name]).heads == stored.state(name, got[name]).heads
    assert '"n"' not in str(heads.to_text())


def test_only_what_changed_since_comes_once_at_its_newest(server: Database, office: Sender) -> None:
    first, second = office.household(members=0)[0], office.household(members=0)[0]
    office.send(first, second)
    tablet = a_sender(server)
    tablet.exchange()
    office.send(office.change(first, {"house_no": "48"}, first))
    office.send(office.change(first, {"house_no": "49/1"}))
    reply = tablet.exchange()
    assert tables(reply)["household"]["house_no"] == ["49/1"] or len(ids(reply)) == 1
    assert ids(reply) == {first.row_id}


def test_a_long_feed_comes_in_pages_and_the_digest_only_with_the_last(
    server: Database, office: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = a_sender(server, VILLAGE, NEXT_VILLAGE)
    office.send(office.household(VILLAGE, members=0)[0], office.household(NEXT_VILLAGE, members=0)[0])
    tablet.exchange()
    homes = [office.household(village, members=1) for village in (VILLAGE, NEXT_VILLAGE) * 3]
    office.send(*[operation for home in homes for operation in home])
    monkeypatch.setattr(answer, "PAGE", 5)
    seen: set[UUID] = set()
    replies = [tablet.exchange() for _ in range(3)]
    for reply in replies:
        got = ids(reply) | ids(reply, "person")
        assert len(got) <= 5
        assert not got & seen, "a row that did not change does not come twice"
        seen |= got
    assert seen == {operation.row_id for home in homes for operation in home}
    assert [reply.more for reply in replies] == [True, True, False]
    assert [reply.digests is None for reply in replies] == [True, True, False]
    assert replies[-1].digests == {code: digest_of(server, code) for code in (VILLAGE, NEXT_VILLAGE)}


def test_a_page_that_is_full_with_one_code_does_not_move_the_others_cursor(
    server: Database, office: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.send(office.household(VILLAGE, members=0)[0], office.household(NEXT_VILLAGE, members=0)[0])
    tablet = a_sender(server, VILLAGE, NEXT_VILLAGE)
    tablet.exchange()
    before = tablet.cursors[NEXT_VILLAGE]
    office.send(*[office.household(v, members=0)[0] for v in (VILLAGE, VILLAGE, NEXT_VILLAGE)])
    monkeypatch.setattr(answer, "PAGE", 2)
    assert tablet.exchange().cursors[NEXT_VILLAGE] == before
    assert not tablet.exchange().more


def move(office: Sender, home: Operation, village: str, *saw: Operation) -> Operation:
    edit = office.change(home, {"village_code": village}, home, *saw)
    assert office.send(edit) == ["stored"]
    return edit


def test_a_household_that_left_for_elsewhere_is_told_and_not_brought(server: Database, office: Sender) -> None:
    home, member = office.household()
    office.send(home, member)
    tablet = a_sender(server)
    tablet.exchange()
    move(office, home, OTHER_VILLAGE)
    reply = tablet.exchange()
    assert (lefts(reply), ids(reply)) == ({(home.row_id, OTHER_VILLAGE)}, set())
    assert reply.digests == {VILLAGE[:6]: "0:0000000000000000"}


@pytest.mark.parametrize("target", [NEXT_VILLAGE, FAR_VILLAGE])
def test_a_left_to_a_place_inside_the_scope_brings_the_households_rows(
    server: Database, office: Sender, target: str
) -> None:
    home, member = office.household()
    office.send(home, member)
    tablet = a_sender(server, VILLAGE, target)
    tablet.exchange()
    move(office, home, target)
    reply = tablet.exchange()
    assert lefts(reply) == {(home.row_id, target)}
    assert (ids(reply), ids(reply, "person")) == ({home.row_id}, {member.row_id})
    assert reply.digests == {code: digest_of(server, code) for code in (VILLAGE, target)}


def test_every_further_move_is_told_where_the_household_was_held(server: Database, office: Sender) -> None:
    home, member = office.household()
    office.send(home, member)
    tablet = a_sender(server, VILLAGE, FAR_VILLAGE)
    tablet.exchange()
    away = move(office, home, OTHER_VILLAGE)
    assert lefts(tablet.exchange()) == {(home.row_id, OTHER_VILLAGE)}
    back = move(office, home, FAR_VILLAGE, away)
    reply = tablet.exchange()
    assert ids(reply) == {home.row_id}
    move(office, home, OTHER_VILLAGE, away, back)
    reply = tablet.exchange()
    assert (lefts(reply), ids(reply)) == ({(home.row_id, OTHER_VILLAGE)}, set())


def test_a_pull_from_zero_has_no_lefts(server: Database, office: Sender) -> None:
    home, member = office.household()
    office.send(home, member)
    move(office, home, OTHER_VILLAGE)
    reply = a_sender(server).exchange()
    assert (reply.lefts, reply.tables) == ((), {})


def test_a_lost_code_loses_its_cursor_and_a_new_one_starts_at_zero(server: Database, office: Sender) -> None:
    office.send(*office.household(VILLAGE), *office.household(OTHER_VILLAGE))
    tablet = a_sender(server, VILLAGE)
    tablet.exchange()
    with server.writing() as session:
        area = session.get(OfficerArea, (DISTRICT, tablet.officer_id, VILLAGE))
        assert area
        session.add(
            OfficerArea(district_code=DISTRICT, officer_id=tablet.officer_id, area_code=OTHER_VILLAGE, since=area.since)
        )
        area.until = area.since
    reply = tablet.exchange()
    assert (reply.scope, reply.zero, set(reply.cursors)) == ((OTHER_VILLAGE,), (OTHER_VILLAGE,), {OTHER_VILLAGE})
    assert len(ids(reply)) == 1


def test_a_code_inside_another_is_left_out_of_the_scope(server: Database, office: Sender) -> None:
    office.send(*office.household(VILLAGE))
    tablet = a_sender(server, VILLAGE, VILLAGE[:6], OTHER_VILLAGE)
    other = a_sender(server, DISTRICT, beside=tablet)
    assert tablet.exchange().scope == (DISTRICT,)
    with server.writing() as session:
        session.delete(session.get(OfficerArea, (DISTRICT, other.officer_id, DISTRICT)))
    assert tablet.exchange().scope == (VILLAGE[:6], OTHER_VILLAGE)


def test_the_row_of_every_answered_operation_comes_or_its_absence(server: Database, office: Sender) -> None:
    home, member = office.household()
    (far,) = office.household(OTHER_VILLAGE, members=0)
    office.send(home, member, far)
    tablet = a_sender(server)
    tablet.exchange()
    refused = tablet.change(home, {"house_no": "๙" * 41}, home)
    unborn = tablet.operation("person", new_id(), home.row_id, {"phone": "081"})
    outside = tablet.change(far, {"house_no": "48"}, far)
    assert tablet.send(refused, unborn, outside) == ["malformed", "missing_row", "access"]
    assert ids(tablet.reply) == {home.row_id}
    assert set(tablet.reply.gone) == {unborn.row_id, far.row_id}


def test_digests_equal_a_recomputation_after_edits_and_moves(server: Database, office: Sender) -> None:
    homes = [office.household(village, members=1) for village in (VILLAGE, NEXT_VILLAGE, OTHER_VILLAGE)]
    office.send(*[operation for home in homes for operation in home])
    codes = (DISTRICT, VILLAGE[:6], NEXT_VILLAGE, OTHER_DISTRICT)
    tablets = [a_sender(server, code) for code in codes]
    for village in (FAR_VILLAGE, OTHER_VILLAGE, VILLAGE):
        office.send(office.change(homes[0][0], {"village_code": village}))
        office.send(office.change(homes[1][1], {"phone": village}))
        for tablet, code in zip(tablets, codes, strict=True):
            assert tablet.exchange().digests == {code: digest_of(server, code)}


def test_a_person_who_left_by_herself_is_told_by_her_id_and_brought_only_inside_the_scope(
    server: Database, office: Sender
) -> None:
    home, member, other = office.household(members=2)
    (there,) = office.household(OTHER_VILLAGE, members=0)
    office.send(home, member, other, there)
    outside, both = a_sender(server, VILLAGE), a_sender(server, VILLAGE, OTHER_VILLAGE)
    for tablet in (outside, both):
        tablet.exchange()
    clash = [office.change(member, {"phone": f"{n}"}, member) for n in range(2)]
    office.send(*clash, office.rehome(member, there.row_id))
    reply = outside.exchange()
    assert [(left.row_id, left.household_id, left.to) for left in reply.lefts] == [
        (member.row_id, member.row_id, OTHER_VILLAGE)
    ]
    assert (ids(reply, "person"), ids(reply, "conflict")) == (set(), set())
    assert reply.digests == {VILLAGE: digest_of(server, VILLAGE)}
    reply = both.exchange()
    assert ids(reply, "person") == {member.row_id}
    assert len(ids(reply, "conflict")) == 1
    assert reply.digests == {code: digest_of(server, code) for code in (VILLAGE, OTHER_VILLAGE)}


def test_a_left_whose_address_is_inside_the_scope_brings_the_person_also_when_its_own_page_is_not_there_yet(
    server: Database, office: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, member = office.household()
    (there,) = office.household(NEXT_VILLAGE, members=0)
    office.send(home, member, there)
    tablet = a_sender(server, VILLAGE, NEXT_VILLAGE)
    tablet.exchange()
    office.send(
        *[office.change(member, {"phone": f"{n}"}, member) for n in range(2)], office.rehome(member, there.row_id)
    )
    monkeypatch.setattr(answer, "PAGE", 1)
    reply = tablet.exchange()
    assert [left.row_id for left in reply.lefts] == [member.row_id]
    assert (ids(reply, "person"), len(ids(reply, "conflict"))) == ({member.row_id}, 1)
