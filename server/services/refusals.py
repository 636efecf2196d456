"""What was refused of the tablets' work, with reason, officer and tablet: nothing of it is hidden from the office."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from server.tables import LoggedOperation, OfficerAccount
from shared_models.chunks import chunks
from shared_models.exchange import Receipt
from shared_models.merge import Scalar


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
            changes=_body(logged).get("changes"),
            mended_by=actions.get(logged.action_id),
        )
        for logged in found
    ]


def _mends(session: Session, district: str, refused: Iterable[LoggedOperation]) -> dict[str, str]:
    """The stamps of refused operations that others name as mended, with the stamps of those that took their place."""
    found: dict[str, str] = {}
    for some in chunks(sorted({logged.row_id for logged in refused})):
        statement = select(LoggedOperation).where(
            LoggedOperation.district_code == district,
            LoggedOperation.receipt != Receipt.REFUSED.value,
            col(LoggedOperation.row_id).in_(some),
        )
        for logged in session.exec(statement):
            if mended := _body(logged).get("mends"):
                found[mended] = logged.stamp
    return found


def _body(logged: LoggedOperation) -> dict:
    try:
        body = json.loads(logged.body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return body if isinstance(body, dict) else {}
