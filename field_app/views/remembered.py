"""Around every screen behind the lock: where the officer is, is remembered for the next time."""

import flet as ft

from field_app.services import places
from field_app.views.desk import use_desk


@ft.component
def Remembered() -> ft.Control:
    """The screen of the path."""
    desk, path = use_desk(), ft.use_route_location()

    async def remember() -> None:
        if desk.tablet is not None:
            await places.remember(desk.tablet, path)

    ft.use_effect(remember, dependencies=[path])
    outlet: ft.Control = ft.use_route_outlet()
    return outlet
