"""What a screen shows when what it asked the vault for could not be read."""

import flet as ft

from field_app.views.components.empty import empty
from field_app.views.text import sentence
from field_app.views.theme import Look


def load_failure(look: Look, problem: Exception, *actions: ft.Control) -> ft.Control:
    """The sentence for it, in the middle of the screen, with ways on."""
    told = empty(look, sentence(problem, look.language), actions=list(actions), mark="!")
    return ft.Container(told, expand=True, alignment=ft.Alignment.CENTER, padding=look.margin)
