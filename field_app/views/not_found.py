"""Placeholder."""

import flet as ft


@ft.component
def NotFound() -> ft.Control:
    return ft.Text("NotFound")
