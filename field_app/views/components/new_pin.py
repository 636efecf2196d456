"""What opens the tablet from now on: a new PIN, entered twice, or a passphrase."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services.enrolment import check_pin
from field_app.store.errors import WeakPin
from field_app.views.components.phrase import NewPhrase, narrow
from field_app.views.components.pin_pad import PinPad
from field_app.views.components.segmented import segmented
from field_app.views.components.sheet import Option
from field_app.views.components.text import muted
from field_app.views.text import say, sentence
from field_app.views.theme import Look, use_look

PIN, PHRASE = "pin", "phrase"


@ft.component
def NewPin(on_chosen: Callable[[str], Any], *, advised: bool, error: str = "", busy: bool = False) -> ft.Control:
    """`on_chosen` gets a PIN or passphrase that keeps the rules and was entered twice; it may be async.

    `advised` recommends the passphrase, where no key store stands behind the PIN. `error` is what came of the one
    before. What is wrong is said where it was entered, which then begins anew.
    """
    look = use_look()
    kind, choose = ft.use_state(PIN)
    entry = NewPhrase if kind == PHRASE else NewDigits
    return narrow(look, [which(look, kind, choose, advised=advised), entry(on_chosen, error=error, busy=busy)])


def which(look: Look, kind: str, choose: Callable[[str], Any], *, advised: bool) -> ft.Control:
    """PIN or passphrase."""
    label = say("new_secret", look.language)
    options = [
        Option(PIN, say("new_secret_pin", look.language)),
        Option(PHRASE, say("new_secret_phrase", look.language)),
    ]
    rows: list[ft.Control] = [segmented(look, label, options, kind, choose)]
    if advised and kind == PIN:
        rows.append(muted(look, say("new_secret_advice", look.language)))
    return ft.Column(rows, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


@ft.component
def NewDigits(on_chosen: Callable[[str], Any], *, error: str = "", busy: bool = False) -> ft.Control:
    """A PIN on the pad, twice."""
    look = use_look()
    first, set_first = ft.use_state("")
    told, tell = ft.use_state("")

    def choose(pin: str) -> None:
        try:
            check_pin(pin)
        except WeakPin as weak:
            tell(sentence(weak, look.language))
            return
        tell("")
        set_first(pin)

    def repeat(pin: str) -> Any:
        set_first("")
        if pin == first:
            return on_chosen(pin)
        tell(say("new_pin_differs", look.language))
        return None

    if first:
        return PinPad(repeat, title=say("new_pin_again", look.language), busy=busy, key="again")  # type: ignore[call-arg]
    note = told or error or say("new_pin_note", look.language)
    return PinPad(choose, title=say("new_pin", look.language), message=note, busy=busy, key="first")  # type: ignore[call-arg]
