"""One exchange: numbers that only grow, another epoch, reference data once, and the same request twice."""

import logging

import pytest

from server.database import Database
from server.services.exchanging.exchange import NumberTooLow
from server.services.people.officers import tablet_scope
from server.tables import Device, OfficerAccount, ServerState
from shared_models.errors import NotPermitted
from shared_models.exchange import MAX_NUMBER
from shared_models.officer import Role
from tests.server.sender import DISTRICT, VILLAGE, Sender, a_sender, read, receipts


@pytest.fixture
def tablet(server: Database) -> Sender:
    return a_sender(server)


def device(server: Database, tablet: Sender) -> Device:
    found = read(server, lambda session: session.get(Device, (DISTRICT, tablet.device_id)))
    assert found
    return found


def test_too_low_a_number_is_answered_with_the_highest_and_judges_nothing(server: Database, tablet: Sender) -> None:
    run = tablet.run(tablet.household())
    tablet.exchange(number=9)
    for number in (9, 8, 1):
        with pytest.raises(NumberTooLow) as refused:
            tablet.exchange(run, number=number)
        assert refused.value.details == {"highest": 9}
    assert receipts(tablet.exchange(run, number=10)) == ["stored", "stored"], "none of them was judged before"
    tablet.exchange(number=MAX_NUMBER)
    assert device(server, tablet).number == MAX_NUMBER


def test_a_signed_number_or_epoch_stands_for_its_own_request_only(tablet: Sender) -> None:
    from server.services.exchanging import exchange
    from shared_models.exchange import ExchangeRequest
    from tests.server.sender import datetime  # the clock of the sender

    request = ExchangeRequest(number=2, epoch=tablet.epoch, clock_ms=0)
    for caller in (tablet.caller._replace(number=1), tablet.caller._replace(number=2, epoch="other")):
        with pytest.raises(NotPermitted):
            exchange.exchange(tablet.database, caller, request, now=datetime.now().astimezone())


def test_another_epoch_is_told_and_nothing_else_happens(server: Database, tablet: Sender) -> None:
    run = tablet.run(tablet.household())
    reply = tablet.exchange(run, epoch="from-another-database")
    assert reply.epoch == tablet.epoch
    assert (reply.receipts, reply.cursors, reply.tables, reply.scope, reply.digests) == ((), {}, {}, (), None)
    assert receipts(tablet.exchange(run)) == ["stored", "stored"]
    with server.writing() as session:
        state = session.get(ServerState, 1)
        assert state
        state.epoch = "after-a-restore"
    assert tablet.exchange(run).receipts == ()


def test_reference_data_comes_when_its_version_differs(server: Database, tablet: Sender) -> None:
    reference = tablet.exchange().reference
    assert reference
    assert reference["officers"] == {str(tablet.officer_id): "อรทัย คำมูล"}
    assert tablet.exchange(reference_version=reference["version"]).reference is None
    a_sender(server)
    changed = tablet.exchange(reference_version=reference["version"]).reference
    assert changed
    assert len(changed["officers"]) == 2


def test_the_tablets_version_time_and_skew_are_noted(server: Database, tablet: Sender) -> None:
    tablet.clock_ms = -86_400_000
    tablet.exchange(app_version="1.2 ทดลอง")
    noted = device(server, tablet)
    assert (noted.app_version, noted.number) == ("1.2 ทดลอง", 1)
    assert -86_460_000 < noted.skew_ms < -86_340_000


@pytest.mark.parametrize("role", Role)
def test_a_tablet_holds_the_areas_that_its_officers_may_read(server: Database, role: Role) -> None:
    tablet = a_sender(server, role=role)
    scope = () if role in (Role.ADMINISTRATOR, Role.MENTOR) else (VILLAGE[:6],)  # no household is the mentor's
    assert tablet.exchange().scope == scope


def test_a_revoked_officer_takes_only_their_own_areas_along(server: Database, tablet: Sender) -> None:
    other = a_sender(server, "560104", beside=tablet)
    with server.writing() as session:
        account = session.get(OfficerAccount, (DISTRICT, other.officer_id))
        assert account
        account.revoked = True
    assert tablet.exchange().scope == (VILLAGE[:6],)


def test_a_tablet_that_is_not_there_has_no_scope(server: Database, tablet: Sender) -> None:
    assert read(server, lambda session: tablet_scope(session, "9999", tablet.device_id)) == ()


def test_a_digest_that_stays_wrong_is_written_to_the_servers_log(
    tablet: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        tablet.exchange(mismatched=("560102",))
        tablet.exchange()
    (line,) = caplog.messages
    assert str(tablet.device_id) in line
    assert "560102" in line
