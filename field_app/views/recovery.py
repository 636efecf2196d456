"""The way back in for who forgot the PIN: digits for the office, its code, a new PIN."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services import recovery
from field_app.services.recovery import InvalidRecoveryCode
from field_app.store.errors import NoRecoveryCode
from field_app.store.key_file import OfficerKeys
from field_app.views.components.banner import banner
from field_app.views.components.button import primary_button, quiet_button
from field_app.views.components.field import TextDraft, field, use_text_draft
from field_app.views.components.new_pin import NewPin
from field_app.views.components.text import heading, muted, text
from field_app.views.components.waiting import waiting
from field_app.views.desk import use_desk
from field_app.views.text import say, sentence
from field_app.views.theme import Look, use_look

WIDTH = 480
CODE = "code"


@ft.component
def Recovery(officer: OfficerKeys, *, on_recovered: Callable[[str], Any], on_back: Callable[[], Any]) -> ft.Control:
    """`on_recovered` gets the new PIN, which opens the tablet from then on. It works without network, and when locked.

    The code is kept nowhere: who leaves the screen types it again.
    """
    look, desk = use_look(), use_desk()
    chooses_pin, set_chooses_pin = ft.use_state(False)
    busy, set_busy = ft.use_state(False)
    error, set_error = ft.use_state("")
    draft = use_text_draft({CODE: ""}, on_change=lambda *_: set_error(""))

    async def check() -> None:
        set_busy(True)
        set_error("")
        try:
            await recovery.check_code(desk.settings, officer.officer_id, draft.get(CODE))
            set_chooses_pin(True)
        except InvalidRecoveryCode as invalid:
            set_error(sentence(invalid, look.language))
        finally:
            set_busy(False)

    async def choose(pin: str) -> None:
        set_busy(True)
        try:
            await recovery.recover(desk.settings, officer.officer_id, draft.get(CODE), pin)
        except Exception as problem:
            set_error(sentence(problem, look.language))
            return
        finally:
            set_busy(False)
        await on_recovered(pin)

    if chooses_pin:
        return NewPin(choose, advised=not desk.settings.has_key_store, error=error, busy=busy)
    try:
        challenge = recovery.challenge(desk.settings, officer.officer_id)
    except NoRecoveryCode as none_left:
        content = [without_code(look, sentence(none_left, look.language))]
    else:
        content = code_step(look, challenge, draft, error, check, busy)
    rows = [
        titled(look, officer.name),
        *content,
        quiet_button(look, say("recovery_back", look.language), on_back, icon=ft.Icons.ARROW_BACK_ROUNDED),
    ]
    column = ft.Column(rows, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    return ft.Container(column, width=WIDTH)


def titled(look: Look, name: str) -> ft.Control:
    """Whose PIN it is, and that nothing is lost."""
    lines = [
        heading(look, say("recovery_title", look.language), size=28),
        muted(look, say("recovery_note", look.language, name=name)),
    ]
    return ft.Column(lines, spacing=2, tight=True)


def code_step(
    look: Look, challenge: str, draft: TextDraft, error: str, check: Callable[[], Any], busy: bool
) -> list[ft.Control]:
    """What to read to the office, and where its code goes."""
    language = look.language
    button = primary_button(look, say("recovery_check", language), check, trailing=ft.Icons.ARROW_FORWARD_ROUNDED)
    return [
        read_out(look, challenge),
        field(look, say("recovery_code", language), draft, CODE, error=error, hint=say("recovery_code_hint", language),
              placeholder="MFRA-2YTB-OJQX-GZLT-47", on_submit=lambda *_: check()),
        waiting(look, say("recovery_checking", language)) if busy else button,
    ]  # fmt: skip


def read_out(look: Look, challenge: str) -> ft.Control:
    """The digits, large enough to be read out at arm's length."""
    tokens = look.tokens
    lines: list[ft.Control] = [
        text(look, say("recovery_tell", look.language), weight=600),
        text(look, challenge, size=28, weight=700, color=tokens.primary_ink),
    ]
    return ft.Container(
        ft.Column(lines, spacing=4, tight=True),
        bgcolor=tokens.primary_soft,
        border_radius=16,
        padding=ft.Padding.symmetric(horizontal=20, vertical=16),
    )


def without_code(look: Look, words: str) -> ft.Control:
    """Only the office itself can help, with the tablet there."""
    title = say("recovery_none", look.language)
    return banner(look, title, tone="attention", icon=ft.Icons.SUPPORT_AGENT_ROUNDED, detail=words)
