"""Placeholder."""

import flet as ft


@ft.component
def DeathScreen() -> ft.Control:
    return ft.Text("DeathScreen")
