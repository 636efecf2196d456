"""Placeholder."""

import flet as ft


@ft.component
def ProblemScreen() -> ft.Control:
    return ft.Text("ProblemScreen")
