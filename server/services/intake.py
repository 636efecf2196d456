"""The way up of the exchange: check a tablet's signed runs, judge each action, store it whole or refuse it whole."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlmodel import Session, col, select

from server.security import is_signed
from server.services import filing
from server.services.feed import Feed, district_of
from server.services.officers import held_areas
from server.tables import Device, DeviceKey, LoggedOperation, LoggedRun, OfficerAccount
from shared_models.access import RECORD, may
from shared_models.entities import ENTITIES, SERVER_WRITES, fields, typed
from shared_models.errors import InvalidChange
from shared_models.exchange import MAX_RUN, OperationReceipt, Receipt, Refusal, Run, SignedOperation
from shared_models.operation import MAX_BODY_BYTES, Kind, Operation, chained

log = logging.getLogger(__name__)
UNREADABLE, NOWHERE = "unreadable", UUID(int=0)  # how a body that cannot be read is logged


class Refused(Exception):
    """Why an operation is refused. `words` name a field or rule, never a value."""

    def __init__(self, refusal: Refusal, words: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal, self.words = refusal, words


@dataclass
class Sent:
    """One operation as it came; `operation` is None when its body cannot be read."""

    signed: SignedOperation
    run_id: UUID
    operation: Operation | None
    logged: LoggedOperation | None = None
    bases: dict[str, set[str]] = field(default_factory=dict)


def take(session: Session, device: Device, runs: Iterable[Run], *, skew_ms: int, now_ms: int) -> list[OperationReceipt]:
    """Judge and store a request's runs. Every operation that can be read gets its receipt."""
    feed, receipts = Feed(session), []
    for run in runs:
        receipts += Intake(feed, device, run.officer_id, skew_ms=skew_ms, now_ms=now_ms).take(run)
    feed.settle()
    return receipts


class Intake:
    """One officer's run from one tablet, inside the writing transaction of its exchange."""

    def __init__(self, feed: Feed, device: Device, officer_id: UUID, *, skew_ms: int, now_ms: int) -> None:
        self.feed, self.session, self.device, self.officer_id = feed, feed.session, device, officer_id
        self.district, self.skew_ms, self.wall_ms = device.district_code, skew_ms, now_ms
        self.refused: dict[str, Operation] = {}

    def take(self, run: Run) -> list[OperationReceipt]:
        key = self.session.get(DeviceKey, (self.district, self.device.id, self.officer_id))
        ends = _ends(run)
        if key is None or not is_signed(key.public_key, run.signature, ends):
            return [self._answer(sent, Receipt.REFUSED, Refusal.MALFORMED, "signature") for sent in _read(run, uuid4())]
        run_id = self._log_run(run, key, ends)
        sent = list(_read(run, run_id))
        self.feed.lock(self._districts(sent))
        self.now_ms = self.feed.now(self.wall_ms)
        self._look_up(sent)
        actions = groupby(sent, key=lambda one: one.signed.action_id)
        return [receipt for _, action in actions for receipt in self._judge_action(list(action))]

    def _log_run(self, run: Run, key: DeviceKey, ends: bytes) -> UUID:
        """Keep the signed run, and move the officer's chain on; a run that continues something else is a fork."""
        known = self.session.exec(
            select(LoggedRun).where(
                LoggedRun.district_code == self.district,
                LoggedRun.device_id == self.device.id,
                LoggedRun.officer_id == self.officer_id,
                LoggedRun.continues == run.continues,
                LoggedRun.ends == ends,
            )
        ).first()
        if known is not None:
            return known.id
        logged = LoggedRun(
            district_code=self.district,
            id=uuid4(),
            officer_id=self.officer_id,
            device_id=self.device.id,
            continues=run.continues,
            ends=ends,
            signature=run.signature,
            received_ms=self.wall_ms,
            forked=run.continues != key.chain,
        )
        key.chain = ends
        self.session.add(logged)
        return logged.id

    def _districts(self, sent: Iterable[Sent]) -> set[str]:
        """Every district that these operations may write in."""
        operations = [one.operation for one in sent if one.operation]
        homes = {self.feed.home(household, self.district) for household in {o.household_id for o in operations}}
        villages = {str(o.changes["village_code"]) for o in operations if o.changes.get("village_code")}
        return {self.district, *(home[0] for home in homes if home), *(district_of(v) for v in villages)}

    def _look_up(self, sent: list[Sent]) -> None:
        """Find what the log has of these operations, and the refused ones among their bases."""
        operations = [one.operation for one in sent if one.operation]
        logged = self._logged({one.signed.stamp for one in sent})
        for one in sent:
            one.logged = logged.get(one.signed.stamp)
        wanted = {base for o in operations for bases in o.bases.values() for base in bases}
        while wanted:
            rows = self._logged(wanted - set(self.refused)).values()
            found = [Operation.model_validate_json(r.body) for r in rows if r.receipt == Receipt.REFUSED]
            self.refused.update((operation.stamp, operation) for operation in found)
            wanted = {base for o in found for bases in o.bases.values() for base in bases} - set(self.refused)

    def _logged(self, stamps: Iterable[str]) -> dict[str, LoggedOperation]:
        statement = select(LoggedOperation).where(
            LoggedOperation.district_code == self.district, col(LoggedOperation.stamp).in_(list(stamps))
        )
        return {row.stamp: row for row in self.session.exec(statement)}

    def _read_bases(self, operation: Operation, name: str) -> set[str]:
        """A base naming a refused operation is read as that operation's own bases."""
        bases, todo = set(), list(operation.bases.get(name, ()))
        while todo:
            base = todo.pop()
            if base not in bases:
                bases.add(base)
                todo += self.refused[base].bases.get(name, ()) if base in self.refused else ()
        return bases

    def _judge_action(self, action: list[Sent]) -> list[OperationReceipt]:
        """Store the operations of one action that are new, or refuse them all."""
        new = [one for one in action if not (one.logged and one.logged.receipt != Receipt.REFUSED)]
        known = [
            self._answer(one, Receipt.KNOWN, None, one.logged.detail) for one in action if one not in new if one.logged
        ]
        if not new:
            return known
        if self.device.revoked:
            return known + [self._log(one, Receipt.HELD) for one in new]
        try:
            with self.feed.savepoint():
                return known + self._store(new)
        except Refused as verdict:
            return known + [self._refuse(one, verdict.refusal, verdict.words) for one in new]
        except Exception as problem:
            log.error("an action was refused: %s", type(problem).__name__)
            return known + [self._refuse(one, Refusal.INTERNAL, type(problem).__name__) for one in new]

    def _store(self, action: list[Sent]) -> list[OperationReceipt]:
        creates = {
            o.row_id: str(o.changes.get("village_code", ""))
            for o in (one.operation for one in action)
            if o and o.kind == Kind.CREATE and o.row_id == o.household_id
        }
        for one in action:
            self._judge(one, creates)
        return [self._store_one(one, creates) for one in action]

    def _judge(self, one: Sent, creates: dict[UUID, str]) -> None:
        """Raise Refused if this operation may not be stored."""
        operation = one.operation
        if operation is None:
            raise Refused(Refusal.TOO_LARGE if len(one.signed.body) > MAX_BODY_BYTES else Refusal.MALFORMED, "body")
        if operation.officer_id != self.officer_id or operation.device_id != self.device.id:
            raise Refused(Refusal.MALFORMED, "signer")
        self._check_form(operation)
        home = self.feed.home(operation.household_id, self.district)
        if home is None and operation.household_id not in creates:
            raise Refused(Refusal.MISSING_ROW, "household")
        if operation.kind != Kind.CREATE and (home is None or self._row(operation, home) is None):
            raise Refused(Refusal.MISSING_ROW, operation.entity)
        self._check_access(operation, home[1] if home else creates[operation.household_id])
        one.bases = {name: self._read_bases(operation, name) for name in operation.changes}

    def _row(self, operation: Operation, home: tuple[str, str]) -> object:
        return filing.find(self.session, operation.entity, operation.row_id, district=home[0])

    def _check_form(self, operation: Operation) -> None:
        if operation.entity not in ENTITIES or set(operation.changes) - set(fields(operation.entity)):
            raise Refused(Refusal.UPGRADE, operation.entity)
        if operation.entity in SERVER_WRITES:
            raise Refused(Refusal.ACCESS, operation.entity)
        if operation.entity == "household" and operation.row_id != operation.household_id:
            raise Refused(Refusal.MALFORMED, "household_id")
        try:
            values = typed(operation.entity, operation.changes)
            if operation.kind == Kind.CREATE:
                identity = {"id": operation.row_id, "household_id": operation.household_id}
                ENTITIES[operation.entity].model_validate({**values, **identity})
        except InvalidChange as problem:
            raise Refused(Refusal.MALFORMED, str(problem.details.get("field"))) from None
        except ValidationError as problem:
            raise Refused(Refusal.MALFORMED, ".".join(str(part) for part in problem.errors()[0]["loc"])) from None

    def _check_access(self, operation: Operation, village: str) -> None:
        """Judged by every area the officer has held and every area the household has left."""
        officer = self.session.get(OfficerAccount, (self.district, self.officer_id))
        held = held_areas(self.session, self.district, self.officer_id)
        areas = {village} | self.feed.left_villages(operation.household_id, self.feed.heads)
        if officer is None or not any(may(officer.role, RECORD, held=held, area=area) for area in areas):
            raise Refused(Refusal.ACCESS, "area")

    def _store_one(self, one: Sent, creates: dict[UUID, str]) -> OperationReceipt:
        operation = one.operation
        assert operation is not None
        village = creates.get(operation.household_id, "")
        home = self.feed.home(operation.household_id, self.district) or (district_of(village), village)
        conflicts = filing.apply(self.feed, operation, bases=one.bases, at=self._at(operation), home=home)
        self.refused.pop(operation.stamp, None)
        if conflicts:
            return self._log(one, Receipt.CONFLICT, detail=str(conflicts[0]))
        return self._log(one, Receipt.STORED)

    def _at(self, operation: Operation) -> int:
        """When it was made, by the server's clock: the tablet's time less its skew, never later than now."""
        return min(self.now_ms, operation.wall_ms - self.skew_ms)

    def _refuse(self, one: Sent, refusal: Refusal, words: str) -> OperationReceipt:
        receipt = self._log(one, Receipt.REFUSED, refusal=refusal, detail=words)
        if one.operation is not None:
            self.refused[one.operation.stamp] = one.operation
            bases = {name: self._read_bases(one.operation, name) for name in one.operation.changes}
            filing.read_again(self.feed, one.operation, bases=bases, near=self.district)
        return receipt

    def _log(
        self, one: Sent, receipt: Receipt, *, refusal: Refusal | None = None, detail: str | None = None
    ) -> OperationReceipt:
        """Keep the operation with its receipt; a refused one that is stored after all keeps one line."""
        row = one.logged or LoggedOperation(
            district_code=self.district,
            run_id=one.run_id,
            stamp=one.signed.stamp,
            action_id=one.signed.action_id,
            entity=one.operation.entity if one.operation else UNREADABLE,
            row_id=one.operation.row_id if one.operation else NOWHERE,
            household_id=one.operation.household_id if one.operation else NOWHERE,
            officer_id=self.officer_id,
            device_id=self.device.id,
            body=one.signed.body,
            salt=one.signed.salt,
            at=self._at(one.operation) if one.operation else self.now_ms,
            received_ms=self.now_ms,
            receipt=receipt.value,
        )
        row.receipt, row.refusal, row.detail = receipt.value, refusal.value if refusal else None, detail
        self.session.add(row)
        one.logged = row
        return self._answer(one, receipt, refusal, detail)

    def _answer(self, one: Sent, receipt: Receipt, refusal: Refusal | None, detail: str | None) -> OperationReceipt:
        return OperationReceipt(stamp=one.signed.stamp, receipt=receipt, refusal=refusal, detail=detail)


def _ends(run: Run) -> bytes:
    ends = run.continues
    for signed in run.operations:
        ends = chained(ends, salt=signed.salt, body=signed.body)
    return ends


def _read(run: Run, run_id: UUID) -> Iterator[Sent]:
    for signed in run.operations[:MAX_RUN]:
        try:
            too_large = len(signed.body) > MAX_BODY_BYTES
            operation = None if too_large else Operation.model_validate_json(signed.body)
        except ValidationError:
            operation = None
        named = operation and (operation.stamp, operation.action_id) == (signed.stamp, signed.action_id)
        yield Sent(signed, run_id, operation if named else None)
