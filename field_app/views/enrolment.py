"""Placeholder."""

import flet as ft


@ft.component
def EnrolmentScreen() -> ft.Control:
    return ft.Text("EnrolmentScreen")
