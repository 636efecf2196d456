"""Placeholder."""

import flet as ft


@ft.component
def SearchScreen() -> ft.Control:
    return ft.Text("SearchScreen")
