"""The one search box of a screen: 60 px, a magnifier, and a cross that clears it."""

import flet as ft

from field_app.views.components.button import icon_button
from field_app.views.components.field import TextDraft, named
from field_app.views.components.icon import icon
from field_app.views.components.pressable import Callback
from field_app.views.components.text import text_style
from field_app.views.text import say
from field_app.views.theme import Look


def search_field(
    look: Look,
    name: str,
    draft: TextDraft,
    key: str,
    *,
    on_clear: Callback,
    placeholder: str = "",
    autofocus: bool = False,
    active: bool = True,
) -> ft.Container:
    """`name` is for screen readers, `placeholder` says what may be typed. `on_clear` runs after the draft is emptied
    and must re-render. Results follow the draft's `on_change`. `active` draws the teal edge."""
    tokens = look.tokens
    box = ft.TextField(
        value=draft.get(key),
        border=ft.NoInputBorder(),
        hint_text=placeholder or None,
        hint_style=text_style(look, 18, color=tokens.text_muted, line_height=1.4),
        text_style=text_style(look, 20 if active else 18, weight=500 if active else 400, line_height=1.4),
        cursor_color=tokens.primary,
        content_padding=ft.Padding.symmetric(vertical=14),
        autofocus=autofocus,
    )
    draft.attach(key, box)

    def clear() -> object:
        draft.put(key, "")
        return on_clear()

    parts: list[ft.Control] = [
        icon(look, ft.Icons.SEARCH_ROUNDED, size=26, color=tokens.primary if active else tokens.text_muted),
        named(name, box, expand=True),
    ]
    if draft.get(key):
        cross = ft.Icons.CLOSE_ROUNDED
        parts.append(icon_button(look, cross, say("clear_search", look.language), clear, color=tokens.text_muted))
    return ft.Container(
        ft.Row(parts, spacing=12),
        bgcolor=tokens.raised,
        border=ft.Border.all(2 if active else 1, tokens.primary if active else tokens.outline_strong),
        border_radius=16 if active else 12,
        padding=ft.Padding.only(left=16, right=6),
        height=look.px(60 if active else 54),
    )
