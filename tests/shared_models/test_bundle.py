"""The form of the exchange's files: what they are is told before anything is opened."""

import pytest

from shared_models.bundle import (
    Bundle,
    FileKind,
    SignedReply,
    UnreadableBundle,
    bundle_id,
    first_line,
    framed,
    is_kind,
    packed,
    unframed,
    unpacked,
)
from shared_models.exchange import ExchangeRequest

SEALED = bytes(range(200))


def a_bundle() -> Bundle:
    request = ExchangeRequest(number=7, epoch="ab", clock_ms=1, cursors={"560102": 3})
    return Bundle(batches=(request,), sealing_public=bytes(32), skew_ms=-5)


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_says_what_it_is_and_gives_back_what_is_sealed(kind: FileKind) -> None:
    data = framed(kind, SEALED)
    assert data.splitlines()[0].decode() == f"home-visit {kind} 1"
    assert unframed(kind, data) == SEALED
    assert framed(kind, SEALED + b"\0") != data


@pytest.mark.parametrize("at", range(0, 250, 7))
def test_a_cut_or_changed_file_is_damaged_or_none_at_all(at: int) -> None:
    data = framed(FileKind.BUNDLE, SEALED)
    with pytest.raises(UnreadableBundle, match="damaged"):
        unframed(FileKind.BUNDLE, data[:at])
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    with pytest.raises(UnreadableBundle) as problem:
        unframed(FileKind.BUNDLE, changed)
    assert at < len(first_line(FileKind.BUNDLE)) or problem.value.details["reason"] == "damaged"


def test_the_other_kind_a_newer_version_and_another_file_are_told_apart() -> None:
    reasons = {
        framed(FileKind.REPLY, SEALED): "wants_bundle",
        b"home-visit bundle 2\n" + SEALED: "version",
        b"PK\x03\x04" + SEALED: "form",
    }
    for data, reason in reasons.items():
        with pytest.raises(UnreadableBundle) as problem:
            unframed(FileKind.BUNDLE, data)
        assert problem.value.details == {"reason": reason}


def test_a_kind_is_known_by_its_beginning_in_every_version_and_an_empty_file_is_of_any() -> None:
    assert is_kind(FileKind.BUNDLE, b"home-visit bundle 9\n")
    assert is_kind(FileKind.REPLY, b"")
    assert not is_kind(FileKind.BUNDLE, first_line(FileKind.REPLY))


def test_a_message_is_packed_and_read_again() -> None:
    assert unpacked(Bundle, packed(a_bundle())) == a_bundle()
    assert packed(a_bundle()) == packed(a_bundle())


@pytest.mark.parametrize(
    "body", [b"", b"no gzip", packed(a_bundle())[:-9], packed(SignedReply(body=b"", signature=b""))]
)
def test_what_is_no_message_is_told(body: bytes) -> None:
    with pytest.raises(UnreadableBundle, match="form"):
        unpacked(Bundle, body)


def test_a_bundle_without_a_request_is_none() -> None:
    with pytest.raises(ValueError, match="batches"):
        Bundle(batches=(), sealing_public=bytes(32))


def test_two_bundles_never_have_one_id() -> None:
    assert len({bundle_id(SEALED), bundle_id(SEALED[1:]), bundle_id(b"")}) == 3
