"""The officer's keys: only the right PIN, or the recovery key, opens them."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from field_app.store.errors import VaultDamaged, WeakPin, WrongPin
from field_app.store.vault import KeyRing, WrappedRing, check_pin, open_recovery, seal_for_recovery, unwrap, wrap

PIN = "258013"


def test_a_signature_holds_for_its_message_alone():
    ring = KeyRing.new()
    public = Ed25519PublicKey.from_public_bytes(ring.public)
    public.verify(ring.sign("เยี่ยมบ้านสมชาย".encode()), "เยี่ยมบ้านสมชาย".encode())
    with pytest.raises(InvalidSignature):
        public.verify(ring.sign("เยี่ยมบ้านสมชาย".encode()), "เยี่ยมบ้านสมหญิง".encode())


def test_officers_of_one_tablet_share_the_data_key_and_not_the_signing_key():
    first = KeyRing.new()
    second = KeyRing.new(first.data_key)
    assert second.data_key == first.data_key
    assert second.public != first.public


def test_keys_do_not_show_in_the_text_of_a_ring():
    assert repr(KeyRing.new()) == "KeyRing()"


@pytest.mark.parametrize("typed", [PIN, "๒๕๘๐๑๓", "๒๕8013"])
def test_the_pin_opens_the_ring_in_thai_or_arabic_digits(typed):
    ring = KeyRing.new()
    assert unwrap(wrap(ring, PIN), typed) == ring


@pytest.mark.parametrize("typed", ["258014", "25801", "", "สมชาย"])
def test_a_wrong_pin_opens_nothing(typed):
    wrapped = wrap(KeyRing.new(), PIN)
    with pytest.raises(WrongPin):
        unwrap(wrapped, typed)


def test_the_pin_opens_nothing_on_another_device():
    wrapped = wrap(KeyRing.new(), PIN, device_secret=b"one tablet")
    with pytest.raises(WrongPin):
        unwrap(wrapped, PIN, device_secret=b"another tablet")
    with pytest.raises(WrongPin):
        unwrap(wrapped, PIN)


def test_a_wrapped_ring_survives_json_and_hides_both_keys():
    ring = KeyRing.new()
    wrapped = wrap(ring, PIN)
    again = WrappedRing.model_validate_json(wrapped.model_dump_json())
    assert unwrap(again, PIN) == ring
    assert ring.data_key not in wrapped.sealed
    assert ring.signing_key not in wrapped.sealed


def test_a_ring_of_the_first_version_still_opens():
    kept = (
        '{"memory_kib":65536,"passes":3,"lanes":1,"salt":"fKv4ZK1wnbtAUlU9Xro2_g==","sealed":"QFlu-Hc734b5pS4wEI7WFT21'
        'ExIvP_UE-NZjZ8F1HJUpLhI46pIQraiQiwf2AZ6ARyEmBVS5qNbuMqwAGehSElUMvs7whhqkw1buMVJ1ziRdcpUtfEztDSawKP4="}'
    )
    assert unwrap(WrappedRing.model_validate_json(kept), PIN) == KeyRing(bytes(range(32)), bytes(range(32, 64)))


@pytest.mark.parametrize("change", [{"passes": 4}, {"salt": bytes(16)}, {"sealed": bytes(92)}])
def test_changed_parameters_open_nothing(change):
    with pytest.raises(WrongPin):
        unwrap(wrap(KeyRing.new(), PIN).model_copy(update=change), PIN)


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("12345", "length"),
        ("1234567890123", "length"),
        ("สมชาย", "length"),
        ("25801a", "length"),
        ("²²²²²³", "length"),
        ("000000", "repeated"),
        ("๑๑๑๑๑๑๑", "repeated"),
        ("123456", "run"),
        ("๙๘๗๖๕๔", "run"),
        ("678901", "run"),
    ],
)
def test_a_weak_pin_is_refused_with_its_reason(pin, reason):
    with pytest.raises(WeakPin) as caught:
        wrap(KeyRing.new(), pin)
    assert caught.value.details == {"reason": reason}


@pytest.mark.parametrize("pin", ["112233", "135790", "๒๕๘๐๑๓๔๖๗๙๕๕", "123457"])
def test_other_pins_of_six_to_twelve_digits_are_fine(pin):
    check_pin(pin)


def test_the_recovery_key_opens_the_ring_and_another_does_not():
    ring, recovery, other = KeyRing.new(), X25519PrivateKey.generate(), X25519PrivateKey.generate()
    blob = seal_for_recovery(ring, recovery.public_key().public_bytes_raw())
    assert open_recovery(recovery.private_bytes_raw(), blob) == ring
    with pytest.raises(VaultDamaged):
        open_recovery(other.private_bytes_raw(), blob)
    with pytest.raises(VaultDamaged):
        open_recovery(recovery.private_bytes_raw(), blob[:-1])
