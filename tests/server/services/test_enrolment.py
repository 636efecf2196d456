"""Enrolment on the server: a code opens once, for one tablet, within its minutes and tries."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlmodel import select

from server import security
from server.database import Database
from server.services.people import enrolment
from server.services.people.officers import CODE_LIFETIME
from server.tables import Device, DeviceKey, EnrolmentCode, ServerState
from shared_models.enrolment import InvalidCode, device_mac, reply_mac, request_mac
from shared_models.exchange import EnrolmentReply, EnrolmentRequest
from tests.server.sender import DISTRICT, Sender, a_sender, add_officer, read

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
KEY = bytes(range(32))


def a_code(server: Database, lookup: str = "ABCD", *, officer_id: UUID | None = None) -> UUID:
    """A code whose stretched secret is KEY; returns its officer."""
    with server.writing() as session:
        officer = officer_id or add_officer(session, "560102")
        values = {"lookup": lookup, "district_code": DISTRICT, "officer_id": officer, "key": KEY}
        session.add(EnrolmentCode(**values, expires_at=NOW + CODE_LIFETIME))
        return officer


def a_request(key: bytes = KEY, **changes: Any) -> EnrolmentRequest:
    values = {"lookup": "ABCD", "signing_public": os.urandom(32), "sealing_public": os.urandom(32), "mac": b""}
    request = EnrolmentRequest(**{**values, **changes})
    return request.model_copy(update={"mac": request_mac(key, request)})


def as_the_tablet(
    server: Database, sender: Sender, key: X25519PrivateKey | None = None, **changes: Any
) -> EnrolmentRequest:
    """A request of an enrolled tablet, with its id and what proves it; with another's `key` where one is given."""
    own = X25519PrivateKey.generate()
    with server.writing() as session:
        device = session.get(Device, (DISTRICT, sender.device_id))
        device.sealing_public = own.public_key().public_bytes_raw()
        office = security.sealing_public(session.get(ServerState, 1).sealing_key)
    request = a_request(device_id=sender.device_id, **changes)
    return request.model_copy(update={"device_mac": device_mac((key or own).private_bytes_raw(), office, request)})


def enrol(server: Database, request: EnrolmentRequest, now: datetime = NOW) -> EnrolmentReply:
    return enrolment.enrol(server, request, now=now)


def refusal(server: Database, request: EnrolmentRequest, now: datetime = NOW) -> object:
    with pytest.raises(InvalidCode) as refused:
        enrol(server, request, now)
    return refused.value.details["reason"]


def test_a_right_code_registers_the_tablet_and_proves_the_server(server: Database) -> None:
    a_sender(server).send(*a_sender(server).household()[:0])
    office = a_sender(server)
    office.send(*office.household(), *office.household())
    officer_id, request = a_code(server), a_request()
    reply = enrol(server, request)
    assert (reply.officer_id, reply.officer_name, reply.scope, reply.households) == (
        officer_id,
        "อรทัย คำมูล",
        ("560102",),
        2,
    )
    assert reply.mac == reply_mac(KEY, request, reply)
    key = read(server, lambda session: session.get(DeviceKey, (DISTRICT, reply.device_id, officer_id)))
    assert key
    assert (key.public_key, key.chain) == (request.signing_public, bytes(32))


def test_a_tablet_that_asks_again_gets_the_same_answer_and_another_does_not(server: Database) -> None:
    a_code(server)
    request = a_request()
    assert enrol(server, request) == enrol(server, request)
    assert len(read(server, lambda session: session.exec(select(Device)).all())) == 1
    assert refusal(server, a_request()) == "used"


def test_a_wrong_secret_counts_and_closes_the_code_after_five(server: Database) -> None:
    a_code(server)
    reasons = [refusal(server, a_request(os.urandom(32))) for _ in range(6)]
    assert reasons == ["wrong"] * 5 + ["used_up"]
    assert refusal(server, a_request()) == "used_up", "also for the right secret"


@pytest.mark.parametrize("part", ["signing_public", "sealing_public", "device_id"])
def test_a_request_changed_on_the_way_is_wrong(server: Database, part: str) -> None:
    a_code(server)
    other = uuid4() if part == "device_id" else os.urandom(32)
    assert refusal(server, a_request().model_copy(update={part: other})) == "wrong"


def test_an_unknown_code_and_an_expired_one_are_refused(server: Database) -> None:
    a_code(server)
    assert refusal(server, a_request(lookup="ABCE")) == "unknown"
    assert refusal(server, a_request(), NOW + timedelta(minutes=15, seconds=1)) == "expired"
    assert enrol(server, a_request(), NOW + timedelta(minutes=15))


def test_an_enrolled_tablet_keeps_its_id_and_chain_and_tells_its_new_keys(server: Database) -> None:
    tablet = a_sender(server)
    tablet.send(*tablet.household())
    a_code(server, officer_id=tablet.officer_id)
    request = as_the_tablet(server, tablet)
    reply = enrol(server, request)
    assert enrol(server, request) == reply, "also where the answer did not arrive, and the keys are others by now"
    assert (reply.device_id, reply.officer_id) == (tablet.device_id, tablet.officer_id)
    key = read(server, lambda session: session.get(DeviceKey, (DISTRICT, tablet.device_id, tablet.officer_id)))
    device = read(server, lambda session: session.get(Device, (DISTRICT, tablet.device_id)))
    assert key
    assert device
    assert (key.public_key, key.chain, device.sealing_public, device.number) == (
        request.signing_public,
        tablet.chain,
        request.sealing_public,
        1,
    )


def test_a_tablet_keeps_its_id_on_a_server_restored_to_before_it_was_enrolled(server: Database) -> None:
    a_code(server)
    device_id = uuid4()
    assert enrol(server, a_request(device_id=device_id)).device_id == device_id


def test_a_second_officer_on_a_tablet_gets_a_key_of_their_own(server: Database) -> None:
    tablet = a_sender(server)
    officer_id = a_code(server)
    reply = enrol(server, as_the_tablet(server, tablet, joins=True, officers=(tablet.officer_id,)))
    assert reply.device_id == tablet.device_id
    keys = read(server, lambda session: session.exec(select(DeviceKey)).all())
    assert {key.officer_id for key in keys} == {tablet.officer_id, officer_id}


def test_an_officer_without_an_area_to_read_enrols_with_nothing_to_hold(server: Database) -> None:
    with server.writing() as session:
        officer_id = add_officer(session)
    a_code(server, officer_id=officer_id)
    reply = enrol(server, a_request())
    assert (reply.scope, reply.households) == ((), 0)


@pytest.mark.parametrize("has", ["nothing", "another tablet's key", "a key that leads to no secret"])
def test_who_only_knows_a_tablets_id_does_not_become_its_officer(server: Database, has: str) -> None:
    """With the id alone they would read what its officers may read."""
    tablet = a_sender(server)
    officer_id = a_code(server)
    request = as_the_tablet(server, tablet, X25519PrivateKey.generate())
    if has == "nothing":
        request = request.model_copy(update={"device_mac": b""})
    if has == "a key that leads to no secret":
        with server.writing() as session:
            session.get(Device, (DISTRICT, tablet.device_id)).sealing_public = bytes(32)
    assert refusal(server, request) == "other_tablet"
    assert read(server, lambda session: session.get(DeviceKey, (DISTRICT, tablet.device_id, officer_id))) is None


def test_a_repaired_tablet_that_lost_its_sealing_key_is_known_by_its_officers_key(server: Database) -> None:
    a_code(server)
    first = a_request()
    there = enrol(server, first).device_id
    a_code(server, "EFGH", officer_id=enrol(server, first).officer_id)
    again = a_request(lookup="EFGH", signing_public=first.signing_public, device_id=there)
    assert enrol(server, again).device_id == there
    assert read(server, lambda s: s.get(Device, (DISTRICT, there)).sealing_public) == again.sealing_public


@pytest.mark.parametrize("is_sent", [False, True])
def test_who_works_on_a_tablet_already_does_not_join_it_with_another_key(server: Database, is_sent: bool) -> None:
    """What they have not sent is signed by the key they have."""
    tablet = a_sender(server)
    if is_sent:
        tablet.send(*tablet.household())
    a_code(server, officer_id=tablet.officer_id)
    there = () if is_sent else (tablet.officer_id,)
    assert refusal(server, as_the_tablet(server, tablet, joins=True, officers=there)) == "there"
    assert enrol(server, as_the_tablet(server, tablet)).device_id == tablet.device_id, "the code is still good"


def test_a_join_that_was_cut_off_is_done_again_with_new_keys(server: Database) -> None:
    tablet = a_sender(server)
    joining = a_code(server)
    first = enrol(server, as_the_tablet(server, tablet, joins=True, officers=(tablet.officer_id,)))
    a_code(server, "EFGH", officer_id=joining)
    again = as_the_tablet(server, tablet, lookup="EFGH", joins=True, officers=(tablet.officer_id,))
    assert enrol(server, again).device_id == first.device_id
