"""Exchanging with the office, and how things stand: what waits, what was refused, when it last went through."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from field_app.services import household_lines
from field_app.services.household_lines import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import outbox, repository, state, withdrawal
from field_app.store.holdings import held_digests
from field_app.store.tables import RECEIVED, UNANSWERED, OutboxEntry, SendState
from field_app.sync.client import SyncClient
from field_app.sync.engine import Exchange, Summary
from field_app.sync.trust import line_to
from shared_models.conflict import Conflict
from shared_models.household import Household
from shared_models.person import Person

SKEW_TOLD_MS = 5 * 60_000


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
    scope: tuple[str, ...] = ()
    expected_households: int = 0  # announced at enrolment

    @property
    def clock_off(self) -> bool:
        """The tablet's clock is so far from the office's that times would mislead."""
        return abs(self.skew_ms) > SKEW_TOLD_MS


@dataclass(frozen=True)
class HouseholdReceipts:
    """How a household's operations fared: `rows` by entity, and of `operations` how many the office has.

    `waiting` have no receipt yet, `refused` were not taken, `split` met a different value.
    """

    line: HouseholdLine
    rows: dict[str, int]
    operations: int
    stored: int
    waiting: int
    refused: int
    split: int


async def exchange(
    tablet: Tablet, http: httpx.AsyncClient | None = None, progress: Callable[[Summary], None] | None = None
) -> Summary:
    """Send and receive until nothing is left; what got through is kept. The line is to the tablet's own office alone.

    Who hands in `http` has chosen whom it trusts. Officers whom the office has withdrawn are locked out once everything
    of theirs is handed in. Raises Offline, OfficeBusy, ServerRefused, CertificateRefused, StorageFull.
    """
    async with line_to(tablet.key_file.authority) if http is None else nullcontext(http) as line:
        summary = await Exchange(
            database=tablet.database,
            client=SyncClient(line, tablet.key_file.server_url),
            author=tablet.author,
            district_code=tablet.key_file.district_code,
            app_version=tablet.settings.app_version,
            server=tablet.key_file.server_signing_public,
            now_ms=lambda: tablet.moment().wall_ms,
            escrows=tablet.key_file.escrows,
            progress=progress or (lambda _: None),
        ).run()
    await lock_out_withdrawn(tablet)
    return summary


async def lock_out_withdrawn(tablet: Tablet) -> None:
    """Where everything of theirs is handed in, their PINs open nothing any more."""
    due = await tablet.database.read(withdrawal.due)
    if due:
        await asyncio.to_thread(withdrawal.lock_out, tablet.key_file, due)
        tablet.withdrawn = tablet.officer.officer_id in due


async def standing(tablet: Tablet) -> Standing:
    return await tablet.database.read(_standing)


def _standing(session: Session) -> Standing:
    log = state.read(session, "log", [])
    return Standing(
        households=_count(session, select(func.count()).select_from(Household)),
        persons=_count(session, select(func.count()).select_from(Person)),
        unsent=_count(session, select(func.count()).where(col(OutboxEntry.state).in_(UNANSWERED))),
        needs_attention=_count(session, select(func.count()).where(outbox.in_tray())),
        conflicts=_count(session, select(func.count()).select_from(Conflict).where(repository.open_conflicts())),
        last_exchange_ms=next((entry["at_ms"] for entry in log if entry["finished"]), None),
        skew_ms=state.read(session, "skew_ms", 0),
        digests=held_digests(session),
        log=log,
        scope=tuple(state.read(session, "scope", [])),
        expected_households=state.read(session, "expected_households", 0),
    )


async def receipts(tablet: Tablet) -> list[HouseholdReceipts]:
    """Household by household: what waits, what was refused, and what the last exchange settled."""
    return await tablet.database.read(_receipts)


def _receipts(session: Session) -> list[HouseholdReceipts]:
    log = state.read(session, "log", [])
    since = log[0]["at_ms"] - int(log[0]["seconds"] * 1000) - 1 if log else 0
    waiting, tray = col(OutboxEntry.state).in_(UNANSWERED), outbox.in_tray()
    wanted = select(OutboxEntry).where(or_(waiting, tray, col(OutboxEntry.answered_ms) >= since))
    entries: dict[UUID, list[OutboxEntry]] = {}
    for entry in session.exec(wanted.order_by(col(OutboxEntry.stamp))):
        entries.setdefault(entry.household_id, []).append(entry)
    lines = household_lines.lines(session, list(entries))
    return [_receipts_of(line, entries[line.household.id]) for line in lines]


def _receipts_of(line: HouseholdLine, entries: list[OutboxEntry]) -> HouseholdReceipts:
    states = [entry.state for entry in entries]
    rows = Counter(entity for entity, _ in {(entry.entity, entry.row_id) for entry in entries})
    return HouseholdReceipts(
        line=line,
        rows=dict(rows),
        operations=len(entries),
        stored=sum(send_state in RECEIVED for send_state in states),
        waiting=sum(send_state in UNANSWERED for send_state in states),
        refused=sum(entry.in_tray for entry in entries),
        split=states.count(SendState.CONFLICT),
    )


def _count(session: Session, statement: Any) -> int:
    return int(session.exec(statement).one())
