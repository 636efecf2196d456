"""Exchanging with the office, and how things stand: what waits, what was refused, when it last went through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from sqlmodel import Session, col, func, select

from field_app.services.tablet import Tablet
from field_app.store import reception, state
from field_app.store.tables import UNANSWERED, OutboxEntry, SendState
from field_app.sync.client import SyncClient
from field_app.sync.engine import Exchange, Summary
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.household import Household
from shared_models.person import Person


@dataclass(frozen=True)
class Standing:
    """What the badge and the status command show. `last_exchange_ms` is the last one that finished, if any."""

    households: int
    persons: int
    unsent: int
    needs_attention: int
    conflicts: int
    last_exchange_ms: int | None
    skew_ms: int
    digests: dict[str, str]
    log: list[dict[str, Any]]


async def exchange(
    tablet: Tablet, http: httpx.AsyncClient, progress: Callable[[Summary], None] | None = None
) -> Summary:
    """Send and receive until nothing is left. Raises Offline, ServerRefused, StorageFull; what got through is kept."""
    return await Exchange(
        database=tablet.database,
        client=SyncClient(http, tablet.key_file.server_url),
        author=tablet.author,
        district_code=tablet.key_file.district_code,
        app_version=tablet.settings.app_version,
        progress=progress or (lambda _: None),
    ).run()


async def standing(tablet: Tablet) -> Standing:
    return await tablet.database.read(_standing)


def _standing(session: Session) -> Standing:
    log = state.read(session, "log", [])
    return Standing(
        households=_count(session, select(func.count()).select_from(Household)),
        persons=_count(session, select(func.count()).select_from(Person)),
        unsent=_count(session, select(func.count()).where(col(OutboxEntry.state).in_(UNANSWERED))),
        needs_attention=_count(session, select(func.count()).where(OutboxEntry.state == SendState.REFUSED)),
        conflicts=_count(session, select(func.count()).where(Conflict.status == ConflictStatus.OPEN)),
        last_exchange_ms=next((entry["at_ms"] for entry in log if entry["finished"]), None),
        skew_ms=state.read(session, "skew_ms", 0),
        digests=reception.held_digests(session),
        log=log,
    )


def _count(session: Session, statement: Any) -> int:
    return int(session.exec(statement).one())
