"""The households that are there when a story begins: one in every village, recorded through a real exchange."""

from random import Random
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.database import Database
from server.services.exchanging import exchange
from server.services.people import signing_keys
from server.tables import Device, DeviceKey
from shared_models.exchange import ExchangeRequest
from shared_models.hlc import Hlc
from shared_models.identity import uuid7
from shared_models.merge import Scalar
from shared_models.operation import GENESIS, Kind, Operation
from tests.server.sender import DISTRICT, Sender, add_officer, epoch_of
from tests.simulation.world_clock import BEGINNING_MS, DAY, WorldClock

VILLAGES = ("56010204", "56010205", "56010401", "56010402", "56020101", "56020102")
FOUNDED_MS = BEGINNING_MS - DAY
RELATIONS = ("head", "spouse", "child")


class Founder:
    """The officer of a tablet that has all villages, and was lost before the story begins."""

    def __init__(self, server: Database) -> None:
        self.chance, self.server = Random("the founder"), server
        key, self.device_id = Ed25519PrivateKey.from_private_bytes(bytes(32)), UUID(int=1)
        with server.writing() as session:
            self.officer_id = add_officer(session, *VILLAGES)
            session.add(Device(district_code=DISTRICT, id=self.device_id, sealing_public=bytes(32)))
            keys = {"district_code": DISTRICT, "device_id": self.device_id, "officer_id": self.officer_id}
            enrolled = DeviceKey(**keys, public_key=key.public_key().public_bytes_raw(), chain=GENESIS)
            session.add(enrolled)
            signing_keys.enter(session, enrolled, now=WorldClock(FOUNDED_MS).now())
        self.sender = Sender(server, self.officer_id, self.device_id, key, epoch_of(server))
        self.count = 0

    def found(self) -> list[Operation]:
        """Everything the story begins with, stored by the server."""
        operations = [operation for village in VILLAGES for operation in self._household(village)]
        request = ExchangeRequest(
            number=1, epoch=self.sender.epoch, clock_ms=FOUNDED_MS, runs=(self.sender.run(operations),)
        )
        caller = self.sender.caller._replace(number=1)
        reply = exchange.exchange(self.server, caller, request, now=WorldClock(FOUNDED_MS).now())
        assert {receipt.receipt for receipt in reply.receipts} == {"stored"}
        return operations

    def _household(self, village: str) -> list[Operation]:
        home, action_id, people = self._id(), self._id(), [self._id() for _ in RELATIONS]
        values: dict[str, Scalar] = {"village_code": village, "house_no": "1", "head_id": str(people[0])}
        made = [self._create("household", home, home, action_id, values)]
        for place, (person, relation) in enumerate(zip(people, RELATIONS, strict=True)):
            values = {"given_name": "บุญมี", "relation": relation, "birth": f"25{20 + 10 * place}"}
            made.append(self._create("person", person, home, action_id, values))
        return made

    def _id(self) -> UUID:
        return uuid7(FOUNDED_MS, self.chance.randbytes(10))

    def _create(self, entity: str, row_id: UUID, home: UUID, action_id: UUID, values: dict[str, Scalar]) -> Operation:
        self.count += 1
        return Operation(
            id=self._id(),
            stamp=Hlc(FOUNDED_MS, self.count, self.device_id.hex[16:]).to_text(),
            action_id=action_id,
            entity=entity,
            row_id=row_id,
            household_id=home,
            kind=Kind.CREATE,
            changes=values,
            wall_ms=FOUNDED_MS,
            officer_id=self.officer_id,
            device_id=self.device_id,
        )
