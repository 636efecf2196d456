"""The PIN pad: big keys, dots, how many tries are left; typing on a keyboard works too."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.views.components.guard import handler
from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable
from field_app.views.components.text import text
from field_app.views.text import arabic, say
from field_app.views.theme import Look, use_look

GAP = 12


@ft.component
def PinPad(
    on_complete: Callable[[str], Any],
    *,
    title: str,
    length: int = 6,
    message: str = "",
    tries_left: int | None = None,
    on_forgot: Callable[[], Any] | None = None,
    busy: bool = False,
) -> ft.Control:
    """`on_complete` gets the PIN when the last digit is in; then the dots empty. It may be async.

    `tries_left` says that the PIN before did not match; `message` says anything else and wins. While `busy` the keys do
    nothing and the line says that the vault is being opened.
    """
    look = use_look()
    pin = ft.use_ref("")
    filled, set_filled = ft.use_state(0)

    def press(digit: str) -> Any:
        if busy or len(pin.current or "") >= length:
            return None
        pin.current = (pin.current or "") + digit
        set_filled(len(pin.current))
        if len(pin.current) < length:
            return None
        whole, pin.current = pin.current, ""
        set_filled(0)
        return on_complete(whole)

    def erase() -> None:
        pin.current = (pin.current or "")[:-1]
        set_filled(len(pin.current))

    def typed(event: ft.KeyDownEvent) -> Any:
        if event.key == "Backspace":
            return erase()
        digit = typed_digit(event.key)
        return press(digit) if digit else None

    rows: list[ft.Control] = [
        text(look, title, size=22, weight=600, align=ft.TextAlign.CENTER),
        dots(look, filled, length),
        state_line(look, busy=busy, message=message, tries_left=tries_left),
        keys(look, press, erase, on_forgot),
    ]
    pad = ft.Column(rows, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER)

    async def on_key(event: ft.KeyDownEvent) -> None:
        await handler(typed, event)()

    return ft.KeyboardListener(pad, autofocus=True, on_key_down=on_key)


def typed_digit(key: str) -> str:
    """The digit of a keyboard key (`7`, `Numpad 7`, `๗`), or ""."""
    last = arabic(key.removeprefix("Numpad "))
    return last if len(last) == 1 and last.isdecimal() else ""


def dots(look: Look, filled: int, length: int) -> ft.Control:
    """As many dots as digits; the count is said, never the digits."""
    tokens = look.tokens
    marks: list[ft.Control] = [
        ft.Container(
            width=18,
            height=18,
            border_radius=9,
            bgcolor=tokens.primary if index < filled else None,
            border=ft.Border.all(2, tokens.primary if index < filled else tokens.outline_strong),
        )
        for index in range(length)
    ]
    row = ft.Row(marks, spacing=16, alignment=ft.MainAxisAlignment.CENTER, tight=True)
    return ft.Semantics(
        label=say("pin_filled", look.language, n=filled, count=length),
        live_region=True,
        exclude_semantics=True,
        content=row,
    )


def state_line(look: Look, *, busy: bool, message: str, tries_left: int | None) -> ft.Control:
    """One line that keeps its place, so that the keys never jump under a finger."""
    words = message
    if busy:
        words = say("pin_checking", look.language)
    elif not message and tries_left is not None:
        words = say("pin_tries", look.language, n=tries_left)
    color = look.tokens.text_muted if busy else look.tokens.attention_text
    parts: list[ft.Control] = [text(look, words or " ", weight=500, color=color)]
    if words:
        parts.insert(0, icon(look, ft.Icons.INFO_OUTLINE_ROUNDED, size=20, color=color))
    row = ft.Row(parts, spacing=6, tight=True, alignment=ft.MainAxisAlignment.CENTER, wrap=True)
    return ft.Semantics(live_region=True, content=row)


def keys(
    look: Look, press: Callable[[str], Any], erase: Callable[[], Any], on_forgot: Callable[[], Any] | None
) -> ft.Column:
    """Three columns, as on every phone; forgot at the left of 0, erase at its right."""

    def digit(number: str) -> ft.Control:
        tokens = look.tokens
        return key_box(
            look,
            text(look, number, size=28, weight=500, line_height=1.2),
            name=say("digit", look.language, n=number),
            on_click=lambda: press(number),
            fill=tokens.raised,
            edge=tokens.outline,
        )

    lines = [[digit(number) for number in line] for line in ("123", "456", "789")]
    lines.append([forgot_key(look, on_forgot), digit("0"), erase_key(look, erase)])
    rows: list[ft.Control] = [
        ft.Row(line, spacing=GAP, alignment=ft.MainAxisAlignment.CENTER, tight=True) for line in lines
    ]
    return ft.Column(rows, spacing=GAP, tight=True)


def forgot_key(look: Look, on_forgot: Callable[[], Any] | None) -> ft.Control:
    """The way out for a forgotten PIN, or an empty place."""
    if on_forgot is None:
        return ft.Container(width=key_size(look)[0])
    label = say("forgot_pin", look.language)
    words = text(
        look, label, weight=600, color=look.tokens.primary_ink, line_height=1.3, max_lines=2, align=ft.TextAlign.CENTER
    )
    return key_box(look, words, name=label, on_click=on_forgot)


def erase_key(look: Look, erase: Callable[[], Any]) -> ft.Control:
    """Takes the last digit back."""
    mark = icon(look, ft.Icons.BACKSPACE_OUTLINED, size=26, color=look.tokens.text)
    return key_box(look, mark, name=say("erase", look.language), on_click=erase)


def key_box(
    look: Look,
    content: ft.Control,
    *,
    name: str,
    on_click: Callable[[], Any],
    fill: str | None = None,
    edge: str | None = None,
) -> ft.Control:
    """One key of 96×72 (phone 104×68)."""
    width, height = key_size(look)
    return pressable(
        look,
        ft.Row([ft.Container(content, expand=True, expand_loose=True)], alignment=ft.MainAxisAlignment.CENTER),
        name=name,
        on_click=on_click,
        bgcolor=fill,
        border=ft.Border.all(1, edge) if edge else None,
        radius=16,
        width=width,
        height=height,
    )


def key_size(look: Look) -> tuple[int, int]:
    """Width and height of a key in px; three must fit a phone of 360 px."""
    return (104, 68) if look.phone else (96, 72)
