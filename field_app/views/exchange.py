"""Placeholder."""

import flet as ft


@ft.component
def ExchangeScreen() -> ft.Control:
    return ft.Text("ExchangeScreen")
