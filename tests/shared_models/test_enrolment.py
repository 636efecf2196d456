"""The enrolment code: typed in any way it still opens, and both proofs change with everything they cover."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.enrolment import (
    ALPHABET,
    ENTROPY_BYTES,
    InvalidCode,
    code_from,
    normalised,
    reply_mac,
    request_mac,
    stretch,
)
from shared_models.exchange import EnrolmentReply, EnrolmentRequest

KEY = bytes(range(32))
REQUEST = EnrolmentRequest(lookup="ABCD", signing_public=b"s" * 32, sealing_public=b"e" * 32, mac=b"")
REPLY = EnrolmentReply(
    district_code="5601",
    device_id=UUID(int=1),
    officer_id=UUID(int=2),
    officer_name="อรทัย คำมูล",
    scope=("560102",),
    households=2,
    epoch="a1",
    server_signing_public=b"1" * 32,
    server_sealing_public=b"2" * 32,
    recovery_public=b"3" * 32,
    mac=b"",
)
OTHER = b"x" * 32


@given(st.binary(min_size=ENTROPY_BYTES, max_size=64), st.data())
def test_a_code_opens_however_it_is_typed(entropy: bytes, data: st.DataObject) -> None:
    code = code_from(entropy)
    typed = "".join(data.draw(st.sampled_from(["", " ", "-", "·"])) + letter for letter in code.lower())
    assert "".join(normalised(typed)) == code.replace("-", "")
    assert set(code) <= set(ALPHABET + "-")


@pytest.mark.parametrize(
    "text",
    ["", "ABCD-EFGH", "ABCD-EFGH-JKMN-PQRST", "ABCD-EFGH-JKMN-PQR0", "ABCD-EFGH-JKMN-PQRI", "กขคง-EFGH-JKMN-PQRS"],
)
def test_a_text_that_cannot_be_a_code_is_refused(text: str) -> None:
    with pytest.raises(InvalidCode) as refused:
        normalised(text)
    assert refused.value.details == {"reason": "form"}


def test_the_stretched_key_depends_on_both_parts_of_the_code() -> None:
    keys = {stretch("ABCD", "EFGHJKMN"), stretch("ABCE", "EFGHJKMN"), stretch("ABCD", "EFGHJKMP")}
    assert len(keys) == 3
    assert stretch("ABCD", "EFGHJKMN") in keys
    assert {len(key) for key in keys} == {32}


@pytest.mark.parametrize(
    "change",
    [{"lookup": "ABCE"}, {"signing_public": OTHER}, {"sealing_public": OTHER}, {"device_id": UUID(int=9)}],
    ids=lambda change: next(iter(change)),
)
def test_the_tablets_proof_changes_with_every_part_of_its_request(change: dict[str, Any]) -> None:
    changed = REQUEST.model_copy(update=change)
    assert request_mac(KEY, changed) != request_mac(KEY, REQUEST)
    assert reply_mac(KEY, changed, REPLY) != reply_mac(KEY, REQUEST, REPLY) or "device_id" in change


@pytest.mark.parametrize(
    "change",
    [
        {"district_code": "5602"},
        {"device_id": UUID(int=9)},
        {"officer_id": UUID(int=9)},
        {"epoch": "b2"},
        {"server_signing_public": OTHER},
        {"server_sealing_public": OTHER},
        {"recovery_public": OTHER},
        {"authority": OTHER},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_servers_proof_changes_with_every_key_and_name_that_the_tablet_pins(change: dict[str, Any]) -> None:
    assert reply_mac(KEY, REQUEST, REPLY.model_copy(update=change)) != reply_mac(KEY, REQUEST, REPLY)


def test_an_authority_cannot_be_exchanged_or_taken_out_on_the_way() -> None:
    proofs = {reply_mac(KEY, REQUEST, REPLY.model_copy(update={"authority": told})) for told in (None, b"a", b"b")}
    assert len(proofs) == 3


def test_both_proofs_change_with_the_code_and_never_stand_for_each_other() -> None:
    proofs = {
        request_mac(KEY, REQUEST),
        request_mac(OTHER, REQUEST),
        reply_mac(KEY, REQUEST, REPLY),
        reply_mac(OTHER, REQUEST, REPLY),
    }
    assert len(proofs) == 4
