"""An edit made in the office: an ordinary operation of the office as a device, signed by the server's own key.

It is judged, merged, logged and fed like every tablet's, so that tablets and the log know no second way in.
"""

import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, select

from server import security
from server.services import districts
from server.services.exchanging import intake
from server.services.exchanging.places import Places
from server.services.people import officers
from server.services.people.officers import WrongPassword
from server.tables import Device, DeviceKey, FeedHead
from shared_models.access import REVIEW, may
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, typed, wire
from shared_models.errors import DomainError, InvalidChange, NotPermitted
from shared_models.exchange import ExchangeRequest, Receipt, Run, SignedOperation
from shared_models.hlc import COUNTER_MAX, Hlc, node_id
from shared_models.identity import office_id, uuid7
from shared_models.operation import GENESIS, Kind, Operation, chained
from shared_models.rows import NOT_FILED, chosen_before, copied, created, merge_operation
from shared_models.synced import Synced

SALT_BYTES = 16


class OfficeRefused(DomainError):
    """What the rules of every exchange refuse, also to the office. `refusal` and `detail` as a receipt has them."""

    code = "office_refused"


class Supervisor(NamedTuple):
    """Who decides in the office, known by a password."""

    district: str
    officer_id: UUID


def sign_in(session: Session, officer_id: UUID, password: str) -> Supervisor:
    """Raises UnknownOfficer, WrongPassword, and NotPermitted for one whose role decides nothing."""
    account = officers.find(session, officer_id)
    if account.password is None or not security.password_fits(account.password, password):
        raise WrongPassword()
    held = officers.held_areas(session, account.district_code, officer_id).now
    if account.revoked or not any(may(account.role, REVIEW, held=held, area=code) for code in held):
        raise NotPermitted(action=REVIEW)
    return Supervisor(account.district_code, officer_id)


def lock(session: Session, district: str) -> None:
    """Decide one after the other: what is read from here on is as the edits of others in the office left it."""
    session.exec(
        select(Device).where(Device.district_code == district, Device.id == office_id(district)).with_for_update()
    ).one_or_none()


def edit(
    session: Session, supervisor: Supervisor, action: Sequence[Edit], *, now: datetime, mends: str | None = None
) -> list[Operation]:
    """Record one action in a writing transaction, whole. `bases` of each edit are the heads that were shown.

    `mends` is the stamp of a refused operation that it takes the place of. Raises InvalidChange, NotPermitted,
    OfficeRefused.
    """
    office = _Office(session, supervisor, int(now.timestamp() * 1000))
    operations = office.operations(action, mends=mends)
    for operation in operations:
        office.check(operation)
    office.send(operations)
    return operations


class _Office:
    """The office as a device, with its chain held for this transaction."""

    def __init__(self, session: Session, supervisor: Supervisor, wall_ms: int) -> None:
        self.session, self.supervisor = session, supervisor
        self.district, self.officer_id = supervisor
        self.device = self._device()
        self.key = self._key()
        head = session.get(FeedHead, self.district)
        self.now_ms = max(wall_ms, head.last_ms if head else 0)
        self.places = Places(session)

    def _device(self) -> Device:
        """Its row is locked: one edit of the office after the other."""
        known_id = office_id(self.district)
        statement = select(Device).where(Device.district_code == self.district, Device.id == known_id)
        device = self.session.exec(statement.with_for_update()).one_or_none()
        if device is None:
            sealing = security.sealing_public(districts.state(self.session).sealing_key)
            device = Device(district_code=self.district, id=known_id, sealing_public=sealing)
            self.session.add(device)
            self.session.flush()
        return device

    def _key(self) -> DeviceKey:
        """The chain of a supervisor's edits; all are signed by the server's key."""
        key = self.session.get(DeviceKey, (self.district, self.device.id, self.officer_id))
        if key is None:
            public = security.signing_public(districts.state(self.session).signing_key)
            key = DeviceKey(
                district_code=self.district,
                device_id=self.device.id,
                officer_id=self.officer_id,
                public_key=public,
                chain=GENESIS,
            )
            self.session.add(key)
            self.session.flush()
        return key

    def operations(self, action: Sequence[Edit], *, mends: str | None) -> list[Operation]:
        action_id = self._new_id()
        return [
            Operation(
                id=self._new_id(),
                stamp=self._stamp(),
                action_id=action_id,
                entity=edit.entity,
                row_id=edit.row_id,
                household_id=edit.household_id,
                kind=Kind.CREATE if self._row(edit.entity, edit.row_id, edit.household_id) is None else Kind.CHANGE,
                changes={name: wire(value) for name, value in typed(edit.entity, edit.changes).items()},
                bases={name: tuple(stamps) for name, stamps in edit.bases.items() if stamps},
                wall_ms=self.now_ms,
                officer_id=self.officer_id,
                device_id=self.device.id,
                reason=edit.reason,
                mends=mends,
            )
            for edit in action
        ]

    def _new_id(self) -> UUID:
        return uuid7(self.now_ms, secrets.token_bytes(10))

    def _stamp(self) -> str:
        """`number` counts the office's operations, as it counts a tablet's requests."""
        self.device.number += 1
        return Hlc(self.now_ms, self.device.number & COUNTER_MAX, node_id(self.device.id)).to_text()

    def _row(self, entity: str, row_id: UUID, household_id: UUID) -> Synced | None:
        found = self.places.row(entity, row_id, household_id, [self.district])
        key = (found.district_code, row_id) if found else None
        return self.session.get(ENTITIES[entity], key, populate_existing=True) if key else None

    def check(self, operation: Operation) -> None:
        """The rules that hold for every officer who edits. Raises InvalidChange."""
        row = self._row(operation.entity, operation.row_id, operation.household_id)
        if row is None:
            try:
                created(operation, at=NOT_FILED).check(None)
            except ValidationError as problem:
                raise InvalidChange(field=str(problem.errors()[0]["loc"][0]), reason="required") from None
            return
        before, after = chosen_before(row, operation), copied(row)
        merge_operation(after, operation, bases=operation.bases, at=NOT_FILED)
        after.check(before)

    def send(self, operations: Sequence[Operation]) -> None:
        """Through the same judgement as a tablet's run. Raises NotPermitted, OfficeRefused."""
        taken = intake.take(self.session, self.device, self._request(operations), wall_ms=self.now_ms)
        for receipt in taken.receipts:
            if receipt.receipt == Receipt.REFUSED:
                raise OfficeRefused(refusal=receipt.refusal, detail=receipt.detail)

    def _request(self, operations: Sequence[Operation]) -> ExchangeRequest:
        state = districts.state(self.session)
        before, chain, signed = self.key.chain, self.key.chain, []
        for operation in operations:
            body, salt = operation.body(), os.urandom(SALT_BYTES)
            chain = chained(chain, salt=salt, body=body)
            signed.append(SignedOperation(stamp=operation.stamp, action_id=operation.action_id, body=body, salt=salt))
        run = Run(
            officer_id=self.officer_id,
            continues=before,
            operations=tuple(signed),
            signature=security.sign(state.signing_key, chain),
        )
        return ExchangeRequest(number=self.device.number, epoch=state.epoch, clock_ms=self.now_ms, runs=(run,))
