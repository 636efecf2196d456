"""Placeholder."""

import flet as ft


@ft.component
def ReportsScreen() -> ft.Control:
    return ft.Text("ReportsScreen")
