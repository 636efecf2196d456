"""The way up of the exchange: check a tablet's signed runs, judge each action, store it whole or refuse it whole."""

import logging
from collections.abc import Callable, Iterable
from itertools import groupby
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from server.security import is_signed
from server.services import filing, officers, verdict
from server.services.feed import Feed, district_of
from server.services.officers import Held
from server.services.verdict import Refused, Sent
from server.tables import Device, DeviceKey, LoggedOperation, LoggedRun, OfficerAccount
from shared_models import area
from shared_models.access import RECORD, may
from shared_models.entities import ENTITIES, HOUSEHOLD, MEMBERS
from shared_models.exchange import ExchangeRequest, OperationReceipt, Receipt, Refusal, Run
from shared_models.operation import Kind, Operation, chained
from shared_models.rows import given, homes
from shared_models.synced import Synced

log = logging.getLogger(__name__)
UNREADABLE, NOWHERE = "unreadable", UUID(int=0)  # how a body that cannot be read is logged
CHUNK = 500  # stamps a query names


def take(session: Session, device: Device, request: ExchangeRequest, *, wall_ms: int) -> list[OperationReceipt]:
    """Judge and store a request's runs. Every operation gets its receipt."""
    if not request.runs:
        return []
    feed = Feed(session)
    intakes = [Intake(feed, device, run, schema_version=request.schema_version) for run in request.runs]
    feed.lock({district for intake in intakes for district in intake.districts()})
    feed.forget()  # what was read before the lock may have changed
    for intake in intakes:
        intake.load()
    now_ms = feed.now(wall_ms)
    skew_ms = request.clock_ms - now_ms
    receipts = [receipt for intake in intakes for receipt in intake.take(skew_ms=skew_ms, now_ms=now_ms)]
    feed.settle()
    return receipts


class Intake:
    """One officer's run from one tablet, inside the writing transaction of its exchange."""

    def __init__(self, feed: Feed, device: Device, run: Run, *, schema_version: int) -> None:
        self.feed, self.session, self.device, self.run = feed, feed.session, device, run
        self.district, self.officer_id, self.schema_version = device.district_code, run.officer_id, schema_version
        self.officer = self.session.get(OfficerAccount, (self.district, run.officer_id))
        self.held: Held = officers.held_areas(self.session, self.district, run.officer_id)
        self.reach = list(dict.fromkeys([self.district, *(district_of(code) for code in self.held.ever)]))
        self.sent = [verdict.read(signed, device.id) for signed in run.operations]
        self.refused: dict[str, Operation] = {}

    def districts(self) -> set[str]:
        """Every district that these operations may write in."""
        operations = [one.operation for one in self.sent if one.operation]
        households = {operation.household_id for operation in operations}
        self._load_households(households)
        places = {home[1] for household in households if (home := self.feed.home(household, self.reach))}
        lefts = {village for household in households for village in self.feed.lefts(household)}
        targets = {str(operation.changes.get("village_code", "")) for operation in operations}
        villages = places | lefts | {code for code in targets if area.find(code)} | self._members_villages(operations)
        return {self.district, *map(district_of, villages)}

    def _members_villages(self, operations: list[Operation]) -> set[str]:
        """Where rows that change household, or move with theirs, are, were and go, and where their old one has been."""
        moving = {o.household_id for o in operations if o.kind == Kind.CHANGE and "village_code" in o.changes}
        villages = {village for row_id in self._members(moving) for village in self.feed.lefts(row_id)}
        for operation in operations:
            target = verdict.target_of(operation)
            if target is None:
                continue
            row = self._row(operation)
            before = {row.village, *self.feed.lefts(row.id), *self.feed.lefts(row.household_id)} if row else set()
            place = self.feed.place_of(target)
            villages |= before | ({place[1]} if place else set())
        return villages

    def _members(self, households: set[UUID]) -> set[UUID]:
        found: set[UUID] = set()
        for model in (ENTITIES[entity] for entity in MEMBERS if households):
            found.update(self.session.exec(select(model.id).where(col(model.household_id).in_(households))))
        self.feed.load_lefts(found)
        return found

    def _load_households(self, households: set[UUID]) -> None:
        self.feed.rows.load("household", households, self.reach)
        self.feed.load_lefts(households)

    def load(self) -> None:
        """Look for all rows that the run is about with few queries."""
        operations = [one.operation for one in self.sent if one.operation]
        self._load_households({operation.household_id for operation in operations})
        self.feed.load_lefts({operation.row_id for operation in operations if operation.entity in MEMBERS})
        for entity in {operation.entity for operation in operations} & set(ENTITIES) - {"household"}:
            self.feed.rows.load(entity, {o.row_id for o in operations if o.entity == entity}, self.reach)

    def take(self, *, skew_ms: int, now_ms: int) -> list[OperationReceipt]:
        self.skew_ms, self.now_ms = skew_ms, now_ms
        key = self.session.get(DeviceKey, (self.district, self.device.id, self.officer_id))
        path = _path(self.run)
        if key is None or not is_signed(key.public_key, self.run.signature, path[-1]):
            refusal = Refusal.MALFORMED if key else Refusal.ACCESS
            return [self._answer(one, Receipt.REFUSED, refusal, "signature") for one in self.sent]
        self._look_up()
        self._log_run(key, path)
        actions = [list(action) for _, action in groupby(self.sent, key=lambda one: one.signed.action_id)]
        try:
            with self.feed.savepoint():
                return [receipt for action in actions for receipt in self._judge_action(action, self._store)]
        except Exception:  # once more, each action by itself, to find out which it was
            self._look_up()
            return [receipt for action in actions for receipt in self._judge_action(action, self._store_alone)]

    def _log_run(self, key: DeviceKey, path: list[bytes]) -> None:
        """Keep what is new of the signed run, and move the officer's chain on.

        A run that brings something new and does not pass where the chain stands is a fork: it is stored and flagged.
        """
        new = [at for at, one in enumerate(self.sent) if one.logged is None and not one.foreign]
        forked = key.chain not in path
        if new:
            self.run_id = uuid4()
            self.session.add(
                LoggedRun(
                    district_code=self.district,
                    id=self.run_id,
                    officer_id=self.officer_id,
                    device_id=self.device.id,
                    continues=path[new[0]],
                    ends=path[-1],
                    signature=self.run.signature,
                    received_ms=self.now_ms,
                    forked=forked,
                )
            )
        if new or not forked:
            key.chain = path[-1]

    def _look_up(self) -> None:
        """Find what the log has of these operations, and the refused ones among their bases."""
        self.refused.clear()
        logged, seen = self._logged({one.signed.stamp for one in self.sent}), set[str]()
        for one in self.sent:
            stamp, there = one.signed.stamp, logged.get(one.signed.stamp)
            one.foreign = one.foreign or stamp in seen or bool(there and there.body != one.signed.body)
            one.logged = None if one.foreign else there
            seen.add(stamp)
        operations = [one.operation for one in self.sent if one.operation]
        wanted = {base for o in operations for bases in o.bases.values() for base in bases}
        while wanted:
            rows = self._logged(wanted).values()
            refused = [row for row in rows if row.receipt == Receipt.REFUSED and row.entity != UNREADABLE]
            found = [Operation.model_validate_json(row.body) for row in refused]
            self.refused.update((operation.stamp, operation) for operation in found)
            wanted = {base for o in found for bases in o.bases.values() for base in bases} - set(self.refused)

    def _logged(self, stamps: Iterable[str]) -> dict[str, LoggedOperation]:
        found: dict[str, LoggedOperation] = {}
        wanted = sorted(stamps)
        for at in range(0, len(wanted), CHUNK):
            statement = select(LoggedOperation).where(
                LoggedOperation.district_code == self.district,
                col(LoggedOperation.stamp).in_(wanted[at : at + CHUNK]),
            )
            found.update((row.stamp, row) for row in self.session.exec(statement))
        return found

    def _read_bases(self, operation: Operation, name: str) -> set[str]:
        """A base naming a refused operation is read as that operation's own bases."""
        bases, todo = set(), list(operation.bases.get(name, ()))
        while todo:
            base = todo.pop()
            if base not in bases:
                bases.add(base)
                todo += self.refused[base].bases.get(name, ()) if base in self.refused else ()
        return bases

    def _judge_action(
        self, action: list[Sent], store: Callable[[list[Sent]], list[OperationReceipt]]
    ) -> list[OperationReceipt]:
        """Store the operations of one action that are new, or refuse them all."""
        new = [one for one in action if one.logged is None or one.logged.receipt == Receipt.REFUSED]
        known = [self._again(one.logged) for one in action if one.logged and one not in new]
        if not new:
            return known
        if self.device.revoked or (self.officer and self.officer.revoked):
            return known + [self._log(one, Receipt.HELD) for one in new]
        try:
            return known + store(new)
        except Refused as why:
            return known + [self._refuse(one, why.refusal, why.words) for one in new]

    def _again(self, logged: LoggedOperation) -> OperationReceipt:
        """The receipt of one that the log has: a held one still waits, a stored one is known."""
        receipt = Receipt.HELD if logged.receipt == Receipt.HELD else Receipt.KNOWN
        return OperationReceipt(stamp=logged.stamp, receipt=receipt, detail=logged.detail)

    def _store_alone(self, action: list[Sent]) -> list[OperationReceipt]:
        """In a savepoint of its own: an unexpected error refuses this action and no other."""
        try:
            with self.feed.savepoint():
                return self._store(action)
        except Refused:
            raise
        except Exception as problem:
            log.error("an action was refused: %s", type(problem).__name__)
            raise Refused(Refusal.INTERNAL, type(problem).__name__) from problem

    def _store(self, action: list[Sent]) -> list[OperationReceipt]:
        """All are judged before the first one changes anything."""
        together = [one.operation for one in action if one.operation]
        for one in action:
            self._judge(one, together)
        creates = [operation for operation in together if operation.kind == Kind.CREATE]
        return [self._store_one(one, creates) for one in action]

    def _judge(self, one: Sent, together: list[Operation]) -> None:
        """Raise Refused if this operation may not be stored. `together`: its whole action."""
        operation = verdict.readable(one, schema_version=self.schema_version)
        if operation.officer_id != self.officer_id or operation.device_id != self.device.id:
            raise Refused(Refusal.MALFORMED, "signer")
        verdict.check_form(operation)
        creates = [o for o in together if o.kind == Kind.CREATE]
        row = self._row(operation)
        home = self.feed.home(operation.household_id, self.reach) or verdict.new_home(operation.household_id, creates)
        is_its = self._check_row(operation, together, row=row, is_known=home is not None)
        village = row.village if row else home[1] if home else ""
        areas = {village}
        if operation.entity in MEMBERS and row:
            areas |= {*self.feed.lefts(row.id), *self.feed.lefts(row.household_id)}
        if is_its and home:
            areas |= {home[1], *self.feed.lefts(operation.household_id)}
        self._check_access(one, village=village, areas=areas)
        self._check_target(operation, creates)
        one.bases = {name: self._read_bases(operation, name) for name in given(operation)}

    def _row(self, operation: Operation) -> Synced | None:
        """The operation's row, wherever it is.

        A member that moved away with its household, before any change of household was stored, is found through the
        households that this tablet named for it earlier: the operation may name one that it was moved to offline.
        """
        entity, row_id = operation.entity, operation.row_id
        if entity not in ENTITIES:
            return None
        row = self.feed.row(entity, row_id, operation.household_id, self.reach)
        if row is None and entity in MEMBERS and operation.kind == Kind.CHANGE:
            found = (self.feed.row(entity, row_id, named, self.reach) for named in self._named_for(row_id))
            row = next((there for there in found if there is not None), None)
        return row

    def _named_for(self, row_id: UUID) -> list[UUID]:
        """The households that this tablet's operations name for a row."""
        logged = select(LoggedOperation.household_id).where(
            LoggedOperation.district_code == self.district,
            LoggedOperation.row_id == row_id,
            LoggedOperation.device_id == self.device.id,
        )
        sent = (one.operation.household_id for one in self.sent if one.operation and one.operation.row_id == row_id)
        return list(dict.fromkeys([*sent, *self.session.exec(logged)]))

    def _check_row(
        self, operation: Operation, together: list[Operation], *, row: Synced | None, is_known: bool
    ) -> bool:
        """The row is there or comes with its create, and is or was of the household that the operation names.

        False where only the tablet ever saw it there: it had moved the row by an operation that was refused.
        `is_known`: whether there is such a household.
        """
        of_row = [o for o in together if (o.entity, o.row_id) == (operation.entity, operation.row_id)]
        new = [o for o in of_row if o.kind == Kind.CREATE]
        if row is None and not (new and is_known):
            raise Refused(Refusal.MISSING_ROW, operation.entity if is_known else "household")
        its = homes(row) if row else {new[0].household_id}
        earlier = {verdict.target_of(o) for o in of_row if o.stamp < operation.stamp}
        if operation.household_id in its | earlier:
            return True
        if self._has_shown(operation):
            return False
        raise Refused(*(Refusal.MALFORMED, HOUSEHOLD) if is_known else (Refusal.MISSING_ROW, "household"))

    def _has_shown(self, operation: Operation) -> bool:
        """Whether this tablet itself had moved the row to the household it names, by an operation that was refused."""
        if operation.entity not in MEMBERS:
            return False
        statement = select(LoggedOperation.body).where(
            LoggedOperation.district_code == self.district,
            LoggedOperation.row_id == operation.row_id,
            LoggedOperation.device_id == self.device.id,
            LoggedOperation.receipt == Receipt.REFUSED.value,
            LoggedOperation.entity != UNREADABLE,
        )
        before = (Operation.model_validate_json(body) for body in self.session.exec(statement))
        return any(verdict.target_of(refused) == operation.household_id for refused in before)

    def _check_access(self, one: Sent, *, village: str, areas: set[str]) -> None:
        """Judged by every area the officer has held, and every area that the row and its household are in or left."""
        role = self.officer.role if self.officer else None
        if role and may(role, RECORD, held=self.held.now, area=village):
            return
        one.late = True
        self._check_held(areas)

    def _check_held(self, areas: Iterable[str]) -> None:
        role = self.officer.role if self.officer else None
        if role is None or not any(may(role, RECORD, held=self.held.ever, area=code) for code in areas):
            raise Refused(Refusal.ACCESS, "area")

    def _check_target(self, operation: Operation, creates: list[Operation]) -> None:
        """The household that a row changes to is there, or created before it, and of an area the officer has held."""
        target = verdict.target_of(operation)
        if target is None:
            return
        earlier = [create for create in creates if create.stamp < operation.stamp]
        place = self.feed.place_of(target) or verdict.new_home(target, earlier)
        if place is None:
            raise Refused(Refusal.MISSING_ROW, "household")
        self._check_held({place[1], *self.feed.lefts(target)})

    def _store_one(self, one: Sent, creates: list[Operation]) -> OperationReceipt:
        operation = one.operation
        assert operation is not None
        row = self._row(operation)
        home = (row.district_code, row.village) if row else self.feed.home(operation.household_id, self.reach)
        home = home or verdict.new_home(operation.household_id, creates)
        assert home is not None
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
        if one.operation is not None and not one.foreign:
            self.refused[one.operation.stamp] = one.operation
            bases = {name: self._read_bases(one.operation, name) for name in given(one.operation)}
            filing.read_again(self.feed, one.operation, bases=bases, row=self._row(one.operation))
        return receipt

    def _log(
        self, one: Sent, receipt: Receipt, *, refusal: Refusal | None = None, detail: str | None = None
    ) -> OperationReceipt:
        """Keep the operation with its receipt; a refused one that is stored after all keeps one line."""
        if not one.foreign:
            row = one.logged or self._line(one)
            row.receipt, row.refusal, row.detail = receipt.value, refusal.value if refusal else None, detail
            row.late = one.late and receipt != Receipt.REFUSED
            self.session.add(row)
            one.logged = row
        return self._answer(one, receipt, refusal, detail)

    def _line(self, one: Sent) -> LoggedOperation:
        operation = one.operation
        return LoggedOperation(
            district_code=self.district,
            run_id=self.run_id,
            stamp=one.signed.stamp,
            action_id=one.signed.action_id,
            entity=operation.entity if operation else UNREADABLE,
            row_id=operation.row_id if operation else NOWHERE,
            household_id=operation.household_id if operation else NOWHERE,
            officer_id=self.officer_id,
            device_id=self.device.id,
            body=one.signed.body,
            salt=one.signed.salt,
            at=self._at(operation) if operation else self.now_ms,
            received_ms=self.now_ms,
            receipt="",
        )

    def _answer(self, one: Sent, receipt: Receipt, refusal: Refusal | None, detail: str | None) -> OperationReceipt:
        return OperationReceipt(stamp=one.signed.stamp, receipt=receipt, refusal=refusal, detail=detail)


def _path(run: Run) -> list[bytes]:
    """The running hash before the run's first operation and after each."""
    path = [run.continues]
    for signed in run.operations:
        path.append(chained(path[-1], salt=signed.salt, body=signed.body))
    return path
