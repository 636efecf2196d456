"""Placeholder."""

import flet as ft


@ft.component
def WorkScreen() -> ft.Control:
    return ft.Text("WorkScreen")
