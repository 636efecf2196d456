"""Officers who may no longer work on a tablet: it is told, and hands in what they had typed and not saved."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, or_, select

from server.tables import Device, DeviceKey, HeldDraft, OfficerAccount
from shared_models.exchange import Caller, HandedDraft

_WITHDRAWN = (
    select(DeviceKey.officer_id)
    .where(
        DeviceKey.district_code == bindparam("district"),
        DeviceKey.device_id == bindparam("device"),
        Device.district_code == DeviceKey.district_code,
        Device.id == DeviceKey.device_id,
        OfficerAccount.district_code == DeviceKey.district_code,
        OfficerAccount.id == DeviceKey.officer_id,
        or_(col(Device.revoked).is_(True), col(OfficerAccount.revoked).is_(True)),
    )
    .order_by(col(DeviceKey.officer_id))
)


def officers(session: Session, caller: Caller) -> tuple[UUID, ...]:
    """All of a revoked tablet; of another one those whose accounts are revoked."""
    asked = {"district": caller.district_code, "device": caller.device_id}
    return tuple(session.connection().execute(_WITHDRAWN, asked).scalars())


def keep(session: Session, caller: Caller, drafts: Iterable[HandedDraft], *, now_ms: int) -> tuple[bytes, ...]:
    """Put drafts of withdrawn officers on record, each once. Returns the marks of those that are."""
    taken = [draft for draft in drafts if draft.officer_id in officers(session, caller)]
    for draft in taken:
        key = (caller.district_code, caller.device_id, draft.mark)
        if session.get(HeldDraft, key) is None:
            whose = {"district_code": key[0], "device_id": key[1], "mark": key[2]}
            session.add(HeldDraft(**whose, **draft.model_dump(), received_ms=now_ms))
            session.flush()
    return tuple(draft.mark for draft in taken)
