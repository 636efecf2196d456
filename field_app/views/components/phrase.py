"""A passphrase in place of a PIN: typed to open the tablet, or chosen by typing it twice."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services.enrolment import check_pin
from field_app.store.errors import WeakPin
from field_app.views.components.button import primary_button, quiet_button
from field_app.views.components.field import field, use_text_draft
from field_app.views.components.pin_pad import state_line
from field_app.views.components.text import text
from field_app.views.text import say, sentence
from field_app.views.theme import Look, use_look

WIDTH = 400
LONGEST = 200  # in the box; what is too long for a passphrase is said, not cut off
PHRASE, AGAIN = "phrase", "again"
NO_ERRORS: dict[str, str] = {}


@ft.component
def PhraseEntry(
    on_complete: Callable[[str], Any],
    *,
    title: str,
    action: str,
    message: str = "",
    tries_left: int | None = None,
    on_forgot: Callable[[], Any] | None = None,
    busy: bool = False,
) -> ft.Control:
    """As PinPad, with `action` on the button. What was typed stays until it is right: it can be shown and mended."""
    look = use_look()
    shown, show = ft.use_state(False)
    missing, set_missing = ft.use_state("")
    draft = use_text_draft({PHRASE: ""}, on_change=lambda *_: set_missing(""))

    def take() -> Any:
        if busy:
            return None
        if not draft.get(PHRASE).strip():
            set_missing(say("phrase_missing", look.language))
            return None
        return on_complete(draft.get(PHRASE))

    rows: list[ft.Control] = [
        text(look, title, size=22, weight=600, align=ft.TextAlign.CENTER),
        state_line(look, busy=busy, message=message, tries_left=tries_left),
        field(look, say("phrase", look.language), draft, PHRASE, error=missing, secret=not shown,
              max_length=LONGEST, on_submit=lambda *_: take()),
        reveal(look, shown, show),
        primary_button(look, action, take),
    ]  # fmt: skip
    if on_forgot is not None:
        rows.append(quiet_button(look, say("forgot_pin", look.language), on_forgot))
    return narrow(look, rows)


@ft.component
def NewPhrase(on_chosen: Callable[[str], Any], *, error: str = "", busy: bool = False) -> ft.Control:
    """`on_chosen` gets a passphrase that keeps the rules and was typed twice; `error` came of the one before."""
    look = use_look()
    shown, show = ft.use_state(False)
    wrong, set_wrong = ft.use_state(NO_ERRORS)
    draft = use_text_draft({PHRASE: "", AGAIN: ""}, on_change=lambda *_: set_wrong(NO_ERRORS))

    def choose() -> Any:
        phrase = draft.get(PHRASE)
        found = mistakes(look, phrase, draft.get(AGAIN))
        set_wrong(found)
        return None if found or busy else on_chosen(phrase)

    language = look.language
    note = say("pin_checking", language) if busy else error
    rows: list[ft.Control] = [
        text(look, say("new_phrase", language), size=22, weight=600, align=ft.TextAlign.CENTER),
        *([state_line(look, busy=busy, message=note, tries_left=None)] if note else []),
        field(look, say("phrase", language), draft, PHRASE, error=wrong.get(PHRASE, ""), secret=not shown,
              hint=say("new_phrase_hint", language), max_length=LONGEST,
              on_submit=lambda *_: draft.focus(AGAIN)),
        field(look, say("new_phrase_again", language), draft, AGAIN, error=wrong.get(AGAIN, ""), secret=not shown,
              max_length=LONGEST, on_submit=lambda *_: choose()),
        reveal(look, shown, show),
        primary_button(look, say("new_phrase_take", language), choose),
    ]  # fmt: skip
    return narrow(look, rows)


def mistakes(look: Look, phrase: str, again: str) -> dict[str, str]:
    """What is wrong, under the field it is about."""
    if not phrase.strip():
        return {PHRASE: say("phrase_missing", look.language)}
    try:
        check_pin(phrase)
    except WeakPin as weak:
        return {PHRASE: sentence(weak, look.language)}
    return {} if phrase == again else {AGAIN: say("new_phrase_differs", look.language)}


def reveal(look: Look, shown: bool, show: Callable[[bool], Any]) -> ft.Control:
    """Typing letters that nobody sees goes wrong: whoever is alone may look."""
    mark = ft.Icons.VISIBILITY_OFF_OUTLINED if shown else ft.Icons.VISIBILITY_OUTLINED
    words = say("phrase_hide" if shown else "phrase_show", look.language)
    return ft.Row([quiet_button(look, words, lambda: show(not shown), icon=mark)])


def narrow(look: Look, rows: list[ft.Control]) -> ft.Control:
    """As wide as a passphrase needs and the screen gives."""
    width = min(WIDTH, (ft.context.page.width or WIDTH) - 2 * look.margin)
    stacked = ft.Column(rows, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(stacked, width=width)
