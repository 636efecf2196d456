"""A village in a list: name, how many of its households were visited, and the same as a bar."""

import flet as ft

from field_app.views.components.icon import icon
from field_app.views.components.pressable import Callback, pressable, spoken
from field_app.views.components.progress_bar import progress_bar
from field_app.views.components.text import Part, muted, rich
from field_app.views.text import say
from field_app.views.theme import Look


def village_row(
    look: Look, name: str, around: str, *, visited: int, households: int, on_click: Callback
) -> ft.Container:
    """`around` is the subdistrict, muted beside the name."""
    progress = say("work_visited_of", look.language, n=f"{visited:,}", count=f"{households:,}")
    left = ft.Column(
        [
            rich(look, [Part(name, 600), Part(f"  {around}", 400, look.tokens.text_muted)], size=18),
            progress_bar(look, visited / households if households else 0, name=progress),
        ],
        spacing=6,
        expand=True,
        tight=True,
    )
    count = rich(look, [Part(f"{visited:,}", 700), Part(f" / {households:,}", 400, look.tokens.text_muted)], size=18)
    right = ft.Column(
        [count, muted(look, say("work_visited", look.language), size=14)],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.END,
    )
    return pressable(
        look,
        ft.Row([left, right, icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED)], spacing=14),
        name=spoken(name, around, progress),
        on_click=on_click,
        padding=ft.Padding.only(left=16, right=10, top=11, bottom=11),
        radius=0,
    )
