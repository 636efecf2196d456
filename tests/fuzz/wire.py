"""The exchange: what the server reads of a tablet's request, and a tablet of the server's reply."""

import zlib
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

from server.deps import plain_body
from server.errors import Malformed
from server.services.exchanging import verdict
from server.services.exchanging.verdict import Refused
from shared_models.columns import IdTable, id_texts, pack, unpack
from shared_models.exchange import (
    Caller,
    EnrolmentReply,
    EnrolmentRequest,
    Escrow,
    ExchangeReply,
    ExchangeRequest,
    HandOver,
    Left,
    OperationReceipt,
    Receipt,
    Run,
    SignedOperation,
    SnapshotOffer,
    authorization,
    parse_authorization,
)
from shared_models.operation import GENESIS, Kind, Operation
from shared_models.snapshot import Header, read_header, read_rows, rows_frame
from tests.fuzz.target import Opened, by_first_byte, for_way, opened

DEVICE, OFFICER, ROW = (UUID(f"01900000-0000-7000-8000-00000000000{n}") for n in (1, 2, 3))
STAMP = f"018f000000000000{DEVICE.hex[16:]}"
EPOCH = "0011223344556677"
CALLER = Caller("5601", DEVICE, OFFICER, 7, EPOCH)


def an_operation() -> Operation:
    return Operation(
        id=ROW,
        stamp=STAMP,
        action_id=ROW,
        entity="person",
        row_id=ROW,
        household_id=ROW,
        kind=Kind.CREATE,
        changes={"given_name": "บุญมี", "birth": "2488-05-12", "is_poor": True},
        wall_ms=1_700_000_000_000,
        officer_id=OFFICER,
        device_id=DEVICE,
    )


def a_request(*bodies: bytes) -> ExchangeRequest:
    signed = tuple(SignedOperation(stamp=STAMP, action_id=ROW, body=body, salt=bytes(8)) for body in bodies)
    return ExchangeRequest(
        number=7,
        epoch=EPOCH,
        clock_ms=1_700_000_000_000,
        cursors={"560102": 3},
        mismatched=("560102",),
        room=500,
        runs=(Run(officer_id=OFFICER, continues=GENESIS, operations=signed, signature=bytes(64)),),
        handed=(HandOver(stamp=STAMP, at_ms=1, note="ฝากสำนักงาน"),),
        escrows=(Escrow(officer_id=OFFICER, sealed=b"sealed"),),
        waiting=2,
    )


def some_tables() -> tuple[bytes, dict[str, object]]:
    ids = IdTable()
    columns = {
        "id": [ROW, DEVICE],
        "household_id": [ROW, ROW],
        "village": ["56010204", "56010204"],
        "seq": [3, 9],
        "given_name": ["บุญมี", None],
    }
    table = pack(columns, id_names=("id", "household_id"), ids=ids)
    return ids.to_bytes(), {"person": table, "household": table, "of-a-newer-server": {}}


def a_reply() -> ExchangeReply:
    ids, tables = some_tables()
    return ExchangeReply(
        number=7,
        epoch=EPOCH,
        time_ms=1_700_000_000_000,
        receipts=(OperationReceipt(stamp=STAMP, receipt=Receipt.STORED),),
        start={"560102": 3},
        cursors={"560102": 9},
        scope=("560102",),
        zero=("560102",),
        snapshots=(SnapshotOffer(code="560102", hash="0" * 64, seq=3, size=100, rows=2),),
        ids=ids,
        tables=tables,
        lefts=(Left(household_id=ROW, to="56010401"),),
        gone=(ROW,),
        digests={"560102": "2:11"},
        reference={"version": "1"},
    )


def request(_folder: Path) -> Opened:
    """The server's side, from the bytes of a body to operations that were judged by their form."""
    body = an_operation().body()
    nested = b'{"changes":' + b"[" * 3000 + b"]" * 3000 + b"}"
    enrolment = EnrolmentRequest(
        lookup="ABCD", signing_public=bytes(32), sealing_public=bytes(32), device_id=DEVICE, mac=bytes(32)
    )
    return opened(
        *for_way(0, a_request(body).to_bytes(), a_request(body, nested).to_bytes()),
        *for_way(1, body, nested),
        *for_way(2, enrolment.to_bytes()),
        *for_way(3, gzipped(a_request(body).to_bytes())),
        *for_way(4, authorization(CALLER, bytes(64)).encode()),
        take=by_first_byte(_read_request, _read_operation, EnrolmentRequest.from_bytes, _read_packed, _read_header),
        refused=(ValueError, Refused, Malformed),
    )


def reply(_folder: Path) -> Opened:
    """A tablet's side: a reply with its tables, the answer to an enrolment."""
    keys = dict.fromkeys(("server_signing_public", "server_sealing_public", "recovery_public"), bytes(32))
    enrolled = EnrolmentReply(
        district_code="5601",
        device_id=DEVICE,
        officer_id=OFFICER,
        officer_name="อรทัย",
        scope=("560102",),
        households=9,
        epoch=EPOCH,
        mac=bytes(32),
        **keys,
    )
    return opened(
        *for_way(0, a_reply().to_bytes()),
        *for_way(1, enrolled.to_bytes()),
        take=by_first_byte(_read_reply, EnrolmentReply.from_bytes),
        refused=(ValueError,),
    )


def snapshot(_folder: Path) -> Opened:
    """The frames of a first download, packed, and what is packed in them."""
    header = Header("560102", 9, 2, {"56010204": "2:11"}).to_frame()
    rows = rows_frame(*some_tables())
    return opened(
        *for_way(0, rows),
        *for_way(1, zlib.decompress(rows[4:])),
        *for_way(2, header),
        *for_way(3, zlib.decompress(header[4:])),
        take=by_first_byte(read_rows, _within(read_rows), read_header, _within(read_header)),
        refused=(ValueError,),
    )


def _read_request(data: bytes) -> None:
    found = ExchangeRequest.from_bytes(data)
    for run in found.runs:
        for signed in run.operations:
            one = verdict.read(signed, DEVICE)
            verdict.check_form(verdict.readable(one, schema_version=found.schema_version))


def _read_operation(body: bytes) -> None:
    signed = SignedOperation(stamp=STAMP, action_id=ROW, body=body, salt=b"")
    verdict.check_form(verdict.readable(verdict.read(signed, DEVICE), schema_version=1))


def _read_packed(raw: bytes) -> None:
    asked = SimpleNamespace(headers={"content-encoding": "gzip"})
    ExchangeRequest.from_bytes(plain_body(asked, raw))


def _read_header(data: bytes) -> None:
    """As a server hands it over: letters of one byte."""
    parse_authorization(data.decode("latin-1"))


def _read_reply(data: bytes) -> None:
    found = ExchangeReply.from_bytes(data)
    ids = id_texts(found.ids)
    for table in found.tables.values():
        unpack(table, ids)


def _within(read):
    def packed(plain: bytes) -> object:
        body = zlib.compress(plain, 1)
        return read(len(body).to_bytes(4, "big") + body)

    return packed


def gzipped(plain: bytes) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(plain) + packer.flush()
