"""The heading of a part of a screen: title, a muted note beside it, at most one action at the right."""

import flet as ft

from field_app.views.components.text import Part, rich
from field_app.views.theme import Look


def section(look: Look, title: str, *, note: str = "", action: ft.Control | None = None) -> ft.Row:
    """`note` is a count or a short fact (`164 ครัวเรือน`)."""
    parts = [Part(title, 600), Part(f"  {note}", 400, look.tokens.text_muted)] if note else [Part(title, 600)]
    words = ft.Semantics(header=True, expand=True, content=rich(look, parts, size=18))
    return ft.Row([words, action] if action is not None else [words], spacing=8)
