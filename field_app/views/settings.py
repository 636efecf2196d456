"""Placeholder."""

import flet as ft


@ft.component
def SettingsScreen() -> ft.Control:
    return ft.Text("SettingsScreen")
