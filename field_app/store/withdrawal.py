"""Officers withdrawn from this tablet by the office: what they typed goes there first, then their PINs open no more.

The ring stays sealed to the district's recovery key and under the codes that the office keeps: only the office can
open it again.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from field_app.store import state
from field_app.store.key_file import KeyFile, held
from field_app.store.tables import UNANSWERED, Draft, OutboxEntry, PassedDraft
from shared_models.exchange import ExchangeReply, HandedDraft

OFFICERS, HEARD = "withdrawn", "drafts_heard"
MAX_DRAFTS = 50  # of a request


def note(session: Session, reply: ExchangeReply) -> None:
    """Whom the office named in an answer that it signed, and which drafts it has."""
    state.write(session, OFFICERS, [str(officer_id) for officer_id in reply.withdrawn])
    heard = [*state.read(session, HEARD, []), *(mark.hex() for mark in reply.drafts)]
    state.write(session, HEARD, heard if reply.withdrawn else [])


def drafts(session: Session) -> list[HandedDraft]:
    """What withdrawn officers have typed and the office does not have, some of it."""
    if not _officers(session):
        return []
    heard = set(state.read(session, HEARD, []))
    theirs, gone = select(Draft).order_by(col(Draft.key)), _officers(session)
    own = [_handed(row) for row in session.exec(theirs.where(col(Draft.officer_id).in_(gone)))]
    passed = select(PassedDraft).order_by(col(PassedDraft.id)).where(col(PassedDraft.officer_id).in_(gone))
    beside = [_beside(row) for row in session.exec(passed)]
    return [one for one in (*own, *beside) if one.mark.hex() not in heard][:MAX_DRAFTS]


def _handed(row: Draft) -> HandedDraft:
    form = row.key.removeprefix(f"{row.officer_id}:")
    values = {"officer_id": row.officer_id, "household_id": row.household_id}
    return HandedDraft(**values, form=form, body=row.body, saved_ms=row.saved_ms)


def _beside(row: PassedDraft) -> HandedDraft:
    values = {"officer_id": row.officer_id, "household_id": row.household_id}
    return HandedDraft(**values, form=row.form, body=row.body, saved_ms=row.saved_ms)


def due(session: Session) -> list[UUID]:
    """The withdrawn officers, once nothing of theirs waits any more."""
    found = _officers(session)
    of_theirs = col(OutboxEntry.officer_id).in_(found), col(OutboxEntry.state).in_(UNANSWERED)
    waits = session.exec(select(func.count()).select_from(OutboxEntry).where(*of_theirs)).one()
    return [] if waits or drafts(session) else found


def lock_out(key_file: KeyFile, officer_ids: Sequence[UUID]) -> None:
    """Delete what their PINs open. Raises StorageFull, VaultBusy; then it is done with the next exchange."""
    with held(key_file):
        for keys in key_file.officers:
            if keys.officer_id in officer_ids:
                keys.withdraw()
        key_file.save(key_file.path)


def _officers(session: Session) -> list[UUID]:
    return [UUID(text) for text in state.read(session, OFFICERS, [])]
