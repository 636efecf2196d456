"""Filing: an operation merged into its row, conflicts opened and settled, the household moved with its rows."""

from uuid import UUID

import pytest

from server.database import Database
from server.services.exchanging import filing
from server.services.exchanging.feed import Feed
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.heads import RowHeads
from shared_models.household import Household
from shared_models.identity import derived_id
from shared_models.operation import Kind, Operation
from tests.server.sender import DISTRICT, NEXT_VILLAGE, VILLAGE, Sender, a_sender, read

HOME = (DISTRICT, VILLAGE)


@pytest.fixture
def tablet(server: Database) -> Sender:
    return a_sender(server)


def file(server: Database, *operations: Operation, at: int = 5) -> list[list[UUID]]:
    """File operations as they are, each by itself; returns the open conflicts of each."""
    with server.writing() as session:
        feed = Feed(session)
        bases = [{name: set(stamps) for name, stamps in o.bases.items()} for o in operations]
        opened = [filing.apply(feed, o, bases=b, at=at, home=HOME) for o, b in zip(operations, bases, strict=True)]
        feed.settle()
        return opened


def found(server: Database, row_id: UUID) -> Household:
    row = read(server, lambda session: session.get(Household, (DISTRICT, row_id)))
    assert row
    return row


def test_a_create_is_filed_in_the_village_of_its_household(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    assert file(server, home) == [[]]
    row = found(server, home.row_id)
    assert (row.village, row.seq, RowHeads(row.heads).stamps("house_no", row.house_no)) == (VILLAGE, 1, (home.stamp,))


def test_a_create_that_comes_for_a_row_that_is_there_stands_beside_it(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    again = tablet.change(home, {"village_code": VILLAGE, "house_no": "๔๘"}, kind=Kind.CREATE)
    assert file(server, home, again) == [[], [derived_id("conflict", home.row_id, "house_no")]]
    assert RowHeads(found(server, home.row_id).heads).stamps("house_no", "๔๘") == (home.stamp, again.stamp)


def test_conflicts_of_two_fields_are_two_and_each_is_settled_by_itself(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    both = {"house_no": "48", "address": "ซอย ๑"}
    clash = [tablet.change(home, both, home), tablet.change(home, {**both, "house_no": "49", "address": "ซอย ๒"}, home)]
    ids = [derived_id("conflict", home.row_id, name) for name in both]
    assert file(server, home, *clash)[-1] == ids
    settled = tablet.change(home, {"address": "ซอย ๓"}, *clash)
    assert file(server, settled) == [[]]
    states = [read(server, lambda s, i=i: s.get(Conflict, (DISTRICT, i))) for i in ids]
    assert [state and state.status for state in states] == [ConflictStatus.OPEN, ConflictStatus.SETTLED]


def test_a_move_takes_the_household_to_its_new_village_with_its_conflicts(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    clash = [tablet.change(home, {"house_no": f"{n}"}, home) for n in range(2)]
    file(server, home, *clash, tablet.change(home, {"village_code": NEXT_VILLAGE}, home))
    conflict_id = derived_id("conflict", home.row_id, "house_no")
    conflict = read(server, lambda session: session.get(Conflict, (DISTRICT, conflict_id)))
    assert conflict
    assert (found(server, home.row_id).village, conflict.village) == (NEXT_VILLAGE, NEXT_VILLAGE)


def test_of_two_moves_the_latest_by_time_decides_where_the_household_is(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    file(server, home, at=1)
    file(server, tablet.change(home, {"village_code": NEXT_VILLAGE}, home), at=9)
    file(server, tablet.change(home, {"village_code": "56010206"}, home), at=3)
    assert found(server, home.row_id).village == NEXT_VILLAGE


def test_a_field_with_a_code_of_a_newer_version_can_be_merged(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    file(server, home, member)
    heads = RowHeads.created("0" * 32, 1)
    with server.writing() as session:
        row = session.get(Household, (DISTRICT, home.row_id))
        assert row
        row.heads, row.status = heads.to_text(), "abandoned"  # type: ignore[assignment]
    assert file(server, tablet.change(home, {"status": "moved"}), at=0)[-1]
    assert found(server, home.row_id).status == "abandoned"


@pytest.mark.parametrize("there", [True, False])
def test_reading_bases_again_changes_nothing_where_nobody_named_them(
    server: Database, tablet: Sender, there: bool
) -> None:
    (home,) = tablet.household(members=0)
    file(server, home)
    refused = tablet.change(home, {"house_no": "48"}, home)
    with server.writing() as session:
        feed = Feed(session)
        row = feed.row("household", home.row_id, home.row_id, [DISTRICT]) if there else None
        filing.read_again(feed, refused, bases={"house_no": {home.stamp}}, row=row)
        feed.settle()
    assert found(server, home.row_id).seq == 1
