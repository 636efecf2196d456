"""Challenges and recovery codes as people read them out and type them."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.recovery import (
    CODES,
    SECRET_BYTES,
    InvalidChallenge,
    InvalidRecoveryCode,
    challenge_text,
    code_text,
    parse_challenge,
    parse_code,
    tag,
)
from shared_models.thai_text import thai_digits

DEVICE, OFFICER = UUID("018e0000-0000-7000-8000-000000000001"), UUID("018e0000-0000-7000-8000-000000000002")
SECRETS = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@given(st.uuids(), st.uuids(), st.integers(0, CODES - 1))
def test_a_challenge_names_tablet_officer_and_number(device: UUID, officer: UUID, number: int) -> None:
    text = challenge_text(device, officer, number)
    assert [len(group) for group in text.split(" ")] == [4, 4, 4]
    for typed in (text, text.replace(" ", ""), thai_digits(text), f" {text}\n"):
        assert parse_challenge(typed) == (tag(device, officer), number)


def test_officers_and_tablets_have_tags_of_their_own() -> None:
    assert len({tag(DEVICE, OFFICER), tag(OFFICER, DEVICE), tag(DEVICE, uuid4())}) == 3


@given(st.uuids(), st.integers(0, CODES - 1))
def test_every_single_wrong_digit_of_a_challenge_is_found(officer: UUID, number: int) -> None:
    digits = challenge_text(DEVICE, officer, number).replace(" ", "")
    for at, right in enumerate(digits):
        for other in set("0123456789") - {right}:
            with pytest.raises(InvalidChallenge):
                parse_challenge(digits[:at] + other + digits[at + 1 :])


@pytest.mark.parametrize("text", ["", "1234", "1532 6335 998", "1532 6335 99844", "ตัวเลข", "1532-6335-998x", "²" * 12])
def test_what_is_no_challenge_is_refused(text: str) -> None:
    with pytest.raises(InvalidChallenge):
        parse_challenge(text)


@given(SECRETS)
def test_a_code_is_read_however_it_is_typed(secret: bytes) -> None:
    text = code_text(secret)
    assert [len(group) for group in text.split("-")] == [4, 4, 4, 4, 2]
    heard = text[:19].replace("O", "0").replace("I", "1").replace("B", "8") + text[19:]
    for typed in (text, text.lower().replace("-", " "), text.replace("-", ""), thai_digits(text), heard):
        assert parse_code(typed) == secret


@given(SECRETS)
def test_every_single_wrong_letter_of_a_code_is_found(secret: bytes) -> None:
    letters = code_text(secret).replace("-", "")
    for at, right in enumerate(letters[:-2]):
        for other in set(LETTERS) - {right}:
            with pytest.raises(InvalidRecoveryCode) as caught:
                parse_code(letters[:at] + other + letters[at + 1 :])
            assert caught.value.details["reason"] == "check"


@pytest.mark.parametrize(
    "text", ["", "MFRA-2YTB-OJQX-GZLT", "MFRA-2YTB-OJQX-GZLT-4", "MFRA-2YTB-OJQX-GZL9-47", "ก" * 18, "-" * 18]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(InvalidRecoveryCode) as caught:
        parse_code(text)
    assert caught.value.details["reason"] == "form"
