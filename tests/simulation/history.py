"""Random histories: officers who record without looking, send when they like, and follow the feed by cursors alone."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.services.exchanging import answer, exchange
from server.tables import Device, DeviceKey
from shared_models.exchange import ExchangeReply, ExchangeRequest
from shared_models.hlc import Hlc
from shared_models.merge import Scalar
from shared_models.operation import GENESIS, Kind, Operation
from tests.server.sender import DISTRICT, Sender, add_officer, epoch_of, receipts, tables
from tests.simulation.model import HOME, NOWHERE, VILLAGE, Author, Office, inside
from tests.simulation.stage import StageDatabase
from tests.simulation.tablets import an_id
from tests.simulation.world_clock import HOUR, SECOND, SKEWS_MS, WorldClock

VILLAGES = ("56010204", "56010205", "56010401", "56020101", "56020102", NOWHERE)
AREAS = (("560102", "56020101"), ("5601", "5602"), ("56010401", "5602"), ("56010204", "56020102"))
AGAIN = 0.2  # how often an action that was sent is sent once more
FIELDS = {"household": ("house_no", "address", VILLAGE), "person": ("phone", HOME)}
Seen = dict[tuple[UUID, str], tuple[str, ...]]  # the heads of each field


@dataclass
class Follower:
    """`waiting` is recorded and not sent; `rows` what the feed brought: the household of each row, and its village."""

    sender: Sender
    areas: tuple[str, ...]
    skew_ms: int
    waiting: list[list[Operation]] = field(default_factory=list)
    sent: list[list[Operation]] = field(default_factory=list)
    rows: dict[UUID, tuple[UUID, str]] = field(default_factory=dict)
    count: int = 0

    def take_in(self, reply: ExchangeReply) -> None:
        """By nothing but what the reply says."""
        brought = {
            UUID(row_id): (UUID(home), village)
            for entity, columns in tables(reply).items()
            if entity in FIELDS
            for row_id, home, village in zip(columns["id"], columns["household_id"], columns["village"], strict=True)
        }
        left = [left for left in reply.lefts if not inside(left.to, reply.scope)]
        homes, alone = {left.household_id for left in left if left.row_id is None}, {left.row_id for left in left}
        gone = {i for i, (home, v) in self.rows.items() if home in homes or i in alone or inside(v, reply.zero)}
        self.rows = {i: row for i, row in self.rows.items() if i not in gone | set(reply.gone)} | brought


@dataclass
class History:
    """One seed: the same steps for the real office and for the model. `past` are the heads as they once were."""

    server: StageDatabase
    chance: Random
    clock: WorldClock = field(default_factory=WorldClock)
    office: Office = field(default_factory=Office)
    followers: list[Follower] = field(default_factory=list)
    past: list[Seen] = field(default_factory=lambda: [{}])
    differences: list[str] = field(default_factory=list)

    def begin(self) -> None:
        for areas in self.chance.sample(AREAS, 3):
            key = Ed25519PrivateKey.from_private_bytes(self.chance.randbytes(32))
            device_id = UUID(bytes=self.chance.randbytes(16), version=4)
            with self.server.writing() as session:
                officer_id = add_officer(session, *areas)
                session.add(Device(district_code=DISTRICT, id=device_id, sealing_public=bytes(32)))
                keys = {"district_code": DISTRICT, "device_id": device_id, "officer_id": officer_id}
                session.add(DeviceKey(**keys, public_key=key.public_key().public_bytes_raw(), chain=GENESIS))
            sender = Sender(self.server, officer_id, device_id, key, epoch_of(self.server))
            self.followers.append(Follower(sender, areas, self.chance.choice(SKEWS_MS)))

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.clock.passes(self.chance.choice([SECOND, HOUR]))
            follower = self.chance.choice(self.followers)
            if self.chance.random() < 0.6:
                follower.waiting.append(self._recorded(follower))
            else:
                self._exchanged(follower)
        for again in (AGAIN, 0.0):  # what was refused can be stored when it comes again: then all must hear of it
            for follower in self.followers:
                while self._exchanged(follower, again) or follower.waiting:
                    pass

    # recording --------------------------------------------------------------------------------------------------------

    def _recorded(self, follower: Follower) -> list[Operation]:
        """One action: a new household, or edits of rows that the office, or only this officer, knows of."""
        action_id, chance = self._id(), self.chance
        known = self._known(follower)
        homes = [i for i, (entity, _) in known.items() if entity == "household"]
        if not homes or chance.random() < 0.08:
            return self._new_household(follower, action_id)
        made = []
        for _ in range(chance.choice([1, 1, 2])):
            row_id = chance.choice(list(known))
            entity, home = known[row_id]
            name = chance.choice(FIELDS[entity])
            values: dict[str, Scalar] = {VILLAGE: chance.choice(VILLAGES), HOME: str(chance.choice(homes))}
            changes = {name: values.get(name, str(chance.randint(0, 3)))}
            if entity == "person" and chance.random() < 0.1:
                home = chance.choice(homes)  # as somebody names it who saw the person there
            bases = {name: self._seen(follower, row_id, name)}
            made.append(self._operation(follower, action_id, entity, row_id, home, changes, bases=bases))
        return made

    def _known(self, follower: Follower) -> dict[UUID, tuple[str, UUID]]:
        """Entity and household by row."""
        known = {i: (row.entity, row.home) for i, row in self.office.rows.items()}
        for operation in (o for action in follower.waiting + follower.sent for o in action if o.kind == Kind.CREATE):
            known.setdefault(operation.row_id, (operation.entity, operation.household_id))
        return known

    def _new_household(self, follower: Follower, action_id: UUID) -> list[Operation]:
        home, create = self._id(), {"kind": Kind.CREATE}
        values: dict[str, Scalar] = {VILLAGE: self.chance.choice(VILLAGES), "house_no": "0"}
        made = [self._operation(follower, action_id, "household", home, home, values, **create)]
        for _ in range(self.chance.randint(1, 2)):
            named: dict[str, Scalar] = {"given_name": "บุญมี"}
            made.append(self._operation(follower, action_id, "person", self._id(), home, named, **create))
        return made

    def _seen(self, follower: Follower, row_id: UUID, name: str) -> tuple[str, ...]:
        """The heads that a screen may have shown: of now, of some time ago, or the officer's own last edit."""
        own = [o.stamp for a in follower.sent + follower.waiting for o in a if o.row_id == row_id and name in o.changes]
        if own and self.chance.random() < 0.5:
            return (own[-1],)
        return self.chance.choice([self.past[-1], self.chance.choice(self.past)]).get((row_id, name), ())

    def _operation(
        self,
        follower: Follower,
        action_id: UUID,
        entity: str,
        row_id: UUID,
        home: UUID,
        changes: dict[str, Scalar],
        **others: object,
    ) -> Operation:
        follower.count += 1
        wall_ms, sender = self.clock.now_ms + follower.skew_ms, follower.sender
        values = {
            "id": self._id(),
            "stamp": Hlc(max(wall_ms, 0), follower.count, sender.device_id.hex[16:]).to_text(),
            "action_id": action_id,
            "entity": entity,
            "row_id": row_id,
            "household_id": home,
            "kind": Kind.CHANGE,
            "changes": changes,
            "wall_ms": wall_ms,
            "officer_id": sender.officer_id,
            "device_id": sender.device_id,
        }
        return Operation.model_validate({**values, **others})

    def _id(self) -> UUID:
        return an_id(self.chance, self.clock.now_ms)

    # exchanging -------------------------------------------------------------------------------------------------------

    def _exchanged(self, follower: Follower, again: float = AGAIN) -> bool:
        """Some actions go up, perhaps one of them once more, and some of the feed comes down. Whether there is more."""
        chance, sender, count = self.chance, follower.sender, self.chance.choice([0, 1, 2, 9])
        twice = chance.sample(follower.sent, 1) if follower.sent and chance.random() < again else []
        operations = [operation for action in twice + follower.waiting[:count] for operation in action]
        follower.sent += follower.waiting[:count]
        del follower.waiting[:count]
        sender.number += 1
        request = ExchangeRequest(
            number=sender.number,
            epoch=sender.epoch,
            clock_ms=self.clock.now_ms + follower.skew_ms,
            cursors=sender.cursors,
            room=chance.choice([1, 3, answer.PAGE]),
            runs=(sender.run(operations),) if operations else (),
        )
        reply = exchange.exchange(self.server, sender.caller, request, now=self.clock.now())
        sender.cursors = dict(reply.cursors)
        follower.take_in(reply)
        self._compare(follower, operations, receipts(reply))
        self.past.append(self._heads())
        return reply.more

    def _compare(self, follower: Follower, operations: list[Operation], found: list[str]) -> None:
        """What the office said of these operations, and what the rules say."""
        author = Author(follower.areas, follower.areas)
        expected = self.office.take(author, operations, now_ms=self.clock.now_ms, skew_ms=follower.skew_ms)
        self.differences += [
            f"{operation.entity} {operation.changes}: {receipt}, not {expected[operation.stamp]}"
            for operation, receipt in zip(operations, found, strict=True)
            if receipt != expected[operation.stamp]
        ]

    def _heads(self) -> Seen:
        rows = self.office.rows.items()
        return {(i, name): tuple(sorted(values)) for i, row in rows for name, values in row.values.items()}
