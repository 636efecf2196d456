"""What a refused operation says is read however its body was written."""

import pytest

from server.services.reviewing.refusals import body_of
from server.tables import LoggedOperation


@pytest.mark.parametrize(
    "body",
    [b"[" * 60_000, b'{"a":' * 12_000, b"1" * 6_000, b"\xff", b"[]", b""],
    ids=["lists", "objects", "a number", "no text", "a list", "nothing"],
)
def test_a_body_that_cannot_be_read_says_nothing_and_hides_no_other(body: bytes) -> None:
    assert body_of(LoggedOperation(body=body)) == {}
