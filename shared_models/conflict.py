"""Conflict: a field given different values by edits that had not seen each other. Written by the server."""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from shared_models.synced import Synced, coded


class ConflictStatus(StrEnum):
    OPEN = "open"
    SETTLED = "settled"


class Conflict(Synced, table=True):
    """The values, who and when are the heads of the field in its row; an edit that names them all settles it."""

    entity: str = Field(max_length=40)
    row_id: UUID = Field(index=True)
    field: str = Field(max_length=80)
    status: ConflictStatus = coded(default=ConflictStatus.OPEN)
