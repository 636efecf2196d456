"""The way up of the exchange: check a tablet's signed runs, judge each action, store it whole or refuse it whole."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from server.security import is_signed
from server.services.exchanging import filing, reach, run_log, verdict
from server.services.exchanging.feed import Feed
from server.services.exchanging.judgement import Home, Judgement
from server.services.exchanging.operation_log import NOWHERE, UNREADABLE, Logged, OperationLog
from server.services.exchanging.run_log import Came
from server.services.exchanging.verdict import Refused, Sent
from server.services.exchanging.writer import Writer
from server.services.households import household_findings
from server.tables import Device, DeviceKey
from shared_models.entities import ENTITIES
from shared_models.exchange import ExchangeRequest, OperationReceipt, Receipt, Refusal, Run
from shared_models.fiscal_year import thai_day
from shared_models.operation import Kind, Operation, salted
from shared_models.rows import given

log = logging.getLogger(__name__)


class Taken(NamedTuple):
    """A receipt for every operation of a request, and those of them that can be read."""

    receipts: list[OperationReceipt]
    operations: list[Operation]


def take(session: Session, device: Device, request: ExchangeRequest, *, wall_ms: int) -> Taken:
    """Judge and store a request's runs. Every operation gets its receipt."""
    if not request.runs:
        return Taken([], [])
    feed = Feed(session)
    intakes = [Intake(feed, device, run, schema_version=request.schema_version) for run in request.runs]
    feed.lock({district for intake in intakes for district in intake.districts()})
    if not feed.alone:
        feed.forget()  # what was read before the lock may have changed
    for intake in intakes:
        intake.load()
    now_ms = feed.now(wall_ms)
    skew_ms = request.clock_ms - now_ms
    receipts = [receipt for intake in intakes for receipt in intake.take(skew_ms=skew_ms, now_ms=now_ms)]
    _review(feed, now_ms)
    feed.settle()
    return Taken(receipts, [operation for intake in intakes for operation in intake.operations])


def _review(feed: Feed, now_ms: int) -> None:
    """A fault in a review must not keep anybody's work out."""
    try:
        with feed.savepoint():
            household_findings.review(feed, on=thai_day(datetime.fromtimestamp(now_ms / 1000, UTC)))
    except Exception as problem:
        log.error("households were not reviewed: %s", type(problem).__name__)


class Intake:
    """One officer's run from one tablet, inside the writing transaction of its exchange."""

    def __init__(self, feed: Feed, device: Device, run: Run, *, schema_version: int) -> None:
        self.feed, self.session, self.device, self.run = feed, feed.session, device, run
        self.schema_version = schema_version
        self.writer = Writer(feed.session, device, run.officer_id)
        self.log = OperationLog(feed.session, device.district_code)
        self.sent = [verdict.read(signed, device.id) for signed in run.operations]
        self.operations = [one.operation for one in self.sent if one.operation]
        self.judgement = Judgement(feed, self.log, self.writer, self.sent)
        self.not_stored: dict[str, Operation] = {}

    def districts(self) -> set[str]:
        """Every district that these operations may write in."""
        self._load_households()
        return reach.districts(self.judgement, self.operations)

    def load(self) -> None:
        """Look for all rows that the run is about with few queries."""
        self._load_households()
        rows = defaultdict[str, set[UUID]](set)
        for operation in self.operations:
            rows[operation.entity].add(operation.row_id)
        for entity in rows.keys() & ENTITIES.keys() - {"household"}:
            names = self._changed(entity) | (
                {"life_state", "merged_into", "given_name"} if entity == "person" else set()
            )
            self.feed.rows.load(entity, rows[entity], self.writer.reach, names=names)
        self.feed.load_lefts({row_id for ids in rows.values() for row_id in ids})

    def _load_households(self) -> None:
        households = {operation.household_id for operation in self.operations}
        self.feed.rows.load(
            "household", households, self.writer.reach, names=self._changed("household") | {"merged_into"}
        )
        self.feed.load_lefts(households)

    def _changed(self, entity: str) -> set[str]:
        return {name for operation in self.operations if operation.entity == entity for name in operation.changes}

    def take(self, *, skew_ms: int, now_ms: int) -> list[OperationReceipt]:
        self.skew_ms, self.now_ms = skew_ms, now_ms
        key = self.session.get(DeviceKey, (self.writer.district, self.writer.device_id, self.writer.officer_id))
        path = run_log.path(self.run)
        if key is None or not is_signed(key.public_key, self.run.signature, path[-1]):
            refusal = Refusal.MALFORMED if key else Refusal.ACCESS
            return [_answer(one, Receipt.REFUSED, refusal, "signature") for one in self.sent]
        self._look_up()
        self.run_id = run_log.keep(self.session, key, Came(self.run, path, self.sent, self.now_ms))
        receipts = self._judge_all()
        self.log.write()
        return receipts

    def _judge_all(self) -> list[OperationReceipt]:
        actions = [list(action) for _, action in groupby(self.sent, key=lambda one: one.signed.action_id)]
        try:
            with self.feed.savepoint():
                return [receipt for action in actions for receipt in self._judge_action(action, self._store)]
        except Exception:  # once more, each action by itself, to find out which it was
            self._look_up()
            return [receipt for action in actions for receipt in self._judge_action(action, self._store_alone)]

    def _look_up(self) -> None:
        """Find what the log has of these operations, and the refused and held ones among their bases."""
        self.log.forget()
        self.not_stored.clear()
        logged, seen = self.log.find({one.signed.stamp for one in self.sent}), set[str]()
        for one in self.sent:
            stamp, there = one.signed.stamp, logged.get(one.signed.stamp)
            one.foreign = one.foreign or stamp in seen or bool(there and not there.is_of(one.signed))
            one.logged = None if one.foreign else there
            seen.add(stamp)
        wanted = set(_bases(self.operations))
        while wanted:
            found = self.log.not_stored(wanted)
            self.not_stored.update((operation.stamp, operation) for operation in found)
            wanted = set(_bases(found)) - set(self.not_stored)

    def _read_bases(self, operation: Operation) -> dict[str, set[str]]:
        """The bases of each value. One naming what is not stored is read as that operation's own bases."""
        return {name: self._read_base(operation, name) for name in given(operation)}

    def _read_base(self, operation: Operation, name: str) -> set[str]:
        bases, todo = set[str](), list(operation.bases.get(name, ()))
        while todo:
            base = todo.pop()
            if base not in bases:
                bases.add(base)
                todo += self.not_stored[base].bases.get(name, ()) if base in self.not_stored else ()
        return bases

    def _judge_action(
        self, action: list[Sent], store: Callable[[list[Sent]], list[OperationReceipt]]
    ) -> list[OperationReceipt]:
        """Store the operations of one action that are new, or refuse them all."""
        new = [one for one in action if one.logged is None or one.logged.receipt == Receipt.REFUSED]
        known = [_again(one.logged) for one in action if one.logged and one.logged.receipt != Receipt.REFUSED]
        if not new:
            return known
        if self.writer.revoked:
            return known + [self._hold(one) for one in new]
        try:
            return known + store(new)
        except Refused as why:
            return known + [self._refuse(one, why.refusal, why.words) for one in new]

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
        homes = [self.judgement.judge(one, together, schema_version=self.schema_version) for one in action]
        bases = [self._read_bases(operation) for operation in together]
        if len(action) == 1 and homes[0]:
            return [self._store_one(action[0], home=homes[0], bases=bases[0])]
        creates = [operation for operation in together if operation.kind == Kind.CREATE]
        return [  # one may move the next one's row
            self._store_one(one, home=self.judgement.home(operation, creates), bases=read)
            for one, operation, read in zip(action, together, bases, strict=True)
        ]

    def _store_one(self, one: Sent, *, home: Home, bases: dict[str, set[str]]) -> OperationReceipt:
        operation = one.operation
        assert operation is not None
        conflicts = filing.apply(self.feed, operation, bases=bases, at=self._at(one), home=home)
        self.not_stored.pop(operation.stamp, None)
        if conflicts:
            return self._log(one, Receipt.CONFLICT, detail=str(conflicts[0]))
        return self._log(one, Receipt.STORED)

    def _at(self, one: Sent) -> int:
        """When it was made, by the server's clock: the tablet's time less its skew, never later than now.

        One that comes again has the time of its first coming: the tablet's clock may have been set since.
        """
        if one.logged is not None:
            return one.logged.at
        return min(self.now_ms, one.operation.wall_ms - self.skew_ms) if one.operation else self.now_ms

    def _refuse(self, one: Sent, refusal: Refusal, words: str) -> OperationReceipt:
        receipt = self._log(one, Receipt.REFUSED, refusal=refusal, detail=words)
        self._stand_for(one)
        return receipt

    def _hold(self, one: Sent) -> OperationReceipt:
        receipt = self._log(one, Receipt.HELD)
        self._stand_for(one)
        return receipt

    def _stand_for(self, one: Sent) -> None:
        """What it had seen stands for it, in those that name it: also in those that came earlier, after a restore."""
        if one.operation is not None and not one.foreign:
            self.not_stored[one.operation.stamp] = one.operation
            bases = self._read_bases(one.operation)
            filing.read_again(self.feed, one.operation, bases=bases, row=self.judgement.row(one.operation))

    def _log(
        self, one: Sent, receipt: Receipt, *, refusal: Refusal | None = None, detail: str | None = None
    ) -> OperationReceipt:
        """Keep the operation with its receipt; a refused one that is stored after all keeps one line."""
        if not one.foreign:
            operation = one.operation
            line = {
                "district_code": self.writer.district,
                "run_id": NOWHERE if one.logged else self.run_id,
                "stamp": one.signed.stamp,
                "action_id": one.signed.action_id,
                "entity": operation.entity if operation else UNREADABLE,
                "row_id": operation.row_id if operation else NOWHERE,
                "household_id": operation.household_id if operation else NOWHERE,
                "officer_id": self.writer.officer_id,
                "device_id": self.writer.device_id,
                "body": one.signed.body,
                "salt": one.signed.salt,
                "digest": salted(one.signed.salt, one.signed.body),
                "place": one.place,
                "at": self._at(one),
                "received_ms": self.now_ms,
                "receipt": receipt.value,
                "refusal": refusal.value if refusal else None,
                "detail": detail,
                "late": one.late and receipt != Receipt.REFUSED,
                "mends": operation.mends if operation else None,
            }
            self.log.note(line, is_there=one.logged is not None)
        return _answer(one, receipt, refusal, detail)


def _again(logged: Logged) -> OperationReceipt:
    """The receipt of one that the log has: a held one still waits, a stored one is known."""
    receipt = Receipt.HELD if logged.receipt == Receipt.HELD else Receipt.KNOWN
    return OperationReceipt(stamp=logged.stamp, receipt=receipt, detail=logged.detail)


def _answer(one: Sent, receipt: Receipt, refusal: Refusal | None, detail: str | None) -> OperationReceipt:
    return OperationReceipt(stamp=one.signed.stamp, receipt=receipt, refusal=refusal, detail=detail)


def _bases(operations: list[Operation]) -> Iterator[str]:
    return (base for operation in operations for bases in operation.bases.values() for base in bases)
