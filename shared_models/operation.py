"""Operation: one recorded edit of one row. It never changes once recorded; its stamp is its identity."""

from enum import StrEnum
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared_models.merge import Scalar

Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
EntityName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Milliseconds = Annotated[int, Field(ge=-(1 << 53), le=1 << 53)]  # since 1970; a wrong clock can be far off
GENESIS = bytes(32)  # what the first operation of an officer on a tablet continues
MAX_BODY_BYTES = 64 * 1024


class Kind(StrEnum):
    """There is no delete: nothing is deleted."""

    CREATE = "create"
    CHANGE = "change"


class Operation(BaseModel):
    """`changes` and `bases` are in wire form (entities.wire); `wall_ms` is the tablet's own clock when it was recorded.

    Operations with a common `action_id` are one action of the officer: stored or refused together.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    stamp: Stamp
    action_id: UUID
    entity: EntityName
    row_id: UUID
    household_id: UUID
    kind: Kind
    changes: dict[str, Scalar]
    bases: dict[str, tuple[Stamp, ...]] = Field(default_factory=dict)
    wall_ms: Milliseconds
    officer_id: UUID
    device_id: UUID
    visit_id: UUID | None = None
    reason: str | None = None
    mends: Stamp | None = None

    def body(self) -> bytes:
        """The bytes that are hashed, signed, sent and kept for ever."""
        return self.model_dump_json(exclude_none=False, exclude_defaults=False).encode()


def salted(salt: bytes, body: bytes) -> bytes:
    """What stands for an operation in the chain, 32 bytes: a body that retention removes leaves it."""
    return sha256(salt + body).digest()


def linked(before: bytes, digest: bytes) -> bytes:
    """The running hash after one more operation, of which the salted hash is at hand."""
    return sha256(before + digest).digest()


def chained(before: bytes, *, salt: bytes, body: bytes) -> bytes:
    """The running hash of an officer's operations on a tablet after one more."""
    return linked(before, salted(salt, body))
