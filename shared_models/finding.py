"""Finding: something in a household that a person should look at. Written by the server, never a refusal."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from shared_models.synced import Synced, coded


class FindingStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Finding(Synced, table=True):
    """`rule` is its reason code; `other_value` what the row would say instead, in wire form."""

    rule: str = Field(max_length=40)
    entity: str = Field(max_length=40)
    row_id: UUID = Field(index=True)
    field: str | None = Field(default=None, max_length=80)
    other_value: str | None = Field(default=None, max_length=8000)
    source: str | None = Field(default=None, max_length=80)
    status: FindingStatus = coded(default=FindingStatus.OPEN)
