"""The reference data that the last exchange brought: villages, remedies, calendar, indicators, officers' names."""

from sqlmodel import Session

from field_app.services.tablet import Tablet
from field_app.store import state
from shared_models.reference import Reference


async def read(tablet: Tablet) -> Reference:
    """The district's reference data; the shipped ones before the first exchange."""
    return await tablet.database.read(in_force)


def in_force(session: Session) -> Reference:
    return Reference(state.read(session, "reference", {}))
