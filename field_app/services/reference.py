"""The reference data that the last exchange brought: villages, remedies, calendar, indicators, officers' names."""

from typing import TYPE_CHECKING

from sqlmodel import Session

from field_app.store import state
from shared_models.reference import Reference

if TYPE_CHECKING:  # a tablet holds what was worked out by these tables
    from field_app.services.tablet import Tablet


async def read(tablet: "Tablet") -> Reference:
    """The district's reference data; the shipped ones before the first exchange."""
    return await tablet.database.read(in_force)


def in_force(session: Session) -> Reference:
    return Reference(state.read(session, "reference", {}))
