"""The wire: what is packed unpacks to the same, rubbish is a ValueError, and a signature covers every part."""

from typing import Any
from uuid import UUID

import msgpack
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared_models.exchange import (
    MAX_NUMBER,
    Caller,
    EnrolmentRequest,
    ExchangeReply,
    ExchangeRequest,
    Left,
    OperationReceipt,
    Receipt,
    Refusal,
    Run,
    SignedOperation,
    Wire,
    authorization,
    parse_authorization,
    signed_text,
)

STAMP = st.text("0123456789abcdef", min_size=32, max_size=32)
SIGNED = st.builds(SignedOperation, stamp=STAMP, action_id=st.uuids(), body=st.binary(), salt=st.binary())
RUN = st.builds(
    Run,
    officer_id=st.uuids(),
    continues=st.binary(),
    operations=st.lists(SIGNED, max_size=3).map(tuple),
    signature=st.binary(),
)
CURSORS = st.dictionaries(st.sampled_from(["5601", "560102", "56010204"]), st.integers(0, MAX_NUMBER))
REQUEST = st.builds(
    ExchangeRequest,
    number=st.integers(1, MAX_NUMBER),
    epoch=st.text(max_size=16),
    clock_ms=st.integers(-(1 << 53), 1 << 53),
    app_version=st.text(max_size=40),
    reference_version=st.text(max_size=16),
    cursors=CURSORS,
    mismatched=st.just(("560102",)),
    runs=st.lists(RUN, max_size=2).map(tuple),
)
RECEIPT = st.builds(
    OperationReceipt,
    stamp=STAMP,
    receipt=st.sampled_from(Receipt),
    refusal=st.none() | st.sampled_from(Refusal),
    detail=st.none() | st.text(max_size=20),
)
REPLY = st.builds(
    ExchangeReply,
    number=st.integers(1, MAX_NUMBER),
    epoch=st.text(max_size=16),
    time_ms=st.integers(0, 1 << 53),
    receipts=st.lists(RECEIPT, max_size=3).map(tuple),
    start=CURSORS,
    cursors=CURSORS,
    ids=st.binary(),
    lefts=st.lists(st.builds(Left, household_id=st.uuids(), to=st.just("56010401")), max_size=2).map(tuple),
    gone=st.lists(st.uuids(), max_size=3).map(tuple),
    digests=st.none() | st.dictionaries(st.just("5601"), st.just("2:0000000000000009")),
    reference=st.none() | st.just({"version": "๑", "officers": {}}),
)
KEY = bytes(range(32))
CALLER = Caller("5601", UUID(int=1), UUID(int=2), 7, "a1b2")


@given(REQUEST | REPLY)
def test_a_message_unpacks_to_what_was_packed(message: Wire) -> None:
    assert type(message).from_bytes(message.to_bytes()) == message


@given(REQUEST, st.data())
def test_a_message_cut_anywhere_is_refused(message: ExchangeRequest, data: st.DataObject) -> None:
    packed = message.to_bytes()
    with pytest.raises(ValueError, match="ExchangeRequest"):
        ExchangeRequest.from_bytes(packed[: data.draw(st.integers(0, len(packed) - 1))])


@given(st.binary(max_size=200))
@example(b"\xc1")
@example(b"\xdd\xff\xff\xff\xff")
@example(b"\xdf\xff\xff\xff\xff")
@example(b"\x91" * 5000)
@example(msgpack.packb({(1,): 2}))
@example("สวัสดี".encode())
@example(b"<html>")
def test_rubbish_is_a_value_error_and_nothing_else(data: bytes) -> None:
    for kind in (ExchangeRequest, ExchangeReply, EnrolmentRequest):
        with pytest.raises(ValueError, match=kind.__name__):
            kind.from_bytes(data)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"number": 1 << 63},
        {"clock_ms": 1 << 60},
        {"cursors": {"5601": -1}},
        {"cursors": {"5601": 1 << 63}},
        {"mismatched": ["ก\n"]},
        {"runs": [{}]},
        {"runs": 5},
    ],
)
def test_a_request_with_a_number_no_database_can_hold_is_refused(wrong: dict[str, Any]) -> None:
    packed = msgpack.packb({"number": 1, "epoch": "a", "clock_ms": 1, **wrong})
    with pytest.raises(ValueError, match="ExchangeRequest"):
        ExchangeRequest.from_bytes(packed)


@pytest.mark.parametrize("data", [b"\x91" * 200_000, b"\x81\xa1a" * 100_000], ids=["lists", "objects"])
def test_a_message_that_nests_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="ExchangeRequest"):
        ExchangeRequest.from_bytes(data)


def test_an_older_message_without_newer_fields_is_understood_and_newer_fields_are_passed_over() -> None:
    packed = msgpack.packb({"number": 1, "epoch": "a", "clock_ms": 1, "of_a_later_version": "ใหม่"})
    assert ExchangeRequest.from_bytes(packed) == ExchangeRequest(number=1, epoch="a", clock_ms=1)


@pytest.mark.parametrize("wrong", [{"lookup": "ab\x00d"}, {"lookup": "กขคง"}, {"signing_public": b"short"}])
def test_an_enrolment_with_a_lookup_or_key_of_the_wrong_form_is_refused(wrong: dict[str, Any]) -> None:
    right = {"lookup": "ABCD", "signing_public": KEY, "sealing_public": KEY, "mac": b""}
    assert EnrolmentRequest.from_bytes(msgpack.packb(right)).device_id is None
    with pytest.raises(ValueError, match="EnrolmentRequest"):
        EnrolmentRequest.from_bytes(msgpack.packb({**right, **wrong}))


@given(st.binary(min_size=64, max_size=64))
def test_the_header_of_a_signed_request_reads_back_the_same(signature: bytes) -> None:
    assert parse_authorization(authorization(CALLER, signature)) == (CALLER, signature)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "HomeVisit",
        "Bearer a b c d e f",
        "HomeVisit 5601 x y 1 e 00",
        f"HomeVisit 5601 {UUID(int=1)} {UUID(int=2)} หนึ่ง e 00",
    ],
)
def test_a_header_of_another_form_is_a_value_error(header: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_authorization(header)


def test_a_signature_covers_method_path_body_and_caller() -> None:
    right = {"method": "POST", "path": "/v1/sync", "body": "ข้อมูล".encode()}
    texts = {
        signed_text(CALLER, **right),
        signed_text(CALLER, **{**right, "method": "GET"}),
        signed_text(CALLER, **{**right, "path": "/v1/other"}),
        signed_text(CALLER, **{**right, "body": b"x"}),
        *(signed_text(CALLER._replace(**{name: UUID(int=9)}), **right) for name in Caller._fields),
    }
    assert len(texts) == 4 + len(Caller._fields)


def test_a_left_of_before_single_rows_could_leave_is_still_read() -> None:
    household_id = UUID(int=47)
    assert Left.from_bytes(msgpack.packb({"household_id": str(household_id), "to": "56010401"})) == Left(
        household_id=household_id, to="56010401"
    )
