"""Placeholder."""

import flet as ft


@ft.component
def MoveScreen() -> ft.Control:
    return ft.Text("MoveScreen")
