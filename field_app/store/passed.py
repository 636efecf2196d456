"""Drafts that the office passed on from other officers: beside the officer's own until one is taken up, each once."""

from uuid import UUID

from sqlmodel import Session, col, select

from field_app.store import repository, state
from field_app.store.sealed import Transaction
from field_app.store.tables import Draft, PassedDraft
from shared_models.exchange import ExchangeReply

TAKEN, TO_TELL = "drafts_taken", "drafts_to_tell"


def take(transaction: Transaction, reply: ExchangeReply) -> None:
    """Keep what this reply brings for the first time; the office hears of all of it with the next request."""
    session, told = transaction.session, [str(one.id) for one in reply.passed]
    taken = set(state.read(session, TAKEN, []))
    for one in reply.passed:
        if str(one.id) not in taken and not _is_here(session, one.id):
            repository.keep_passed(transaction, PassedDraft(**one.model_dump()))
    if not taken.issuperset(told):
        state.write(session, TAKEN, sorted(taken.union(told)))
    if told != state.read(session, TO_TELL, []):
        state.write(session, TO_TELL, told)


def to_tell(session: Session) -> tuple[UUID, ...]:
    """What the last reply brought: it is in each reply until the office has heard that it is here."""
    return tuple(UUID(text) for text in state.read(session, TO_TELL, []))


def _is_here(session: Session, passing_id: UUID) -> bool:
    """Also after a damaged cache was repaired, which has forgotten what it took."""
    taken_up = select(Draft.key).where(col(Draft.passing_id) == passing_id)
    return session.get(PassedDraft, passing_id) is not None or session.exec(taken_up).first() is not None
