"""The proof of the log: whatever is done to an entry is found and named, and what is in order is not."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlmodel import Session, select

from server.database import Database
from server.services.people import signing_keys
from server.services.proving import audit
from server.services.proving.operation_proof import What
from server.tables import AuditEntry, Device, LoggedOperation
from shared_models.exchange import SignedOperation
from shared_models.operation import GENESIS, chained, linked, salted
from tests.server.sender import DISTRICT, FAR_VILLAGE, Sender, a_sender, new_id, receipts
from tests.server.services.history import key_of, lines, of_today, proven, run

# what an attacker with the database can do ----------------------------------------------------------------------------


def change_a_body(session: Session) -> None:
    line = lines(session)[3]
    line.body = line.body.replace(b'"48"', b'"49"')


def change_a_body_and_its_hash(session: Session) -> None:
    change_a_body(session)
    line = lines(session)[3]
    line.digest = salted(line.salt, line.body)


def change_a_body_and_every_hash(session: Session) -> None:
    """As above, and all that is worked out from it: but nobody signs it."""
    change_a_body_and_its_hash(session)
    line, its_run = lines(session)[3], run(session, 2)
    its_run.digests = line.digest + its_run.digests[32:]
    its_run.ends = linked(linked(its_run.continues, line.digest), its_run.digests[32:])


def delete_a_line(session: Session) -> None:
    session.delete(lines(session)[1])


def delete_a_line_and_say_that_it_is_elsewhere(session: Session) -> None:
    line = lines(session)[1]
    run(session, 1).elsewhere = json.dumps({"1": line.stamp})
    session.delete(line)


def delete_a_line_and_write_nonsense(session: Session) -> None:
    delete_a_line(session)
    run(session, 1).elsewhere = "[1"


def write_text_for_a_body(session: Session) -> None:
    of_stamp = {"stamp": lines(session)[3].stamp}
    session.connection().execute(text("UPDATE logged_operation SET body = 'x' WHERE stamp = :stamp"), of_stamp)


def write_text_for_the_hashes(session: Session) -> None:
    session.connection().execute(text("UPDATE logged_run SET digests = 'x' WHERE number = 2"))


def swap_two_lines(session: Session) -> None:
    first, second = lines(session)[:2]
    first.place, second.place = second.place, first.place


def swap_two_bodies(session: Session) -> None:
    first, second = lines(session)[1:3]
    for name in ("body", "salt", "digest"):
        one, other = getattr(first, name), getattr(second, name)
        setattr(first, name, other)
        setattr(second, name, one)


def file_it_under_another_row(session: Session) -> None:
    lines(session)[3].row_id = uuid4()


def give_it_to_another_officer(session: Session) -> None:
    lines(session)[3].officer_id = uuid4()


def delete_a_run(session: Session) -> None:
    session.delete(run(session, 2))


def delete_a_run_with_its_lines(session: Session) -> None:
    for line in lines(session)[3:5]:
        session.delete(line)
    delete_a_run(session)


def delete_it_and_close_the_gap(session: Session) -> None:
    delete_a_run_with_its_lines(session)
    session.flush()
    run(session, 3).number = 2
    key_of(session).runs = 2


def delete_the_last_run(session: Session) -> None:
    session.delete(lines(session)[5])
    session.delete(run(session, 3))


def sign_a_run_with_another_key(session: Session) -> None:
    """A whole history of one's own: lines, hashes and signature fit, and the key is named."""
    forger = Ed25519PrivateKey.generate()
    last = run(session, 3)
    last.signature, last.public_key = forger.sign(last.ends), forger.public_key().public_bytes_raw()


def forge_a_signature(session: Session) -> None:
    run(session, 3).signature = Ed25519PrivateKey.generate().sign(run(session, 3).ends)


def replace_the_key(session: Session) -> None:
    key_of(session).public_key = os.urandom(32)


def replace_the_key_on_record_too(session: Session) -> None:
    replace_the_key(session)
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == audit.Action.TABLET_ENROLLED.value)).one()
    entry.subject = f"{key_of(session).device_id} key:{os.urandom(16).hex()}"


def put_an_operation_in(session: Session) -> None:
    values = {name: getattr(lines(session)[3], name) for name in LoggedOperation.model_fields}
    session.add(LoggedOperation(**{**values, "stamp": "0" * 16 + values["stamp"][16:], "place": 2}))


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        (change_a_body, [(What.OPERATION_CHANGED, 2, 3)]),
        (change_a_body_and_its_hash, [(What.OPERATION_CHANGED, 2, 3)]),
        (change_a_body_and_every_hash, [(What.RUN_SIGNATURE, 2, None), (What.RUN_NOT_JOINED, 3, None)]),
        (delete_a_line, [(What.OPERATION_MISSING, 1, None)]),
        (delete_a_line_and_say_that_it_is_elsewhere, [(What.OPERATION_MISSING, 1, 1)]),
        (
            delete_a_line_and_write_nonsense,
            [(What.RUN_CHANGED, 1, None), (What.OPERATION_MISSING, 1, None)],
        ),
        (write_text_for_a_body, [(What.OPERATION_CHANGED, 2, 3)]),
        (swap_two_lines, [(What.OPERATION_MOVED, 1, 0), (What.OPERATION_MOVED, 1, 1)]),
        (swap_two_bodies, [(What.OPERATION_MOVED, 1, 1), (What.OPERATION_MOVED, 1, 2)]),
        (file_it_under_another_row, [(What.OPERATION_COLUMNS, 2, 3)]),
        (give_it_to_another_officer, [(What.OPERATION_COLUMNS, 2, 3)]),
        (delete_a_run, [(What.RUN_MISSING, 2, None), *[(What.OPERATION_WITHOUT_RUN, None, at) for at in (3, 4)]]),
        (delete_a_run_with_its_lines, [(What.RUN_MISSING, 2, None)]),
        (delete_it_and_close_the_gap, [(What.RUN_NOT_JOINED, 2, None)]),
        (delete_the_last_run, [(What.RUN_MISSING, 3, None)]),
        (sign_a_run_with_another_key, [(What.RUN_KEY, 3, None)]),
        (forge_a_signature, [(What.RUN_SIGNATURE, 3, None)]),
        (replace_the_key, [(What.KEY_CHANGED, None, None)]),
        (
            replace_the_key_on_record_too,
            [
                (What.AUDIT_ENTRY, 1, None),
                *[(What.RUN_KEY, n, None) for n in (1, 2, 3)],
                (What.KEY_CHANGED, None, None),
            ],
        ),
        (put_an_operation_in, [(What.OPERATION_MOVED, 2, None)]),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_whatever_is_done_to_the_log_is_found_and_named(
    server: Database,
    tablet: Sender,
    attack: Callable[[Session], None],
    found: list[tuple[What, int | None, int | None]],
) -> None:
    """Each place by what it is, the number of its run or entry, and which of the six operations it is."""
    with server.writing() as session:
        stamps = [line.stamp for line in lines(session)]
        attack(session)
    told = proven(server).broken
    nth = {stamp: at for at, stamp in enumerate(stamps)}
    assert [(one.what, one.number, nth.get(one.stamp or "")) for one in told] == found
    of_tablet = [one for one in told if one.what != What.AUDIT_ENTRY]
    assert {(one.tablet, one.officer) for one in of_tablet} <= {(tablet.device_id, tablet.officer_id)}


@pytest.mark.usefixtures("tablet")
def test_hashes_that_are_no_bytes_are_a_changed_run(server: Database) -> None:
    with server.writing() as session:
        write_text_for_the_hashes(session)
    assert (What.RUN_CHANGED, 2) in {(one.what, one.number) for one in proven(server).broken}


# what is in order -----------------------------------------------------------------------------------------------------


def test_a_log_as_the_tablets_made_it_is_whole(server: Database, tablet: Sender) -> None:
    """Refused, unreadable and held work, a lost reply, a run that goes again, a neighbour on the same tablet."""
    home, *_ = tablet.household(members=0)
    first = tablet.run([home])
    tablet.exchange(first)
    second = tablet.run([tablet.change(home, {"house_no": "48"}, home)])
    tablet.exchange(tablet.signed(first.continues, [*first.operations, *second.operations]))
    assert tablet.send(*tablet.household(FAR_VILLAGE)) == ["access", "access"]
    waiting = tablet.run([tablet.operation("plan", new_id(), home.row_id, {"goal": "ซ่อมบ้าน"})])
    assert receipts(tablet.exchange(waiting)) == ["upgrade"]
    odd = SignedOperation(stamp=tablet.stamp(), action_id=new_id(), body="ไม่ใช่".encode(), salt=b"1")
    unreadable = tablet.signed(tablet.chain, [odd])
    assert receipts(tablet.exchange(unreadable)) == ["malformed"]
    tablet.chain = chained(tablet.chain, salt=odd.salt, body=odd.body)
    assert receipts(tablet.exchange(waiting)) == ["upgrade"]
    neighbour = a_sender(server, beside=tablet, number=tablet.number)
    neighbour.send(*neighbour.household())
    signed_for_another = neighbour.operation("plan", new_id(), home.row_id, {}, officer_id=tablet.officer_id)
    assert neighbour.send(signed_for_another) == ["malformed"]
    tablet.number = neighbour.number
    with server.writing() as session:
        device = session.get(Device, (DISTRICT, tablet.device_id))
        assert device
        device.revoked = True
    assert tablet.send(tablet.change(home, {"address": "ซอย ๓"})) == ["held"]
    found = proven(server)
    assert (found.broken, found.forks, found.not_kept) == ([], [], 0)
    assert (found.operations, found.runs) == (6 + 7 + 3, 3 + 6 + 2)


def test_a_copy_of_a_tablet_is_told_as_a_fork_and_not_as_damage(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    copied_at = tablet.chain
    tablet.send(home)
    edit = tablet.operation("household", home.row_id, home.row_id, {"address": "ซอย ๑"})
    sent = SignedOperation(stamp=edit.stamp, action_id=edit.action_id, body=edit.body(), salt=b"")
    tablet.exchange(tablet.signed(copied_at, [sent]))
    tablet.send(tablet.change(home, {"house_no": "48"}, home))
    found = proven(server)
    assert (found.broken, [fork.number for fork in found.forks]) == ([], [5, 6])


def test_what_was_never_kept_is_counted_and_the_chain_goes_on_over_it(server: Database, tablet: Sender) -> None:
    """An operation under another tablet's stamp, alone in its run and among others, and a stamp given twice."""
    other = a_sender(server)
    (home,) = tablet.household(members=0)
    stolen = tablet.operation("household", home.row_id, home.row_id, {"house_no": "1"}, stamp=other.stamp())
    assert tablet.send(stolen) == ["malformed"]
    again = stolen.model_copy(update={"stamp": other.stamp()})
    assert tablet.send(again, home) == ["malformed", "stored"]
    assert tablet.send(tablet.change(home, {"house_no": "2"}).model_copy(update={"stamp": home.stamp})) == ["malformed"]
    tablet.send(tablet.change(home, {"house_no": "3"}, home))
    found = proven(server)
    assert (found.broken, found.forks, found.not_kept) == ([], [], 3)


def test_a_body_that_retention_removed_leaves_the_chain_proven_and_comes_again_as_known(
    server: Database, tablet: Sender
) -> None:
    (home,) = tablet.household(members=0)
    sent = tablet.run([home])
    tablet.exchange(sent)
    with server.writing() as session:
        line = lines(session)[-1]
        line.body = line.salt = b""
    found = proven(server)
    assert (found.broken, found.removed, found.operations) == ([], 1, 7)
    assert receipts(tablet.exchange(sent)) == ["known"]


def test_a_tablet_enrolled_again_with_another_key_goes_on_in_its_chain(server: Database, tablet: Sender) -> None:
    tablet.key = Ed25519PrivateKey.generate()
    with server.writing() as session:
        key = key_of(session)
        key.public_key = tablet.key.public_key().public_bytes_raw()
        signing_keys.enter(session, key, now=datetime.now(UTC))
    tablet.send(*tablet.household())
    found = proven(server)
    assert (found.broken, found.runs) == ([], 4)


def test_a_log_without_anything_is_whole(server: Database) -> None:
    found = proven(server)
    assert (found.operations, found.runs, found.entries.count, found.broken) == (0, 0, 0, [])
    assert of_today(server).entry_hash == GENESIS
