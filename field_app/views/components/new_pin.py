"""A new PIN, entered twice."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services.enrolment import check_pin
from field_app.store.errors import WeakPin
from field_app.views.components.pin_pad import PinPad
from field_app.views.text import say, sentence
from field_app.views.theme import use_look


@ft.component
def NewPin(on_chosen: Callable[[str], Any], *, error: str = "", busy: bool = False) -> ft.Control:
    """`on_chosen` gets a PIN that keeps the rules and was entered twice; it may be async.

    `error` is what came of the one before. What is wrong is said over the pad, which then begins anew.
    """
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
