"""Finding: something in a household that a person should look at. Written by the server, never a refusal."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from shared_models.field_facts import about
from shared_models.synced import Synced, coded


class FindingStatus(StrEnum):
    """Open while the rule does not hold and nobody has closed it."""

    OPEN = "open"
    CLOSED = "closed"


class Finding(Synced, table=True):
    """`rule` is its reason code; `other_value` what the row would say instead, in wire form."""

    rule: str = Field(max_length=40, schema_extra=about(section="finding", asked=False))
    entity: str = Field(max_length=40, schema_extra=about(asked=False))
    row_id: UUID = Field(index=True, schema_extra=about(asked=False))
    field: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))
    other_value: str | None = Field(default=None, max_length=8000, schema_extra=about(asked=False))
    source: str | None = Field(default=None, max_length=80, schema_extra=about(asked=False))
    status: FindingStatus = coded(default=FindingStatus.OPEN, schema_extra=about(asked=False))
