"""The PIN pad: six digits from keys or keyboard, erase, and how many tries are left."""

import flet as ft

from field_app.views.components.pin_pad import PinPad, typed_digit
from tests.headless import Headless, headless

given: list[str] = []


@ft.component
def Pad() -> ft.Control:
    tries, set_tries = ft.use_state(5)

    def check(pin: str) -> None:
        given.append(pin)
        set_tries(tries - 1)

    return PinPad(check, title="ใส่รหัส 6 หลัก", tries_left=tries if tries < 5 else None)


@ft.component
def Busy() -> ft.Control:
    return PinPad(given.append, title="ใส่รหัส 6 หลัก", busy=True)


async def tap(session: Headless, digits: str) -> None:
    for digit in digits:
        await session.press(f"เลข {digit}")


async def test_the_sixth_digit_hands_the_pin_over_and_empties_the_dots() -> None:
    given.clear()
    with headless() as session:
        await session.render(Pad)
        await tap(session, "24681")
        assert "ใส่แล้ว 5 จาก 6 หลัก" in session.names()
        await tap(session, "0")
        assert "ใส่แล้ว 0 จาก 6 หลัก" in session.names()
        assert "รหัสไม่ตรง เหลืออีก 4 ครั้ง" in session.texts()
    assert given == ["246810"]


async def test_erase_takes_one_digit_back() -> None:
    given.clear()
    with headless() as session:
        await session.render(Pad)
        await tap(session, "12")
        await session.press("ลบหนึ่งตัว")
        await tap(session, "34567")
    assert given == ["134567"]


async def test_a_keyboard_types_the_pin_too() -> None:
    given.clear()
    with headless() as session:
        await session.render(Pad)
        listener = session.all(ft.KeyboardListener)[0]
        for key in ("1", "Numpad 2", "๓", "Shift", "9", "Backspace", "4", "5", "6"):
            await session.fire(listener, "key_down", {"key": key})
    assert given == ["123456"]


async def test_no_digit_counts_while_the_vault_is_being_opened() -> None:
    given.clear()
    with headless() as session:
        await session.render(Busy)
        await tap(session, "123456")
        assert "กำลังเปิด" in session.texts()
    assert given == []


def test_only_digits_are_digits() -> None:
    assert [typed_digit(key) for key in ("7", "๗", "Numpad 7", "F1", "Enter", "a")] == ["7", "7", "7", "", "", ""]
