"""Which PINs and passphrases are taken, and that one is read the same however it is typed."""

import unicodedata

import pytest

from field_app.store.errors import WeakPin
from field_app.store.pin import as_read, check_pin, digits_of
from field_app.store.vault import KeyRing, unwrap, wrap

PHRASE = "แม่น้ำน่านไหลเอื่อย ปี 2566"


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("121212", "repeated"),
        ("๔๘๒๔๘๒๔๘", "repeated"),
        ("250925", "year"),
        ("25092509", "year"),
        ("199019", "year"),
        ("๒๕๐๙๐๐", "year"),
        ("001990", "year"),
        ("สวัสดีจ้า", "length"),
        ("แม่น้ำ 2566", "length"),
        ("ก" * 129, "length"),
        ("ๆๆๆๆๆๆๆๆๆๆๆๆๆ", "repeated"),
        ("กขกขกขกขกขกขกข", "repeated"),
        ("aabbaabbccddaabb", "repeated"),
        ("abcdefghijkl", "run"),
        ("ปบนธทถตดณฒฑฐฏ", "run"),
    ],
)
def test_what_is_soon_guessed_is_refused_with_its_reason(pin: str, reason: str) -> None:
    with pytest.raises(WeakPin) as caught:
        check_pin(pin)
    assert caught.value.details == {"reason": reason}


@pytest.mark.parametrize("pin", ["250926", "482913", "258013467955", "145209", PHRASE, "correct horse battery"])
def test_a_pin_or_passphrase_that_is_none_of_these_is_taken(pin: str) -> None:
    check_pin(pin)


def test_a_passphrase_opens_however_it_is_put_together() -> None:
    ring = KeyRing.new()
    wrapped = wrap(ring, PHRASE)
    typed = unicodedata.normalize("NFD", "  แม่น้ำน่านไหลเอื่อย   ปี ๒๕๖๖ ")
    assert unwrap(wrapped, typed) == ring
    assert as_read("A\u0308 ๑๒\u3000ก") == "\u00c4 12 ก".encode(), "kept so for ever: another form opens no ring"


def test_the_pad_is_for_digits_alone() -> None:
    assert [digits_of(typed) for typed in ("482913", "๔๘๒๙๑๓๐๗", PHRASE, "")] == [6, 8, 0, 0]
