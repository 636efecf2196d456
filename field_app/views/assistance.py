"""Placeholder."""

import flet as ft


@ft.component
def AssistanceScreen() -> ft.Control:
    return ft.Text("AssistanceScreen")
