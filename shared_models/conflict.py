"""Conflict: a field given different values by edits that had not seen each other. Written by the server."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from shared_models.field_facts import about
from shared_models.synced import Synced, coded


class ConflictStatus(StrEnum):
    """Open while two or more heads differ."""

    OPEN = "open"
    SETTLED = "settled"


class Conflict(Synced, table=True):
    """The values, who and when are the heads of the field in its row; an edit that names them all settles it."""

    entity: str = Field(max_length=40, schema_extra=about(section="conflict", asked=False))
    row_id: UUID = Field(index=True, schema_extra=about(asked=False))
    field: str = Field(max_length=80, schema_extra=about(asked=False))
    status: ConflictStatus = coded(default=ConflictStatus.OPEN, schema_extra=about(asked=False))
