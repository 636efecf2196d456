"""Enrolling the tablet: the office's code, whose tablet it becomes, a PIN chosen twice, and straight to work."""

from typing import Any, Literal

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.services import enrolment, unlock
from field_app.services.enrolment import Asked
from field_app.services.tablet import Tablet
from field_app.sync.errors import CertificateRefused, InsecureServer, Offline, Untrusted
from field_app.views.components.button import primary_button, quiet_button
from field_app.views.components.field import TextDraft, field, use_text_draft
from field_app.views.components.group import group
from field_app.views.components.icon import icon
from field_app.views.components.new_pin import NewPin
from field_app.views.components.text import heading, muted, text
from field_app.views.components.waiting import waiting
from field_app.views.desk import Desk, use_desk
from field_app.views.entry_frame import entry_frame, usual_facts
from field_app.views.navigation import PATHS, go, start_exchange
from field_app.views.text import say, sentence
from field_app.views.theme import Language, Look, use_look
from shared_models.area_words import area_names

WIDTH = 480
Step = Literal["code", "confirm", "pin"]
NO_ERRORS: dict[str, str] = {}
SERVER, CODE = "server", "code"


@ft.component
def JoinTabletScreen() -> ft.Control:
    """Another officer joins the tablet that is open; then it locks, for them to open it."""
    return EnrolmentScreen(use_desk().opened)


@ft.component
def EnrolmentScreen(beside: Tablet | None = None) -> ft.Control:
    """Three steps; what was typed stays when one goes back. `beside`: the open tablet that another officer joins."""
    look, desk = use_look(), use_desk()
    step, set_step = ft.use_state("code")
    busy, set_busy = ft.use_state(False)
    errors, set_errors = ft.use_state(NO_ERRORS)
    asked: MutableRef[Any] = ft.use_ref()
    address = beside.key_file.server_url if beside else "https://"
    draft = use_text_draft({SERVER: address, CODE: ""}, on_change=lambda _key, _value: set_errors({}))

    async def ask() -> None:
        missing = unfilled(draft, look.language)
        set_errors(missing)
        if missing:
            return
        set_busy(True)
        try:
            asked.current = await asked_of_office(desk, draft, beside)
            set_step("confirm")
        except Exception as problem:
            set_errors(explained(problem, look.language))
        finally:
            set_busy(False)

    async def take_pin(pin: str) -> None:
        set_busy(True)
        try:
            await settle(desk, asked.current, pin, beside)
        except Exception as problem:
            set_errors({"pin": sentence(problem, look.language)})
        finally:
            set_busy(False)

    if step == "code":
        head = ("settings_join", "enrol_beside_note") if beside else ("enrol_title", "enrol_note")
        title = titled(look, *(say(key, look.language) for key in head))
        content = [title, *code_step(look, draft, errors, ask, busy)]
        content += [way_back(look)] if beside and not busy else []
    elif step == "confirm":
        content = confirm_step(look, asked.current, lambda: set_step("pin"), lambda: set_step("code"))
    else:
        entry = NewPin(take_pin, advised=not desk.settings.has_key_store, error=errors.get("pin", ""))
        content = pin_step(look, entry, busy)
    column = ft.Column(content, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    return entry_frame(look, [ft.Container(column, width=WIDTH)], facts=usual_facts(look))


async def asked_of_office(desk: Desk, draft: TextDraft, beside: Tablet | None) -> Asked:
    """The office's answer to what was typed."""
    told = {"server_url": draft.get(SERVER), "code": draft.get(CODE)}
    async with desk.line() as http:
        return await enrolment.ask(desk.settings, http=http, beside=beside, **told)


async def settle(desk: Desk, asked: Asked, pin: str, beside: Tablet | None) -> None:
    """Make the vault, open it, and begin the first exchange; or lock the one that was joined."""
    await enrolment.finish(desk.settings, asked, pin, beside=beside)
    if beside is not None:
        go(PATHS["work"])
        await desk.lock()
        return
    await desk.take(await unlock.unlock(desk.settings, pin, asked.reply.officer_id))
    await start_exchange(desk)


def way_back(look: Look) -> ft.Control:
    """Nobody joins after all."""
    return quiet_button(look, say("pin_back", look.language), lambda: go(PATHS["settings"]))


def unfilled(draft: TextDraft, language: Language) -> dict[str, str]:
    """What has to be typed before the office can be asked."""
    bare = draft.get(SERVER).strip().removeprefix("https://").removeprefix("http://")
    missing = {} if bare else {SERVER: say("enrol_server_missing", language)}
    if not draft.get(CODE).strip():
        missing[CODE] = sentence(enrolment.InvalidCode(reason="form"), language)
    return missing


def explained(problem: Exception, language: Language) -> dict[str, str]:
    """The sentence, under the field it is about."""
    if isinstance(problem, Offline):
        return {SERVER: say("enrol_server_unreachable", language)}
    where = SERVER if isinstance(problem, InsecureServer | Untrusted | CertificateRefused) else CODE
    return {where: sentence(problem, language)}


def code_step(look: Look, draft: TextDraft, errors: dict[str, str], ask: Any, busy: bool) -> list[ft.Control]:
    """Address and code, as they stand on the slip."""
    language = look.language
    rows: list[ft.Control] = [
        field(look, say("enrol_server", language), draft, SERVER, error=errors.get(SERVER, ""),
              hint=say("enrol_server_hint", language), on_submit=lambda *_: draft.focus(CODE)),
        field(look, say("enrol_code", language), draft, CODE, error=errors.get(CODE, ""),
              hint=say("enrol_code_hint", language), placeholder="ABCD-EFGH-JKMN-PQRS", on_submit=lambda *_: ask()),
    ]  # fmt: skip
    return (
        [*rows, waiting(look, say("enrol_asking", language))]
        if busy
        else [
            *rows,
            primary_button(look, say("enrol_ask", language), ask, trailing=ft.Icons.ARROW_FORWARD_ROUNDED),
        ]
    )


def confirm_step(look: Look, asked: Asked, accept: Any, refuse: Any) -> list[ft.Control]:
    """Whose tablet this becomes, and what it will hold."""
    language, reply = look.language, asked.reply
    rows = [
        fact(look, ft.Icons.LOCATION_ON_OUTLINED, say("enrol_area", language), area_names(reply.scope, language)),
        fact(look, ft.Icons.HOME_OUTLINED, say("enrol_households", language, n=f"{reply.households:,}")),
        fact(look, ft.Icons.DOWNLOAD_ROUNDED, say("enrol_size", language, n=f"{asked.megabytes:,}")),
    ]
    title = ft.Column(
        [muted(look, say("enrol_confirm", language), size=18), heading(look, reply.officer_name, size=28)],
        spacing=0,
        tight=True,
    )
    return [
        title,
        group(look, rows, inset=56),
        primary_button(look, say("enrol_accept", language), accept, trailing=ft.Icons.ARROW_FORWARD_ROUNDED),
        quiet_button(look, say("enrol_not_me", language), refuse, icon=ft.Icons.ARROW_BACK_ROUNDED),
    ]


def pin_step(look: Look, entry: ft.Control, busy: bool) -> list[ft.Control]:
    """The same pad or box as at the lock, twice."""
    if busy:
        return [waiting(look, say("enrol_preparing", look.language))]
    return [ft.Row([entry], alignment=ft.MainAxisAlignment.CENTER)]


def titled(look: Look, title: str, note: str) -> ft.Control:
    """A step's title and its muted line."""
    return ft.Column([heading(look, title, size=28), muted(look, note)], spacing=2, tight=True)


def fact(look: Look, mark: ft.IconData, title: str, detail: str = "") -> ft.Control:
    """One thing the office says."""
    lines: list[ft.Control] = [text(look, title, weight=600)]
    if detail:
        lines.append(text(look, detail))
    row: list[ft.Control] = [icon(look, mark), ft.Column(lines, spacing=0, expand=True, tight=True)]
    return ft.Container(ft.Row(row, spacing=16), padding=ft.Padding.symmetric(horizontal=16, vertical=12))
