"""A tablet as the server sees it: a key, a chain, a counter and a clock. It sends what a test tells it to."""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, select

from server import security
from server.database import Database
from server.services import districts, pace
from server.services.exchanging import exchange
from server.services.people import signing_keys
from server.tables import Device, DeviceKey, District, OfficerAccount, OfficerArea, ServerState
from shared_models.columns import id_texts, unpack
from shared_models.entities import ENTITIES
from shared_models.exchange import Caller, ExchangeReply, ExchangeRequest, Run, SignedOperation
from shared_models.hlc import Hlc, tick
from shared_models.identity import uuid7
from shared_models.merge import Scalar
from shared_models.officer import Role
from shared_models.operation import GENESIS, Kind, Operation, chained
from tests.migrated import migrated

DISTRICT, OTHER_DISTRICT = "5601", "5602"
SUBDISTRICT, VILLAGE, NEXT_VILLAGE = "560102", "56010204", "56010205"
OTHER_VILLAGE, FAR_VILLAGE = "56010401", "56020101"
T = TypeVar("T")
PATIENT = ",".join(f"{kind}=1000000/minute" for kind in pace.Kind)  # as FIELD_SERVER_LIMITS says it
NO_REPLY = ExchangeReply(number=0, epoch="", time_ms=0)


def new_id() -> UUID:
    return uuid7(time.time_ns() // 1_000_000, os.urandom(10))


@contextmanager
def a_server(database_url: str, *codes: str) -> Iterator[Database]:
    """A migrated database set up for these districts, without the cost of passwords."""
    database = migrated(database_url)
    with database.writing() as session:
        keys = {"signing_key": security.new_signing_key(), "sealing_key": security.new_sealing_key()}
        session.add(ServerState(epoch=os.urandom(8).hex(), **keys))
        for code in codes or (DISTRICT,):
            session.add(District(district_code=code, recovery_public=bytes(32), recovery_wrapped=b""))
    try:
        yield database
    finally:
        database.close()


def read(server: Database, work: Callable[[Session], T]) -> T:
    """What `work` finds, to be looked at when the session is closed."""
    with server.reading() as session:
        found = work(session)
        session.expunge_all()
        return found


def seqs(session: Session) -> dict[UUID, int]:
    """The seq of every row, by id; on the server and on a tablet."""
    return {row_id: seq for model in ENTITIES.values() for row_id, seq in session.exec(select(model.id, model.seq))}


def epoch_of(database: Database) -> str:
    return read(database, districts.epoch)


def add_officer(session: Session, *areas: str, role: Role = Role.OFFICER, district: str = DISTRICT) -> UUID:
    officer_id = new_id()
    session.add(OfficerAccount(district_code=district, id=officer_id, name="อรทัย คำมูล", role=role))
    for area in areas:
        values = {"district_code": district, "officer_id": officer_id, "area_code": area}
        session.add(OfficerArea(**values, since=datetime.now(UTC)))
    return officer_id


@dataclass
class Sender:
    """One officer on one tablet. `clock_ms` is how far the tablet's clock is off; its officers share the stamps."""

    database: Database
    officer_id: UUID
    device_id: UUID
    key: Ed25519PrivateKey
    epoch: str
    district: str = DISTRICT
    clock_ms: int = 0
    number: int = 0
    chain: bytes = GENESIS
    cursors: dict[str, int] = field(default_factory=dict)
    stamps: list[Hlc] = field(default_factory=list)
    reply: ExchangeReply = NO_REPLY

    @property
    def caller(self) -> Caller:
        return Caller(self.district, self.device_id, self.officer_id, self.number, self.epoch)

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.clock_ms

    def stamp(self) -> str:
        last = self.stamps[-1] if self.stamps else Hlc(0, 0, self.device_id.hex[16:])
        self.stamps.append(tick(last, wall_ms=self.now_ms(), seen_ms=0))
        return self.stamps[-1].to_text()

    def operation(
        self, entity: str, row_id: UUID, household_id: UUID, changes: Mapping[str, Scalar], **others: Any
    ) -> Operation:
        """A change unless told otherwise, an action by itself unless `action_id` says so."""
        values: dict[str, Any] = {
            "id": new_id(),
            "stamp": self.stamp(),
            "action_id": new_id(),
            "entity": entity,
            "row_id": row_id,
            "household_id": household_id,
            "kind": Kind.CHANGE,
            "changes": dict(changes),
            "wall_ms": self.now_ms(),
            "officer_id": self.officer_id,
            "device_id": self.device_id,
        }
        return Operation(**{**values, **others})

    def household(self, village: str = VILLAGE, *, members: int = 1, house_no: str = "47/2") -> list[Operation]:
        """One action: a new household and its members, the first of whom is its head."""
        home, action = new_id(), {"kind": Kind.CREATE, "action_id": new_id()}
        people = [new_id() for _ in range(members)]
        values = {"village_code": village, "house_no": house_no, "head_id": str(people[0]) if people else None}
        edits = [self.operation("household", home, home, values, **action)]
        for number, person_id in enumerate(people):
            edits.append(self.operation("person", person_id, home, {"given_name": f"บุญมี{number}"}, **action))
        return edits

    def change(self, created: Operation, changes: Mapping[str, Scalar], *saw: Operation, **others: Any) -> Operation:
        """An edit of a row that `created` made, by someone whose screen showed what `saw` had written."""
        bases = {name: tuple(o.stamp for o in saw if name in o.changes) for name in changes}
        household_id = others.pop("household_id", created.household_id)
        return self.operation(created.entity, created.row_id, household_id, changes, **{"bases": bases, **others})

    def rehome(self, created: Operation, target: UUID, *saw: Operation, **others: Any) -> Operation:
        """A change of household, by someone whose screen showed what `saw`, or else the create, had said of it."""
        bases = {"household_id": tuple(operation.stamp for operation in saw or (created,))}
        return self.change(created, {"household_id": str(target)}, **{"bases": bases, **others})

    def run(self, operations: Sequence[Operation]) -> Run:
        """Consecutive operations, signed; the chain goes on behind them."""
        before, signed = self.chain, []
        for operation in operations:
            body, salt = operation.body(), os.urandom(8)
            signed.append(SignedOperation(stamp=operation.stamp, action_id=operation.action_id, body=body, salt=salt))
            self.chain = chained(self.chain, salt=salt, body=body)
        return self.signed(before, signed)

    def signed(self, before: bytes, operations: Sequence[SignedOperation]) -> Run:
        """Any bodies as a run that continues `before`; the chain does not move."""
        ends = before
        for one in operations:
            ends = chained(ends, salt=one.salt, body=one.body)
        signature = self.key.sign(ends)
        return Run(officer_id=self.officer_id, continues=before, operations=tuple(operations), signature=signature)

    def exchange(self, *runs: Run, **others: Any) -> ExchangeReply:
        """One request with these runs; the cursors go on from its reply."""
        self.number += 1
        values = {"number": self.number, "epoch": self.epoch, "clock_ms": self.now_ms(), "cursors": self.cursors}
        request = ExchangeRequest(**{**values, "runs": runs, **others})
        caller = self.caller._replace(number=request.number, epoch=request.epoch)
        self.reply = exchange.exchange(self.database, caller, request, now=datetime.now(UTC))
        if "cursors" not in others:
            self.cursors = dict(self.reply.cursors)
        return self.reply

    def send(self, *operations: Operation, **others: Any) -> list[str]:
        """Send operations as one run. Returns each receipt, of a refusal its reason."""
        reply = self.exchange(self.run(operations), **others)
        assert [receipt.stamp for receipt in reply.receipts] == [operation.stamp for operation in operations]
        return receipts(reply)

    def pull(self) -> dict[str, dict[str, list[Any]]]:
        """The rows of one request, column by column."""
        return tables(self.exchange())


def assign(supervisor: Sender, household: Operation, officer_id: UUID, **others: Scalar) -> Operation:
    """A household is an officer's from the beginning of the year, or as told."""
    values = {"officer_id": str(officer_id), "since": "2026-01-01", **others}
    given = supervisor.operation("assignment", new_id(), household.row_id, values, kind=Kind.CREATE)
    assert supervisor.send(given) == ["stored"]
    return given


def receipts(reply: ExchangeReply) -> list[str]:
    return [(receipt.refusal or receipt.receipt).value for receipt in reply.receipts]


def tables(reply: ExchangeReply) -> dict[str, dict[str, list[Any]]]:
    ids = id_texts(reply.ids)
    return {entity: unpack(packed, ids) for entity, packed in reply.tables.items()}


def a_sender(
    database: Database,
    *areas: str,
    role: Role = Role.OFFICER,
    beside: Sender | None = None,
    district: str = DISTRICT,
    **others: Any,
) -> Sender:
    """An enrolled tablet; `beside` another officer on hers."""
    key = Ed25519PrivateKey.generate()
    device_id = beside.device_id if beside else uuid4()
    with database.writing() as session:
        officer_id = add_officer(session, *(areas or (SUBDISTRICT,)), role=role, district=district)
        if not beside:
            session.add(Device(district_code=district, id=device_id, sealing_public=bytes(32)))
        public = key.public_key().public_bytes_raw()
        keys = {"district_code": district, "device_id": device_id, "officer_id": officer_id}
        enrolled = DeviceKey(**keys, public_key=public, chain=GENESIS)
        session.add(enrolled)
        signing_keys.enter(session, enrolled, now=datetime.now(UTC))
    shared = {"stamps": beside.stamps} if beside else {}
    return Sender(database, officer_id, device_id, key, epoch_of(database), district, **shared, **others)
