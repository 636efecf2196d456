"""Placeholder."""

import flet as ft


@ft.component
def VisitScreen() -> ft.Control:
    return ft.Text("VisitScreen")
