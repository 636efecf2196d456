"""Placeholder."""

import flet as ft


@ft.component
def HouseholdScreen() -> ft.Control:
    return ft.Text("HouseholdScreen")
