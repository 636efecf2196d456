"""Problem: a problem or need of a person or a whole household. Never deleted: it is resolved or declined."""

from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlmodel import Field

from shared_models.errors import InvalidChange, InvalidTransition
from shared_models.field_facts import Kind, Source, about
from shared_models.mpi import Dimension
from shared_models.synced import Synced, coded


class ProblemStatus(StrEnum):
    """Resolved (ปัญหาคลี่คลายแล้ว) or declined (ไม่ขอรับความช่วยเหลือ), letter of 2566."""

    OPEN = "open"
    RESOLVED = "resolved"
    DECLINED = "declined"


OPEN, RESOLVED, DECLINED = ProblemStatus
NEXT_STATUS = {OPEN: {RESOLVED, DECLINED}, RESOLVED: {OPEN}, DECLINED: {OPEN}}


class Problem(Synced, table=True):
    """`person_id` None: the household's. Without a `dimension` the officer's own words say what it is.

    `assistance_id` is the help that closed it. Opened again it keeps the reason it is open again for.
    """

    person_id: UUID | None = Field(
        default=None, index=True, schema_extra=about(section="problem", source=Source.LETTER_2566)
    )
    dimension: Dimension | None = coded(default=None, schema_extra=about(source=Source.MPI_LIST))
    indicator: str | None = Field(default=None, max_length=20)
    indicator_version: str | None = Field(default=None, max_length=40, schema_extra=about(asked=False))
    words: str | None = Field(default=None, max_length=2000, schema_extra=about(source=Source.LETTER_2566))
    found_on: date
    status: ProblemStatus = coded(default=OPEN, schema_extra=about(section="ending"))
    status_reason: str | None = Field(default=None, max_length=2000)
    status_on: date | None = Field(default=None, schema_extra=about(source=Source.PRODUCT))
    assistance_id: UUID | None = Field(default=None, schema_extra=about(source=Source.LETTER_2566))
    visit_id: UUID | None = Field(default=None, schema_extra=about(kind=Kind.REFERENCE, asked=False))

    def check(self, before: Self | None) -> None:
        if not self.dimension and not (self.words or "").strip():
            raise InvalidChange(field="words", reason="dimension_or_words")
        status = ProblemStatus(self.status)
        if before is None and status is not OPEN:
            raise InvalidChange(field="status", reason="new_is_open")
        if before is not None and before.status != status:
            check_transition(ProblemStatus(before.status), status)
            if status is not OPEN and not (self.status_reason or "").strip():
                raise InvalidChange(field="status_reason", reason="required")


def check_transition(before: ProblemStatus, after: ProblemStatus) -> None:
    """Raises InvalidTransition: open → resolved or declined → open again, and no other way."""
    if after not in NEXT_STATUS[before]:
        raise InvalidTransition(field="status", reason="transition", before=before.value, after=after.value)
