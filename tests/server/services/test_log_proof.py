"""The proof of the log: whatever is done to an entry is found and named, and what is in order is not."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from server.database import Database
from server.services.people import signing_keys
from server.services.proving import audit, checksum, log_proof
from server.services.proving.checksum import DayNotOver
from server.services.proving.log_proof import Proof
from server.services.proving.operation_proof import What
from server.tables import AuditEntry, Device, DeviceKey, LoggedOperation, LoggedRun
from shared_models.exchange import SignedOperation
from shared_models.operation import GENESIS, chained, linked, salted
from tests.server.sender import DISTRICT, FAR_VILLAGE, Sender, a_sender, new_id, read, receipts


@pytest.fixture
def tablet(server: Database) -> Sender:
    """Three runs of one officer: of three operations, of two, and of one."""
    sender = a_sender(server)
    home, *members = sender.household(members=2)
    sender.send(home, *members)
    sender.send(sender.change(home, {"house_no": "48"}, home), sender.change(members[0], {"given_name": "คำปัน"}))
    sender.send(sender.change(home, {"address": "ซอย ๒"}))
    return sender


def proven(server: Database) -> Proof:
    return read(server, lambda session: log_proof.prove(session, DISTRICT))


def lines(session: Session) -> list[LoggedOperation]:
    """In the order in which they were recorded."""
    return list(session.exec(select(LoggedOperation).order_by(col(LoggedOperation.stamp))))


def run(session: Session, number: int) -> LoggedRun:
    return session.exec(select(LoggedRun).where(LoggedRun.number == number)).one()


def key_of(session: Session) -> DeviceKey:
    return session.exec(select(DeviceKey)).one()


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


# what can stand in a column ------------------------------------------------------------------------------------------

NO_UTF8 = text("CAST(x'fffe' AS TEXT)")
WRONG = ("ไม่ใช่", "", "[" * 50_000, b"\x00\xff", b"", -1, 7, 1.4, 1e300, 1 << 62, uuid4().hex, None, NO_UTF8)
NO_NUMBERS = ("ไม่ใช่", "", b"\x00\xff", 1.5, NO_UTF8)  # of what nobody signs, another value of the kind is no fault
NO_JSON = ("ไม่ใช่", "[1", "[" * 50_000, "7", b"\x00\xff", NO_UTF8)
WHICH = {
    "logged_operation": "place = 1 AND run_id IN (SELECT id FROM logged_run WHERE number = 1)",
    "logged_run": "number = 2",
    "device_key": "runs = 3",
    "audit_entry": "number = 1",
    "audit_head": "number = 1",
    "server_state": "id = 1",
}
COLUMNS = {
    "logged_operation": {
        "district_code": (What.OPERATION_MISSING,),
        "stamp": (What.OPERATION_COLUMNS,),
        "run_id": (What.OPERATION_WITHOUT_RUN,),
        **dict.fromkeys(("action_id", "entity", "row_id", "household_id", "mends"), (What.OPERATION_COLUMNS,)),
        **dict.fromkeys(("officer_id", "device_id", "receipt"), (What.OPERATION_COLUMNS,)),
        **dict.fromkeys(("body", "salt", "digest"), (What.OPERATION_CHANGED,)),
        "place": (What.OPERATION_MOVED,),
    },
    "logged_run": {
        "district_code": (What.RUN_MISSING,),
        "id": (What.RUN_CHANGED, What.OPERATION_WITHOUT_RUN),
        **dict.fromkeys(("device_id", "officer_id", "number"), (What.RUN_CHANGED, What.RUN_MISSING)),
        "public_key": (What.RUN_CHANGED, What.RUN_KEY),
        **dict.fromkeys(("continues", "digests", "ends", "elsewhere"), (What.RUN_CHANGED,)),
        "signature": (What.RUN_CHANGED, What.RUN_SIGNATURE),
        **dict.fromkeys(("received_ms", "forked"), (What.RUN_CHANGED,)),
    },
    "device_key": {
        **dict.fromkeys(("district_code", "device_id", "officer_id", "public_key"), (What.KEY_CHANGED,)),
        **dict.fromkeys(("chain", "runs"), (What.KEY_CHANGED, What.RUN_MISSING)),
    },
    "audit_entry": dict.fromkeys(AuditEntry.model_fields, (What.AUDIT_ENTRY,)),
    "audit_head": dict.fromkeys(("district_code", "number", "hash"), (What.AUDIT_ENTRY,)),
    "server_state": dict.fromkeys(("id", "signing_key"), (What.KEY_CHANGED,)),
}
ONLY = {
    "received_ms": NO_NUMBERS,
    "forked": (7, *NO_NUMBERS),
    "elsewhere": NO_JSON,
    "mends": NO_NUMBERS,
    "signing_key": NO_NUMBERS,
}


def is_put(session: Session, table: str, column: str, value: object) -> bool:
    """Whether the database lets somebody put it there; by whom the rules of keys are turned off."""
    put = "NO_UTF8" if value is NO_UTF8 else ":value"
    sql = f"UPDATE {table} SET {column} = {put} WHERE {WHICH[table]}".replace("NO_UTF8", NO_UTF8.text)
    try:
        with session.begin_nested():
            session.connection().execute(text(sql), {} if value is NO_UTF8 else {"value": value})
    except DBAPIError:
        return False
    return True


def is_rounded(server: Database, value: object) -> bool:
    return isinstance(value, float) and not server.on_sqlite


@pytest.mark.usefixtures("tablet")
@pytest.mark.parametrize("table", COLUMNS)
def test_whatever_stands_in_a_column_is_told_as_its_place_and_ends_nothing(server: Database, table: str) -> None:
    """On SQLite anything can: text for an id, bytes for text, text that is none. PostgreSQL rounds what is no whole."""
    tried, unseen, now = set(), [], tomorrow()
    for column, expected in COLUMNS[table].items():
        for value in ONLY.get(column, WRONG):
            with server.writing() as session:
                attempt = session.begin_nested()
                if not is_rounded(server, value) and is_put(session, table, column, value):
                    tried.add(column)
                    found = log_proof.prove(session, DISTRICT).broken
                    assert "ไม่ใช่" not in json.dumps(found, default=str, ensure_ascii=False), column
                    checksum.of_day(session, DISTRICT, checksum.yesterday(now), now=now)
                    if not any(one.what in expected for one in found):
                        unseen.append((column, str(value)[:20], [one.what.value for one in found]))
                attempt.rollback()
    assert unseen == []
    assert tried == set(COLUMNS[table]) or not server.on_sqlite


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


# the checksum of a day ------------------------------------------------------------------------------------------------


def tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1)


def of_today(server: Database) -> checksum.Checksum:
    now = tomorrow()
    return read(server, lambda session: checksum.of_day(session, DISTRICT, checksum.yesterday(now), now=now))


def test_the_checksum_of_a_day_stays_whatever_comes_later_and_tells_a_new_history(
    server: Database, tablet: Sender
) -> None:
    """Later is what came after midnight; a new history is one whose every hash and signature fits."""
    printed = of_today(server)
    assert (printed.entry, printed.runs) == (1, 3)
    assert checksum.typed(printed.text.lower().replace("-", " ")) == printed.text
    tablet.send(*tablet.household())
    with server.writing() as session:
        late = run(session, 4)
        late.received_ms = int(tomorrow().timestamp() * 1000)
        audit.enter(session, DISTRICT, audit.Action.SIGNED_IN, officer_id=None, now=tomorrow())
        audit.enter(session, DISTRICT, audit.Action.SIGNED_IN, officer_id=None, now=datetime.now(UTC))
    assert of_today(server) == printed
    with server.writing() as session:
        delete_the_last_run_for_good(session)
    assert proven(server).broken == []
    assert of_today(server).text != printed.text


@pytest.mark.usefixtures("tablet")
def test_as_many_runs_that_end_otherwise_have_another_checksum(server: Database) -> None:
    """Each of what it stands for counts: the end, the order, whose they are."""
    printed = of_today(server)
    for wrong in (
        "UPDATE logged_run SET ends = signature WHERE number = 2",
        "UPDATE logged_run SET number = number + 1 WHERE number = 3",
        f"UPDATE logged_run SET officer_id = '{uuid4().hex}'",
        f"UPDATE logged_run SET device_id = '{uuid4().hex}'",
    ):
        with server.writing() as session:
            attempt = session.begin_nested()
            session.connection().execute(text(wrong))
            now = tomorrow()
            made = checksum.of_day(session, DISTRICT, checksum.yesterday(now), now=now)
            attempt.rollback()
        assert (made.runs, made.text == printed.text) == (3, False), wrong


def delete_the_last_run_for_good(session: Session) -> None:
    """With all that points at it: the database alone does not tell any more."""
    for line in lines(session)[5:]:
        session.delete(line)
    for number in (3, 4):
        session.delete(run(session, number))
    session.flush()
    key = key_of(session)
    key.runs, key.chain = 2, run(session, 2).ends


def test_a_day_that_is_not_over_has_no_checksum(server: Database) -> None:
    now = datetime.now(UTC)
    with pytest.raises(DayNotOver), server.reading() as session:
        checksum.of_day(session, DISTRICT, checksum.yesterday(now) + timedelta(days=1), now=now)


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-EFGH-JKMN-PQRS-TVWX-YZ2", "OIIO-EFGH-JKMN-PQRS-TVWX-YZ23"])
def test_what_is_no_checksum_is_told(text: str) -> None:
    with pytest.raises(checksum.InvalidChecksum):
        checksum.typed(text)


def test_a_log_without_anything_is_whole(server: Database) -> None:
    found = proven(server)
    assert (found.operations, found.runs, found.entries.count, found.broken) == (0, 0, 0, [])
    assert of_today(server).entry_hash == GENESIS
