"""The lease as the cache keeps it: what is spent since the office's last answer, whatever is done to the clock.

It begins with the first answer that the server signed. An answer counts from when it was asked for: the days that a
file was under way are spent.
"""

from uuid import UUID

from sqlmodel import Session

from field_app.store import state, withdrawal
from field_app.store.vault import is_signed
from shared_models.exchange import ExchangeReply
from shared_models.lease import Spent, answer_text

NAME, ASKED = "lease", "asked_ms"
COUNT_MS = 10 * 60_000


def spent_ms(session: Session, now_ms: int) -> int | None:
    """Until now; None before the first signed answer."""
    kept = _kept(session)
    return kept.at(now_ms).spent_ms if kept else None


def is_due(session: Session, now_ms: int) -> bool:
    """Whether it is time to write the count down: each write is one to the disk."""
    kept = _kept(session)
    return kept is not None and not 0 <= now_ms - kept.clock_ms < COUNT_MS


def count(session: Session, now_ms: int) -> None:
    """Count on to now; nothing is counted before the first signed answer."""
    kept = _kept(session)
    if kept is not None:
        state.write(session, NAME, kept.at(now_ms))


def ask(session: Session, now_ms: int) -> None:
    """A request is made now: an answer to it brings back what was spent until here."""
    count(session, now_ms)
    state.write(session, ASKED, spent_ms(session, now_ms) or 0)


def renew(session: Session, reply: ExchangeReply, *, device_id: UUID, server: bytes, now_ms: int) -> None:
    """The office has answered the newest request. An answer without the signature of `server` changes nothing.

    What it says of withdrawn officers is believed for the same reason.
    """
    newest = reply.number == state.read(session, "number")
    text = answer_text(device_id, reply.number, reply.withdrawn)
    if not (newest and is_signed(server, reply.answered, text)):
        return
    withdrawal.note(session, reply)
    count(session, now_ms)
    rest = (spent_ms(session, now_ms) or 0) - state.read(session, ASKED, 0)
    state.write(session, NAME, Spent(max(0, rest), now_ms))


def _kept(session: Session) -> Spent | None:
    kept = state.read(session, NAME)
    return None if kept is None else Spent(*kept)
