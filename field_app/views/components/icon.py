"""One helper for icons: 24 px in rows, 18 to 20 beside words. They never carry a meaning alone, so they are unnamed."""

import flet as ft

from field_app.views.theme import Look


def icon(look: Look, name: ft.IconData, *, size: float = 24, color: str | None = None) -> ft.Icon:
    """An icon in the muted colour unless told otherwise."""
    return ft.Icon(name, size=size, color=color or look.tokens.text_muted)
