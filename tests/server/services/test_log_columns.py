"""The proof of the log comes to its end whatever somebody wrote into a column."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from server.database import Database
from server.services.proving import audit, checksum, log_proof
from server.services.proving.operation_proof import What
from server.tables import AuditEntry, AuditHead, DeviceKey, LoggedOperation, LoggedRun, ServerState
from shared_models.operation import linked, salted
from tests.server.sender import DISTRICT
from tests.server.services.history import lines, proven, run, tomorrow

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
                    audit.newest(session, DISTRICT, page=1, length=9)
                    if not any(one.what in expected for one in found):
                        unseen.append((column, str(value)[:20], [one.what.value for one in found]))
                attempt.rollback()
    assert unseen == []
    assert tried == set(COLUMNS[table]) or not server.on_sqlite


def test_each_column_that_is_read_is_in_the_table_and_the_others_are_the_servers_own_word() -> None:
    models = (LoggedOperation, LoggedRun, DeviceKey, AuditEntry, AuditHead, ServerState)
    found = {(model.__tablename__, name) for model in models for name in model.model_fields}
    tried = {(table, column) for table in COLUMNS for column in COLUMNS[table]}
    assert found - tried == {
        *(("logged_operation", name) for name in ("at", "received_ms", "refusal", "detail", "late", "decided_ms")),
        *(("logged_operation", name) for name in ("handed_ms", "handed_note")),
        *(("audit_head", name) for name in ("checked_ms", "checked", "broken_at")),
        *(("server_state", name) for name in ("epoch", "sealing_key")),
    }


NO_OPERATIONS = (
    b"\xff\xfe",
    b"[" * 60_000,
    b'{"a":' * 10_000,
    b"9" * 60_000,
    b"1e999",
    b"null",
    b'{"id": "\\ud800"}',
    b"\x00",
)


@pytest.mark.usefixtures("tablet")
def test_a_body_that_is_no_operation_is_told_also_where_every_hash_was_made_anew(server: Database) -> None:
    with server.reading() as session:
        stamp = lines(session)[5].stamp
    for body in NO_OPERATIONS:
        with server.writing() as session:
            line, its_run = lines(session)[5], run(session, 3)
            line.body, line.digest = body, salted(line.salt, body)
            its_run.digests, its_run.ends = line.digest, linked(its_run.continues, line.digest)
        found = {(one.what, one.stamp, one.fields) for one in proven(server).broken}
        assert {(What.OPERATION_COLUMNS, stamp, "entity"), (What.RUN_SIGNATURE, None, None)} <= found, body[:10]
