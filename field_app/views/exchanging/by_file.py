"""The exchange by a file, for an office without network: write it, and take in the office's reply."""

from pathlib import Path
from typing import NamedTuple

import flet as ft

from field_app.services import bundle
from field_app.services.bundle import Taken
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button
from field_app.views.components.section import section
from field_app.views.components.text import muted
from field_app.views.desk import Desk, use_desk
from field_app.views.text import say, sentence
from field_app.views.theme import Language, Tone, use_look
from shared_models.errors import DomainError


class Told(NamedTuple):
    """What came of it."""

    title: str
    detail: str
    tone: Tone
    icon: ft.IconData


NOTHING: Told | None = None


@ft.component
def ByFile() -> ft.Control:
    """Two buttons, and above them what came of the last one."""
    look, desk = use_look(), use_desk()
    told, set_told = ft.use_state(NOTHING)

    async def export() -> None:
        try:
            set_told(await export_file(desk, look.language) or told)
        except DomainError as problem:
            set_told(failed(problem, look.language))

    async def take_in() -> None:
        try:
            set_told(await take_in_file(desk, look.language) or told)
        except DomainError as problem:
            set_told(failed(problem, look.language))

    out = outline_button(look, say("by_file_export", look.language), export, icon=ft.Icons.UPLOAD_FILE_ROUNDED)
    back = outline_button(look, say("by_file_import", look.language), take_in, icon=ft.Icons.FILE_OPEN_OUTLINED)
    rows: list[ft.Control] = [section(look, say("by_file", look.language))]
    if told is not None:
        rows.append(banner(look, told.title, tone=told.tone, icon=told.icon, detail=told.detail))
    rows += [
        muted(look, say("by_file_note", look.language)),
        ft.Row([out, back], spacing=12, run_spacing=12, wrap=True),
    ]
    return ft.Column(rows, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def export_file(desk: Desk, language: Language) -> Told | None:
    """Write the bundle where the officer says; a browser puts it among its downloads. None: thought better of it."""
    tablet, page = desk.opened, ft.context.page
    exported = await bundle.to_bytes(tablet)
    name, title = bundle.file_name(tablet, exported), say("by_file_export", language)
    if page.web or page.platform.is_mobile():
        saved = await ft.FilePicker().save_file(dialog_title=title, file_name=name, src_bytes=exported.data)
        if not (saved or page.web):
            return None
    else:
        saved = await ft.FilePicker().save_file(dialog_title=title, file_name=name)
        if not saved:
            return None
        name = (await bundle.save(exported, Path(saved))).name
    words = say("by_file_written", language, name=name, n=f"{exported.operations:,}")
    return Told(words, say("by_file_written_note", language), "quiet", ft.Icons.UPLOAD_FILE_ROUNDED)


async def take_in_file(desk: Desk, language: Language) -> Told | None:
    """Take in the reply that the officer chooses. None: none was chosen."""
    page, title = ft.context.page, say("by_file_import", language)
    bring = page.web or page.platform.is_mobile()
    picked = await ft.FilePicker().pick_files(dialog_title=title, with_data=bring)
    if not picked:
        return None
    taken = await (
        bundle.from_bytes(desk.opened, picked[0].bytes or b"")
        if bring
        else bundle.take_in(desk.opened, Path(picked[0].path or ""))
    )
    await desk.saved()
    return outcome_of(taken, language)


def outcome_of(taken: Taken, language: Language) -> Told:
    """A reply that came late gives its receipts; after a restore everything goes again."""
    counts = taken.summary
    stored = counts.stored + counts.known + counts.held
    if taken.restored:
        title, note = say("by_file_restored", language), say("by_file_restored_note", language)
        return Told(title, note, "attention", ft.Icons.RESTORE_ROUNDED)
    note = say("by_file_taken_note", language, n=f"{stored:,}", m=f"{counts.received:,}")
    if counts.finished:
        return Told(say("by_file_taken", language), note, "good", ft.Icons.CHECK_CIRCLE_ROUNDED)
    return Told(say("by_file_late", language), note, "quiet", ft.Icons.HISTORY_ROUNDED)


def failed(problem: DomainError, language: Language) -> Told:
    """In the place of the result: it stays until it is read."""
    title = say("by_file_failed", language)
    return Told(title, sentence(problem, language), "attention", ft.Icons.REPORT_GMAILERRORRED_ROUNDED)
