"""Handed-in drafts go back to work: passed on to an officer and told to a tablet until it has them, or set aside."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, select

from server.services import reference
from server.services.people.successors import Successors
from server.services.proving import audit
from server.tables import Device, DeviceKey, DraftPassing, HeldDraft, OfficerAccount
from shared_models.errors import DomainError, InvalidChange
from shared_models.exchange import Caller, PassedDraft
from shared_models.identity import uuid7
from shared_models.retention import Kept

TOLD = 50  # drafts of a reply
WHY_MAX = 400
_BOUND = aliased(Device)
_IS_FREE = or_(
    col(DraftPassing.tablet_id).is_(None),
    col(DraftPassing.tablet_id) == bindparam("device"),
    exists().where(
        _BOUND.district_code == DraftPassing.district_code,
        _BOUND.id == DraftPassing.tablet_id,
        col(_BOUND.revoked).is_(True),
    ),
)
_DUE = (
    select(DraftPassing, HeldDraft)
    .where(
        DraftPassing.district_code == bindparam("district"),
        HeldDraft.district_code == DraftPassing.district_code,
        HeldDraft.device_id == DraftPassing.device_id,
        HeldDraft.mark == DraftPassing.mark,
        HeldDraft.passing_id == DraftPassing.id,
        DeviceKey.district_code == DraftPassing.district_code,
        DeviceKey.officer_id == DraftPassing.officer_id,
        DeviceKey.device_id == bindparam("device"),
        Device.district_code == DeviceKey.district_code,
        Device.id == DeviceKey.device_id,
        OfficerAccount.district_code == DeviceKey.district_code,
        OfficerAccount.id == DeviceKey.officer_id,
        and_(col(Device.revoked).is_(False), col(OfficerAccount.revoked).is_(False)),
        _IS_FREE,
    )
    .order_by(col(DraftPassing.passed_ms), col(DraftPassing.id))
    .with_for_update(of=DraftPassing)
)


class Standing(StrEnum):
    """How a handed-in draft stands."""

    WAITING = "waiting"
    PASSED = "passed"
    TAKEN = "taken"
    ASIDE = "aside"


class Held(NamedTuple):
    """A handed-in draft and the last time it was passed on, if it was."""

    draft: HeldDraft
    passing: DraftPassing | None

    @property
    def standing(self) -> Standing:
        if self.draft.aside_ms is not None:
            return Standing.ASIDE
        if self.draft.passing_id is not None:
            return Standing.PASSED
        return Standing.TAKEN if self.passing else Standing.WAITING

    @property
    def as_shown(self) -> str:
        """What changes with each decision: who decides says what was on the page."""
        return f"{self.standing} {self.passing.id if self.passing else ''}".strip()


class DraftChanged(DomainError):
    """Somebody else decided it after it was shown, or it is not there."""

    code = "draft_changed"


class Case(NamedTuple):
    """A draft that is decided: its tablet, its mark, and how it stood when it was shown."""

    device: Device
    mark: bytes
    seen: str


class Decision(NamedTuple):
    """Who decides in the office, and when."""

    by: UUID
    now: datetime

    @property
    def now_ms(self) -> int:
        return int(self.now.timestamp() * 1000)


def of_tablet(session: Session, device: Device) -> list[Held]:
    """What a tablet handed in, the newest first."""
    drafts = select(HeldDraft).where(HeldDraft.district_code == device.district_code, HeldDraft.device_id == device.id)
    passings = select(DraftPassing).where(
        DraftPassing.district_code == device.district_code, DraftPassing.device_id == device.id
    )
    last: dict[bytes, DraftPassing] = {}
    for passing in session.exec(passings.order_by(col(DraftPassing.passed_ms), col(DraftPassing.id))):
        before = last.get(passing.mark)
        if before is None or before.taken_ms is None or passing.passed_ms >= before.taken_ms:
            last[passing.mark] = passing
    found = session.exec(drafts.order_by(col(HeldDraft.saved_ms).desc(), col(HeldDraft.mark)))
    return [Held(draft, last.get(draft.mark)) for draft in found]


def undecided(session: Session, district: str) -> dict[UUID, int]:
    """How many drafts of each tablet wait for a decision; nothing of a tablet with none."""
    was_passed = exists().where(
        DraftPassing.district_code == HeldDraft.district_code,
        DraftPassing.device_id == HeldDraft.device_id,
        DraftPassing.mark == HeldDraft.mark,
    )
    waiting = HeldDraft.district_code == district, col(HeldDraft.aside_ms).is_(None), ~was_passed
    counted = select(HeldDraft.device_id, func.count()).where(*waiting).group_by(col(HeldDraft.device_id))
    return dict(session.exec(counted).all())


def pass_on(session: Session, case: Case, officer_id: UUID, *, decision: Decision) -> None:
    """Give a draft to an officer, in place of whoever has not fetched it yet.

    Raises DraftChanged where it stands otherwise than it was shown, InvalidChange for who may not go on with it.
    """
    draft = _as_seen(session, case)
    if not Successors(session, draft.district_code, [draft]).may(officer_id, draft):
        raise InvalidChange(field="officer", reason="not_theirs")
    _pass(session, draft, officer_id, decision)


def pass_all(session: Session, device: Device, officer_id: UUID | None, *, decision: Decision) -> int:
    """Give all that wait to an officer, or each to who wrote it; what that one may not go on with still waits.

    Returns how many were given. Raises DraftChanged where none waits.
    """
    waiting = [one.draft for one in of_tablet(session, device) if one.standing is Standing.WAITING]
    drafts = [_locked(session, device, draft.mark) for draft in waiting]
    open_now = [draft for draft in drafts if draft and draft.passing_id is None and draft.aside_ms is None]
    if not open_now:
        raise DraftChanged()
    known, given = Successors(session, device.district_code, open_now), 0
    for draft in open_now:
        to = officer_id or draft.officer_id
        if known.may(to, draft):
            _pass(session, draft, to, decision)
            given += 1
    return given


def set_aside(session: Session, case: Case, *, why: str, decision: Decision) -> None:
    """Nobody is to go on with it; it is kept for a while. Raises DraftChanged, InvalidChange without a reason."""
    why = why.strip()[:WHY_MAX]
    if not why:
        raise InvalidChange(field="why", reason="required")
    draft = _as_seen(session, case)
    draft.passing_id = None
    draft.aside_ms, draft.aside_by, draft.aside_why = decision.now_ms, decision.by, why


def hear(session: Session, caller: Caller, taken: Iterable[UUID], *, now_ms: int) -> None:
    """The tablet has these: no reply brings them any more. Only the tablet that was told one is believed."""
    for passing_id in taken:
        passing = session.get(DraftPassing, (caller.district_code, passing_id), with_for_update=True)
        if passing is None or passing.taken_ms is not None or passing.tablet_id != caller.device_id:
            continue
        passing.taken_ms = now_ms
        key = (caller.district_code, passing.device_id, passing.mark)
        draft = session.get(HeldDraft, key, with_for_update=True)
        if draft is not None:
            draft.passing_id = None


def due(session: Session, caller: Caller) -> tuple[PassedDraft, ...]:
    """What waits for the officers of a tablet; from now on no other tablet of theirs is told it.

    What its officer may not record any more is told to nobody, and waits for the office to choose somebody else.
    """
    asked = {"district": caller.district_code, "device": caller.device_id}
    found: Sequence[tuple[DraftPassing, HeldDraft]] = session.exec(_DUE, params=asked).all()
    if not found:
        return ()
    known = Successors(session, caller.district_code, [draft for _, draft in found])
    told = [(passing, draft) for passing, draft in found if known.may(passing.officer_id, draft)][:TOLD]
    names = audit.officer_names(session, caller.district_code)
    for passing, _ in told:
        passing.tablet_id = caller.device_id
    return tuple(_told(passing, draft, names.get(draft.officer_id, "")) for passing, draft in told)


def forget_old(session: Session, district: str, *, now: datetime) -> None:
    """What was taken or set aside longer ago than such drafts are kept goes; what waits for somebody never does."""
    kept_for: timedelta = reference.read(session, district).retention[Kept.DRAFT]
    before_ms = int((now - kept_for).timestamp() * 1000)
    ended = HeldDraft.district_code == district, col(HeldDraft.passing_id).is_(None)
    for draft in session.exec(select(HeldDraft).where(*ended)).all():
        of_draft = (
            DraftPassing.district_code == district,
            DraftPassing.device_id == draft.device_id,
            DraftPassing.mark == draft.mark,
        )
        taken = session.exec(select(DraftPassing.taken_ms).where(*of_draft)).all()
        ended_ms = draft.aside_ms or max((at_ms for at_ms in taken if at_ms), default=None)
        if ended_ms is not None and ended_ms < before_ms:
            session.execute(delete(DraftPassing).where(*of_draft))
            session.delete(draft)


def _told(passing: DraftPassing, draft: HeldDraft, writer: str) -> PassedDraft:
    return PassedDraft(
        id=passing.id,
        officer_id=passing.officer_id,
        household_id=draft.household_id,
        form=draft.form,
        body=draft.body,
        saved_ms=draft.saved_ms,
        writer=writer,
    )


def _as_seen(session: Session, case: Case) -> HeldDraft:
    draft = _locked(session, case.device, case.mark)
    held = next((one for one in of_tablet(session, case.device) if one.draft.mark == case.mark), None)
    if draft is None or held is None or held.as_shown != case.seen:
        raise DraftChanged()
    return draft


def _locked(session: Session, device: Device, mark: bytes) -> HeldDraft | None:
    key = (device.district_code, device.id, mark)
    return session.get(HeldDraft, key, with_for_update=True, populate_existing=True)


def _pass(session: Session, draft: HeldDraft, officer_id: UUID, decision: Decision) -> None:
    passing = DraftPassing(
        district_code=draft.district_code,
        id=uuid7(decision.now_ms, secrets.token_bytes(10)),
        device_id=draft.device_id,
        mark=draft.mark,
        officer_id=officer_id,
        passed_by=decision.by,
        passed_ms=decision.now_ms,
    )
    session.add(passing)
    draft.passing_id = passing.id
    draft.aside_ms = draft.aside_by = draft.aside_why = None
