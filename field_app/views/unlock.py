"""Placeholder."""

import flet as ft


@ft.component
def UnlockScreen() -> ft.Control:
    return ft.Text("UnlockScreen")
