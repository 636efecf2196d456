"""A new PIN: the old one, the new one twice."""

from collections.abc import Callable
from typing import Literal

import flet as ft

from field_app.services import unlock
from field_app.store.errors import KeyStoreGone, PinDelayed, PinLocked, WrongPin
from field_app.views.components.banner import banner
from field_app.views.components.button import primary_button
from field_app.views.components.new_pin import NewPin
from field_app.views.components.pane import TEXT_WIDTH, pane
from field_app.views.components.phrase import PhraseEntry
from field_app.views.components.pin_pad import PinPad
from field_app.views.components.top_bar import page_head
from field_app.views.desk import use_desk
from field_app.views.navigation import PATHS, desk_badge, go, main_screen
from field_app.views.text import say, sentence
from field_app.views.theme import Language, Look, use_look
from shared_models.errors import DomainError

Step = Literal["old", "new", "done"]
FIRST: Step = "old"


@ft.component
def ChangePinScreen() -> ft.Control:
    """The old PIN, then the new one twice; what is wrong is said over the pad it is about."""
    look, desk = use_look(), use_desk()
    step, set_step = ft.use_state(FIRST)
    busy, set_busy = ft.use_state(False)
    message, tell = ft.use_state("")
    old = ft.use_ref("")

    def take_old(pin: str) -> None:
        old.current = pin
        tell("")
        set_step("new")

    async def change(pin: str) -> None:
        set_busy(True)
        try:
            await unlock.change_pin(desk.opened, old.current or "", pin)
            set_step("done")
        except (WrongPin, PinDelayed, PinLocked, KeyStoreGone) as refused:
            tell(words_of(refused, look.language))
            set_step("old")
        finally:
            set_busy(False)

    if step == "done":
        content = done(look)
    elif step == "new":
        content = NewPin(change, advised=not desk.settings.has_key_store, busy=busy)
    else:
        content = old_entry(look, desk.opened.officer.pin_digits, take_old, message)
    head = page_head(
        look, say("settings_pin", look.language), badge=desk_badge(look, desk), on_back=lambda: go(PATHS["settings"])
    )
    body = pane(look, [ft.Row([content], alignment=ft.MainAxisAlignment.CENTER)])
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="settings", pushed=True)


def old_entry(look: Look, digits: int, take: Callable[[str], None], message: str) -> ft.Control:
    """The pad, or the box of who has a passphrase."""
    if digits:
        return PinPad(take, title=say("pin_old", look.language), length=digits, message=message)
    title, action = say("phrase_old", look.language), say("phrase_go_on", look.language)
    return PhraseEntry(take, title=title, action=action, message=message)


def words_of(refused: DomainError, language: Language) -> str:
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
