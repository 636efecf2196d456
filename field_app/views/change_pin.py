"""A new PIN: the old one, the new one twice."""

from typing import Literal

import flet as ft

from field_app.services import enrolment, unlock
from field_app.store.errors import PinDelayed, PinLocked, WeakPin, WrongPin
from field_app.views.components.banner import banner
from field_app.views.components.button import primary_button
from field_app.views.components.pane import TEXT_WIDTH, pane
from field_app.views.components.pin_pad import PinPad
from field_app.views.components.top_bar import page_head
from field_app.views.desk import use_desk
from field_app.views.navigation import PATHS, desk_badge, go, main_screen
from field_app.views.text import say, sentence
from field_app.views.theme import Language, Look, use_look

Step = Literal["old", "new", "again", "done"]
TITLES: dict[Step, str] = {"old": "pin_old", "new": "enrol_pin", "again": "enrol_pin_again"}
FIRST: Step = "old"


@ft.component
def ChangePinScreen() -> ft.Control:
    """Three pads, one after the other; what is wrong is said over the one it is about."""
    look, desk = use_look(), use_desk()
    step, set_step = ft.use_state(FIRST)
    busy, set_busy = ft.use_state(False)
    message, tell = ft.use_state("")
    old, new = ft.use_ref(""), ft.use_ref("")

    def show(next_step: Step, words: str = "") -> None:
        set_step(next_step)
        tell(words)

    def take_new(pin: str) -> None:
        try:
            enrolment.check_pin(pin)
        except WeakPin as weak:
            tell(sentence(weak, look.language))
            return
        new.current = pin
        show("again")

    async def change(pin: str) -> None:
        if pin != new.current:
            show("new", say("enrol_pin_differs", look.language))
            return
        set_busy(True)
        try:
            await unlock.change_pin(desk.opened, old.current or "", pin)
            show("done")
        except (WrongPin, PinDelayed, PinLocked) as refused:
            show("old", words_of(refused, look.language))
        finally:
            set_busy(False)

    def take(pin: str) -> object:
        if step == "old":
            old.current = pin
            return show("new")
        return take_new(pin) if step == "new" else change(pin)

    length = desk.opened.officer.pin_digits if step == "old" else 6
    if step == "done":
        content = done(look)
    else:
        note = note_of(look, step, message)
        title = say(TITLES[step], look.language)
        content = PinPad(take, title=title, length=length, message=note, busy=busy, key=step)
    head = page_head(
        look, say("settings_pin", look.language), badge=desk_badge(look, desk), on_back=lambda: go(PATHS["settings"])
    )
    body = pane(look, [ft.Row([content], alignment=ft.MainAxisAlignment.CENTER)])
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="settings", pushed=True)


def note_of(look: Look, step: Step, message: str) -> str:
    """What was wrong, else what a PIN must be."""
    return message or (say("enrol_pin_note", look.language) if step == "new" else "")


def words_of(refused: WrongPin | PinDelayed | PinLocked, language: Language) -> str:
    """As at the lock: the tries that are left, or how long to wait."""
    if isinstance(refused, WrongPin):
        return say("pin_tries", language, n=refused.details.get("tries_left"))
    return sentence(refused, language)


def done(look: Look) -> ft.Control:
    """It is changed, and what that means."""
    told = banner(
        look,
        say("pin_changed", look.language),
        tone="good",
        icon=ft.Icons.TASK_ALT_ROUNDED,
        detail=say("pin_changed_note", look.language),
    )
    back = primary_button(look, say("pin_back", look.language), lambda: go(PATHS["settings"]))
    column = ft.Column([told, back], spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    width = min(TEXT_WIDTH, (ft.context.page.width or TEXT_WIDTH) - 2 * look.margin)
    return ft.Container(column, width=width)
