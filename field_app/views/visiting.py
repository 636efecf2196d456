"""Beginning a visit: it is open at once, and where it takes place is noted when the sky has answered."""

import asyncio
import logging
from datetime import timedelta
from uuid import UUID

from flet_geolocator import Geolocator, GeolocatorPermissionStatus

from field_app.services import clock, visits
from field_app.services.tablet import Tablet
from field_app.services.visits import Position
from field_app.views.desk import Desk
from field_app.views.navigation import go

logger = logging.getLogger("field_app.views")
SKY_SECONDS = 90  # under a tin roof the first answer takes a while
AT_THE_DOOR = timedelta(minutes=15)  # a visit taken up again later is no longer where it began
ALLOWED = (GeolocatorPermissionStatus.ALWAYS, GeolocatorPermissionStatus.WHILE_IN_USE)


async def begin_visit(desk: Desk, household_id: UUID) -> None:
    """Open the officer's visit at this house, a new one or the one that was left open."""
    visit_id = await visits.begin(desk.opened, household_id)
    await desk.saved()
    go(f"/visits/{visit_id}")
    desk.beside(note_position(desk.opened, visit_id))


async def note_position(tablet: Tablet, visit_id: UUID) -> None:
    """Whatever comes of it, the visit goes on: no permission, no receiver and no answer are all fine."""
    visit = await visits.get(tablet, visit_id)
    if visit.latitude is not None or clock.now() - visit.started_at > AT_THE_DOOR:
        return
    try:
        position = await asyncio.wait_for(here(), SKY_SECONDS)
    except Exception as reason:  # each platform has its own
        logger.info("no position: %s", type(reason).__name__)
        return
    if position is not None:
        await visits.note_position(tablet, visit_id, position)


async def here() -> Position | None:
    """Where the tablet is; None where the officer does not allow it or the answer is not a place."""
    receiver = Geolocator()
    if await receiver.request_permission() not in ALLOWED:
        return None
    found = await receiver.get_current_position()
    if found.latitude is None or found.longitude is None or found.accuracy is None:
        return None
    return Position(float(found.latitude), float(found.longitude), float(found.accuracy))
