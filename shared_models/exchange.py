"""The wire of POST /v1/sync and of enrolment, used by both sides. Bodies are MessagePack, gzip-compressed.

Every request is signed over `signed_text`: method, path, body hash, epoch and the tablet's request number.
"""

from enum import StrEnum
from hashlib import sha256
from typing import Annotated, NamedTuple, Self
from uuid import UUID

import msgpack
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared_models.columns import Packed
from shared_models.operation import Milliseconds, Stamp
from shared_models.reference import ReferenceDocument

SCHEMA_VERSION = 1
MAX_RUN = 500  # operations a request carries, unless one action alone has more
MAX_WAITING = (1 << 31) - 1
MAX_AUTHORITY = 4096  # bytes of a certificate
MAX_NUMBER = (1 << 63) - 2  # leaves room for the next one
CONTENT_TYPE = "application/vnd.home-visit+msgpack"
AUTHORIZATION_SCHEME = "HomeVisit"
Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]
ScopeCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,8}$")]
PublicKey = Annotated[bytes, Field(min_length=32, max_length=32)]


class Receipt(StrEnum):
    """What became of an operation at the server."""

    STORED = "stored"
    KNOWN = "known"
    CONFLICT = "conflict"
    HELD = "held"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why an operation was refused."""

    ACCESS = "access"
    UPGRADE = "upgrade"
    MALFORMED = "malformed"
    MISSING_ROW = "missing_row"
    TOO_LARGE = "too_large"
    INTERNAL = "internal"


NOT_ASSIGNED = "not_assigned"  # the detail of ACCESS where a mentor writes in a household that was never theirs


class Wire(BaseModel):
    """A message: `to_bytes` and `from_bytes` are its form on the wire; a wrong form raises ValueError."""

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    def to_bytes(self) -> bytes:
        """MessagePack; ids as text."""
        packed: bytes = msgpack.packb(self.model_dump(mode="python"), default=_packable)
        return packed

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The reverse of to_bytes. Raises ValueError."""
        try:
            return cls.model_validate(msgpack.unpackb(data, strict_map_key=False))
        except (msgpack.UnpackException, ValueError, TypeError, RecursionError) as problem:
            raise ValueError(f"not a {cls.__name__}") from problem


def _packable(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no wire form for {type(value).__name__}")


class SignedOperation(Wire):
    """An operation's body with the salt of its hash; named outside too, so that an unreadable body can be answered."""

    stamp: Stamp
    action_id: UUID
    body: bytes
    salt: bytes


class Run(Wire):
    """Consecutive operations of one officer on one tablet: the hash they continue, and the last one's signature."""

    officer_id: UUID
    continues: bytes
    operations: tuple[SignedOperation, ...]
    signature: bytes


class HandOver(Wire):
    """A refused operation that its officer leaves to the office: when, by the tablet's clock, and what was noted."""

    stamp: Stamp
    at_ms: Milliseconds
    note: str = ""


class Escrow(Wire):
    """An officer's recovery codes on this tablet, sealed to the district's recovery key (recovery.py)."""

    officer_id: UUID
    sealed: Annotated[bytes, Field(min_length=1, max_length=1024)]

    @property
    def mark(self) -> bytes:
        """What tells these codes from later ones: the SHA-256 of the sealed text."""
        return sha256(self.sealed).digest()


class HandedDraft(Wire):
    """What an officer who may work no longer had typed in a form and not saved: the form's values as JSON."""

    officer_id: UUID
    household_id: UUID | None
    form: Annotated[str, StringConstraints(max_length=200)]
    body: Annotated[str, StringConstraints(max_length=100_000)]
    saved_ms: Milliseconds

    @property
    def mark(self) -> bytes:
        """What tells this draft from later ones of the form: a SHA-256."""
        return sha256(f"{self.officer_id}\n{self.form}\n{self.saved_ms}\n{self.body}".encode()).digest()


class PassedDraft(Wire):
    """A handed-in draft that the office passes on to `officer_id`, under the `id` of that passing.

    `form`, `body` and `saved_ms` are as its writer's tablet had them; `writer` is that officer's name.
    """

    id: UUID
    officer_id: UUID
    household_id: UUID | None
    form: Annotated[str, StringConstraints(max_length=200)]
    body: Annotated[str, StringConstraints(max_length=100_000)]
    saved_ms: Milliseconds
    writer: str = ""


class ExchangeRequest(Wire):
    """`mismatched`: the scope codes whose digest still did not match after they were pulled again.

    `room`: how many changed rows the reply may bring, less on a bad link; None leaves it to the server. `handed` and
    `escrows`: what the tablet does not know the office to have on record. `waiting`: how many operations are still to
    be sent after these; None from an app that does not tell. `drafts`: of officers whom the last reply calls withdrawn.
    `taken`: the passed drafts of the last reply, which the tablet has now; None from an app that takes none.
    """

    number: Number
    epoch: str
    clock_ms: Milliseconds
    app_version: Annotated[str, StringConstraints(max_length=40)] = ""
    schema_version: int = SCHEMA_VERSION
    reference_version: str = ""
    cursors: dict[str, Annotated[int, Field(ge=0, le=MAX_NUMBER)]] = Field(default_factory=dict)
    mismatched: tuple[ScopeCode, ...] = ()
    room: Annotated[int, Field(ge=1)] | None = None
    runs: tuple[Run, ...] = ()
    handed: tuple[HandOver, ...] = ()
    escrows: Annotated[tuple[Escrow, ...], Field(max_length=100)] = ()
    drafts: Annotated[tuple[HandedDraft, ...], Field(max_length=100)] = ()
    taken: Annotated[tuple[UUID, ...], Field(max_length=100)] | None = None
    waiting: Annotated[int, Field(ge=0, le=MAX_WAITING)] | None = None


class OperationReceipt(Wire):
    """`detail` is a refusal's words or the conflict's id."""

    stamp: Stamp
    receipt: Receipt
    refusal: Refusal | None = None
    detail: str | None = None


class Left(Wire):
    """A household that left the area the cursor covers, and the village it went to.

    `row_id` names one row that left by itself, having changed household. Then `household_id` says the same id: nothing
    lives there, so a tablet that does not know of such lefts drops nothing by mistake.
    """

    household_id: UUID
    to: str
    row_id: UUID | None = None


class SnapshotOffer(Wire):
    """A scope code's rows as a file to be fetched by `hash` (snapshot.py); then its cursor goes on at `seq`."""

    code: ScopeCode
    hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]  # SHA-256 of the file
    seq: Annotated[int, Field(ge=1, le=MAX_NUMBER)]
    size: Annotated[int, Field(ge=1, le=1 << 40)]  # bytes
    rows: int


class ExchangeReply(Wire):
    """What changed since the cursors. `zero`: scope codes that come whole; `gone`: answered rows not in the scope.

    Areas too large for a reply are offered as `snapshots` instead, and have no cursor yet. `handed` and `escrows`:
    those of the request that are on record now, without their notes, and as their marks; so are `drafts`. `withdrawn`:
    the tablet's officers who may work on it no longer. `passed`: drafts of others for its officers, in each reply until
    a request says that they are taken. `answered`: the server's signature of lease.answer_text; empty from one that
    gives no lease.
    """

    number: int
    epoch: str
    time_ms: int
    receipts: tuple[OperationReceipt, ...] = ()
    handed: tuple[HandOver, ...] = ()
    escrows: tuple[bytes, ...] = ()
    drafts: tuple[bytes, ...] = ()
    withdrawn: tuple[UUID, ...] = ()
    passed: tuple[PassedDraft, ...] = ()
    answered: bytes = b""
    start: dict[str, int] = Field(default_factory=dict)
    cursors: dict[str, int] = Field(default_factory=dict)
    more: bool = False
    scope: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()
    snapshots: tuple[SnapshotOffer, ...] = ()
    ids: bytes = b""
    tables: dict[str, Packed] = Field(default_factory=dict)
    lefts: tuple[Left, ...] = ()
    gone: tuple[UUID, ...] = ()
    digests: dict[str, str] | None = None
    reference: ReferenceDocument | None = None


class EnrolmentRequest(Wire):
    """`lookup` is the code's first 4 letters; the rest never travels: it keys `mac` over the tablet's keys.

    `pins`: the tablet knows an office's own certificate authority, and wants it proven with the keys. `joins`: the
    tablet is another officer's, too; one who works on it already, of `officers`, does not join it again. `device_mac`
    shows that a tablet that names its id is that tablet: enrolment.device_mac.
    """

    lookup: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{4}$")]
    signing_public: PublicKey
    sealing_public: PublicKey
    device_id: UUID | None = None
    joins: bool = False
    officers: tuple[UUID, ...] = ()
    device_mac: bytes = b""
    mac: bytes
    pins: bool = False


class EnrolmentReply(Wire):
    """`scope` and `households`: what the tablet will hold. `mac` proves that the server knows the code, too.

    `authority`: the certificate (DER) of the office's own authority, where the server's is signed by one.
    """

    district_code: str
    device_id: UUID
    officer_id: UUID
    officer_name: str
    scope: tuple[str, ...]
    households: int
    epoch: str
    server_signing_public: PublicKey
    server_sealing_public: PublicKey
    recovery_public: PublicKey
    mac: bytes
    authority: Annotated[bytes, Field(min_length=1, max_length=MAX_AUTHORITY)] | None = None


class Caller(NamedTuple):
    """Who signs a request, as its Authorization header says; `number` is the tablet's request counter."""

    district_code: str
    device_id: UUID
    officer_id: UUID
    number: int
    epoch: str


def signed_text(caller: Caller, *, method: str, path: str, body: bytes) -> bytes:
    """What the officer's key on the tablet signs."""
    parts = (method, path, sha256(body).hexdigest(), *caller)
    return "\n".join(str(part) for part in parts).encode()


def authorization(caller: Caller, signature: bytes) -> str:
    """The Authorization header of a signed request."""
    return " ".join((AUTHORIZATION_SCHEME, *(str(part) for part in caller), signature.hex()))


def parse_authorization(header: str) -> tuple[Caller, bytes]:
    """The reverse of `authorization`. Raises ValueError."""
    scheme, district_code, device_id, officer_id, number, epoch, signature = header.split(" ")
    if scheme != AUTHORIZATION_SCHEME:
        raise ValueError("not a signed request")
    return Caller(district_code, UUID(device_id), UUID(officer_id), int(number), epoch), bytes.fromhex(signature)
