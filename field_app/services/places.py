"""Where the officer is working: remembered, so that a tablet that was closed opens there again."""

from sqlmodel import Session

from field_app.services.tablet import Tablet
from field_app.store import state
from field_app.store.sealed import Transaction

WORKING = ("/visits/", "/households/")  # where somebody may be in the middle of something


async def remember(tablet: Tablet, path: str) -> None:
    """The path of the screen that is shown now."""

    def work(transaction: Transaction) -> None:
        state.write(transaction.session, _name(tablet), path)

    await tablet.database.write(work, lasting=False)


async def last(tablet: Tablet) -> str | None:
    """The path to open with: a visit or a form that was open; None where it was a main screen."""

    def work(session: Session) -> str | None:
        path: str | None = state.read(session, _name(tablet))
        return path if path and path.startswith(WORKING) else None

    return await tablet.database.read(work)


def _name(tablet: Tablet) -> str:
    return f"place:{tablet.officer.officer_id}"
