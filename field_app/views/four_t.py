"""Placeholder."""

import flet as ft


@ft.component
def FourTScreen() -> ft.Control:
    return ft.Text("FourTScreen")
