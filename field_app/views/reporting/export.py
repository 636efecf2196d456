"""Writing a report to a file, where the officer says."""

import asyncio
from pathlib import Path

import flet as ft

from field_app.services import clock, reports
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button, quiet_button
from field_app.views.components.pressable import Callback
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.reports.table import Table


async def export(look: Look, name: str, table: Table) -> ft.Control | None:
    """Save as CSV; a browser puts it among its downloads. A banner with what came of it, None: thought better of it."""
    file_name = f"{name}-{clock.today().isoformat()}.csv"
    try:
        written = await saved(say("report_export", look.language), file_name, reports.csv_file(table, look.language))
    except OSError:
        title, note = say("report_not_exported", look.language), say("report_not_exported_note", look.language)
        return banner(look, title, tone="attention", icon=ft.Icons.REPORT_GMAILERRORRED_ROUNDED, detail=note)
    if not written:
        return None
    title = say("report_exported", look.language, name=written)
    note = say("report_exported_note", look.language)
    return banner(look, title, tone="quiet", icon=ft.Icons.TASK_ALT_ROUNDED, detail=note)


async def saved(title: str, name: str, data: bytes) -> str:
    """The name under which it was written; empty where the officer chose no place. Raises OSError."""
    page = ft.context.page
    if page.web or page.platform.is_mobile():
        place = await ft.FilePicker().save_file(dialog_title=title, file_name=name, src_bytes=data)
        return name if place or page.web else ""
    place = await ft.FilePicker().save_file(dialog_title=title, file_name=name)
    if place:
        await asyncio.to_thread(Path(place).write_bytes, data)
    return Path(place).name if place else ""


def export_button(look: Look, on_click: Callback) -> ft.Control:
    """Outlined beside the chips; a plain word on phones."""
    draw = quiet_button if look.phone else outline_button
    return draw(look, say("report_export", look.language), on_click, icon=ft.Icons.IOS_SHARE_ROUNDED)
