"""Whether the tablet may show its households: the lease that each answer of the office begins anew."""

from sqlmodel import Session

from field_app.services import reference
from field_app.services.tablet import Tablet
from field_app.store import lease as kept
from shared_models.errors import DomainError
from shared_models.lease import Lease, lease
from shared_models.retention import Kept


class LeaseOver(DomainError):
    """The tablet has not met the office for `days` days: it exchanges, and shows no household until it has."""

    code = "lease_over"


async def standing(tablet: Tablet) -> Lease | None:
    """Counted on to now; None before the office's first answer."""
    now_ms = tablet.moment().wall_ms
    if await tablet.database.read(lambda session: kept.is_due(session, now_ms)):
        await tablet.database.write(lambda transaction: kept.count(transaction.session, now_ms), lasting=False)
    return await tablet.database.read(lambda session: _in_force(session, now_ms))


def _in_force(session: Session, now_ms: int) -> Lease | None:
    spent_ms = kept.spent_ms(session, now_ms)
    if spent_ms is None:
        return None
    return lease(spent_ms, reference.in_force(session).retention[Kept.TABLET].days)


async def demand(tablet: Tablet) -> Lease | None:
    """The lease where it runs. Raises LeaseOver."""
    found = await standing(tablet)
    if found is not None and found.is_over:
        raise LeaseOver(days=found.days)
    return found
