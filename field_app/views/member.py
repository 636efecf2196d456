"""Placeholder."""

import flet as ft


@ft.component
def MemberScreen() -> ft.Control:
    return ft.Text("MemberScreen")


@ft.component
def NewbornScreen() -> ft.Control:
    return ft.Text("NewbornScreen")


@ft.component
def NewMemberScreen() -> ft.Control:
    return ft.Text("NewMemberScreen")
