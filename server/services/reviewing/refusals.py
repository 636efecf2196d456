"""What was refused of the tablets' work, with reason, officer and tablet: nothing of it is hidden from the office."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from server.tables import LoggedOperation, OfficerAccount
from shared_models.chunks import chunks
from shared_models.exchange import Caller, HandOver, Receipt
from shared_models.merge import Scalar

_LOG = LoggedOperation.__table__  # type: ignore[attr-defined]
_HAND_OVER = (
    update(_LOG)
    .where(
        _LOG.c.district_code == bindparam("district"),
        _LOG.c.device_id == bindparam("device"),
        _LOG.c.stamp == bindparam("of_stamp"),
        _LOG.c.receipt == Receipt.REFUSED.value,
    )
    .values(handed_ms=bindparam("at_ms"), handed_note=bindparam("note"))
)


@dataclass(frozen=True)
class Refusal:
    """A refused operation. `changes` is None for one that cannot be read; `mended_by` the stamp of what replaced it."""

    logged: LoggedOperation
    officer: str | None
    changes: dict[str, Scalar] | None
    mended_by: str | None


def refused(session: Session, district: str) -> list[Refusal]:
    """All that a district's tablets sent and the office did not take, in the order it was recorded."""
    statement = select(LoggedOperation).where(
        LoggedOperation.district_code == district, LoggedOperation.receipt == Receipt.REFUSED.value
    )
    found = session.exec(statement.order_by(col(LoggedOperation.stamp))).all()
    names = dict(
        session.exec(
            select(OfficerAccount.id, OfficerAccount.name).where(OfficerAccount.district_code == district)
        ).all()
    )
    mends = _mends(session, district, found)
    actions = {logged.action_id: mends[logged.stamp] for logged in found if logged.stamp in mends}
    return [
        Refusal(
            logged=logged,
            officer=names.get(logged.officer_id),
            changes=body_of(logged).get("changes"),
            mended_by=actions.get(logged.action_id),
        )
        for logged in found
    ]


def hand_over(session: Session, caller: Caller, handed: Iterable[HandOver]) -> None:
    """Put on record that an officer leaves these of a tablet's refused operations to the office."""
    lines = [
        {
            "district": caller.district_code,
            "device": caller.device_id,
            "of_stamp": one.stamp,
            "at_ms": one.at_ms,
            "note": one.note.replace("\0", "") or None,
        }
        for one in handed
    ]
    if lines:
        session.connection().execute(_HAND_OVER, lines)


def on_record(session: Session, caller: Caller, handed: Iterable[HandOver]) -> tuple[HandOver, ...]:
    """Those of a tablet's hand-overs that the log has, without their notes."""
    found: set[tuple[str, int | None]] = set()
    for some in chunks([one.stamp for one in handed]):
        statement = select(LoggedOperation.stamp, LoggedOperation.handed_ms).where(
            LoggedOperation.district_code == caller.district_code,
            LoggedOperation.device_id == caller.device_id,
            col(LoggedOperation.stamp).in_(some),
        )
        found.update(session.exec(statement).all())
    return tuple(HandOver(stamp=one.stamp, at_ms=one.at_ms) for one in handed if (one.stamp, one.at_ms) in found)


def _mends(session: Session, district: str, refused: Iterable[LoggedOperation]) -> dict[str, str]:
    """The stamps of refused operations that others name as mended, with the stamps of those that took their place."""
    found: dict[str, str] = {}
    for some in chunks(sorted({logged.stamp for logged in refused})):
        statement = select(LoggedOperation.mends, LoggedOperation.stamp).where(
            LoggedOperation.district_code == district,
            LoggedOperation.receipt != Receipt.REFUSED.value,
            col(LoggedOperation.mends).in_(some),
        )
        found.update((str(mended), stamp) for mended, stamp in session.exec(statement))
    return found


def body_of(logged: LoggedOperation) -> dict:
    """What the operation says; empty for one that cannot be read."""
    try:
        body = json.loads(logged.body)
    except (ValueError, RecursionError):  # no JSON, no text, a number of too many digits; or nested too deep
        return {}
    return body if isinstance(body, dict) else {}
